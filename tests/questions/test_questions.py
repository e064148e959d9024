"""Our own questions over all five notices: at least 97 % right, none harmful."""

import pytest

from tests.chat import library
from tests.questions.check import asked, faults, harmful, questions

SETS = (
    "own",
    "more",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
)
BAR = 0.97

# The first run of a set nobody has worked on yet (share right, harmful replies): written unseen by somebody who knew
# only the notices, it shows how far the understanding carries. It may only rise; at BAR the set joins SETS.
UNSEEN = {
    "twentyninth": (0.913, 1),
    "thirtieth": (0.96, 1),
    "twentyeighth": (0.966, 0),
    "explored": (0.97, 0),
    "twentyfifth": (0.97, 0),
    "twentysixth": (0.97, 0),
    "twentyseventh": (0.97, 0),
    "twentyfirst": (0.97, 0),
    "twentysecond": (0.97, 0),
    "twentythird": (0.97, 0),
    "twentyfourth": (0.97, 0),
    "twentieth": (0.97, 0),
    "nineteenth": (0.97, 0),
    "eighteenth": (0.97, 0),
    "fifteenth": (0.97, 0),
    "sixteenth": (0.97, 0),
    "persons": (0.97, 0),
    "people": (0.97, 0),
    "folk": (0.97, 0),
    "persons_more": (0.94, 0),
    "seventeenth": (0.97, 1),
    "reckoned": (0.97, 0),
    "covered_b": (0.82, 0),
    "scope": (0.96, 0),
    "covered_a": (0.97, 1),
}


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


@pytest.mark.parametrize("name", UNSEEN)
def test_an_unseen_set_never_falls_below_its_first_run(name: str) -> None:
    right, harm = UNSEEN[name]
    every = [(gold, asked(gold, library())) for gold in questions(name)]
    failed = [gold["id"] for gold, given in every if faults(gold, given, library())]
    harms = [gold["id"] for gold, given in every if harmful(gold, given, library())]
    assert len(failed) <= (1 - right) * len(every), failed
    assert len(harms) <= harm, harms
