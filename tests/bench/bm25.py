"""The plain way to answer, to compare with: the paragraph that BM25 ranks first over pairs of characters."""

import math
import re
from collections import Counter
from collections.abc import Iterable

from knowledge.model import Library

K, B = 1.2, 0.75
_SPACE = re.compile(r"\s+")


class Paragraphs:
    """The paragraphs of all notices, found by the pairs of characters they share with a question."""

    def __init__(self, library: Library) -> None:
        sources = (edition.notice.source for edition in library.values())
        self.texts = [text.strip() for source in sources for text in source.split("\n\n") if text.strip()]
        counts = [Counter(_pairs(text)) for text in self.texts]
        lengths = [count.total() for count in counts]
        mean = sum(lengths) / len(lengths)
        self._norms = [K * (1 - B + B * length / mean) for length in lengths]
        self._holding: dict[str, list[tuple[int, int]]] = {}
        for place, count in enumerate(counts):
            for pair, times in count.items():
                self._holding.setdefault(pair, []).append((place, times))

    def best(self, question: str) -> str:
        scores: dict[int, float] = {}
        for pair in set(_pairs(question)):
            holding = self._holding.get(pair, ())
            rare = math.log(1 + (len(self.texts) - len(holding) + 0.5) / (len(holding) + 0.5))
            for place, times in holding:
                gained = rare * times * (K + 1) / (times + self._norms[place])
                scores[place] = scores.get(place, 0.0) + gained
        return self.texts[max(scores, key=lambda place: scores[place])] if scores else ""


def _pairs(text: str) -> Iterable[str]:
    packed = _SPACE.sub("", text)
    return (packed[start : start + 2] for start in range(len(packed) - 1))
