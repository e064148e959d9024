"""The summary table: text stays text, whatever was typed; nothing is lost; the figures add up."""

import csv
import io
import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.documents import table
from bot.documents.clean import printable
from bot.documents.table import Made
from dialogs.desk.glance import Glance, UnitLine
from dialogs.register import Standing
from dialogs.seats import Unit
from knowledge.calendar import plan
from knowledge.model import Library, Notice

AT = datetime.fromisoformat("2022-07-29T10:00:00+08:00")
PAYLOADS = [
    f"{sign}{rest}"
    for sign in ("=", "+", "-", "@", "\t=", "\r=", "＝", "'=", " =", "")
    for rest in (
        "1+1",
        'HYPERLINK("http://x.example","点我")',
        "cmd|' /C calc'!A0",
        "SUM(A1:A9)",
        "_x0041_",
        "#N/A",
    )
]
"""Sixty texts that a table program would like to calculate."""


def standing(number: int = 1, state: str = "sent_up", name: str = "张示例") -> Standing:
    return Standing(
        id=f"n{number}",
        notice="jiujiang-2022",
        round="jiujiang-2022",
        unit="u1",
        state=state,
        registration=f"JJ22-{number:04}",
        name=name,
        employer="",
        digest="",
        started=AT,
        changed=AT,
        submitted=AT,
    )


def made(notice: Notice, *entries: dict[str, str]) -> bytes:
    nominees = [(standing(number), each) for number, each in enumerate(entries, 1)]
    body = table.rows(notice.form, nominees, {"u1": "修水县"})
    return table.xlsx("汇总表", notice.form, body, [["合计", "55"]])


def cells(body: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=3)]


def test_the_columns_follow_the_form_and_two_of_one_label_differ(notice: Notice) -> None:
    heads = table.heads(notice.form)
    assert heads[:6] == ["序号", "登记编号", "推荐单位", "类别", "姓名", "性别"]
    assert heads[-3:] == ["状态", "提交日期", "备注"]
    assert {"工作单位电话", "联系人电话"} <= set(heads)
    assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_cell_is_text_and_says_what_was_typed(notice: Notice, payload: str) -> None:
    wanted = {field.id: payload for field in notice.form.asked if not field.options and field.type == "text"}
    [row] = cells(made(notice, wanted))
    assert {cell.data_type for cell in row if cell.value} == {"s"}
    assert all(cell.quotePrefix for cell in row)
    post = row[table.heads(notice.form).index("职务职称")]
    assert post.value.replace("_x005F_", "_") == printable(payload)


def test_an_office_program_calculates_nothing_and_shows_the_same(
    notice: Notice, tmp_path: Path, nasty: Callable[[random.Random], str]
) -> None:
    chance = random.Random(26)
    texts = [*PAYLOADS, *(nasty(chance) for _ in range(60))]
    shown = opened(made(notice, *({"post": each} for each in texts)), tmp_path)
    column = table.heads(notice.form).index("职务职称")
    found = [row[column] for row in shown[2:]]
    # The program itself drops what stands for no character.
    assert [_plain(each) for each in found] == [_plain(printable(each)) for each in texts]


def opened(body: bytes, folder: Path) -> list[list[str]]:
    """The first sheet as LibreOffice shows it."""
    if not shutil.which("soffice") or not Path("/usr/lib/libreoffice/program/libsclo.so").exists():
        pytest.skip("LibreOffice Calc is missing")
    (folder / "table.xlsx").write_bytes(body)
    utf8 = "csv:Text - txt - csv (StarCalc):44,34,76"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command: list[str | Path] = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        utf8,
        "--outdir",
        folder,
        folder / "table.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = (folder / "table.csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def _plain(text: str) -> str:
    return "".join(each for each in text if each.isprintable()).strip()


def test_what_no_cell_can_hold_goes_on_below(notice: Notice) -> None:
    long = "长" * (2 * table.LONGEST + 5)
    rows = cells(made(notice, {"name": "张示例", "deeds": long}))
    heads = table.heads(notice.form)
    deeds, note = heads.index("事迹简介"), heads.index("备注")
    assert len(rows) == 3
    assert "".join(row[deeds].value for row in rows) == long
    assert {row[1].value for row in rows} == {"JJ22-0001"}
    assert rows[0][note].value == "内容太长，接下一行"
    assert rows[1][note].value == "接上一行；内容太长，接下一行"
    assert rows[2][note].value == "接上一行"


def test_what_cannot_be_shown_is_left_out_and_said(notice: Notice) -> None:
    [row] = cells(made(notice, {"post": "快递\x07员"}))
    assert row[table.heads(notice.form).index("职务职称")].value == "快递员"
    assert row[-1].value == "去掉了无法显示的字符"


def test_comma_separated_values_have_a_mark_and_no_formulas(notice: Notice) -> None:
    nominees = [(standing(number), {"post": each}) for number, each in enumerate(PAYLOADS, 1)]
    body = table.comma(notice.form, table.rows(notice.form, nominees, {}))
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    column = rows[0].index("职务职称")
    for row, payload in zip(rows[1:], PAYLOADS, strict=True):
        assert not row[column].startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
        assert row[column].removeprefix("'") in {printable(payload), printable(payload).removeprefix("'")}


def test_the_figures_add_up_and_name_who_made_them(library: Library) -> None:
    edition = library["jiujiang-2022"]
    units = tuple(Unit(f"u{n}", "jiujiang-2022", "jiujiang-2022", f"第{n}县", most=3) for n in (1, 2))
    seen = Glance(
        edition=edition,
        units=(UnitLine(units[0], {"sent_up": 2, "burnt": 1}), UnitLine(units[1], {"submitted": 1})),
        shares=(),
        marks={},
        plan=plan(edition, AT.date()),
        today=AT.date(),
        places=6,
    )
    rows = list(table.figures(seen, Made("办公室（李示例）", AT), ["女性：1名。"]))
    heads = dict(zip(rows[0], rows[3], strict=True))
    assert heads["推荐单位"] == "合计"
    assert (heads["名额"], heads["已用"], heads["剩余"], heads["作废"]) == ("6", "3", "3", "1")
    assert ["女性：1名。"] in rows
    assert rows[-1] == ["由办公室（李示例）于2022-07-29 10:00导出，导出已记录。"]


def test_ten_thousand_with_a_hundred_nasty_ones(
    notice: Notice, nasty: Callable[[random.Random], str]
) -> None:
    chance = random.Random(7)
    nominees = [
        (replace(standing(n), name="某"), {"name": nasty(chance) if n % 100 == 0 else "张示例"})
        for n in range(1, 10_001)
    ]
    body = table.comma(notice.form, table.rows(notice.form, nominees, {}))
    assert len(list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))) == 10_001
