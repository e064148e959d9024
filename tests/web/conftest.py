from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.browser import Browser
from tests.web.site import Site, running


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
