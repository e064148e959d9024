"""Which topics a question is about, and which of its characters say so."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.understand.lexicon import lexicon

MOST = 4
"""More topics than this in one message mean that it was not understood."""


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    label: str
    cues: tuple[tuple[re.Pattern[str], ...], ...]
    near: tuple[str, ...] = ()  # told where a notice is silent on this
    also: tuple[str, ...] = ()  # answers the same question
    weak: bool = False
    condition: bool = False
    names: bool = False  # its facts name bodies, so that a question may pick one: 宣传部参与主办的


@dataclass(frozen=True, slots=True)
class Hint:
    """A topic found in a text, with the positions of the characters that led to it."""

    topic: str
    chars: frozenset[int]


@cache
def topics() -> dict[str, Topic]:
    return {id: _topic(id, entry) for id, entry in lexicon("topics").items()}


def hints(text: str) -> tuple[Hint, ...]:
    """The topics of a plain text, best covered first; topics inside another's words give way."""
    found = [Hint(topic.id, chars) for topic in topics().values() if (chars := _covered(topic, text))]
    kept = [hint for hint in found if not any(_yields(hint, other) for other in found)]
    return tuple(sorted(kept, key=lambda hint: (-len(hint.chars), min(hint.chars))))


def _yields(hint: Hint, other: Hint) -> bool:
    if hint.chars < other.chars:
        return True
    return topics()[hint.topic].weak and not topics()[other.topic].weak and hint.topic != other.topic


def _covered(topic: Topic, text: str) -> frozenset[int]:
    """The characters of all cues of the topic that occur."""
    return frozenset().union(*(_matched(cue, text) for cue in topic.cues))


def _matched(cue: tuple[re.Pattern[str], ...], text: str) -> frozenset[int]:
    chars: set[int] = set()
    for pattern in cue:
        found = pattern.search(text)
        if found is None:
            return frozenset()
        chars.update(range(*found.span()))
    return frozenset(chars)


def _topic(id: str, entry: dict[str, object]) -> Topic:  # noqa: A002 - the glossary's word
    cues = entry.get("cues") or []
    near = entry.get("near") or []
    also = entry.get("also") or []
    assert isinstance(cues, list)
    assert isinstance(near, list)
    assert isinstance(also, list)
    return Topic(
        id=id,
        label=str(entry["label"]),
        cues=tuple(tuple(re.compile(each) for each in str(cue).split()) for cue in cues),
        near=tuple(near),
        also=tuple(also),
        weak=bool(entry.get("weak")),
        condition=bool(entry.get("condition")),
        names=bool(entry.get("names")),
    )
