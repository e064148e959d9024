"""The summary table of a round: a row a nominee, in the order of the form, as .xlsx or .csv.

Every cell is text, whatever was typed; nothing is cut: what no cell can hold goes on in the row below.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from bot.documents.clean import printable
from bot.documents.fit import ems
from bot.documents.wording import words
from dialogs.desk.glance import Glance
from dialogs.register import Standing
from knowledge.fields import shown
from knowledge.fields.files import filed
from knowledge.model import Field, Form

LONGEST = 32_000  # characters of one cell; Excel takes 32,767
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_CHINA = ZoneInfo("Asia/Shanghai")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_WIDTHS: Mapping[str, int] = {
    "name": 9,
    "choice": 11,
    "month": 11,
    "ethnicity": 8,
    "politics": 11,
    "education": 9,
    "phone": 15,
    "postcode": 9,
    "address": 24,
    "list": 34,
    "long_text": 48,
    "file": 7,
}
_WIDE = 16
_LINE, _TALLEST = 15.0, 409.0  # points; no row can be taller
_FIRST_ROW = 3
_UNIT = "recommending_unit"

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Made:
    """Who made it, and when."""

    by: str
    at: datetime

    @property
    def when(self) -> str:
        return f"{self.at.astimezone(_CHINA):%Y-%m-%d %H:%M}"


def heads(form: Form) -> list[str]:
    """The columns: number, registration, unit, the form's own in its order, state, day, remark."""
    told = words()["table"]
    first = [told["number"], told["registration"], told["unit"]]
    return [*first, *_labels(form), told["state"], told["submitted"], told["note"]]


def rows(
    form: Form,
    nominees: Iterable[tuple[Standing, Mapping[str, str]]],
    units: Mapping[str, str],
) -> Iterator[Row]:
    """A row a nominee; one that is too long for a cell goes on below, under the same number."""
    told = words()["table"]
    for number, (standing, entries) in enumerate(nominees, 1):
        raw = [_shown(each, entries.get(each.id, "")) for each in _columns(form)]
        clean = [printable(each) for each in raw]
        notes = [told["cleaned"]] if any(_lost(*pair) for pair in zip(raw, clean, strict=True)) else []
        first = [str(number), standing.registration, units.get(standing.unit, "")]
        last = [told["states"].get(standing.state, standing.state), _day(standing.submitted)]
        yield from _split([*first, *clean, *last], notes)


