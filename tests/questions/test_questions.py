"""Our own questions over all five notices: at least 97 % right, none harmful."""

import pytest

from tests.chat import library
from tests.questions.check import asked, faults, harmful, questions

SETS = ("own", "more", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
BAR = 0.97


@pytest.mark.parametrize("name", SETS)
def test_a_set_of_questions_is_answered_well_enough(name: str) -> None:
    failed = {
        gold["id"]: found
        for gold in questions(name)
        if (found := faults(gold, asked(gold, library()), library()))
    }
    assert len(failed) <= (1 - BAR) * len(questions(name)), failed


@pytest.mark.parametrize("name", SETS)
def test_no_reply_does_harm(name: str) -> None:
    harm = [gold["id"] for gold in questions(name) if harmful(gold, asked(gold, library()), library())]
    assert harm == []
