"""The whole program over HTTP: strangers who read only labels and buttons get to the registration number."""

import io
from pathlib import Path

import docx
import pytest

from knowledge.load import load_library
from tests.bot.serving import serving
from tests.emulator import Emulator, Phone
from tests.whole.stranger import Stranger, TelegramEar, WebEar, asked_of

OPEN = {
    "suzhou-2021": "2021-06-10",
    "jiujiang-2022": "2022-06-20",
    "jiangsu-2023": "2023-05-10",
    "jiaozuo-2021": "2021-04-10",
    "laiwu-2021": "2021-05-15",
}


@pytest.mark.parametrize(("notice", "today"), OPEN.items())
def test_over_telegram(notice: str, today: str, tmp_path: Path) -> None:
    with Emulator() as emulator:
        settings = {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_BASE": emulator.root,
            "ZUIMEI_NOW": today,
        }
        with serving(tmp_path, **settings):
            phone = Phone(emulator)
            stranger = Stranger(TelegramEar(phone))
            number = stranger.fill(notice)
            stranger.hear_out("接下来")
    edition = load_library()[notice]
    assert number == f"{edition.notice.code}-0001"
    assert stranger.asked == asked_of(edition.notice.form)
    sheet_name = f"{edition.notice.form.title}-张示例"
    files = {each.file.name: each.file.body for each in phone.replies if each.file}
    assert files[f"{sheet_name}.pdf"].startswith(b"%PDF")
    sheet = docx.Document(io.BytesIO(files[f"{sheet_name}.docx"]))
    cells = {cell.text.strip() for table in sheet.tables for row in table.rows for cell in row.cells}
    assert "张示例" in cells


@pytest.mark.parametrize(("notice", "today"), OPEN.items())
def test_over_the_web(notice: str, today: str, tmp_path: Path) -> None:
    with serving(tmp_path, ZUIMEI_NOW=today) as running:
        stranger = Stranger(ear := WebEar(running.url))
        assert stranger.fill(notice).endswith("-0001")
        stranger.hear_out("接下来")
        ear.close()
