"""Where a sheet's entries stand: boxes found by their placeholders, read by their place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.documents.cells import inset, rows
from bot.documents.fit import Room

_PLACEHOLDER = re.compile(r"\{\{\s*(?P<field>\w+)(?P<ticks>\.ticks)?|\bin\s+(?P<paragraphs>\w+)\.lines")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the sheet: table, row and cell count from 0, merged cells as one.

    `ticks`: it shows all choices of its field, the chosen one ticked.
    """

    table: int
    row: int
    cell: int
    room: Room
    ticks: bool = False


def boxes(template: Any) -> Mapping[str, Box]:
    """Field -> its box, for every placeholder that stands in a table of the template."""
    return dict(_found(template))


def cell_at(document: Any, box: Box) -> Any:
    return rows(document.tables[box.table])[box.row][box.cell]


def text_at(document: Any, box: Box) -> str:
    return "\n".join(paragraph.text for paragraph in cell_at(document, box).paragraphs)


def outside(document: Any) -> list[str]:
    """The texts of header and body that stand in no table; annexes come after those of the template."""
    paragraphs = [*document.sections[0].header.paragraphs, *document.paragraphs]
    return [paragraph.text for paragraph in paragraphs]


def named_outside(template: Any) -> Mapping[str, bool]:
    """The fields whose placeholders stand in no table, and whether their choices are ticked there."""
    named = (found for text in outside(template) for found in _PLACEHOLDER.finditer(text))
    return {_field(found): bool(found["ticks"]) for found in named}


def _found(template: Any) -> Iterator[tuple[str, Box]]:
    for t, table in enumerate(template.tables):
        for r, cells in enumerate(rows(table)):
            for c, cell in enumerate(cells):
                if found := _PLACEHOLDER.search("\n".join(each.text for each in cell.paragraphs)):
                    yield _field(found), Box(t, r, c, _room(table, r, cell), bool(found["ticks"]))


def _field(found: re.Match[str]) -> str:
    return found["field"] or found["paragraphs"]


def _room(table: Any, row: int, cell: Any) -> Room:
    """Taken from the template, so that a box made taller in Word takes more text at once."""
    paragraph = next(each for each in cell.paragraphs if "{{" in each.text)
    size = paragraph.runs[0].font.size.pt
    shape = paragraph.paragraph_format
    return Room(
        width=cell.width.pt - 2 * inset(table),
        height=table.rows[row].height.pt,
        size=size,
        pitch=shape.line_spacing.pt,
        indent=shape.first_line_indent.pt / size if shape.first_line_indent else 0,
        gap=shape.space_before.pt if shape.space_before else 0,
    )
