"""Finds the sentence of a notice that holds a question's own words."""

import re
from collections.abc import Iterator

from knowledge.model import Citation, Clause, Fact, Notice
from knowledge.understand.lexicon import lexicon

_SENTENCE = re.compile(r"[^。；\n\t]+")
SHORTEST = 4  # characters of Chinese that are rare enough to count as the notice's own words
LONGEST_QUOTE = 120
TELLING = 14  # characters; a shorter sentence is a heading


def sentence(notice: Notice, text: str, least: int = SHORTEST) -> Fact | None:
    """The sentence that shares the longest telling stretch with the question, then the most pairs."""
    pairs = {text[start : start + 2] for start in range(len(text) - 1)}
    found = [
        (shared, sum(pair in passage for pair in pairs), place, clause, passage)
        for place, (clause, passage) in enumerate(_sentences(notice))
        if (shared := _shared(passage, text, notice)) >= least
    ]
    if not found:
        return None
    _, _, _, clause, passage = max(found, key=lambda each: (each[0], each[1], -each[2]))
    quote = passage.strip()[:LONGEST_QUOTE]
    return Fact("", quote, Citation(notice.id, clause.id, quote))


def _sentences(notice: Notice) -> Iterator[tuple[Clause, str]]:
    """Each sentence of each clause; what is too short to say anything takes in what follows it."""
    for clause in notice.clauses:
        for found in _SENTENCE.finditer(clause.text):
            start, end = found.span()
            if len(found.group().strip()) < TELLING:
                end = start + LONGEST_QUOTE
            if found.group().strip():
                yield clause, clause.text[start:end].split("\n\n")[0]


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
