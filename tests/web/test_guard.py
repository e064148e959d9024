"""What every answer wears, and how refusals read."""

import json
import logging
import re
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from starlette.routing import Route

from tests.web.browser import Browser
from tests.web.site import Site, running

ROUTES = (
    "/",
    "/resume",
    "/join",
    "/list",
    "/list/one/somebody",
    "/news",
    "/say",
    "/upload",
    "/document/1",
    "/document/1/1.png",
    "/qr",
    "/exit",
    "/healthz",
    "/metrics",
)
STATIC = ("/static/page.js", "/static/page.css", "/static/icon.svg")


def test_no_route_is_left_out_here(site: Site) -> None:
    assert site.app
    for route in site.app.routes:
        assert isinstance(route, Route)
        assert any(route.path_regex.match(path) for path in (*ROUTES, *STATIC)), route.path


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS"])
def test_every_answer_is_dressed(site: Site, anna: Browser, method: str) -> None:
    for path in (*ROUTES, *STATIC, "/nothing/here", "/static/../server.py"):
        answer = anna.http.request(method, path, headers=anna.sent(sec_fetch_site="cross-site"))
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-frame-options"] == "DENY"
        kept = path in STATIC and answer.status_code == 200
        assert answer.headers["cache-control"] == (
            "public, max-age=31536000, immutable" if kept else "no-store"
        )


def test_the_cookie_is_for_the_browser_only(anna: Browser) -> None:
    cookie = anna.opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie


def test_the_page_is_small_and_from_here_alone(anna: Browser) -> None:
    page = anna.opened.text
    assert "未加密" in page
    assert not re.search(
        r"<script(?! type=\"application/json\"| src=)|<style|style=|\son\w+=|https?://", page
    )
    everything = page + "".join(anna.http.get(path).text for path in STATIC)
    assert len(everything.encode()) < 60_000
    assert not re.findall(r"(?<!xmlns=\")https?://\w", everything)


def test_over_https_the_cookie_is_bound_to_it_and_the_host_is_checked(tmp_path: Path) -> None:
    with running(tmp_path, url="https://zuimei.example") as site:
        anna = Browser(site, {"host": "zuimei.example"})
        cookie = anna.opened.headers["set-cookie"]
        assert cookie.startswith("__Host-zuimei=")
        assert {"secure", "httponly", "path=/"} <= set(cookie.lower().split("; "))
        assert "未加密" not in anna.opened.text
        assert anna.opened.headers["strict-transport-security"]
        with httpx.Client(base_url=site.url) as http:
            assert http.get("/").status_code == 421
            assert http.get("/healthz").text == "ok"
            own = {"host": "zuimei.example", "cookie": cookie.split(";")[0], "x-token": anna.token}
            said = json.dumps({"id": uuid4().hex, "text": "你好"})
            assert (
                http.post(
                    "/say", content=said, headers={**own, "origin": "http://zuimei.example"}
                ).status_code
                == 403
            )
            assert (
                http.post(
                    "/say", content=said, headers={**own, "origin": "https://zuimei.example"}
                ).status_code
                == 200
            )


def test_a_wrong_address_is_answered_politely(anna: Browser) -> None:
    page = anna.http.get("/nothing", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "没有这一页" in page.text
    assert anna.http.get("/say").json() == {"error": "missing", "number": "", "wait": 0}


def test_a_fault_of_ours_has_a_number_and_no_details(lonely: Site, caplog: pytest.LogCaptureFixture) -> None:
    anna = Browser(lonely)
    anna.read(until="您好")
    lonely.broken = True
    with caplog.at_level(logging.DEBUG):
        answer = anna.say("我叫张三三")
        page = anna.http.get("/news?after=x", headers={"accept": "text/html", **anna.sent()})
    told = answer.json()
    assert (answer.status_code, told["error"]) == (500, "broken")
    assert told["number"] in caplog.text
    assert "张三三" not in caplog.text
    assert "Traceback" not in answer.text + page.text
