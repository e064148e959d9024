from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, sync_playwright

from tests.web.browser import Browser
from tests.web.site import Site, running
from tests.web.window import CHROMIUM, QUIET


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("web")) as site:
        yield site


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[Site]:
    """A site of one test's own, which it may break."""
    with running(tmp_path) as site:
        yield site


@pytest.fixture
def anna(site: Site) -> Browser:
    return Browser(site)


@pytest.fixture
def bert(site: Site) -> Browser:
    return Browser(site)


@pytest.fixture(scope="module")  # not longer: while it runs, no other event loop can be started
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Chromium) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, locale="zh-CN"
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def desktop(chromium: Chromium) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context
    context.close()
