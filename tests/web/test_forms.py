"""The other forms in Chromium at 360 px, to the registration number, with photos uploaded as a person would."""

import time
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from knowledge.load import load_library
from tests.bot.serving import serving
from tests.web.site import Site
from tests.web.window import CHROMIUM, answered, calm, opened, press, say
from tests.whole.stranger import Heard, Stranger, asked_of

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")


class WindowEar:
    """What stands on the page, as somebody in front of it reads it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._read = page.locator(".reply").count()

    def say(self, text: str) -> None:
        say(self._page, text)

    def press(self, label: str) -> None:
        press(self._page, label)

    def send(self, name: str, body: bytes) -> None:
        with self._page.expect_file_chooser() as chooser:
            self._page.locator("#attach").click()
        chooser.value.set_files(FilePayload(name=name, mimeType="image/jpeg", buffer=body))
        expect(self._page.locator(".pending")).to_have_count(0)

    def heard(self, timeout: float) -> list[Heard]:
        until = time.monotonic() + timeout
        replies = self._page.locator(".reply")
        while replies.count() == self._read and time.monotonic() < until:
            self._page.wait_for_timeout(50)
        fresh = [replies.nth(number) for number in range(self._read, replies.count())]
        self._read += len(fresh)
        return [
            Heard(
                "\n".join(each.locator(".bubble").all_inner_texts()),
                tuple(each.get_by_role("button").all_inner_texts()),
            )
            for each in fresh
        ]


@pytest.mark.parametrize(
    ("notice", "today"), {"suzhou-2021": "2021-06-10", "laiwu-2021": "2021-05-15"}.items()
)
def test_to_the_registration_number(notice: str, today: str, phone: BrowserContext, tmp_path: Path) -> None:
    with serving(tmp_path, ZUIMEI_NOW=today) as running:
        page = opened(phone, cast("Site", running))
        stranger = Stranger(WindowEar(page))
        edition = load_library()[notice]
        assert stranger.fill(notice) == f"{edition.notice.code}-0001"
        assert stranger.asked == asked_of(edition.notice.form)
        answered(page, "接下来")
        assert calm(page)
