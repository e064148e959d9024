"""The page in Chromium, as narrow as a small phone: what a person types and presses is sent, stored and shown once."""

import itertools
import random
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.web.site import CODE, IDENTITY, Site
from tests.web.window import CHROMIUM, answered, calm, opened, press, say

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")


def shown(page: Page) -> list[str]:
    return page.locator("#log .bubble").all_inner_texts()


def stored(site: Site, page: Page) -> list[str]:
    import hashlib

    cookie = page.context.cookies()[0].get("value", "")
    rows = site.rows(hashlib.sha256(cookie.split(".")[0].encode()).hexdigest())
    return [row for row in rows if row not in {"/start", ""}]


def test_from_the_first_word_to_the_download(site: Site, phone: BrowserContext) -> None:
    page = opened(phone, site)
    press(page, "开始填")
    answered(page, "【姓名】1/2")
    expect(page.get_by_role("progressbar", name="填写进度")).to_have_attribute("value", "1")
    say(page, "张三三 <b>&amp;</b>")
    answered(page, "【性别】2/2")
    press(page, "女")
    answered(page, "填好了")
    expect(page.locator("#progress")).to_be_hidden()
    expect(page.get_by_role("img", name="第 1 页，点开看大图")).to_have_js_property("naturalWidth", 105)
    expect(page.get_by_role("link", name="打开 PDF 文件")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word 文件").click()
    assert download.value.suggested_filename == "推荐表-张三三.docx"
    assert shown(page) == stored(site, page)
    assert calm(page)


def test_a_reload_loses_neither_history_nor_what_was_being_typed(site: Site, phone: BrowserContext) -> None:
    page = opened(phone, site)
    say(page, "第一句")
    answered(page, "您说：第一句")
    say(page, "事迹" * 400)
    answered(page, "您说：事迹")
    page.locator("#text").fill("还没写完的")
    before = shown(page)
    page.reload()
    answered(page, "您说：事迹")
    page.get_by_role("button", name="展开全文").click()
    assert shown(page) == before == stored(site, page)
    expect(page.locator("#text")).to_have_value("还没写完的")
    assert calm(page)


def test_a_bad_line_loses_and_doubles_nothing(site: Site, phone: BrowserContext) -> None:
    """A third of the requests never arrive, a third of the answers get lost; then the line is gone for a while."""
    page = opened(phone, site)
    chance = random.Random(14)

    def bad_line(route: Route) -> None:
        luck = chance.random()
        if luck < 0.3:
            route.abort()
        elif luck < 0.6 and route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/say", bad_line)
    texts = [f"第{number}句" for number in range(6)]
    for text in texts[:3]:
        say(page, text)
    answered(page, "您说：第2句")
    phone.set_offline(True)
    expect(page.get_by_text("网络断开，正在重连…")).to_be_visible()
    for text in texts[3:]:
        say(page, text)
    expect(page.locator(".mine.pending")).to_have_count(3)
    phone.set_offline(False)
    answered(page, "您说：第5句")
    expect(page.get_by_text("网络断开，正在重连…")).to_be_hidden(timeout=2_000)
    expect(page.locator(".mine.pending")).to_have_count(0)
    both = list(itertools.chain.from_iterable((text, f"您说：{text}") for text in texts))
    assert stored(site, page) == ["您好", *both]
    assert [text for text in shown(page) if text in texts] == texts
    assert sorted(shown(page)) == sorted(["您好", *both])


def test_the_banner_goes_as_soon_as_the_line_is_back(site: Site, phone: BrowserContext) -> None:
    page = opened(phone, site)
    phone.set_offline(True)
    expect(page.get_by_text("网络断开，正在重连…")).to_be_visible()
    phone.set_offline(False)
    expect(page.get_by_text("网络断开，正在重连…")).to_be_hidden()


def test_what_was_not_sent_is_sent_after_a_reload(site: Site, phone: BrowserContext) -> None:
    page = opened(phone, site)
    page.route("**/say", lambda route: route.abort())
    say(page, "没发出去的")
    expect(page.locator(".pending .state")).to_contain_text("还没送达")
    page.unroute("**/say")
    page.reload()
    answered(page, "您说：没发出去的")
    assert shown(page) == stored(site, page)


def test_what_cannot_be_kept_for_now_is_said_and_sent_again(lonely: Site, phone: BrowserContext) -> None:
    page = opened(phone, lonely)
    lonely.full = True
    say(page, "存不下的一句")
    expect(page.locator(".pending .state")).to_have_text("还没有保存，会自动重发")
    told = page.get_by_text("系统暂时存不了内容，会自动再试。刚才发的还没有保存，请先不要关闭本页。")
    expect(told).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.wait_for_timeout(1_500)  # others may still read: their answers are no sign that it is kept
    page.evaluate("lookAgain()")
    page.wait_for_timeout(500)
    expect(told).to_be_visible()
    page.reload()
    expect(page.locator(".pending .bubble")).to_have_text("存不下的一句")
    expect(told).to_be_visible()
    lonely.full = False
    answered(page, "您说：存不下的一句")
    expect(told).to_be_hidden()
    assert shown(page) == stored(lonely, page) == ["您好", "存不下的一句", "您说：存不下的一句"]


def test_files_show_their_progress_and_arrive(site: Site, phone: BrowserContext, tmp_path: Path) -> None:
    page = opened(phone, site)
    page.locator("#file").set_input_files(
        {"name": "事迹.txt", "mimeType": "text/plain", "buffer": "先进事迹".encode()}
    )
    answered(page, "收到 事迹.txt：先进事迹")
    page.route("**/upload", lambda _: None)  # a line that moves nothing
    page.locator("#file").set_input_files(
        {"name": "错的.txt", "mimeType": "text/plain", "buffer": b"x" * 1000}
    )
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".pending")).to_have_count(0)
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"a" * 20_000_001)
    page.locator("#file").set_input_files(huge)
    expect(page.locator(".failed .state")).to_contain_text("文件超过 20 MB")
    page.get_by_role("button", name="不发了").click()
    assert shown(page) == stored(site, page)


