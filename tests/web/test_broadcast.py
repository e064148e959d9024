"""A broadcast watched in the browser: one message that changes where it stands, also for who opens the page later."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.due import Due
from dialogs.seats import OFFICE
from dialogs.step import step
from knowledge.load import load_library
from tests.seats import invited
from tests.web.site import Play, Site, running
from tests.web.window import CHROMIUM, answered, calm, opened, press, say

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
LIBRARY = load_library()
NOW = datetime.fromisoformat("2022-06-20T10:00:00+08:00")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Site]:
    with running(tmp_path, play=Play(step, LIBRARY, lambda: NOW)) as site:
        yield site


def test_the_message_changes_in_place_and_reaches_an_open_page(
    house: Site, phone: BrowserContext, desktop: BrowserContext
) -> None:
    nominee, office = opened(desktop, house), _office(house, phone)
    say(nominee, "/fill jiujiang-2022")
    press(nominee, "同意并开始")
    answered(nominee, "【类别】")
    _begin(office)
    watched = office.locator(".reply .bubble", has_text="共1人")
    expect(watched).to_have_text("正在发：共1人，已送达0人，还没到1人。")
    _tick(house)
    answered(nominee, "离截止还有40天")
    _tick(house)
    expect(watched).to_have_text("发完了：共1人，已送达1人。")
    expect(watched).to_have_count(1)
    office.reload()
    expect(watched).to_have_text("发完了：共1人，已送达1人。")
    expect(watched).to_have_count(1)
    assert calm(office)
    assert calm(nominee)


def test_however_long_the_conversation_the_page_itself_stays_where_it_is(
    house: Site, phone: BrowserContext
) -> None:
    office = _office(house, phone)
    for _ in range(4):
        say(office, "/broadcast")
        office.wait_for_timeout(200)
    answered(office, "发给谁")
    office.evaluate("document.querySelectorAll('.reply button').forEach((each) => each.scrollIntoView())")
    assert office.evaluate("document.documentElement.scrollTop") == 0
    assert office.evaluate("document.documentElement.scrollHeight <= innerHeight")


def _office(house: Site, context: BrowserContext) -> Page:
    token = invited(house.engine, house.vault, OFFICE, "jiujiang-2022", "")
    page = opened(context, house, f"/join#{token}")
    press(page, "是我")
    answered(page, "办公室人员")
    return page


def _begin(office: Page) -> None:
    say(office, "/broadcast")
    press(office, "九江最美劳动者")
    press(office, "草稿没交的（1）")
    say(office, "离截止还有［剩余天数］天。")
    answered(office, "第1位收到的是")
    press(office, "现在发")


def _tick(house: Site) -> None:
    for person in Due(house.engine, house.vault, LIBRARY, lambda: NOW, lambda: datetime.now(UTC))():
        house.bell.ring(person)
