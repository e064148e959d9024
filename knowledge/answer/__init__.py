"""Answers a question from the notices: facts with their clause, verdicts, dates, sums, or an honest no."""

from dataclasses import replace
from datetime import date

from knowledge.answer.aside import aside
from knowledge.answer.boxes import box
from knowledge.answer.contacts import reached
from knowledge.answer.days import in_days, too_late
from knowledge.answer.eligible import eligible, expected
from knowledge.answer.facts import facts
from knowledge.answer.literal import held, literal
from knowledge.answer.mentioned import mentioned
from knowledge.answer.parts import parts
from knowledge.answer.people import of_person
from knowledge.answer.pieces import pieces
from knowledge.answer.presumption import weighed
from knowledge.answer.quota import quota
from knowledge.answer.reach import reach
from knowledge.answer.settled import settled
from knowledge.answer.several import several
from knowledge.answer.side import besides, parted
from knowledge.answer.stated import ordered
from knowledge.answer.steps import beside
from knowledge.answer.unclear import compared, unclear, unnumbered
from knowledge.answer.unwritten import unwritten
from knowledge.model import Library
from knowledge.question import Answer, AnswerKind, Question
from knowledge.understand.asked import Asked
from knowledge.understand.follow import follow
from knowledge.understand.heard import hear

__all__ = ["answer", "prepare"]

_WHILE_OPEN = frozenset(
    {
        "deadline",
        "nomination_ways",
        "self_nomination",
        "system_login",
        "hand_in_way",
        "hand_in_place",
        "quota",
        "materials",
    }
)
_DATED = frozenset({"closed", "late", "in_time", "days_left", "workdays"})
"""Topics that help only while the round runs, and manners that speak of its end themselves."""


def prepare(library: Library) -> None:
    """Reads the word lists and puts the library in order, so that no question has to wait for it."""
    hear("", library, date.min)
    for edition in library.values():
        ordered(edition.notice)


def answer(question: Question, library: Library, today: date) -> Answer:
    """What the last turn of the question asks, answered from the library as of today."""

    def awaited(asked: Asked) -> tuple[str, ...]:
        found = eligible(asked, library, today)
        return expected(found) if found else ()

    def told(before: Asked, now: Asked) -> Asked:
        return settled(before, now, library)

    def followed(said: Question) -> Asked:
        return follow(said, library, today, awaited, told)

    asked = followed(question)
    if found := box(asked, library, today, question.field):
        return found

    def of(rest: str) -> Answer | None:
        now = followed(replace(question, turns=(*question.turns[:-1], rest)))
        found = _found(replace(now, notices=asked.notices), library, today)
        return found if found.kind is AnswerKind.ANSWER and found.manner != "literal" else None

    if (apart := parted(asked, library)) and (found := of(apart.rest)):
        return replace(found, subject=found.subject or apart.label)
    found = _found(asked, library, today)
    if (rest := besides(asked, found)) and (other := of(rest)) and other.topic in asked.topics:
        return replace(other, unstated=tuple(dict.fromkeys((*other.unstated, *found.unstated[:1]))))
    return found


def _found(asked: Asked, library: Library, today: date) -> Answer:
    """What the first way of answering finds that knows one."""
    ways = (
        mentioned,
        unwritten,
        aside,
        reached,
        of_person,
        held,
        unnumbered,
        compared,
        several,
        unclear,
        too_late,
        beside,
        parts,
        reach,
        eligible,
        in_days,
        pieces,
        quota,
        facts,
        literal,
    )
    for way in ways:
        if (found := way(asked, library, today)) is not None:
            return _dated(weighed(asked, found, library), library, today)
    raise AssertionError("literal has always an answer")


def _dated(found: Answer, library: Library, today: date) -> Answer:
    """A round that is over is called over wherever that matters to the asker."""
    matters = found.topic in _WHILE_OPEN or found.kind is AnswerKind.VERDICT
    if not matters or found.manner in _DATED or len(found.notices) != 1:
        return found
    last = library[found.notices[0]].round.closes.date()
    return replace(found, closed=last.isoformat()) if today > last else found
