"""A guess at the topic of a question without any cue: naive Bayes over the characters of the examples.

It is used for short questions and only where one topic stands far above the others.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache

from knowledge.understand.normalise import plain
from knowledge.understand.topic import topics

SURE = 0.97
LONGEST = 24  # characters; longer questions tell too much besides
SMOOTH = 0.3


@dataclass(frozen=True, slots=True)
class _Model:
    counts: dict[str, Counter[str]]
    totals: dict[str, float]

    def score(self, topic: str, grams: frozenset[str]) -> float:
        counts, total = self.counts[topic], self.totals[topic]
        return sum(math.log((counts[gram] + SMOOTH) / total) for gram in grams)


def guessed(text: str) -> str:
    """The topic whose examples are most like the plain text, or '' where none stands out."""
    if not 2 < len(text) <= LONGEST:  # noqa: PLR2004 - two characters are no question
        return ""
    model, grams = _model(), _grams(text)
    scores = {topic: model.score(topic, grams) for topic in model.counts}
    best = max(scores, key=lambda topic: scores[topic])
    share = 1 / sum(math.exp(score - scores[best]) for score in scores.values())
    return best if share >= SURE and _known(grams, model.counts[best]) else ""


def _known(grams: frozenset[str], counts: Counter[str]) -> bool:
    """Half of the pairs of characters have been seen with the topic."""
    pairs = [gram for gram in grams if len(gram) == 2]  # noqa: PLR2004 - pairs
    return sum(gram in counts for gram in pairs) * 2 >= len(pairs)


def _grams(text: str) -> frozenset[str]:
    framed = f"^{text}$"
    return frozenset(
        framed[start : start + size] for size in (1, 2, 3) for start in range(len(framed) - size + 1)
    )


@cache
def _model() -> _Model:
    counts = {
        topic.id: Counter(gram for example in topic.asks for gram in _grams(plain(example)))
        for topic in topics().values()
        if topic.asks
    }
    kinds = len({gram for each in counts.values() for gram in each})
    return _Model(counts, {topic: sum(each.values()) + SMOOTH * kinds for topic, each in counts.items()})
