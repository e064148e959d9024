"""An invitation opened in the browser: the link leads to one question, and its secret leaves no trace."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from dialogs.seats import LIAISON
from dialogs.step import step
from knowledge.load import load_library
from tests.seats import invited
from tests.web.site import Play, Site, running
from tests.web.window import CHROMIUM, answered, calm, opened, press

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
LIBRARY = load_library()


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[Site]:
    with running(tmp_path, play=Play(step, LIBRARY, lambda: datetime.now(UTC))) as site:
        yield site


def test_a_contact_joins_in_the_browser(rehearsal: Site, phone: BrowserContext) -> None:
    token = invited(rehearsal.engine, rehearsal.vault, LIAISON, "jiujiang-2022", "修水县")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    page = opened(phone, rehearsal, f"/join#{token}")
    answered(page, "修水县（九江最美劳动者）的工会联系人")
    assert page.url == f"{rehearsal.url}/"
    press(page, "是我")
    answered(page, "好，您现在是修水县")
    page.reload()
    answered(page, "好，您现在是修水县")
    expect(page.locator(".mine .bubble").first).to_have_text("打开邀请")
    assert token not in page.content()
    assert not [each for each in asked[1:] if token in each]
    assert calm(page)


def test_what_is_no_invitation_opens_the_page_as_always(rehearsal: Site, phone: BrowserContext) -> None:
    assert calm(opened(phone, rehearsal, "/join#nothing"))
    assert httpx.get(f"{rehearsal.url}/join").status_code == 200
