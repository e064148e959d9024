"""Teaches the understanding by our own questions: `python -m tests.questions.learn [SET ...]` writes asked.yaml.

Every question that is answered rightly becomes an example of what it was understood to ask.
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
from knowledge.understand.guess import A_PERSON, BETWEEN, OUTSIDE, SMALL_TALK
from knowledge.understand.heard import follow, shaped
from tests.questions.check import Gold, asked, faults, questions
from tests.questions.test_questions import SETS, UNSEEN

ASKED = Path(knowledge.understand.__file__).with_name("asked.yaml")
HEAD = "# Written by tests/questions/learn.py: our own questions, by what they ask; see examples.yaml.\n"
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


if __name__ == "__main__":
    ASKED.write_text(written(learned(tuple(sys.argv[1:]) or (*SETS, *UNSEEN), load_library())), "utf-8")
