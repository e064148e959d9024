"""A share of the nominees: how many people it is, how many others there may be, whether so many will do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.answer.quota_rows import Named
from knowledge.answer.stated import stated
from knowledge.model import Citation, Notice, Share
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.shares import least
from knowledge.traits import traits
from knowledge.understand.asked import Asked
from knowledge.understand.manner import manner
from knowledge.understand.numbers import NUMERAL, number

TRAITS = {"gender_share": "gender", "age_share": "age"}
REST = "rest"  # of the others there may be at most so many
_COUNTED = re.compile(
    rf"(?P<count>{NUMERAL})(?:个|名|人|位)?(?:名额|候选人|的)?(?![%\d日月号年成]|周?岁|工作日)"
)
_ASIDE = re.compile(rf"{NUMERAL}(?:个|位|名)?(?:区|县|市|镇|单位|工作日|份|张)|百分之{NUMERAL}")
_PART = re.compile(rf"(?P<percent>\d+(?:\.\d+)?)%|(?P<tenths>{NUMERAL})成|一半|半数|对半")
_OF_THE_RULE = (40, 45)  # the share and the age themselves


@dataclass(frozen=True, slots=True)
class _Base:
    """So many people of whom a share is taken; '' is the number itself."""

    name: str
    people: int
    cites: Citation | None = None


def of_a_part(asked: Asked, notice: Notice) -> tuple[str, ...]:
    """The shares by which it is reckoned how many men, women or older people may be listed: 男的最多几个."""
    text = asked.heard.text
    if not (manner(text, "of_a_part") and notice.quotas):
        return ()
    return tuple(
        topic for topic, trait in TRAITS.items() if manner(text, f"of_{trait}") and _shares(notice, topic)
    )


def in_people(
    asked: Asked, notice: Notice, rows: Iterable[Named], topics: tuple[str, ...] = ()
) -> Answer | None:
    """The shares that were asked for; in people where a unit or a number is in focus."""
    topics = topics or tuple(each for each in asked.topics if each in TRAITS) or tuple(TRAITS)
    shares = [(topic, share) for topic in topics for share in _shares(notice, topic)]
    if not shares:
        return None
    numbers = people_in(asked.heard.text)
    bases = _bases(asked, numbers, rows)
    have = _have(asked, numbers, bases)
    text = asked.heard.text
    figures = tuple(
        _figure(topic, share, base, others=others)
        for topic, share in shares
        for base in bases
        for others in _sides(share, text)
    )
    return Answer(
        AnswerKind.ANSWER,
        (notice.id,),
        shares[0][0],
        tuple(fact for topic, _ in shares for fact in stated(notice, topic)),
        (*figures, *have) if figures else (),
        topics=asked.topics,
        manner="share",
        subject=str(shares[0][1].percent),
        lead=_reached(shares[0][1], asked.heard.text) if not figures else "",
    )


def _reached(share: Share, text: str) -> str:
    """Whether the part that is told, 35%, 三成, 一半, is enough; of the others it may be too much."""
    found = _PART.search(text)
    if found is None or not manner(text, "enough") or manner(text, "given"):
        return ""
    if manner(text, "how_to") and not manner(text, "below"):
        return ""
    tenths, percent = number(found["tenths"] or ""), number(found["percent"] or "")
    part = percent or (tenths * 10 if tenths else 50)
    if manner(text, "below"):
        return "short" if part <= share.percent else ""
    if _sides(share, text) == (True,):
        return "enough" if part <= 100 - share.percent else "over"
    return "enough" if part >= share.percent else "short"


def people_in(text: str) -> list[int]:
    """The numbers of people in the text, the largest first."""
    found = (number(each["count"]) or 0 for each in _COUNTED.finditer(_ASIDE.sub("|", text)))
    return sorted({int(each) for each in found if each not in _OF_THE_RULE and each > 1}, reverse=True)


def people_now(before: Asked, now: Asked) -> int:
    """How many are to be nominated, as the turn says, or as one before it about the same notice said."""
    kept = before.people if before.notices == now.notices else 0
    text = now.heard.text
    told = people_in(text) if manner(text, "puts_up") else []
    if kept and manner(text, "enough") and len(told) == 1:
        return kept  # 报850个 / 女的凑了300个，够不够
    return told[0] if told else kept


def _shares(notice: Notice, topic: str) -> tuple[Share, ...]:
    found = notice.quota_shares
    return tuple(each for each in found if each.trait == TRAITS[topic])[:1]


def _bases(asked: Asked, numbers: list[int], rows: Iterable[Named]) -> list[_Base]:
    """The people of whom a share is taken: those the asker counts himself, else the places of the units."""
    exact = [each for each in rows if each.row.least in (0, each.row.most)]
    counted = numbers and (manner(asked.heard.text, "puts_up") or not exact)
    own = asked.people or numbers[0] if counted else 0 if exact else asked.people
    checked = asked.heard.is_("enough") or asked.heard.is_("confirms")
    if exact and len(numbers) == 1 and checked and own < exact[0].row.most:
        own = 0  # 女的报260个够不够，我们是吴中区
    if own and own not in {each.row.most for each in exact}:
        return [_Base(str(own), own)]
    bases = [_Base(f"{each.name}{each.row.most}", each.row.most, each.row.cites) for each in exact]
    return _together(bases) if asked.heard.is_("sum") else bases


def _together(bases: list[_Base]) -> list[_Base]:
    """All of them as one: 两个市加起来."""
    if len(bases) < 2:  # noqa: PLR2004 - one is its own sum
        return bases
    return [
        _Base(str(sum(each.people for each in bases)), sum(each.people for each in bases), bases[0].cites)
    ]


def _figure(topic: str, share: Share, base: _Base, *, others: bool) -> Figure:
    """Its name: topic, the part that is counted, the share's own value and number, and of whom."""
    goal = least(share.percent, base.people)
    name = f"{topic} {REST if others else share.value} {share.value} {goal} {base.name}"
    cites = (share.cites, base.cites) if base.cites else (share.cites,)
    return Figure(name, str(base.people - goal if others else goal), cites)


def _sides(share: Share, text: str) -> tuple[bool, ...]:
    """Those whom the share counts, the others (men, or those above the age), or both, as is asked."""
    if share.op != "is":
        return (bool(manner(text, "above_age")),)
    words = {value for value, word in traits()[share.trait].options.items() if word in text}
    return tuple(value != share.value for value in sorted(words, key=lambda value: value != share.value)) or (
        False,
    )


def _have(asked: Asked, numbers: list[int], bases: list[_Base]) -> tuple[Figure, ...]:
    """How many there are, where it is asked whether they are enough."""
    if not bases or not asked.heard.is_("enough"):
        return ()
    fewer = [each for each in numbers if each < bases[0].people]
    return (Figure("have", str(fewer[0])),) if fewer else ()