def xlsx(heading: str, form: Form, body: Iterable[Row], figures: Iterable[Row]) -> bytes:
    """Two sheets: the nominees, and the places and shares with who made it and when."""
    book = openpyxl.Workbook(write_only=True)
    told = words()["table"]
    sheet = book.create_sheet(told["sheet"])
    _lay_out(sheet, form)
    plain, strong, title = _style(sheet), _style(sheet, "strong"), _style(sheet, "title")
    sheet.append([_cell(sheet, heading, title)])
    sheet.append([_cell(sheet, each, strong) for each in heads(form)])
    widths = _widths(form)
    for place, row in enumerate(body, _FIRST_ROW):
        sheet.row_dimensions[place].height = _height(row, widths)
        sheet.append([_cell(sheet, each, plain) for each in row])
    second = book.create_sheet(told["figures"])
    second.column_dimensions["A"].width = 24
    _print_wide(second)
    for row in figures:
        second.append([_cell(second, each, plain) for each in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def plain(name: str, body: Iterable[Row], widths: Sequence[int]) -> bytes:
    """A list of texts as .xlsx, its first row strong."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    style = _style(sheet, "strong")
    for row in body:
        sheet.append([_cell(sheet, each, style) for each in row])
        style = _style(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def comma(form: Form, body: Iterable[Row]) -> bytes:
    """The same as .csv: with a mark for Windows programs, and what looks like a formula made harmless."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(heads(form))
    writer.writerows([_harmless(each) for each in row] for row in body)
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8", "replace")


def figures(seen: Glance, made: Made, share_words: Sequence[str]) -> Iterator[Row]:
    """The places of each unit by state, the shares, and who made the table when."""
    told = words()["table"]
    states = told["states"]
    kept = [each for each in states if each != "draft"]
    yield [told["unit"], told["places"], *(states[each] for each in kept), told["used"], told["left"]]
    for line in seen.units:
        name = line.unit.name if line.unit else told["no_unit"]
        places = "" if line.unit is None or line.unit.most is None else str(line.unit.most)
        left = "" if line.left is None else str(line.left)
        yield [name, places, *(str(line.counts.get(each, 0)) for each in kept), str(line.taken), left]
    whole = "" if seen.places is None else str(seen.places)
    rest = "" if seen.places is None else str(seen.places - seen.taken)
    counts = (str(seen.counts.get(each, 0)) for each in kept)
    yield [told["sum"], whole, *counts, str(seen.taken), rest]
    yield []
    yield from ([each] for each in share_words)
    yield [told["made"].format(by=made.by, at=made.when)]


def _columns(form: Form) -> list[Field]:
    return [each for each in form.asked if each.id != _UNIT]


def _shown(field: Field, value: str) -> str:
    if field.type == "file":
        return str(len(filed(value))) if value else ""
    return shown(field, value) if value else ""


def _lost(raw: str, clean: str) -> bool:
    return raw.replace("\r\n", "\n").replace("\r", "\n") != clean


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(_CHINA):%Y-%m-%d}" if moment else ""


def _split(cells: list[str], notes: list[str]) -> Iterator[Row]:
    """The row itself; what is beyond a cell's length follows below, and the remark says so."""
    told = words()["table"]
    rest = [each[LONGEST:] for each in cells]
    goes_on = any(rest)
    yield [
        *(each[:LONGEST] for each in cells),
        told["between"].join([*notes, *([told["on"]] if goes_on else [])]),
    ]
    if goes_on:
        yield from _split([*cells[:2], *rest[2:]], [told["again"]])


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cell(sheet: Any, value: str, style: Any) -> Any:
    """Text by type, not by looks; `quotePrefix` keeps it text when somebody edits it in Excel."""
    cell = WriteOnlyCell(sheet, value=_LOOKS_ESCAPED.sub("_x005F_", printable(value)))
    cell.data_type = "s"
    cell._style = copy(style)  # noqa: SLF001 - one style for all cells: made anew for each it takes minutes
    return cell


def _style(sheet: Any, kind: str = "plain") -> Any:
    """Plain | strong (the heads of the columns) | title (one line above them all)."""
    cell = WriteOnlyCell(sheet, value="")
    thin = Side(style="thin", color="999999")
    if kind != "title":
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = "@"
    cell.quotePrefix = True
    if kind != "plain":
        cell.font = Font(bold=True, size=14 if kind == "title" else 11)
    if kind == "strong":
        cell.fill = PatternFill("solid", fgColor="F2E6E4")
    return cell._style  # noqa: SLF001 - as above


def _lay_out(sheet: Any, form: Form) -> None:
    """On A3, as wide as one page; number, registration and unit stay in sight and on every page."""
    sheet.freeze_panes = f"D{_FIRST_ROW}"
    _print_wide(sheet)
    sheet.print_title_rows = "1:2"
    for place, width in enumerate(_widths(form), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _print_wide(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _widths(form: Form) -> list[int]:
    return [6, 12, _WIDE, *(_WIDTHS.get(each.type, _WIDE) for each in _columns(form)), 9, 12, _WIDE]


def _height(row: Row, widths: Sequence[int]) -> float:
    """Office programs do not look by themselves how many lines a row of a finished file takes."""
    lines = max(
        sum(ceil((2 * ems(line) + 1) / width) for line in cell.split("\n"))
        for cell, width in zip(row, widths, strict=True)
    )
    return min(_TALLEST, 3 + _LINE * lines)


def _labels(form: Form) -> Iterator[str]:
    """As the form words them; of two alike, each says what it belongs to: 工作单位电话."""
    columns = _columns(form)
    known = Counter(each.label for each in columns)
    for place, each in enumerate(columns):
        before = columns[place - 1].label if place and known[each.label] > 1 else ""
        yield f"{before}{each.label}"
