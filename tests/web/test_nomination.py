"""A whole nomination in the browser: the real dialog, the real notice, the real documents, a phone on a bad line."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

from dialogs.step import step
from knowledge.load import load_library
from knowledge.model import Field
from tests.samples import ANSWERS, BY_FIELD
from tests.web.site import Play, Site, running
from tests.web.window import CHROMIUM, answered, press, say

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
BEGUN = datetime.now(UTC)
OPEN = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
LIBRARY = load_library()
FORM = LIBRARY["jiujiang-2022"].notice.form


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[Site]:
    """In the middle of Jiujiang's round."""
    with running(tmp_path, play=Play(step, LIBRARY, lambda: OPEN + (datetime.now(UTC) - BEGUN))) as site:
        yield site


def answer(page: Page, field: Field) -> None:
    if field.options:
        press(page, next(iter(field.options.values())))
    else:
        say(page, BY_FIELD.get(field.id) or ANSWERS[field.type])


def asked(page: Page, place: int) -> None:
    expect(page.locator("#progress-count")).to_have_text(f"{place}/{len(FORM.asked)}")


def test_a_nomination_from_the_first_word_to_the_paper(rehearsal: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(rehearsal.url)
    answered(page, "您好")
    say(page, "/fill jiujiang-2022")
    press(page, "同意并开始")
    for place, field in enumerate(FORM.asked, 1):
        asked(page, place)
        match place:
            case 4:  # leaves and comes back
                page.reload()
                asked(page, place)
            case 6:  # the line is gone, and comes back a second later
                phone.set_offline(offline=True)
                page.wait_for_timeout(300)
                answer(page, field)
                page.wait_for_timeout(700)
                phone.set_offline(offline=False)
                continue
            case 8:  # asks in between, and stays at the same field
                say(page, "公示要多少天？")
                expect(page.locator(".reply .bubble", has_text="5个工作日").last).to_be_visible()
                asked(page, place)
        answer(page, field)
        if field.chars.about:
            press(page, "写完了")
    press(page, "提交")
    answered(page, "登记编号 JJ22-0001")
    page.locator(".paper").first.scroll_into_view_if_needed()
    pages = page.locator(".pages img")
    expect(pages).to_have_count(2)
    expect(pages.first).not_to_have_js_property("naturalWidth", 0)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word 文件").first.click()
    sheet = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert any("张示例" in cell.text for table in sheet.tables for row in table.rows for cell in row.cells)
    expect(page.locator(".pending")).to_have_count(0)
