"""Who may know how the program fares: everybody whether it is well, few the figures."""

from pathlib import Path

import httpx
import pytest

from tests.web.browser import Browser
from tests.web.site import METRICS_TOKEN, Site, running


def test_everybody_may_ask_whether_it_is_well(site: Site) -> None:
    answer = httpx.get(f"{site.url}/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_what_is_wrong_is_said_with_503(lonely: Site) -> None:
    lonely.engine.dispose()
    (lonely.folder / "web.db").rename(lonely.folder / "away.db")
    (lonely.folder / "web.db").mkdir()
    answer = httpx.get(f"{lonely.url}/healthz")
    assert (answer.status_code, answer.text) == (503, "the database does not answer")


def test_this_machine_may_read_the_figures(site: Site, anna: Browser) -> None:
    anna.read(until="您好")
    answer = httpx.get(f"{site.url}/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "zuimei_inbox_waiting 0.0" in answer.text
    assert anna.address not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "127.0.0.1"},
        {"x-real-ip": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1"},
        {"via": "1.1 proxy"},
        {"host": "zuimei.example"},
        {"x-forwarded-for": "203.0.113.7", "authorization": "Bearer wrong"},
        {"x-forwarded-for": "203.0.113.7", "authorization": "Bearer"},
        {"x-forwarded-for": "203.0.113.7", "authorization": METRICS_TOKEN},
    ],
)
def test_whoever_comes_through_a_proxy_may_not(site: Site, headers: dict[str, str]) -> None:
    assert httpx.get(f"{site.url}/metrics", headers=headers).status_code == 404


def test_the_token_opens_the_figures_to_another_machine(site: Site) -> None:
    headers = {"x-forwarded-for": "203.0.113.7", "authorization": f"Bearer {METRICS_TOKEN}"}
    assert httpx.get(f"{site.url}/metrics", headers=headers).status_code == 200
    assert httpx.post(f"{site.url}/metrics", headers=headers).status_code == 405


def test_the_figures_are_read_under_the_public_address_too(tmp_path: Path) -> None:
    with running(tmp_path, url="https://zuimei.example") as site:
        assert httpx.get(f"{site.url}/metrics").status_code == 200, "this machine, under its own number"
        given = {"host": "zuimei.example"}
        assert httpx.get(f"{site.url}/metrics", headers=given).status_code == 404
        given["authorization"] = f"Bearer {METRICS_TOKEN}"
        assert httpx.get(f"{site.url}/metrics", headers=given).status_code == 200
