"""Finds the sentence of a notice that holds a question's own words."""

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.model import Citation, Clause, Fact, Notice
from knowledge.understand.kept import Kept
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL
from knowledge.understand.pairs import pairs

_SENTENCE = re.compile(r"[^。；\n\t]+")
_HEADING = re.compile(r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)[^，。；：、]{2,14}")
_LEADING = re.compile(r"^\s*[一二三四五六七八九十]+、[^。\n]{2,14}\n")
_BETWEEN = re.compile(r"[^\w@.]|[|_]")
_BLANK = "什么"
_BLANKS = re.compile(  # 什么立区、什么强区, 学习什么争当什么
    rf"(?:{_BLANK}[一-鿿]{{2,4}}[、,。 ]?){{2,}}|(?:[一-鿿]{{2}}{_BLANK}[、,。 ]?){{2,}}"
)
_WHOLE = r"(?<!\d)"  # before a number that is looked for
_COMMAS = "，,：:"
_PART_ENDS = re.compile(rf"[{_COMMAS}]|$")
SHORTEST = 4  # characters of Chinese that are rare enough to count as the notice's own words
LONGEST_QUOTE = 120
_SHAPE = re.compile(
    r"(?:是|是个)?第几(?P<unit>[届期批次])|是(?P<one>[\w]{2,6})还是(?P<other>[一-鿿a-z]{2,6}?)(?:[吗呢啊?。]|$)"
)
_NTH = re.compile(rf"第{NUMERAL}").pattern
NAMED = 3  # characters of what is named
SOON_READ = 60  # characters
TITLED = 6  # characters by which a quote is found in its clause
TELLING = 14  # characters; a shorter sentence is a heading


def sentence(notice: Notice, text: str, least: int = SHORTEST) -> Fact | None:
    """The sentence that shares the longest telling stretch with the question, then the most pairs."""
    told = pairs(text)
    stretches = [each for each in _BETWEEN.split(without_common(notice.award, text)) if len(each) >= least]
    if not stretches:
        return None
    found = [
        (shared, sum(pair in passage for pair in told), place, clause, passage)
        for place, (clause, passage, packed) in enumerate(_sentences(Kept(notice)))
        if (shared := _shared(packed, stretches)) >= least
    ]
    if not found:
        return None
    _, _, _, clause, passage = max(found, key=lambda each: (each[0], each[1], -each[2]))
    quote = passage.strip()
    if len(quote) > LONGEST_QUOTE:
        quote = _telling(passage, stretches)
    return Fact("", quote, Citation(notice.id, clause.id, quote))


def _telling(passage: str, stretches: list[str]) -> str:
    """The part of a long passage that holds the longest stretch of the question."""
    packed = re.sub(r"\s+", "", passage).lower()
    run = max((longest_in(packed, each) for each in stretches), key=len)
    found = re.search(r"\s*".join(map(re.escape, run)), passage, re.IGNORECASE)
    return _around(passage, *found.span()) if found else passage.strip()[:LONGEST_QUOTE]


def passage_with(notice: Notice, words: str) -> Fact | None:
    """The sentence that holds these very words; of a long one the part around them."""
    packed = "".join(words.split())
    inner = r"[\s“”]*".join(map(re.escape, packed))
    spread = re.compile(f"{_WHOLE if packed[:1].isdigit() else ''}{inner}", re.IGNORECASE)
    return _first(notice, spread)


def shaped_like(notice: Notice, text: str) -> Fact | None:
    """Of what is named, which of two it is, 公众号还是APP, or which of a row, 第几届."""
    shape = _SHAPE.search(text)
    if shape is None:
        return None
    said = [each for each in _BETWEEN.split(text[: shape.start()]) if each]
    words = re.sub(r"[是的在有叫算]+$", "", said[-1]) if said else ""
    fact = passage_with(notice, words) if len(words) >= NAMED else None
    asks = f"{_NTH}{shape['unit']}" if shape["unit"] else f"{shape['one']}|{shape['other']}"
    return fact if fact and re.search(asks, fact.value, re.IGNORECASE) else None


