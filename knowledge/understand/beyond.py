"""What people ask that a notice may nowhere speak of: on which floor, where to park, who was chosen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from knowledge.understand.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Matter:
    label: str
    asks: re.Pattern[str]
    says: re.Pattern[str]
    near: tuple[str, ...]  # topics told beside the silence
    named: bool  # only of somebody whom the notice names


def matters(text: str) -> Iterator[Matter]:
    """Those that the plain text asks."""
    return (each for each in _matters() if each.asks.search(text))


@cache
def _matters() -> tuple[Matter, ...]:
    return tuple(
        Matter(
            each["label"],
            re.compile(each["asks"]),
            re.compile(each["says"]),
            tuple(each["near"]),
            bool(each.get("named")),
        )
        for each in lexicon("beyond")
    )
