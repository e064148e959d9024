"""What is asked of a fact beyond the fact itself: of the deadline the hour, of a photo its size."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.understand.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Aspect:
    label: str
    asks: re.Pattern[str]
    says: re.Pattern[str]
    topics: frozenset[str]


def lacking(text: str, topic: str, told: Sequence[str]) -> str:
    """The label of what the question asks of the topic and nothing told says, or ''."""
    for aspect in _aspects():
        if topic in aspect.topics and aspect.asks.search(text) and not any(map(aspect.says.search, told)):
            return aspect.label
    return ""


@cache
def _aspects() -> tuple[Aspect, ...]:
    return tuple(
        Aspect(each["label"], re.compile(each["asks"]), re.compile(each["says"]), frozenset(each["topics"]))
        for each in lexicon("aspects")
    )
