"""The sixth notice served: a check by buttons, and a form to its registration number and its papers."""

import io
from pathlib import Path

import docx

from knowledge.model import Library
from tests.bot.serving import serving
from tests.emulator import Emulator, Phone
from tests.sixth.conftest import ID
from tests.whole.stranger import ANSWERS, Stranger, TelegramEar, WebEar

TODAY = "2024-04-08"
_ANSWERS = {**ANSWERS, "推荐单位": "样板县", "2寸证件照": "跳过"}
_CHECK = ("生产或工作一线的职工", "是", "是", "8", "不是", "没有级别", "没有", "没有", "没有")


def test_a_check_by_buttons_and_a_form_over_telegram(shelf: Path, tmp_path: Path, six: Library) -> None:
    with Emulator() as emulator:
        settings = {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_BASE": emulator.root,
            "ZUIMEI_NOW": TODAY,
            "NOTICES_DIR": str(shelf),
        }
        with serving(tmp_path, **settings):
            phone = Phone(emulator)
            verdict = _checked(phone)
            stranger = Stranger(TelegramEar(phone), dict(_ANSWERS))
            number = stranger.fill(ID)
            stranger.hear_out("接下来")
    assert "符合" in verdict
    assert "不符合" not in verdict
    form = six[ID].notice.form
    assert number == "SL24-0001"
    assert stranger.asked == [each.label for each in form.asked]
    _papers(phone, form.title)


def test_a_form_over_the_web(shelf: Path, tmp_path: Path) -> None:
    with serving(tmp_path, ZUIMEI_NOW=TODAY, NOTICES_DIR=str(shelf)) as running:
        stranger = Stranger(ear := WebEar(running.url), dict(_ANSWERS))
        assert stranger.fill(ID) == "SL24-0001"
        ear.close()


def _checked(phone: Phone) -> str:
    """`/check` to its verdict."""
    phone.say(f"/check {ID}")
    said = phone.next().text
    for answer in _CHECK:
        phone.say(answer)
        said = phone.next().text
    return said


def _papers(phone: Phone, title: str) -> None:
    files = {each.file.name: each.file.body for each in phone.replies if each.file}
    assert files[f"{title}-张示例.pdf"].startswith(b"%PDF")
    sheet = docx.Document(io.BytesIO(files[f"{title}-张示例.docx"]))
    cells = {cell.text.strip() for table in sheet.tables for row in table.rows for cell in row.cells}
    assert {"张示例", "快递员", "参加工作\n时间"} <= cells
