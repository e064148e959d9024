"""Answers a question from the notices: facts with their clause, verdicts, dates, sums, or an honest no."""

from datetime import date

from knowledge.answer.aside import aside
from knowledge.answer.days import in_days
from knowledge.answer.eligible import eligible
from knowledge.answer.facts import facts
from knowledge.answer.literal import literal, located, of_person
from knowledge.answer.quota import quota
from knowledge.answer.several import several
from knowledge.answer.unclear import unclear
from knowledge.model import Library
from knowledge.question import Answer, Question
from knowledge.understand.heard import follow

__all__ = ["answer"]


def answer(question: Question, library: Library, today: date) -> Answer:
    """What the last turn of the question asks, answered from the library as of today."""
    asked = located(follow(question.turns, question.notice, library, today), library)
    ways = (aside, of_person, several, unclear, eligible, in_days, quota, facts, literal)
    for way in ways:
        if (found := way(asked, library, today)) is not None:
            return found
    raise AssertionError("literal has always an answer")
