"""Makes a notice's `form.docx` from its `sheet.yaml` (layout) and `form.yaml` (title and labels).

A developer's command: `python -m bot.documents.template knowledge/notices/jiujiang-2022`. The result is an
ordinary Word file with placeholders such as {{ name }}, {{ deeds.lines }} and {{ category.ticks }}. It may
also be edited in Word by hand (then sheet.yaml is void and the command is no longer run for that notice):
filling it in relies on nothing but the placeholders, their exact line spacing, and rows that have a height.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from bot.documents.typeset import TINY, TITLE, Style, at_least, blank, put, saved
from bot.documents.wording import words

_CM = 72 / 2.54  # points in a centimetre
_LABEL = Style(size=12, pitch=16, align="center")
_ENTRY = Style(size=12, pitch=16, align="center")
_LINES = Style(size=12, pitch=18, align="justify")
_SEAL = Style(size=12, pitch=24, align="right", right=36)
_CHOICE = Style(size=14, pitch=24, after=4)
_LINE = Style(size=12, pitch=20, after=4)
_NOTE = Style(size=10.5, pitch=16, align="center", after=6)
_HEADER = Style(size=9, pitch=12, align="right")

Layout = Mapping[str, Any]


def template(folder: Path) -> bytes:
    """The notice's sheet as a Word template."""
    form = yaml.safe_load((folder / "form.yaml").read_text("utf-8"))
    sheet = yaml.safe_load((folder / "sheet.yaml").read_text("utf-8"))
    labels = {field["id"]: field["label"] for field in form["fields"]}
    document = blank()
    put(document.sections[0].header.paragraphs[0], "{{ header }}", _HEADER)
    for number, page in enumerate(sheet["pages"]):
        _start(document, page, number, form["title"], labels)
        _table(document, page["rows"], labels)
    put(document.add_paragraph(), "", TINY)
    return saved(document)


def _start(document: Any, page: Layout, number: int, title: str, labels: Mapping[str, str]) -> None:
    """What stands above a page's table; a later page begins with a paragraph that breaks the page."""
    if number:
        paragraph = document.add_paragraph()
        put(paragraph, "", TINY)
        paragraph.paragraph_format.page_break_before = True
    for line in page.get("above", ()):
        match line:
            case "title":
                put(document.add_paragraph(), title, TITLE)
            case {"title": broken}:
                _lines(document, broken.split("\n"), TITLE)
            case {"note": text}:
                put(document.add_paragraph(), text, _NOTE)
            case {"line": text}:
                put(document.add_paragraph(), text, _LINE)
            case {"choice": field}:
                put(document.add_paragraph(), f"{labels[field]}：{{{{ {field}.ticks }}}}", _CHOICE)


def _lines(document: Any, texts: Sequence[str], style: Style) -> None:
    """A heading of several lines: only the last keeps its distance to what follows."""
    for text in texts[:-1]:
        put(document.add_paragraph(), text, replace(style, after=0))
    put(document.add_paragraph(), texts[-1], style)


def _table(document: Any, rows: Sequence[Layout], labels: Mapping[str, str]) -> None:
    edges = sorted({edge for row in rows for edge in _edges(row)})
    table = document.add_table(len(rows), len(edges) - 1, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _narrow_margins(table)
    for column, (left, right) in zip(table.columns, pairwise(edges), strict=True):
        column.width = Cm(right - left)
        for cell in column.cells:
            cell.width = Cm(right - left)
    for row, layout in zip(table.rows, rows, strict=True):
        _row(row, layout, edges, labels)


def _edges(row: Layout) -> list[float]:
    edges = [0.0]
    for cell in row["cells"]:
        edges.append(round(edges[-1] + cell["wide"], 2))
    return edges


def _row(row: Any, layout: Layout, edges: Sequence[float], labels: Mapping[str, str]) -> None:
    at_least(row, layout["high"] * _CM)
    cells, bounds = row.cells, _edges(layout)
    for cell, (left, right) in zip(layout["cells"], pairwise(bounds), strict=True):
        first, last = edges.index(left), edges.index(right) - 1
        _fill(cells[first].merge(cells[last]), cell, labels)


def _fill(cell: Any, layout: Layout, labels: Mapping[str, str]) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    match layout:
        case {"label": field}:
            _paragraphs(cell, layout.get("as", labels[field]).split("\n"), _LABEL)
        case {"entry": field}:
            _paragraphs(cell, [f"{{{{ {field} }}}}"], _ENTRY)
        case {"ticks": field}:
            _paragraphs(cell, [f"{{{{ {field}.ticks }}}}"], _ENTRY)
        case {"says": text}:
            _paragraphs(cell, text.split("\n"), _LABEL)
        case {"lines": field}:
            indent = layout.get("indent", 0)
            style = replace(_LINES, indent=indent, before=3 if indent else 0)
            loop = [f"{{%p for line in {field}.lines %}}", "{{ line }}", "{%p endfor %}"]
            _paragraphs(cell, loop, style)
            if style.indent:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
        case _:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            _paragraphs(cell, layout.get("as", words()["seal"]), _SEAL)


def _paragraphs(cell: Any, texts: Sequence[str], style: Style) -> None:
    put(cell.paragraphs[0], texts[0], style)
    for text in texts[1:]:
        put(cell.add_paragraph(), text, style)


def _narrow_margins(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "85")  # 1.5 mm, in twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - python-docx has no call for it
    look.addprevious(margins)  # Word minds the order


def main() -> None:
    folder = Path(sys.argv[1])
    (folder / "form.docx").write_bytes(template(folder))


if __name__ == "__main__":
    main()
