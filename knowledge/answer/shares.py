"""A share of the nominees, how many people that is, and whether so many are enough."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.answer.facts import stated
from knowledge.answer.quota_rows import Named
from knowledge.model import Citation, Notice, Share
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.follow import Asked
from knowledge.understand.numbers import NUMERAL, number

TRAITS = {"gender_share": "gender", "age_share": "age"}
_COUNTED = re.compile(
    rf"(?P<count>{NUMERAL})(?:个|名|人|位)?(?:名额|候选人|的)?(?![%\d日月号年成]|周?岁|工作日)"
)
_OF_THE_RULE = (40, 45)  # the share and the age themselves


@dataclass(frozen=True, slots=True)
class _Base:
    """So many people of whom a share is taken; '' is the number itself."""

    name: str
    people: int
    cites: Citation | None = None


def in_people(asked: Asked, notice: Notice, rows: Iterable[Named]) -> Answer | None:
    """The shares that were asked for; in people where a unit or a number is in focus."""
    topics = [each for each in asked.topics if each in TRAITS] or list(TRAITS)
    shares = [(topic, share) for topic in topics for share in _shares(notice, topic)]
    if not shares:
        return None
    numbers = _numbers(asked.heard.text)
    exact = (each for each in rows if each.row.least in (0, each.row.most))
    bases = [_Base(each.name, each.row.most, each.row.cites) for each in exact]
    bases = bases or [_Base(str(each), each) for each in numbers[:1]]
    have = _have(asked, numbers, bases)
    figures = tuple(_figure(topic, share, base) for topic, share in shares for base in bases)
    return Answer(
        AnswerKind.ANSWER,
        (notice.id,),
        shares[0][0],
        tuple(fact for topic, _ in shares for fact in stated(notice, topic)),
        (*figures, *have) if figures else (),
        topics=asked.topics,
        manner="share",
        subject=str(shares[0][1].percent),
    )


def _shares(notice: Notice, topic: str) -> tuple[Share, ...]:
    found = notice.quotas.shares if notice.quotas else ()
    return tuple(each for each in found if each.trait == TRAITS[topic])[:1]


def _figure(topic: str, share: Share, base: _Base) -> Figure:
    cites = (share.cites, base.cites) if base.cites else (share.cites,)
    return Figure(f"{topic} {base.name}", str(math.ceil(base.people * share.percent / 100)), cites)


def _numbers(text: str) -> list[int]:
    """The numbers of people in the text, the largest first."""
    found = (number(each["count"]) or 0 for each in _COUNTED.finditer(text))
    return sorted({int(each) for each in found if each not in _OF_THE_RULE and each > 1}, reverse=True)


def _have(asked: Asked, numbers: list[int], bases: list[_Base]) -> tuple[Figure, ...]:
    """How many there are, where it is asked whether they are enough."""
    if not bases or not asked.heard.is_("enough"):
        return ()
    fewer = [each for each in numbers if each < bases[0].people]
    return (Figure("have", str(fewer[0])),) if fewer else ()
