"""A table as .xlsx: no document, but its rows are told to whoever waits for a list."""

import io
import zipfile
from datetime import UTC, datetime

import openpyxl

from bot.uploads import check


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "空的"
    sheet = book.create_sheet("获评者")
    sheet.append(["年份", "姓名", "出生年月", "单位"])
    sheet.append([2019.0, " 李示例 ", datetime(1985, 3, 1, tzinfo=UTC).replace(tzinfo=None), None])
    sheet.append([None, None, None, None])
    sheet.append([2018, "王\n示例", "1979年5月", "=1+1", None])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_first_sheet_with_anything_in_it_is_read() -> None:
    upload = check("获评者.xlsx", workbook())
    assert (upload.type, upload.fault) == ("xlsx", "other_kind")
    assert upload.rows == (
        ("年份", "姓名", "出生年月", "单位"),
        ("2019", "李示例", "1985-03-01"),
        ("2018", "王 示例", "1979年5月"),
    )
    assert upload.text.splitlines()[1] == "2019\t李示例\t1985-03-01"


def test_a_workbook_that_defines_entities_tells_nothing() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as whole, zipfile.ZipFile(target, "w") as changed:
        for name in whole.namelist():
            mark = b'<!DOCTYPE a [<!ENTITY b "c">]>' if name.startswith("xl/worksheets") else b""
            changed.writestr(name, mark + whole.read(name))
    upload = check("名单.xlsx", target.getvalue())
    assert (upload.rows, upload.text, upload.fault) == ((), "", "unsafe")


def test_a_broken_workbook_tells_nothing() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as whole, zipfile.ZipFile(target, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, b"" if name == "xl/workbook.xml" else whole.read(name))
    upload = check("名单.xlsx", target.getvalue())
    assert (upload.rows, upload.fault) == ((), "unreadable")
