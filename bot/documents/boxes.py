"""Where a sheet's entries stand: boxes found by their placeholders, read by their place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from docx.table import _Cell

from bot.documents.fit import Room

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)|\bin\s+(\w+)\.lines")
_MARGIN = 5.4  # Word's own, left and right of a cell's text, in points


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
    table = document.tables[box.table]
    return _Cell(table._tbl.tr_lst[box.row].tc_lst[box.cell], table)  # noqa: SLF001 - `row.cells` repeats merged cells


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
        for r, row in enumerate(table.rows):
            for c, tc in enumerate(row._tr.tc_lst):  # noqa: SLF001 - as above
                cell = _Cell(tc, table)
                for paragraph in cell.paragraphs:
                    if field := _PLACEHOLDER.search(paragraph.text):
                        yield field[1] or field[2], Box(t, r, c, _room(row, cell))
                        break


def _room(row: Any, cell: Any) -> Room:
    """Taken from the template, so that a box made taller in Word takes more text at once."""
    paragraph = next(each for each in cell.paragraphs if "{{" in each.text)
    size = paragraph.runs[0].font.size.pt
    shape = paragraph.paragraph_format
    indent = shape.first_line_indent.pt / size if shape.first_line_indent else 0
    gap = shape.space_before.pt if shape.space_before else 0
    return Room(cell.width.pt - 2 * _margin(row), row.height.pt, size, shape.line_spacing.pt, indent, gap)


def _margin(row: Any) -> float:
    """Of the table's cells; twentieths of a point in the file."""
    margin = row._tr.getparent().find(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}/{qn('w:left')}")  # noqa: SLF001
    return _MARGIN if margin is None else int(margin.get(qn("w:w"))) / 20