def filled(notice: Notice, text: str) -> Fact | None:
    """The sentence that fills the blanks of what is only half remembered: 什么立区、什么强区."""
    found = _BLANKS.search(text)
    if found is None:
        return None
    said = _BETWEEN.split(found.group().replace(_BLANK, "|"))
    pieces = ("[，、]?".join(map(re.escape, each)) for each in said if each)
    gaps = re.compile(r"[^。；，\n]{1,6}?[^\w。；\n]{0,2}".join(["", *pieces]))
    return _first(notice, gaps)


def _first(notice: Notice, wanted: re.Pattern[str]) -> Fact | None:
    """The first sentence that holds it, or of a long one the part around it."""
    for clause in notice.clauses:
        for passage in _SENTENCE.findall(clause.text):
            if found := wanted.search(passage):
                return quoted(notice, clause, _around(passage, *found.span()))
    return None


def clause_of(notice: Notice, cites: Citation) -> tuple[Fact, ...]:
    """What a clause says from a quote on, as far as it can be quoted."""
    clause = notice.clause(cites.clause)
    text = clause.text
    start = max(text.find(cites.quote.strip()[:TITLED]), 0)
    return (quoted(notice, clause, text[start : start + LONGEST_QUOTE].split("\n\n")[0]),)


def quoted(notice: Notice, clause: Clause, passage: str) -> Fact:
    """The passage, as far as it can be quoted, told in one line."""
    quote = passage.strip()[:LONGEST_QUOTE]
    return Fact("", " ".join(quote.split()), Citation(notice.id, clause.id, quote))


def _around(passage: str, start: int, end: int) -> str:
    """The part of the passage between two commas, with as many parts after it as are soon read."""
    if len(passage.strip()) <= SOON_READ:
        return passage.strip()
    left = max(passage.rfind(mark, 0, start) for mark in _COMMAS) + 1
    parts = [found.start() for found in _PART_ENDS.finditer(passage, end)] or [len(passage)]
    right = max((each for each in parts if each - left <= SOON_READ), default=parts[0])
    return passage[left:right][:LONGEST_QUOTE].strip()


@lru_cache(maxsize=1024)
def plain_source(kept: Kept) -> str:
    return re.sub(r"\s+", "", kept.notice.source).lower()


def longest_in(packed: str, words: str) -> str:
    """The longest stretch of the words that stands in a packed text."""
    best = ""
    for start in range(len(words)):
        while start + len(best) < len(words) and words[start : start + len(best) + 1] in packed:
            best = words[start : start + len(best) + 1]
    return best


@lru_cache(maxsize=2048)
def _sentences(kept: Kept) -> tuple[tuple[Clause, str, str], ...]:
    """Each sentence of each clause, as it stands and packed."""
    passages = ((clause, passage) for clause in kept.notice.clauses for passage in _passages(clause))
    return tuple((clause, passage, re.sub(r"\s+", "", passage).lower()) for clause, passage in passages)


def _passages(clause: Clause) -> Iterator[str]:
    """What is too short to say anything takes in what follows it."""
    for found in _SENTENCE.finditer(clause.text):
        start, end = found.span()
        if len(found.group().strip()) < TELLING:
            end = start + LONGEST_QUOTE
        passage = _LEADING.sub("", clause.text[start:end].split("\n\n")[0])
        if found.group().strip() and not _HEADING.fullmatch(passage.strip()):
            yield passage


def _shared(packed: str, stretches: list[str]) -> int:
    """Length of the longest stretch of the question that stands in the sentence, common words aside."""
    longest = 0
    for stretch in stretches:
        for start in range(len(stretch)):
            while start + longest < len(stretch) and stretch[start : start + longest + 1] in packed:
                longest += 1
    return longest


def without_common(award: str, text: str) -> str:
    """The text with a bar for each word that every question and every notice has."""
    return _common(award).sub("|", text)


@lru_cache(maxsize=2048)
def _common(award: str) -> re.Pattern[str]:
    words: list[str] = [*lexicon("words")["awards"], award, *lexicon("words")["common"]]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
