"""Whether an honour or a certificate reaches what the notice asks: not yet whether a person may take part."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from knowledge.answer.presumed import tested
from knowledge.answer.stated import stated
from knowledge.model import Fact, Force, Library, Notice, Rule
from knowledge.question import Answer, AnswerKind
from knowledge.rules import holds
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon

_HONOUR = "highest_honour"
_TOPIC = {Force.PREFERS: "prefer", Force.NEEDS: "honours_required"}
_EARNED = re.compile(r"(?P<year>20\d\d)年(?:就|已经?)?[^,。;!?]{0,4}(?:考|拿|取得|领|发|评|得|办|证)")
_PAPER = re.compile(r"证(?!明)|级工|技师")
_ONWARD = re.compile(r"当年起")
_BONUS = "bonus"


def reach(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    if len(asked.notices) != 1:
        return None
    notice = library[asked.notices[0]].notice
    return _level(asked, notice) or _earned(asked, notice)


def _level(asked: Asked, notice: Notice) -> Answer | None:
    """Is the honour that was told as high as the one that is preferred or needed?"""
    person = asked.heard.person
    heard = asked.heard
    if not _patterns()["reaches"].search(heard.text) or heard.is_("apply") or heard.is_("either"):
        return None
    if asked.about_person and person.sayings > 1 and not asked.heard.is_("counted"):
        return None  # the verdict tells what is preferred, too
    rule = next(_of_honours(notice), None)
    told = person.profile.keys() | person.open
    if rule is None or rule.force not in _TOPIC or _HONOUR not in told or rule.when is None:
        return None
    met = holds(rule.when, person.profile)
    open_ = met is None or _patterns()["murky"].search(asked.heard.text)
    if open_ or (not met and rule.force is Force.PREFERS and _patterns()["media"].search(asked.heard.text)):
        return _said(notice, _TOPIC[rule.force], "")
    return _said(notice, _TOPIC[rule.force], "counts" if met else "below")


def _of_honours(notice: Notice) -> Iterator[Rule]:
    """The rule on honours, where one holds for all the awards."""
    return (each for each in notice.rules if set(tested(each)) == {_HONOUR} and not each.award)


def _earned(asked: Asked, notice: Notice) -> Answer | None:
    """A certificate of an earlier year, where only those of the year and after it count."""
    found = _EARNED.search(asked.heard.text)
    onward = any(_ONWARD.search(fact.cites.quote) for fact in stated(notice, _BONUS))
    if not found or not _PAPER.search(asked.heard.text) or not onward or asked.topics[:1] != (_BONUS,):
        return None
    return _said(notice, _BONUS, "earlier") if int(found["year"]) < notice.issued.year else None


def _said(notice: Notice, topic: str, lead: str) -> Answer | None:
    facts: tuple[Fact, ...] = stated(notice, topic)
    if not facts:
        return None
    return Answer(AnswerKind.ANSWER, (notice.id,), topic, facts, topics=(topic,), manner="reach", lead=lead)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(lexicon("people")[name]) for name in ("reaches", "murky", "media")}
