"""A question that no notice answers: asked on the page, answered on Telegram, read by the next as the office's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.bot.serving import serving
from tests.emulator import Emulator, Phone
from tests.web.site import Site
from tests.web.window import CHROMIUM, answered, calm, opened, press, say

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
OFFICE, READER = 7001, 7002
ASKED = "九江对年龄有要求吗"
SIGNED = "办公室口径（市总工会组织和宣教网络部，2022年6月20日）："


@dataclass(frozen=True)
class House:
    site: Site
    office: Phone
    reader: Phone


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with Emulator() as emulator:
        settings = {
            "TELEGRAM_API_BASE": emulator.root,
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "OFFICE_IDS": str(OFFICE),
            "ZUIMEI_NOW": "2022-06-20",
        }
        with serving(tmp_path, **settings) as running:
            yield House(cast("Site", running), Phone(emulator, OFFICE), Phone(emulator, READER))


def test_from_the_question_to_the_ruling_and_its_change(
    house: House, phone: BrowserContext, desktop: BrowserContext
) -> None:
    asker, later = opened(phone, house.site), opened(desktop, house.site)
    say(asker, ASKED)
    answered(asker, "没有写年龄")
    press(asker, "请办公室回答")
    answered(asker, "已转给")

    desk = _rule(house.office, "回答第1条", "不限年龄。", "作为办公室口径发出")
    assert ASKED in desk
    answered(asker, f"{SIGNED}不限年龄。")
    answered(asker, "不是通知原文")

    say(later, ASKED)
    _stands_apart(later, "不限年龄。")
    house.reader.say(ASKED)
    assert house.reader.all_next()[-1].text == _newest(later), "on Telegram it reads the same"

    _rule(house.office, "改第1条", "不超过60周岁。", "确认更改", "/office rulings")
    for page in (asker, later):
        answered(page, "口径改了")
        answered(page, "现在（市总工会组织和宣教网络部，2022年6月20日）：不超过60周岁。")
    assert "口径改了" in house.reader.all_next()[-1].text
    assert calm(asker)
    assert calm(later)


def _rule(office: Phone, open_: str, text: str, send: str, way: str = "/office") -> str:
    """What the office does on its phone; what its list showed."""
    office.say(way)
    desk = office.all_next()[-1].text
    office.press(open_)
    office.all_next()
    office.say(text)
    office.all_next()
    office.press(send)
    office.all_next()
    return desk


def _newest(page: Page) -> str:
    return page.locator(".reply .bubble").last.inner_text().strip()


def _stands_apart(page: Page, ruling: str) -> None:
    """First what the notice says, then the office's words under its name and date; never among the quotes."""
    answered(page, "没有写年龄")
    said = _newest(page)
    notice, _, office = said.partition(SIGNED)
    assert office.startswith(ruling)
    assert "不是通知原文" in office
    assert ruling not in notice
    assert f"“{ruling}" not in said
    expect(page.locator(".reply .bubble", has_text=SIGNED).last).to_be_visible()
