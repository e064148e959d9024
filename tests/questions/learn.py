"""Teaches the understanding by our own questions: `python -m tests.questions.learn [SET ...]` writes asked.yaml.

Every question that is answered rightly becomes an example of what it was understood to ask. With `--measure` it prints
for each set how often the likest topic is the right one when that set is left out: how far likeness alone carries.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import fill

import knowledge.understand
from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.model import Library
from knowledge.question import Answer, AnswerKind, Question
from knowledge.understand.follow import follow
from knowledge.understand.guess import A_PERSON, BETWEEN, OUTSIDE, PHRASES, SMALL_TALK, examples, taught
from knowledge.understand.heard import AWARD, shaped
from tests.questions.check import Gold, asked, faults, questions
from tests.questions.test_questions import SETS, UNSEEN

ASKED = Path(knowledge.understand.__file__).with_name("asked.yaml")
HEAD = "# Written by tests/questions/learn.py: our own questions, by what they ask; see examples.yaml.\n"
BEST = 3  # topics that are looked at
_LATE = ("late", "in_time")
_OUTSIDE = ("unrelated", "other_award")


def learned(names: tuple[str, ...], known: Library) -> dict[str, tuple[str, ...]]:
    """The questions of these sets by what they ask, without names, in plain wording."""
    found: dict[str, dict[str, None]] = {}
    for gold in (gold for name in names for gold in questions(name)):
        if not faults(gold, asked(gold, known), known):
            for topic, text in _example(gold, known):
                found.setdefault(topic, {})[text.replace(BETWEEN, " ")] = None
    return {topic: tuple(found[topic]) for topic in sorted(found)}


def _example(gold: Gold, known: Library) -> Iterator[tuple[str, str]]:
    question, today = (
        Question(tuple(gold["turns"]), gold.get("notice") or ""),
        date.fromisoformat(gold["today"]),
    )
    heard = follow(question, known, today).heard
    topic = _meant(answer(question, known, today))
    text = shaped(heard.text, known).strip()
    # What is outside only for whose award it names is, without the name, like what is asked of ours.
    if topic == OUTSIDE and AWARD in text:
        return
    if topic and text and (len(question.turns) == 1 or heard.topics):
        yield topic, text


def _meant(found: Answer) -> str:
    match found.kind:
        case AnswerKind.VERDICT:
            return A_PERSON
        case AnswerKind.CHAT:
            return SMALL_TALK
        case AnswerKind.OUT_OF_SCOPE:
            return OUTSIDE if found.manner in _OUTSIDE else ""
        case _:
            return "late" if found.manner in _LATE else found.topic


def written(examples: dict[str, tuple[str, ...]]) -> str:
    return HEAD + "".join(
        fill(
            f"{topic}: >- {BETWEEN.join(texts)}",
            width=110,
            break_long_words=False,
            break_on_hyphens=False,
            subsequent_indent="  ",
        ).replace(": >- ", ": >-\n  ", 1)
        + "\n"
        for topic, texts in examples.items()
    )


def measured(names: tuple[str, ...], known: Library) -> Iterator[tuple[str, int, int, int]]:
    """Of each set, left out of the examples: its questions, those understood at once, those among the first three."""
    by_set = {name: learned((name,), known) for name in names}
    for left_out in names:
        others = [(topic, text) for name in names if name != left_out for topic, text in _pairs(by_set[name])]
        model = taught([*examples(PHRASES), *others])
        ranks = [_rank(model.scores(text), topic) for topic, text in _pairs(by_set[left_out])]
        yield left_out, len(ranks), sum(rank == 0 for rank in ranks), sum(rank < BEST for rank in ranks)


def _pairs(found: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(topic, text) for topic, texts in found.items() for text in texts]


def _rank(scores: dict[str, float], topic: str) -> int:
    return sum(score > scores.get(topic, 0.0) for score in scores.values())


if __name__ == "__main__":
    wanted = tuple(each for each in sys.argv[1:] if not each.startswith("-")) or (*SETS, *UNSEEN)
    if "--measure" in sys.argv:
        for name, every, first, near in measured(wanted, load_library()):
            sys.stdout.write(
                f"{name}: {every} questions, {first / every:.1%} at once, {near / every:.1%} among {BEST}\n"
            )
    else:
        ASKED.write_text(written(learned(wanted, load_library())), "utf-8")
