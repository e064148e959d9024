"""Brings what a person typed to one wording: simplified, half-width, no dialect, no homophones."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

from knowledge.understand.lexicon import lexicon

LONGEST = 600  # characters of one message that are looked at
_HAN = re.compile(r"[㐀-鿿]+")
_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)


def plain(text: str) -> str:
    """The text in one wording; what is too long to be a question is cut in its middle."""
    short = text if len(text) <= LONGEST else text[: LONGEST // 2] + " " + text[-LONGEST // 2 :]
    half = unicodedata.normalize("NFKC", _UNSEEN.sub("", short)).lower()
    simple = re.sub(r"\s+", " ", _simplified(half)).strip()
    return _worded(_respelled(simple))


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _worded(text: str) -> str:
    for pattern, words in _sayings():
        text = pattern.sub(words, text)
    return text


@cache
def _sayings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), words) for pattern, words in lexicon("words")["say"])


def _respelled(text: str) -> str:
    return _HAN.sub(lambda found: _respelled_run(found.group()), text)


def _respelled_run(run: str) -> str:
    """A run of Chinese characters, words of the trade written as they should be."""
    known, alike = _vocabulary()
    sounds = [sound(char) for char in run]
    taken = 0
    out = []
    while taken < len(run):
        word = _word_at(run, sounds, taken, known, alike)
        out.append(word)
        taken += len(word)
    return "".join(out)


def _word_at(
    run: str, sounds: list[str], start: int, known: dict[tuple[str, ...], str], alike: frozenset[str]
) -> str:
    for length in range(min(6, len(run) - start), 1, -1):
        window = run[start : start + length]
        if window in alike:
            return window
        word = known.get(tuple(sounds[start : start + length]))
        if word and (word == window or _shares(word, window)):
            return word
    return run[start]


def _shares(word: str, window: str) -> bool:
    """A misspelling keeps at least one character of a short word: 名恶 for 名额."""
    return len(word) > 2 or any(left == right for left, right in zip(word, window, strict=True))  # noqa: PLR2004 - two-character words


@cache
def _vocabulary() -> tuple[dict[tuple[str, ...], str], frozenset[str]]:
    words = lexicon("words")
    known = {tuple(sound(char) for char in word): word for word in words["sounds"]}
    return known, frozenset(words["sound_alikes"]) | frozenset(words["sounds"])


@cache
def sound(char: str) -> str:
    """The syllable of one character, without tone."""
    return lazy_pinyin(char)[0]
