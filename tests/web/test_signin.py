"""Who may: cookies, tokens, origins, leaving, and patience."""

import json
from uuid import uuid4

import httpx
import pytest
from itsdangerous import TimestampSigner

from tests.web.browser import Browser
from tests.web.site import CODE, Site

STRANGERS: dict[str, dict[str, str | None]] = {
    "no token": {"x_token": None},
    "a made-up token": {"x_token": "0" * 64},
    "a token with strange letters": {"x_token": "\xe9"},
    "another site": {"origin": "https://evil.example", "sec_fetch_site": "cross-site"},
    "another site in an old browser": {"origin": "https://evil.example", "sec_fetch_site": None},
    "another port of this machine": {"origin": "http://127.0.0.1:1", "sec_fetch_site": "same-site"},
    "a sandboxed frame": {"origin": "null", "sec_fetch_site": "cross-site"},
    "a browser that says nothing of itself": {"origin": None, "sec_fetch_site": None},
}


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("path", ["/say", "/upload", "/qr", "/exit"])
def test_only_our_own_page_changes_anything(site: Site, bert: Browser, path: str, stranger: str) -> None:
    headers = {**bert.sent(**STRANGERS[stranger]), "x-id": uuid4().hex}
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    content = json.dumps({"id": uuid4().hex, "text": "从别处来", "code": CODE})
    assert bert.http.post(path, content=content, headers=encoded).status_code == 403
    assert site.person(bert.address) is None
    assert bert.http.get("/news", headers=bert.sent()).status_code == 200, "still signed in"


def test_a_token_works_with_its_own_cookie_only(anna: Browser, bert: Browser) -> None:
    assert anna.say("你好", x_token=bert.token).status_code == 403
    assert anna.http.get("/news", headers=anna.sent(x_token=bert.token)).status_code == 403


@pytest.mark.parametrize("cookie", ["", "made-up", "a.b.c"])
def test_a_cookie_that_is_not_ours_is_nobody(site: Site, anna: Browser, cookie: str) -> None:
    with httpx.Client(base_url=site.url, cookies={"zuimei": cookie}) as http:
        assert http.post("/say", content="{}", headers=anna.sent()).status_code == 401
        assert http.get("/news", headers=anna.sent()).status_code == 401
        assert http.get("/document/1").status_code == 401
        assert len(http.get("/").headers["set-cookie"]) > len(cookie)


def test_a_cookie_lasts_thirty_days_from_the_last_visit(site: Site, anna: Browser) -> None:
    secret = anna.cookie.split(".")[0]
    days = 24 * 3600

    def aged(by: float) -> httpx.Response:
        class Aged(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(super().get_timestamp() - by)

        key = site.vault.derive("web")
        cookie = (
            Aged(key, salt="web.cookie", digest_method=__import__("hashlib").sha256).sign(secret).decode()
        )
        with httpx.Client(base_url=site.url, cookies={"zuimei": cookie}) as http:
            return http.get("/")

    assert "set-cookie" not in aged(3600).headers
    assert aged(29 * days).headers["set-cookie"].startswith(f"zuimei={secret}.")
    assert not aged(31 * days).headers["set-cookie"].startswith(f"zuimei={secret}.")


def test_leaving_ends_the_session_for_good(site: Site, anna: Browser) -> None:
    anna.read(until="您好")  # the greeting is a turn of its own, and must be over
    anna.say("我叫张三三")
    anna.read(until="我叫张三三")
    cookie, address = anna.cookie, anna.address
    left = anna.http.post("/exit", content="{}", headers=anna.sent())
    assert "storage" in left.headers["clear-site-data"]
    assert "zuimei" not in dict(anna.http.cookies)
    with httpx.Client(base_url=site.url, cookies={"zuimei": cookie}) as thief:
        assert thief.get("/news", headers=anna.sent()).status_code == 401
        assert thief.post("/say", content="{}", headers=anna.sent()).status_code == 401
        assert thief.get("/document/1").status_code == 401
        assert not thief.get("/").headers["set-cookie"].startswith(f"zuimei={cookie}")
    assert site.person(address) is None


def test_a_browser_in_a_hurry_is_asked_to_wait(site: Site, anna: Browser, bert: Browser) -> None:
    answers = [anna.say(f"第{number}句") for number in range(45)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1
    assert refused[0].json()["error"] == "often"
    assert bert.say("我慢慢说").status_code == 200
