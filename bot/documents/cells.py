"""Tables as they stand in the file: merged cells once, and the margins of their text.

python-docx repeats a merged cell for every column it covers and has no call for margins.
"""

from docx.oxml.ns import qn
from docx.table import Table, _Cell

_USUAL = 5.4  # Word's own margin left and right of a cell's text, in points


def rows(table: Table) -> list[list[_Cell]]:
    """Each row's cells from left to right."""
    return [
        [_Cell(cell, table) for cell in row.tc_lst]
        for row in table._tbl.tr_lst  # noqa: SLF001 - as the module says
    ]


def inset(table: Table) -> float:
    """The margin left and right of a cell's text; twentieths of a point in the file."""
    margin = table._tbl.tblPr.find(f"{qn('w:tblCellMar')}/{qn('w:left')}")  # noqa: SLF001 - as the module says
    return _USUAL if margin is None else int(margin.get(qn("w:w"), "0")) / 20
