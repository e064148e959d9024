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
    silence: str = ""  # what a notice is said not to write, where the label alone would say too much
    asks: tuple[str, ...] = ()  # examples
    near: tuple[str, ...] = ()  # told where a notice is silent on this
    also: tuple[str, ...] = ()  # answers the same question
    weak: tuple[tuple[re.Pattern[str], ...], ...] = ()  # cues that count only where nothing else is found
    condition: bool = False
    beside: tuple[str, ...] = ()  # told together with it
    telling: bool = False  # a name of its own, so that it tells which notice is meant: 五美
    over: tuple[str, ...] = ()  # broader ones, whose facts do not answer it: 破格 asks for no conditions
    names: bool = False  # its facts name bodies, so that a question may pick one: 宣传部参与主办的


@dataclass(frozen=True, slots=True)
class Hint:
    """A topic found in a text, with the positions of the characters that led to it."""

    topic: str
    chars: frozenset[int]
    weak: bool = False


@cache
def topics() -> dict[str, Topic]:
    return {name: _topic(name, entry) for name, entry in lexicon("topics").items()}


def hints(text: str) -> tuple[Hint, ...]:
    """The topics of a plain text, best covered first; topics inside another's words give way."""
    found = [Hint(each.id, chars) for each in topics().values() if (chars := _covered(each.cues, text))]
    if not found:
        found = [
            Hint(each.id, chars, weak=True)
            for each in topics().values()
            if (chars := _covered(each.weak, text))
        ]
    kept = [hint for hint in found if not any(hint.chars < other.chars for other in found)]
    return tuple(sorted(kept, key=lambda hint: (-len(hint.chars), min(hint.chars))))


def _covered(cues: tuple[tuple[re.Pattern[str], ...], ...], text: str) -> frozenset[int]:
    """The characters of all the cues that occur."""
    return frozenset().union(*(_matched(cue, text) for cue in cues))


def _matched(cue: tuple[re.Pattern[str], ...], text: str) -> frozenset[int]:
    chars: set[int] = set()
    for pattern in cue:
        found = pattern.search(text)
        if found is None:
            return frozenset()
        chars.update(range(*found.span()))
    return frozenset(chars)


def _topic(id: str, entry: dict[str, object]) -> Topic:  # noqa: A002 - the glossary's word
    return Topic(
        id=id,
        label=str(entry["label"]),
        silence=str(entry.get("silence", "")),
        cues=_cues(entry, "cues"),
        weak=_cues(entry, "weak"),
        asks=_words(entry, "asks"),
        near=_words(entry, "near"),
        also=_words(entry, "also"),
        beside=_words(entry, "beside"),
        condition=bool(entry.get("condition")),
        telling=bool(entry.get("telling")),
        over=_words(entry, "over"),
        names=bool(entry.get("names")),
    )


def _cues(entry: dict[str, object], key: str) -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(tuple(re.compile(each) for each in cue.split()) for cue in _words(entry, key))


def _words(entry: dict[str, object], key: str) -> tuple[str, ...]:
    listed = entry.get(key) or ()
    assert isinstance(listed, list | tuple)
    return tuple(map(str, listed))
