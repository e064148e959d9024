"""Finds the sentence of a notice that holds a question's own words."""

import re
from collections.abc import Iterator

from knowledge.model import Citation, Clause, Fact, Notice
from knowledge.understand.lexicon import lexicon

_SENTENCE = re.compile(r"[^。；\n\t]+")
SHORTEST = 4  # characters of Chinese that are rare enough to count as the notice's own words
LONGEST_QUOTE = 120


def sentence(notice: Notice, text: str) -> Fact | None:
    """The first sentence that shares a long or telling stretch with the question."""
    best: tuple[int, Fact] | None = None
    for clause, sentence in _sentences(notice):
        shared = _shared(sentence, text, notice)
        if shared >= SHORTEST and (best is None or shared > best[0]):
            quote = sentence.strip()[:LONGEST_QUOTE]
            best = (shared, Fact("", quote, Citation(notice.id, clause.id, quote)))
    return best[1] if best else None


def _sentences(notice: Notice) -> Iterator[tuple[Clause, str]]:
    for clause in notice.clauses:
        for found in _SENTENCE.finditer(clause.text):
            if found.group().strip():
                yield clause, found.group()


def _shared(sentence: str, text: str, notice: Notice) -> int:
    """Length of the longest stretch of the question that stands in the sentence, common words aside."""
    common: list[str] = [*lexicon("words")["awards"], notice.award, *lexicon("words")["common"]]
    bare = re.sub("|".join(map(re.escape, sorted(common, key=len, reverse=True))), "|", text)
    packed = re.sub(r"\s+", "", sentence).lower()
    longest = 0
    for stretch in re.split(r"[^\w@.]|[|_]", bare):
        for start in range(len(stretch)):
            while start + longest < len(stretch) and stretch[start : start + longest + 1] in packed:
                longest += 1
    return longest
