"""Where a sheet's entries stand: boxes found by their placeholders, read by their place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.documents.cells import inset, rows
from bot.documents.fit import Room

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)|\bin\s+(\w+)\.lines")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the sheet: table, row and cell count from 0, merged cells as one."""

    table: int
    row: int
    cell: int
    room: Room


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


def named_outside(template: Any) -> set[str]:
    """The fields whose placeholders stand in no table."""
    return {found[1] or found[2] for text in outside(template) for found in _PLACEHOLDER.finditer(text)}


def _found(template: Any) -> Iterator[tuple[str, Box]]:
    for t, table in enumerate(template.tables):
        for r, cells in enumerate(rows(table)):
            for c, cell in enumerate(cells):
                if field := _PLACEHOLDER.search("\n".join(each.text for each in cell.paragraphs)):
                    yield field[1] or field[2], Box(t, r, c, _room(table, r, cell))


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
