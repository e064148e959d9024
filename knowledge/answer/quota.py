"""How many a unit may nominate: rows of the quota table, their sums, the shares in people."""

import math
import re
from datetime import date
from functools import cache

from knowledge.answer.facts import contact, stated
from knowledge.model import Citation, Library, Notice, QuotaRow, Share
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.heard import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number
from knowledge.understand.place import places

_COUNTED = re.compile(rf"(?P<count>{NUMERAL})(?:个|名|人|位)?(?:名额|候选人|的)?")
_PLACES_LEFT = re.compile(rf"(?P<count>{NUMERAL})(?:个|名)(?:名额|的)?")
_UNIT_LIKE = re.compile(
    r"[^\W\da-z每各哪全其他个的我是几有和跟与在这那能给四两三]{2,4}(?:县|区|市|镇|街道|乡)(?!直|级|里|上|场)"
)
_SHARES = {"gender_share": "gender", "age_share": "age"}
TELLING = 3  # characters of a unit's name that tell it apart
SMALLEST = 5  # people; below that a number is not a quota


def quota(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    if len(asked.notices) != 1 or not asked.topics:
        return None
    notice = library[asked.notices[0]].notice
    share = next((topic for topic in asked.topics if topic in _SHARES), "")
    if share:
        return _in_people(asked, notice, share)
    if asked.topics[0] != "quota" or notice.quotas is None:
        return None
    return _of_units(asked, notice)


def _of_units(asked: Asked, notice: Notice) -> Answer | None:
    assert notice.quotas is not None
    text = asked.heard.text
    if asked.heard.is_("sum") and (total := _total(asked, notice)):
        return total
    if asked.heard.is_("reverse") and (found := _with_count(text, notice)):
        return found
    if extreme := _extreme(asked, notice):
        return extreme
    rows = rows_of(asked, notice)
    if not rows:
        return _unlisted(asked, notice)
    return _told(notice, "quota", tuple(_figure(name, row) for name, row in rows), "quota")


def _extreme(asked: Asked, notice: Notice) -> Answer | None:
    """The units with the fewest or the most places."""
    first, last = asked.heard.is_("first"), asked.heard.is_("last") and asked.heard.is_("reverse")
    rows = [row for row in notice.quotas.rows if row.unit] if notice.quotas else []
    if not rows or not (first or last) or asked.units:
        return None
    wanted = min(row.most for row in rows) if first else max(row.most for row in rows)
    named = tuple(_figure(row.unit, row) for row in rows if row.most == wanted)
    return _told(notice, "quota", named, "reverse")


def rows_of(asked: Asked, notice: Notice) -> tuple[tuple[str, QuotaRow], ...]:
    """The rows for the units in focus, each with the name by which it was asked for."""
    rows = notice.quotas.rows if notice.quotas else ()
    found = [
        (row.unit or (unit if unit in places() else row.label), row)
        for unit in asked.units
        for row in rows
        if _is_for(row, unit)
    ]
    spelt = [(row.unit, row) for row in rows if _spells(asked.heard.text, row, rows)]
    best: dict[QuotaRow, str] = {}
    for name, row in (*found, *spelt):
        best.setdefault(row, name)
    return tuple((name, row) for row, name in best.items())


def _is_for(row: QuotaRow, unit: str) -> bool:
    return row.unit.startswith(unit) if row.unit else row.unit_class in _classes(unit)


@cache
def _classes(unit: str) -> frozenset[str]:
    """The kinds of unit that a word stands for: 昆山 is a county-level city, 支行 a financial unit."""
    kinds = {kind for kind, pattern in lexicon("places")["kinds"].items() if re.search(pattern, unit)}
    return frozenset(kinds | ({places()[unit].kind} if unit in places() else set()))


def _spells(text: str, row: QuotaRow, rows: tuple[QuotaRow, ...]) -> bool:
    """Does the text hold a part of the unit's name that no other unit has: 示范区, 市直机关?"""
    bare = re.sub(r"总?工会$", "", row.unit)
    parts = [bare[start : start + TELLING] for start in range(len(bare) - TELLING + 1)]
    others = [each.unit for each in rows if each is not row]
    return any(part in text and not any(part in other for other in others) for part in parts)


def _figure(name: str, row: QuotaRow) -> Figure:
    value = str(row.most) if row.least in (0, row.most) else f"{row.least}-{row.most}"
    return Figure(name, value, (row.cites,) if row.cites else ())


def _total(asked: Asked, notice: Notice) -> Answer | None:
    assert notice.quotas is not None
    units = asked.heard.named.units or (() if asked.topic_is_new else asked.units_before)
    rows = [row for row in notice.quotas.rows if row.unit and (not units or row.unit in units)]
    if len(rows) < 2:  # noqa: PLR2004 - a sum needs two
        return None
    figures = tuple(_figure(row.unit, row) for row in rows) if units else ()
    total = Figure("total", str(sum(row.most for row in rows)), (notice.quotas.cites,))
    return _told(notice, "quota", (total, *figures), "sum" if units else "total")


def _with_count(text: str, notice: Notice) -> Answer | None:
    """Which units have so many places."""
    assert notice.quotas is not None
    found = _PLACES_LEFT.search(text)
    count = number(found["count"]) if found else None
    rows = [row for row in notice.quotas.rows if row.unit and row.most == count]
    if not rows:
        return None
    return _told(notice, "quota", tuple(_figure(row.unit, row) for row in rows), "reverse")


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
                contact=contact(notice),
            )
    rows = notice.quotas.rows
    if not rows:
        return None
    figures = tuple(_figure(row.unit or row.label, row) for row in rows)
    return Answer(
        AnswerKind.ANSWER,
        (notice.id,),
        "quota",
        stated(notice, "quota"),
        figures,
        manner="quotas",
        topics=asked.topics,
    )


def _in_people(asked: Asked, notice: Notice, topic: str) -> Answer | None:
    """A share, and how many people that is where a unit or a number is in focus."""
    shares = [
        each for each in (notice.quotas.shares if notice.quotas else ()) if each.trait == _SHARES[topic]
    ]
    if not shares:
        return None
    share = shares[0]
    bases = _bases(asked, notice)
    figures = tuple(
        Figure(name, str(math.ceil(base * share.percent / 100)), _cites(share, cite))
        for name, base, cite in bases
    )
    return Answer(
        AnswerKind.ANSWER,
        (notice.id,),
        topic,
        stated(notice, topic),
        figures,
        topics=asked.topics,
        manner="share",
        subject=str(share.percent),
    )


def _cites(share: Share, cite: Citation | None) -> tuple[Citation, ...]:
    return (share.cites, cite) if cite else (share.cites,)


def _bases(asked: Asked, notice: Notice) -> list[tuple[str, int, Citation | None]]:
    exact = [(name, row) for name, row in rows_of(asked, notice) if row.least in (0, row.most)]
    if exact:
        return [(name, row.most, row.cites) for name, row in exact]
    plain_numbers = [
        int(value)
        for found in _COUNTED.finditer(asked.heard.text)
        if (value := number(found["count"]) or 0) > SMALLEST and value not in (40, 45)
    ]
    return [(str(each), each, None) for each in plain_numbers[:1]]


def _told(notice: Notice, topic: str, figures: tuple[Figure, ...], manner: str) -> Answer:
    return Answer(AnswerKind.ANSWER, (notice.id,), topic, (), figures, topics=(topic,), manner=manner)
