"""What one notice states on the topics that were asked, or that it does not."""

import re
from dataclasses import replace
from datetime import date

from knowledge.answer.foremost import foremost
from knowledge.answer.silence import beyond, in_annex, missed, set_right, silence
from knowledge.answer.stated import stated
from knowledge.answer.timed import timed
from knowledge.answer.told import told
from knowledge.answer.verbatim import SHORTEST, sentence, shaped_like
from knowledge.answer.wanted import equal_topics, unnamed, wanted_topics
from knowledge.model import Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.topic import topics

_LONG = 6  # characters of the notice's own words that show which sentence is meant
_NUMBER_OF_ONE = re.compile(r"(?<![\d月])\d{1,3}号(?:文|公?函)")
_BROAD = frozenset(
    {"criteria", "who", "focus", "unit_duties", "five_beauties", "aim", "guiding", "learning", "launch"}
)


def facts(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    if not asked.topics or len(asked.notices) != 1:
        return None
    notice = library[asked.notices[0]].notice
    wanted = wanted_topics(asked, notice)
    if verbatim := _instead(asked, wanted[0], notice):
        return Answer(AnswerKind.ANSWER, (notice.id,), "", (verbatim,), manner="literal")
    if asked.topic_is_new and (found := silence(asked, notice)):
        return set_right(asked, found)
    found = told(notice, wanted, equal_topics(asked, notice))
    found = set_right(asked, _named_by_number(asked, found, notice))
    if found.kind is AnswerKind.ANSWER:
        return _in_full(asked, wanted[0], found, library)
    if asked.heard.unsure and asked.topic_is_new:
        return None  # that a notice is silent is only said of what was surely asked
    return _with_time(asked, wanted[0], found, notice)


def _instead(asked: Asked, topic: str, notice: Notice) -> Fact | None:
    """The sentence with words of the question, where what it asks is not written under any topic.

    Of what is asked in plain words, 网络报名要上传照片吗, a few common ones say nothing.
    """
    cued = topic in asked.heard.cued
    if not stated(notice, topic) and (found := shaped_like(notice, asked.heard.text)):
        return found
    if stated(notice, topic) or (cued and (topics()[topic].over or in_annex(asked, notice))):
        return None
    return sentence(notice, asked.heard.text, _LONG if cued else SHORTEST)


def _named_by_number(asked: Asked, found: Answer, notice: Notice) -> Answer:
    """A document that was called by its number is shown to be the one that is meant: 47号函是谁发的."""
    called = found.kind is AnswerKind.ANSWER and _NUMBER_OF_ONE.search(asked.heard.text)
    number = stated(notice, "number") if called and "number" not in asked.topics else ()
    return replace(found, facts=(*found.facts, *number))


def _in_full(asked: Asked, topic: str, found: Answer, library: Library) -> Answer:
    """What is told, the fact that is meant first, with what of the question the notice leaves open."""
    notice = library[found.notices[0]].notice
    first = foremost(found.facts, asked.heard.text, found.topic)
    found = replace(found, facts=first, unstated=missed(asked, found, library))
    if only_near := beyond(asked, found, notice):
        return only_near
    return _with_time(asked, topic, _with_sentence(asked, topic, found, notice), notice)


def _with_sentence(asked: Asked, topic: str, found: Answer, notice: Notice) -> Answer:
    """Beside what is told, the sentence that has the question's own words; of a broad topic, before it."""
    broad = topic in _BROAD
    verbatim = sentence(notice, unnamed(asked), SHORTEST if broad else _LONG)
    if verbatim is None or _holds(found, verbatim):
        return found
    return replace(found, facts=(verbatim, *found.facts) if broad else (*found.facts, verbatim))


def _holds(found: Answer, verbatim: Fact) -> bool:
    """Is the whole sentence told already?"""
    return any(verbatim.cites.quote in fact.cites.quote for fact in found.facts)


def _with_time(asked: Asked, topic: str, found: Answer, notice: Notice) -> Answer:
    """When a step is goes before what else is told of it, and answers by itself."""
    dated = timed(asked, topic, notice)
    if not dated:
        return found
    unstated = tuple(each for each in found.unstated if each != topic)
    return replace(found, kind=AnswerKind.ANSWER, facts=(*dated, *found.facts), unstated=unstated)
