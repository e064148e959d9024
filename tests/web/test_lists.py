"""The desks' pages: figures, lists, one nomination; nothing for whoever has no seat, no name in an address."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page
from sqlmodel import col, select

from dialogs.step import step
from storage.engine import read
from storage.tables import LogRow
from tests import desks
from tests.chat import library
from tests.web.browser import Browser
from tests.web.site import Play, Site, running

NOW = datetime.fromisoformat("2022-07-12T09:00:00+08:00")
JIUJIANG = library()["jiujiang-2022"]
HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A round with some nominations in it."""
    folder = tmp_path_factory.mktemp("lists")
    with running(folder, play=Play(step=step, library=library(), now=lambda: NOW)) as site:
        for number in range(60):
            entries = {**desks.ENTRIES, "name": f"示例{'甲乙丙丁戊己庚辛壬癸'[number % 10]}"}
            unit = "修水县" if number < 3 else "瑞昌市"
            desks.nominate(site.engine, site.vault, JIUJIANG, entries, unit=unit)
        desks.nominate(site.engine, site.vault, JIUJIANG, {"name": "没写完"}, unit="修水县", state="draft")
        yield site


@pytest.fixture
def office(round_: Site) -> Browser:
    browser = Browser(round_)
    desks.office(round_.engine, round_.vault, browser.address, "web", NOW)
    return browser


@pytest.fixture
def contact(round_: Site) -> Browser:
    browser = Browser(round_)
    desks.liaison(round_.engine, round_.vault, JIUJIANG, "修水县", browser.address, NOW)
    return browser


def links(page: httpx.Response) -> list[str]:
    return [each.split('"')[0] for each in page.text.split('href="')[1:] if each.startswith("/list/one/")]


def search(browser: Browser, name: str, **changed: str | None) -> httpx.Response:
    token = changed.pop("token", browser.token) or ""
    body = f"token={token}&round=jiujiang-2022&name={quote(name)}"
    headers = browser.sent(x_token=None, **changed) | HTML
    return browser.http.post("/list", content=body, headers=headers)


@pytest.mark.parametrize("path", ["/list", "/list?round=jiujiang-2022", "/list/one/{id}"])
def test_without_a_seat_there_is_no_such_page(round_: Site, office: Browser, path: str) -> None:
    nomination = links(office.http.get("/list?round=jiujiang-2022"))[0].rpartition("/")[2]
    stranger = Browser(round_)
    stranger.say("您好")
    stranger.read(until="您好")
    known, nobody = stranger.http.get(path.format(id=nomination)), stranger.http.get("/list/one/00000000")
    assert (known.status_code, known.text) == (nobody.status_code, nobody.text)
    assert known.status_code == 404
    assert httpx.get(round_.url + path.format(id=nomination), headers=HTML).status_code == 401


def test_the_office_sees_all_and_a_contact_only_the_own_unit(office: Browser, contact: Browser) -> None:
    every, own = office.http.get("/list?round=jiujiang-2022"), contact.http.get("/list?round=jiujiang-2022")
    assert (len(links(every)), len(links(own))) == (50, 4)
    others = set(links(every)) - set(links(own))
    assert others
    assert {contact.http.get(each).status_code for each in others} == {404}
    assert "瑞昌市" not in own.text
    ids = [each.rpartition("/")[2] for each in links(every)]
    units = {each.split("unit=")[1] for each in every.text.split('"') if "unit=" in each and each[-1] != "="}
    for unit in units:  # another unit's id narrows to nothing
        shown = links(contact.http.get(f"/list?round=jiujiang-2022&unit={unit}"))
        assert set(shown) <= set(links(own))
    assert len(ids) == 50


def test_pages_follow_each_other_and_hold_everyone_once(office: Browser) -> None:
    seen: list[str] = []
    path = "/list?round=jiujiang-2022"
    while path:
        page = office.http.get(path)
        seen += links(page)
        found = [each for each in page.text.split('"') if "after=" in each]
        path = found[0].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 61


def test_a_filter_narrows_by_state_and_unit(office: Browser) -> None:
    assert len(links(office.http.get("/list?round=jiujiang-2022&state=draft"))) == 1
    assert links(office.http.get("/list?round=jiujiang-2022&state=burnt")) == []
    assert len(links(office.http.get("/list?round=jiujiang-2022&state=nonsense"))) == 50


def test_a_whole_name_is_found_and_stands_in_no_address(office: Browser) -> None:
    found = search(office, "示例甲")
    assert len(links(found)) == 6
    assert len(links(search(office, "jj22-0007"))) == 1
    assert links(search(office, "示例")) == []
    assert "示例" not in str(found.url)
    assert "示例" not in "".join(links(found))


def test_a_search_of_another_page_is_refused(office: Browser) -> None:
    assert search(office, "示例甲", token="wrong").status_code == 403
    assert (
        search(office, "示例甲", origin="https://elsewhere.example", sec_fetch_site="cross-site").status_code
        == 403
    )


def test_what_was_typed_is_text_on_the_page(round_: Site, office: Browser) -> None:
    entries = {**desks.ENTRIES, "name": "示例<b>子", "deeds": "<script>alert(1)</script>{{7*7}}"}
    nomination = desks.nominate(round_.engine, round_.vault, JIUJIANG, entries, unit="瑞昌市")
    page = office.http.get(f"/list/one/{nomination}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page.text
    assert "<script>alert" not in page.text


def test_reading_one_is_noted_and_a_draft_is_not_shown(round_: Site, contact: Browser) -> None:
    first, *_, draft = links(contact.http.get("/list?round=jiujiang-2022"))
    assert "九江某某快递有限公司" in contact.http.get(first).text
    assert "还是草稿" in contact.http.get(draft).text
    lines = read(
        round_.engine,
        lambda session: session.exec(
            select(LogRow).where(LogRow.kind == "disclose").order_by(col(LogRow.number))
        ).all(),
    )
    noted = [each for each in lines if each.person == round_.person(contact.address)]
    assert [(f"/list/one/{each.subject}", each.role, each.detail) for each in noted] == [
        (first, "liaison", "read")
    ]


def test_on_a_phone_and_a_desktop_it_can_be_used(
    office: Browser, phone: BrowserContext, desktop: BrowserContext
) -> None:
    for context, width in ((phone, 360), (desktop, 1280)):
        page = opened(context, office)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.fill("input[name=name]", "示例乙")
        page.get_by_role("button", name="查找").click()
        page.locator(".people a").first.click()
        page.get_by_text("事迹简介").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == width


def opened(context: BrowserContext, browser: Browser) -> Page:
    context.add_cookies([{"name": "zuimei", "value": browser.cookie, "url": browser.site.url}])
    page = context.new_page()
    page.on("console", lambda said: pytest.fail(said.text))
    page.goto(f"{browser.site.url}/list?round=jiujiang-2022")
    return page


def test_the_data_stand_nowhere_else(tmp_path: Path) -> None:
    """Nothing of a page is kept by the browser."""
    with running(tmp_path, play=Play(step=step, library=library(), now=lambda: NOW)) as site:
        browser = Browser(site)
        desks.office(site.engine, site.vault, browser.address, "web", NOW)
        assert browser.http.get("/list").headers["cache-control"] == "no-store"
