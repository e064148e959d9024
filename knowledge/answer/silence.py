"""Where the open notice states a topic nearby, but not what is asked of it.

What no topic comes near is in `unwritten`.
"""

import re
from dataclasses import replace

from knowledge.answer.stated import contact, own, stated
from knowledge.answer.timed import DATED, STAGED
from knowledge.answer.told import NEAR, silent
from knowledge.model import Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.aspect import lacking
from knowledge.understand.guess import likeness
from knowledge.understand.heard import shaped
from knowledge.understand.manner import clauses, manner, wants
from knowledge.understand.numbers import NUMERAL
from knowledge.understand.topic import MOST, hints, topics

_LIKE = 0.2  # share of the likeness by which it is said of a topic that it is not written
_FEW = 3  # characters of a clause that only goes on: 都有谁
_FIRST = 2  # topics among which one goes over the first
_NUMBERED = re.compile(rf"{NUMERAL}(?P<unit>[张份字])")


def silence(asked: Asked, notice: Notice) -> Answer | None:
    """What is surely asked and not written, whatever the notice states of broader topics."""
    return _in_annex(asked, notice) or _over_all(asked, notice)


def in_annex(asked: Asked, notice: Notice) -> bool:
    """Is it asked how many, where the number stands in an annex that is not in the text?"""
    heard = asked.heard
    counted = "quota" in asked.topics and "winners" not in asked.topics and not heard.is_("prize")
    ours = "annexes" in asked.topics and heard.is_("our_share")
    if not (counted or ours) or not heard.is_("how_many_places") or stated(notice, "quota"):
        return False
    return bool(own(notice, "annexes")) and "annexes" in topics()["quota"].near


def _in_annex(asked: Asked, notice: Notice) -> Answer | None:
    return silent(notice, ("quota",)) if in_annex(asked, notice) else None


def _over_all(asked: Asked, notice: Notice) -> Answer | None:
    """What is asked by words of its own, 破格, and not written: a broader topic's facts are no answer."""
    wanted = asked.topics[:MOST]
    own_words = [each for each in wanted[:_FIRST] if wanted[0] in topics()[each].over]
    own_words = own_words or [each for each in wanted[:1] if topics()[each].over]
    if not asked.heard.cued.issuperset(own_words) or any(stated(notice, each) for each in own_words):
        return None
    others = tuple(each for each in wanted if each not in own_words)
    beside = tuple(fact for each in others for fact in stated(notice, each))
    return silent(notice, (*own_words, *others), beside) if own_words else None


def set_right(asked: Asked, found: Answer) -> Answer:
    """A number that is taken for granted of what is not written is set right by what is: 一张证件照就行吧."""
    counts = {unit for said in _NUMBERED.finditer(asked.heard.text) for unit in said["unit"]}
    near = tuple(fact for fact in found.near if any(unit in fact.value for unit in counts))
    if found.kind is not AnswerKind.NOT_STATED or not asked.heard.is_("confirms") or not near:
        return found
    return replace(found, kind=AnswerKind.ANSWER, facts=near, near=(), topic=near[0].topic, contact=None)


def missed(asked: Asked, found: Answer, library: Library) -> tuple[str, ...]:
    """Of what is not written, what is asked in plain words and not told under another name."""
    left = tuple(each for each in found.unstated if not _spoken_of(each, found))
    if not left or not asked.topic_is_new:
        return left
    pieces = [shaped(each, library) for each in (asked.heard.text, *clauses(asked.heard.text))]
    return tuple(
        each
        for each in left
        if each in asked.heard.cued and any(likeness(piece).get(each, 0.0) >= _LIKE for piece in pieces)
    )


def _spoken_of(topic: str, found: Answer) -> bool:
    """Does what is told hold the name of a topic, so that it cannot be called unwritten?"""
    return any(topics()[topic].label in fact.value + fact.cites.quote for fact in found.facts)


def beyond(asked: Asked, found: Answer, notice: Notice) -> Answer | None:
    """Of what is told, the question may ask something that the notice does not say: 几点截止."""
    told = [f"{fact.value} {fact.cites.quote}" for fact in found.facts]
    label = lacking(asked.heard.text, found.topic, told)
    if not label:
        return None
    pieces = [each for each in clauses(asked.heard.text) if len(each) > _FEW or manner(each, "how_many")]
    touched = [each for each in pieces if lacking(each, found.topic, told)]
    rest = [each for each in pieces if each not in touched]
    beside = label if not touched or wants("".join(touched)) else ""
    goes_on = any(_asks_itself(each, found.topic) for each in rest)
    others = any(manner(each, "asks") for each in rest)
    if not asked.heard.is_("to_the_day") and (goes_on or (others and not beside)):
        return replace(found, subject=beside)
    return _only_near(asked, found, label, notice)


def _asks_itself(clause: str, topic: str) -> bool:
    """Does a clause ask for a topic in words of its own, be it the same one: 公示几天, 贴在公告栏行吗?"""
    spoken = {hint.topic for hint in hints(clause)}
    if manner(clause, "wh"):
        return bool(spoken) or len(clause) > _FEW
    return bool(spoken and topic not in spoken and manner(clause, "asks"))


def _only_near(asked: Asked, found: Answer, label: str, notice: Notice) -> Answer:
    """What was told stands only nearby; of a step of the round, what is dated first."""
    near = found.facts
    if found.topic in STAGED | {"public_notice"}:
        cued = (fact for topic in asked.heard.cued for fact in stated(notice, topic))
        near = tuple(
            sorted(dict.fromkeys((*found.facts, *cued)), key=lambda fact: not DATED.search(fact.value))
        )
    return replace(
        found,
        kind=AnswerKind.NOT_STATED,
        facts=(),
        near=near[:NEAR],
        subject=label,
        contact=contact(notice, found.topic),
    )