def test_by_keyboard_alone(site: Site, desktop: BrowserContext) -> None:
    page = opened(desktop, site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="菜单")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.textContent") != "开始填":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    answered(page, "【姓名】1/2")
    while page.evaluate("document.activeElement.id") != "text":
        page.keyboard.press("Tab")
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    page.locator("#text").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(page.locator("#text")).to_have_value("第一行\n第二行")
    page.keyboard.press("Enter")
    answered(page, "已记下：姓名 第一行\n第二行")
    assert shown(page) == stored(site, page)


def test_two_windows_stay_in_step_and_end_together(site: Site, phone: BrowserContext) -> None:
    one = opened(phone, site)
    two = opened(phone, site)
    say(one, "从第一个窗口")
    for page in (one, two):
        answered(page, "您说：从第一个窗口")
    assert shown(one) == shown(two) == stored(site, one)
    two.locator("#text").fill("没发出去的")
    one.bring_to_front()
    one.get_by_role("button", name="菜单").click()
    one.get_by_role("button", name="退出", exact=True).click()
    one.locator("#exit").click()
    expect(one.get_by_role("heading", name="已退出")).to_be_focused()
    two.bring_to_front()
    say(two, "还在吗")
    expect(two.get_by_role("heading", name="这次对话已结束")).to_be_visible()
    for page in (one, two):
        assert page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)") == "{}{}"
        assert "第一个窗口" not in page.content()
    assert phone.cookies() == []


def test_a_resume_link_carries_on_elsewhere(
    site: Site, phone: BrowserContext, desktop: BrowserContext
) -> None:
    old = opened(phone, site)
    say(old, "在手机上写的")
    answered(old, "您说：在手机上写的")
    old.get_by_role("button", name="菜单").click()
    old.get_by_role("button", name="继续码 换手机").click()
    answered(old, CODE)
    old.get_by_role("button", name="二维码").click()
    expect(old.get_by_role("img", name="接着填的二维码")).not_to_have_js_property("naturalWidth", 0)
    new = opened(desktop, site, f"/resume#{CODE}")
    assert new.url == f"{site.url}/"
    new.get_by_role("button", name="接着填", exact=True).click()
    answered(new, "已接上")
    answered(new, "您说：在手机上写的")
    assert shown(new).count(CODE) == 1
    assert calm(new)


def test_what_must_not_be_kept_leaves_the_page_too(site: Site, phone: BrowserContext) -> None:
    page = opened(phone, site)
    say(page, IDENTITY)
    answered(page, "请不要发身份证号")
    assert IDENTITY not in page.content()


@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_and_can_be_touched_and_read(site: Site, phone: BrowserContext, *, dark: bool) -> None:
    phone.new_page().close()
    page = opened(phone, site)
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("button", name="大字").click()
    page.keyboard.press("Escape")
    press(page, "开始填")
    answered(page, "【姓名】1/2")
    say(page, "很长的名字" * 30)
    answered(page, "【性别】2/2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    low = page.evaluate(
        "[...document.querySelectorAll('button, textarea')].filter((each) => each.offsetParent)"
        ".filter((each) => each.getBoundingClientRect().height < 44 || !(each.ariaLabel || each.innerText || each.labels?.length))"
        ".map((each) => each.outerHTML)"
    )
    assert low == []
    assert page.evaluate(CONTRAST) == []
    page.reload()
    expect(page.locator("html")).to_have_class("large")


CONTRAST = """() => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).map(Number);
    const [r, g, b] = parts.slice(0, 3).map((part) => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if (!/, 0\\)|transparent/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('h1, p, button, .bubble, .bubble strong, time, textarea')].filter((each) => each.offsetParent).map((each) => {
    const [high, low] = [light(getComputedStyle(each).color), light(ground(each))].sort().reverse();
    return [(high + 0.05) / (low + 0.05), each.className || each.tagName];
  }).filter(([ratio]) => ratio < 4.5);
}"""
