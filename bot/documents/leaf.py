"""A .docx as plain data: its page, header, paragraphs and tables, with the measures needed to draw them.

Reads what documents of this program use; lengths in points.
"""

import io
import re
import unicodedata
from typing import Any

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length
from docx.table import Table, _Cell

from bot.documents.cells import inset, rows
from bot.documents.fit import ems
from bot.documents.wording import words

Leaf = dict[str, Any]

_ALIGN = {
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
    WD_ALIGN_PARAGRAPH.JUSTIFY: "justify",
}
_STANDS = {WD_CELL_VERTICAL_ALIGNMENT.CENTER: "horizon", WD_CELL_VERTICAL_ALIGNMENT.BOTTOM: "bottom"}
_WORD = re.compile("[^\\s\u2e80-\u9fff\uff00-\uffef]+")  # between blanks and Chinese
_BREAK = "\u200b"


def leaf(body: bytes) -> Leaf:
    """All that is to be drawn."""
    document = docx.Document(io.BytesIO(body))
    section = document.sections[0]
    page = _page(section)
    width = page["width"] - page["left"] - page["right"]
    return {
        "page": page,
        "header": [_paragraph(each, width) for each in section.header.paragraphs],
        "body": [_block(each, width) for each in document.iter_inner_content()],
    }


def _page(section: Section) -> Leaf:
    return {
        "width": _points(section.page_width),
        "height": _points(section.page_height),
        "top": _points(section.top_margin),
        "bottom": _points(section.bottom_margin),
        "left": _points(section.left_margin),
        "right": _points(section.right_margin),
        "header": _points(section.header_distance),
    }


def _points(length: Length | None) -> float:
    return length.pt if length else 0


def _block(block: Any, width: float) -> Leaf:
    return _table(block) if isinstance(block, Table) else _paragraph(block, width)


def _table(table: Table) -> Leaf:
    grid = table._tbl.tblGrid.findall(qn("w:gridCol"))  # noqa: SLF001 - a column may be as wide as no cell
    lines = zip(table.rows, rows(table), strict=True)
    return {
        "kind": "table",
        "widths": [int(column.get(qn("w:w"))) / 20 for column in grid],
        "inset": inset(table),
        "rows": [
            {"height": _points(row.height), "cells": [_cell(cell, inset(table)) for cell in cells]}
            for row, cells in lines
        ],
    }


def _cell(cell: _Cell, margin: float) -> Leaf:
    width = _points(cell.width) - 2 * margin
    return {
        "span": cell.grid_span,
        "stands": _STANDS.get(cell.vertical_alignment, "top") if cell.vertical_alignment else "top",
        "body": [_paragraph(each, width) for each in cell.paragraphs],
    }


def _paragraph(paragraph: Any, width: float) -> Leaf:
    shape = paragraph.paragraph_format
    size = next((run.font.size.pt for run in paragraph.runs if run.font.size), 12)
    return {
        "kind": "paragraph",
        "align": _ALIGN.get(shape.alignment, "left"),
        "indent": _points(shape.first_line_indent),
        "right": _points(shape.right_indent),
        "before": _points(shape.space_before),
        "after": _points(shape.space_after),
        "pitch": shape.line_spacing.pt if hasattr(shape.line_spacing, "pt") else 18,
        "new_page": bool(shape.page_break_before),
        "size": size,
        "title": any(_is_title(run) for run in paragraph.runs),
        "text": _divisible(paragraph.text, width / size),
    }


def _is_title(run: Any) -> bool:
    fonts = run._r.rPr.rFonts if run._r.rPr is not None else None  # noqa: SLF001 - eastAsia has no call
    return fonts is not None and fonts.get(qn("w:eastAsia")) == words()["fonts"]["title"]["name"]


def _divisible(text: str, width: float) -> str:
    """A word longer than its row may be divided anywhere but before a combining mark."""

    def divided(word: re.Match[str]) -> str:
        if ems(word[0]) <= width:
            return word[0]
        return "".join(
            f"{_BREAK}{each}" if unicodedata.category(each)[0] not in "MC" else each for each in word[0]
        )

    return _WORD.sub(divided, text)
