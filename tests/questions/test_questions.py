"""Our own questions over all five notices: at least 97 % right, none harmful."""

import pytest

from tests.chat import library
from tests.questions.check import asked, faults, harmful, questions

SETS = ("own", "more", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
BAR = 0.97


def test_the_questions_are_answered_well_enough() -> None:
    every = [gold for name in SETS for gold in questions(name)]
    failed = {
        gold["id"]: found for gold in every if (found := faults(gold, asked(gold, library()), library()))
    }
    assert len(failed) <= (1 - BAR) * len(every), failed


@pytest.mark.parametrize("name", SETS)
def test_no_reply_does_harm(name: str) -> None:
    harm = [gold["id"] for gold in questions(name) if harmful(gold, asked(gold, library()), library())]
    assert harm == []
