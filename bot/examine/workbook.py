"""The rows of an .xlsx: the first sheet with anything in it, as texts."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from bot.examine import document
from bot.examine.found import Refused, Rows

_MOST_ROWS, _MOST_CELLS = 5_000, 30
_LONGEST = 500  # characters of one cell
_MOST = 200_000  # of all


def rows(body: bytes) -> Rows:
    """Refused where it cannot be read."""
    from openpyxl import load_workbook

    document.harmless(body)
    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        sheets = (tuple(_filled(each)) for each in book.worksheets)
        found = next((each for each in sheets if each), ())
    except (KeyError, ValueError, TypeError, IndexError, SyntaxError, OSError, zipfile.BadZipFile) as broken:
        raise Refused("xlsx", "unreadable") from broken
    if sum(len(cell) for row in found for cell in row) > _MOST:
        raise Refused("xlsx", "too_long")
    return found


def _filled(sheet: Any) -> Iterator[tuple[str, ...]]:
    for row in islice(sheet.iter_rows(values_only=True), _MOST_ROWS):
        cells = tuple(map(_text, row[:_MOST_CELLS]))
        if any(cells):
            yield _trimmed(cells)


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Without the empty cells at the end."""
    last = max(place for place, each in enumerate(cells) if each)
    return tuple(cells[: last + 1])


def _text(value: object) -> str:
    """A whole number without a point, a day as 2022-07-01, as nobody typed a time."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return " ".join(str(value).split())[:_LONGEST]
