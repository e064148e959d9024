"""Characters: how many 字 a text has, and what is left of it when nothing invisible remains."""

import re
import unicodedata

HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"
"""One Chinese character as a regex class, rare ones included."""

# Ideographs, radicals, kana, bopomofo and hangul; CJK and full-width punctuation; emoji. “”‘’—…· have no
# width of their own in Unicode but take a full one in Chinese text.
_SINGLE = re.compile(
    r"[\u2e80-\u2fdf\u3001-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffe6"
    r"\u2014\u2018\u2019\u201c\u201d\u2026\u00b7\U0001f000-\U0001faff\U00020000-\U0003fffd]"
)
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile(r"[^\S\n]+")
_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_PLANE_END, _RESERVED = 0xFFFE, range(0xFDD0, 0xFDF0)  # Unicode's noncharacters, which XML refuses
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def count(text: str) -> int:
    """字数: Chinese characters and full-width punctuation one each, other runs without a space one each."""
    singles, rest = 0, []
    for char in text:
        if _SINGLE.match(char):
            singles += 1
            rest.append(" ")
        elif unicodedata.category(char)[0] != "M":
            rest.append(char)
    return singles + len("".join(rest).split())


def clean(text: str) -> str:
    """The text without control, zero-width, direction and invalid characters; its lines kept, trimmed."""
    kept = "".join(map(_kept, _BREAK.sub("\n", text)))
    lines = (_SPACE.sub(" ", line).strip() for line in _MARKS.sub(r"\1", kept).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """The text on one line; a line break between two Chinese characters leaves no gap."""
    joined = re.sub(rf"(?<={HAN})\n+(?={HAN})", "", clean(text))
    return joined.replace("\n", " ").replace("  ", " ")


def narrow(text: str) -> str:
    """Full-width and other presentation forms as plain ones; only for what is read as a number or choice."""
    return unicodedata.normalize("NFKC", text)


def wordless(text: str) -> bool:
    """Whether there is neither a letter nor a digit: blank, punctuation, emoji."""
    return not any(unicodedata.category(char)[0] in "LN" or re.match(HAN, char) for char in text)


def _kept(char: str) -> str:
    if char in "\n\t":
        return char
    if char in _UNSEEN:
        return " "
    invalid = ord(char) & _PLANE_END == _PLANE_END or ord(char) in _RESERVED
    return "" if invalid or unicodedata.category(char) in ("Cc", "Cf", "Cs") else char
