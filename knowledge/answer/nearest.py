"""The last resort: the sentence of a notice that shares the most telling pairs with a question."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from knowledge.answer.verbatim import quoted, without_common
from knowledge.model import Clause, Fact, Notice
from knowledge.understand.guess import rarity
from knowledge.understand.kept import Kept
from knowledge.understand.pairs import PAIR, pairs

_SENTENCE = re.compile(r"[^。；\n\t]{8,}")
_HAN = re.compile(r"[一-鿿]{2}")
_RARE = 6.0  # what a pair must tell to count: it stands in few questions
_LEAST = 2  # places in the question, at least, that stand in the sentence: one word alone tells nothing
_ABOVE = 1.4  # how far the best stands above the next


def nearest(notice: Notice, text: str) -> Fact | None:
    """Only where one sentence stands out: 接受谁的监督."""
    bare = without_common(notice.award, text)
    weights = {pair: told for pair in _han_pairs(bare) if (told := rarity(pair)) >= _RARE}
    scored = [
        (sum(weights[pair] for pair in shared), _places(bare, shared), clause, passage)
        for clause, passage, held in _passages(Kept(notice))
        if (shared := weights.keys() & held)
    ]
    scored.sort(key=lambda each: -each[0])
    if not scored or scored[0][1] < _LEAST or (scored[1:] and scored[0][0] < _ABOVE * scored[1][0]):
        return None
    _, _, clause, passage = scored[0]
    return quoted(notice, clause, passage)


def _places(text: str, shared: AbstractSet[str]) -> int:
    """How many stretches of the text the pairs make."""
    starts = [start for start in range(len(text) - PAIR + 1) if text[start : start + PAIR] in shared]
    return sum(start - 1 not in starts for start in starts)


def _han_pairs(text: str) -> frozenset[str]:
    return frozenset(each for each in pairs(text) if _HAN.fullmatch(each))


@lru_cache(maxsize=64)
def _passages(kept: Kept) -> tuple[tuple[Clause, str, frozenset[str]], ...]:
    return tuple(_split(kept.notice))


def _split(notice: Notice) -> Iterator[tuple[Clause, str, frozenset[str]]]:
    for clause in notice.clauses:
        for passage in _SENTENCE.findall(clause.text):
            yield clause, passage, _han_pairs("".join(passage.split()))
