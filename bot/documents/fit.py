"""Does a text fit its box? Estimated on the safe side, since office programs break lines differently."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

_SIZES = (12, 10.5, 9)  # points; smaller print is a strain for many readers
_LEAST_RUNNING = 10.5  # points; nobody reads paragraphs in smaller print
_WORD = re.compile(r"[!-~]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Room:
    """A box of the sheet and how its text is set; lengths in points, `indent` in characters.

    `gap` stands above each paragraph.
    """

    width: float
    height: float
    size: float
    pitch: float
    indent: float = 0
    gap: float = 0


def size_for(lines: Sequence[str], room: Room) -> float | None:
    """The largest size in which the lines fit, or None where even the smallest is too large."""
    least = _LEAST_RUNNING if room.indent else _SIZES[-1]
    sizes = (room.size, *(size for size in _SIZES if least <= size < room.size))
    return next((size for size in sizes if _height(lines, room, size) <= room.height), None)


def _height(lines: Sequence[str], room: Room, size: float) -> float:
    pitch = room.pitch * size / room.size
    rows = sum(_rows(line, room.width / size, room.indent) for line in lines)
    return pitch * rows + room.gap * len(lines)


def _rows(line: str, width: float, indent: float) -> int:
    """How many rows a line takes; `width` and `indent` in characters of the size it is set in."""
    if indent + ems(line) <= width:
        return 1
    # A row may end a character early, because no row begins with a comma or a closing bracket.
    rows, used, width = 1, indent, max(width - 1, 1)
    for word in _words(line, width):
        wide = ems(word)
        if used + wide > width:
            rows, used = rows + 1, 0.0
        used += wide
    return rows


def _words(line: str, width: float) -> Iterator[str]:
    """What is not divided at the end of a row; a Latin word longer than a row is."""
    for word in _WORD.findall(line):
        part = max(int(width), 1)  # no character is wider than 1
        if ems(word) <= width:
            yield word
        else:
            yield from (word[n * part : (n + 1) * part] for n in range(ceil(len(word) / part)))


def ems(text: str) -> float:
    """How wide a text is, in characters of its size; estimated."""
    return sum(map(_em, text))


def _em(character: str) -> float:
    if character == "\t":
        return 4
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if character.isascii():
        return 0.9 if character.isupper() or character in "@%mw&" else 0.6
    return 1
