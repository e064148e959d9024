"""A window of Chromium on the page, and what a person does in it."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.web.site import Site

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
COMPLAINTS: dict[Page, list[str]] = {}


def opened(context: BrowserContext, site: Site, path: str = "/") -> Page:
    page = context.new_page()
    complaints = COMPLAINTS.setdefault(page, [])
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(site.url + path)
    expect(page.locator(".reply").first).to_contain_text("您好")
    return page


def calm(page: Page) -> bool:
    """No script fault and nothing that the content policy had to stop."""
    return not COMPLAINTS[page]


def say(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator("#send").click()


def press(page: Page, label: str) -> None:
    page.locator(".reply:not(.past)").get_by_role("button", name=label, exact=True).click()


def answered(page: Page, text: str) -> None:
    expect(page.locator(".reply .bubble", has_text=text).last).to_be_visible()
