"""Lists such as honours: one a line, or several in one message; numbering and bullets left out."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge import chars
from knowledge.fields import refusals
from knowledge.model import Field, Reading
from knowledge.words import words

_BULLET = re.compile(
    r"^(?:[\s,，、;；。]|(?:[-*–—+]\s+|[•●▪◆○◇■□▶➤✓√]\s*|[①-⑳⑴-⒇]\s*|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]\s*"
    r"|\d{1,2}[)）]\s*|\d{1,2}[.．、,，]\s*(?=[^\d\s]|(?:19|20)\d\d|\s\d)|[一二三四五六七八九十]{1,3}[、.．]\s*))+"
)
_LINES = re.compile(r"\n|[;；]|(?<=\S)。(?=\S)|(?=[①-⑳])")
_YEARS = re.compile(r"[,，、]\s*(?=(?:19|20)\d\d[年.\-/])|(?<=\S)\s+(?=(?:19|20)\d\d年)")
_ENDS = " ,，、;；。\t"
_NUMBERED = re.compile(r"(?<=\D)(?=[2-9][.．、)）](?:\s*[^\d\s]|(?:19|20)\d\d))")


def read(_field: Field, typed: str, _today: date) -> Reading:
    items = dict.fromkeys(item for item in _items(typed) if not (chars.wordless(item) or _says_nothing(item)))
    return Reading(value="\n".join(items)) if items else Reading(complaint="blank")


def _says_nothing(item: str) -> bool:
    """无 in one line of several, or 有 before the list itself."""
    return refusals.says_none(item) or item in words("heard")["yes_no"]


def _items(text: str) -> list[str]:
    """Cut and stripped until nothing changes, so that reading a stored list again gives the same list."""
    before = ""
    while text != before:
        before, text = text, "\n".join(filter(None, _cut(text)))
    return text.split("\n")


def _cut(text: str) -> Iterator[str]:
    lines = (_stripped(line) for raw in _LINES.split(text) for line in _numbered(raw))
    return (_stripped(piece) for line in lines for piece in _YEARS.split(line))


def _numbered(line: str) -> list[str]:
    """1.甲2.乙 on one line."""
    return _NUMBERED.split(line) if re.match(r"\s*1[.．、)）]", line) else [line]


def _stripped(line: str) -> str:
    return _BULLET.sub("", line.strip(_ENDS)).strip(_ENDS)
