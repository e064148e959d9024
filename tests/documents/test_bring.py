"""Filled Word forms read back: what the program wrote it understands again, and so does it an office's own file."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from bot.documents.sheet import filled
from bot.uploads import check
from dialogs.model import Upload
from knowledge.model import Notice
from knowledge.sheet import ENOUGH, read_sheet

TODAY = date(2022, 7, 1)


def sheet_of(notice: Notice, entries: Mapping[str, str]) -> Upload:
    return check("推荐表.docx", filled(notice, entries, "草稿"))


def test_what_was_filled_in_is_read_back(any_notice: Notice, anybody: dict[str, str]) -> None:
    anybody = {**anybody, **{each: "13800138000" for each in anybody if each == "mobile"}}
    upload = sheet_of(any_notice, anybody)
    assert upload.fault == ""
    found = read_sheet(any_notice.form, upload.rows, TODAY)
    wanted = {
        field.id: anybody[field.id]
        for field in any_notice.form.asked
        if field.group == "sheet" and field.type != "file" and anybody.get(field.id)
    }
    assert dict(found.entries) == wanted
    assert found.known
    assert found.unread == {}


def test_an_empty_sheet_is_known_and_says_nothing(any_notice: Notice) -> None:
    found = read_sheet(any_notice.form, sheet_of(any_notice, {}).rows, TODAY)
    assert found.labels >= ENOUGH
    assert found.entries == {}
    assert found.unread == {}


def test_a_text_that_went_behind_the_sheet_comes_back_whole(notice: Notice, entries: dict[str, str]) -> None:
    entries["honours"] = "\n".join(f"20{n:02}年 某某县总工会 第{n}号优秀快递员" for n in range(40))
    found = read_sheet(notice.form, sheet_of(notice, entries).rows, TODAY)
    assert found.entries["honours"] == entries["honours"]


def test_what_was_not_understood_is_named_and_not_kept(notice: Notice) -> None:
    rows = [["姓名", "张示例", "出生年月", "属牛的"], ["手机", "打单位电话"], ["学历", "大专"]]
    found = read_sheet(notice.form, rows, TODAY)
    assert found.entries == {"name": "张示例", "education": "大专"}
    assert found.unread == {"birth": "属牛的", "mobile": "打单位电话"}


def test_an_offices_own_layout_is_read_by_its_labels(notice: Notice) -> None:
    document: Any = docx.Document()
    document.add_paragraph("全市“最美劳动者”推荐表")
    document.add_paragraph("类别：□数字经济领域　√新业态领域")
    table = document.add_table(rows=3, cols=4)
    for row, texts in zip(
        table.rows,
        (
            ("姓 名", "王示例", "性别", "女"),
            ("出生\n年月", "1990.5", "民族", "汉族"),
            ("工作单位", "示例公司", "电话", ""),
        ),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("事迹简介（500字以内）：她每天送件二百多单。")
    body = io.BytesIO()
    document.save(body)
    found = read_sheet(notice.form, check("x.docx", body.getvalue()).rows, TODAY)
    assert found.entries == {
        "category": "new_employment",
        "name": "王示例",
        "gender": "female",
        "birth": "1990-05",
        "ethnicity": "汉族",
        "employer": "示例公司",
        "deeds": "她每天送件二百多单。",
    }


def test_another_document_is_not_this_form(notice: Notice) -> None:
    rows = [["关于放假的通知"], ["各单位："], ["姓名", "年龄"], ["张示例", "30"]]
    assert not read_sheet(notice.form, rows, TODAY).known


def test_nothing_that_is_handed_in_breaks_it(
    any_notice: Notice, nasty: Callable[[random.Random], str]
) -> None:
    chance = random.Random(17)
    labels = [each.label for each in any_notice.form.fields]
    for _ in range(200):
        texts = [
            chance.choice([nasty(chance), chance.choice(labels), "见附页1", "附页1　x"]) for _ in range(12)
        ]
        rows = [texts[n : n + chance.randint(1, 4)] for n in range(0, 12, 3)]
        read_sheet(any_notice.form, rows, TODAY)


def test_many_come_in_one_archive_each_judged_by_itself(notice: Notice, entries: dict[str, str]) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("推荐表/张示例.docx", filled(notice, entries, ""))
        archive.writestr("推荐表/王示例.docx", filled(notice, {**entries, "name": "王示例"}, ""))
        archive.writestr("__MACOSX/._张示例.docx", b"x")
        archive.writestr("推荐表/坏的.docx", b"PK\x03\x04broken")
        archive.writestr("推荐表/照片.jpg", b"\xff\xd8\xff")
    upload = check("推荐表.zip", body.getvalue())
    assert upload.fault == "is_archive", "elsewhere an archive is refused as before"
    found = {each.name: each for each in upload.inside}
    assert set(found) == {"张示例.docx", "王示例.docx", "坏的.docx", "照片.jpg"}
    assert read_sheet(notice.form, found["王示例.docx"].rows, TODAY).entries["name"] == "王示例"
    assert found["坏的.docx"].fault == "unreadable"
    assert found["照片.jpg"].fault == "other_kind"


@pytest.mark.parametrize("flag", [0, 0x800])
def test_names_in_the_code_page_of_chinese_windows_are_read(flag: int) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        name = "推荐表.txt" if flag else "推荐表.txt".encode("gb18030").decode("cp437")
        archive.writestr(name, b"x")
    raw = body.getvalue() if flag else _without_the_flag(body.getvalue())
    assert [each.name for each in check("x.zip", raw).inside] == ["推荐表.txt"]


def _without_the_flag(body: bytes) -> bytes:
    """As an old program writes it: the bytes of the code page, and no word about them."""
    wrong = "推荐表.txt".encode("gb18030").decode("cp437").encode()
    right = "推荐表.txt".encode("gb18030")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("x" * len(right), b"x")
    assert wrong in body
    return target.getvalue().replace(b"x" * len(right), right)


def test_an_archive_made_to_swell_gives_nothing(tmp_path: Path) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(15):
            archive.writestr(f"{number}.docx", b"\0" * 19_000_000)
    assert check("x.zip", body.getvalue()).inside == ()
