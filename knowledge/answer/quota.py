"""How many a unit may nominate: rows of the quota table, their sums, the shares in people."""

import re
from datetime import date

from knowledge.answer.extremes import standing_out, with_count
from knowledge.answer.quota_rows import Named, figure, is_for, rows_for, told
from knowledge.answer.shares import TRAITS, in_people, of_a_part
from knowledge.answer.stated import contact, stated
from knowledge.answer.sums import listed, of_awards, sums
from knowledge.model import Library, Notice, QuotaRow
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.place import places
from knowledge.understand.topic import hints

_UNIT_LIKE = re.compile(
    r"(?:市|区|县|省)直(?:机关|单位|部门)+|驻市单位|机关工会|"
    r"[^\W\da-z每各哪全其他个的我是几有和跟与在这那能给四两三]{2,4}(?:县|区|市|镇|街道|乡)(?!直|级|里|上|场)"
)
_AWARDED = frozenset({"winners", "finalist_award"})
_OF_SHARES = frozenset({"share", "age", *TRAITS})
_CLAUSE = re.compile(r"[^,、。;!? ]+")
SHOWN = 2  # of what the notice does say, where a unit is not listed
TELLING = 3  # characters of a unit's name that tell it apart
_COMMON = re.compile(r"总?工会$|各")  # no part of what tells it apart


def quota(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    if len(asked.notices) != 1 or not asked.topics:
        return None
    notice = library[asked.notices[0]].notice
    part = of_a_part(asked, notice)
    if part or (set(asked.topics) & {"share", *TRAITS} and asked.topics[0] != "age"):
        found = in_people(asked, notice, _rows(asked, notice), part)
        if found is None and asked.heard.named.units and not asked.heard.cued and notice.quotas:
            return _of_units(asked, notice)  # 55人里濂溪占几个, where no share is written
        return None if found and not found.figures and _asks_more(asked) else found
    alone = asked.heard.cued <= {*_AWARDED, "quota"}
    both = alone and "finalist_award" in asked.topics and asked.heard.is_("main_award")
    counted = asked.topics[0] in _AWARDED or (notice.quotas is None and _AWARDED & set(asked.topics))
    apart = both and bool(asked.heard.is_("difference") or asked.heard.is_("more"))
    if counted and (both or asked.heard.is_("sum")) and (found := of_awards(notice, apart=apart)):
        return found
    unsaid = not asked.heard.cued and not stated(notice, "winners")
    of_places = len(asked.heard.named.units) > 1 or unsaid
    reckoned = asked.topics[0] == "winners" and of_places and asked.heard.is_("sum")
    if (asked.topics[0] != "quota" and not reckoned) or notice.quotas is None or _chosen_too(asked):
        return None
    return _of_units(asked, notice)


def _asks_more(asked: Asked) -> bool:
    """Does a clause without a share ask something else, so that all of it is to be told?"""
    of_clauses = [{hint.topic for hint in hints(each)} for each in _CLAUSE.findall(asked.heard.text)]
    return any(each and not each & _OF_SHARES for each in of_clauses) and bool(asked.heard.is_("wh"))


def _chosen_too(asked: Asked) -> bool:
    """Are those chosen asked for in a clause beside that of the places: 评几个人，每家报多少?"""
    heard = asked.heard
    if heard.named.units or not heard.cued >= {"winners", "quota"} or heard.is_("sum"):
        return False
    of_clauses = [{hint.topic for hint in hints(each)} for each in _CLAUSE.findall(heard.text)]
    apart = [each & {"winners", "quota"} for each in of_clauses]
    return {"winners"} in apart and {"quota"} in apart and bool(heard.is_("wh"))


def _rows(asked: Asked, notice: Notice) -> tuple[Named, ...]:
    """The rows with whose places it is reckoned."""
    named = rows_for(asked.heard.named.units, notice)
    return named if len(named) > 1 else tuple(Named(name, row) for name, row in rows_of(asked, notice))


def _of_units(asked: Asked, notice: Notice) -> Answer | None:
    assert notice.quotas is not None
    if asked.heard.is_("rows_counted") and (counted := listed(notice)):
        return counted
    if reckoned := with_count(asked, notice) or sums(asked, notice, _rows(asked, notice)):
        return reckoned
    if picked := standing_out(asked, notice):
        return picked
    rows = tuple(Named(name, row) for name, row in rows_of(asked, notice))
    if not rows:
        return _unlisted(asked, notice)
    several = rows_for((each for each in asked.units if each in places()), notice)
    return told(notice, tuple(map(figure, several if len(several) > len(rows) else rows)), "quota")


def rows_of(asked: Asked, notice: Notice) -> tuple[tuple[str, QuotaRow], ...]:
    """The rows for the units in focus, each with the name by which it was asked for."""
    rows = notice.quota_rows
    found = [
        (row.unit or (unit if unit in places() else row.label), row)
        for unit in asked.units
        for row in rows
        if is_for(row, unit)
    ]
    spelt = [(row.unit or row.label, row) for row in rows if _spells(asked.heard.text, row, rows)]
    best: dict[QuotaRow, str] = {}
    for name, row in (*found, *spelt):
        best.setdefault(row, name)
    return tuple((name, row) for row, name in best.items())


def _spells(text: str, row: QuotaRow, rows: tuple[QuotaRow, ...]) -> bool:
    """Does the text hold a part of the unit's name that no other unit has: 示范区, 市直机关, 重点企业?"""
    bare = _COMMON.sub("", row.unit or row.label)
    parts = [bare[start : start + TELLING] for start in range(len(bare) - TELLING + 1)]
    others = [each.unit or each.label for each in rows if each is not row]
    return any(part in text and not any(part in other for other in others) for part in parts)


def _unlisted(asked: Asked, notice: Notice) -> Answer | None:
    """A unit that the table does not name, or no unit at all."""
    assert notice.quotas is not None
    text = asked.heard.text
    for name in (*lexicon("places")["not_the_same"], *(each.group() for each in _UNIT_LIKE.finditer(text))):
        if name in text and name not in notice.region:
            return Answer(
                AnswerKind.NOT_STATED,
                (notice.id,),
                "quota",
                manner="unlisted",
                subject=name,
                near=stated(notice, "quota")[:SHOWN],
                contact=contact(notice),
            )
    rows = notice.quotas.rows
    if not rows:
        return None
    figures = tuple(figure(Named(row.unit or row.label, row)) for row in rows)
    return Answer(
        AnswerKind.ANSWER,
        (notice.id,),
        "quota",
        stated(notice, "quota"),
        figures,
        manner="quotas",
        topics=asked.topics,
    )
