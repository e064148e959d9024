"""The routes of the web chat over real HTTP."""

import json
import logging
import random
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer
from time import monotonic
from uuid import uuid4

import httpx
import pytest
from itsdangerous import TimestampSigner

from tests.web.browser import Browser
from tests.web.site import CODE, IDENTITY, Site, running

ROUTES = (
    "/",
    "/resume",
    "/news",
    "/say",
    "/upload",
    "/document/1",
    "/document/1/1.png",
    "/qr",
    "/exit",
    "/healthz",
)
STATIC = ("/static/page.js", "/static/page.css", "/static/icon.svg")
MEGABYTE = 1_000_000


def walked_to_sheets(browser: Browser) -> list[int]:
    """Fills in everything and gives the numbers of the rows with documents."""
    browser.say(press=browser.press_of("开始填", browser.read(until="您好")))
    browser.say("张三三")
    browser.say(press=browser.press_of("女", browser.read(until="性别")))
    browser.read(until="填好了")
    browser.last = 0
    return [row["row"] for row in browser.news() if row.get("document")]


def test_greets_once_however_often_it_is_opened(site: Site, anna: Browser) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: anna.http.get("/news", headers=anna.sent()), range(4)))
    assert [row["text"] for row in anna.read(until="您好")] == ["您好"]
    assert site.rows(anna.address) == ["/start", "您好"]


def test_a_visit_alone_leaves_nobody_behind(site: Site, anna: Browser) -> None:
    assert anna.opened.status_code == 200
    assert site.person(anna.address) is None


def test_typing_and_pressing_lead_to_the_documents(site: Site, anna: Browser) -> None:
    assert len(walked_to_sheets(anna)) == 2
    assert site.rows(anna.address) == [
        *("/start", "您好", "开始填", "【姓名】1/2"),
        *("张三三", "已记下：姓名 张三三\n\n【性别】2/2", "女", "填好了", "", ""),
    ]


def test_own_words_come_back_with_the_id_of_the_page(anna: Browser) -> None:
    number = uuid4().hex
    anna.read(until="您好")
    anna.say("你好", number=number)
    rows = anna.read(until="您说：你好")
    assert [(row.get("said"), row["id"]) for row in rows][-2:] == [("你好", number), (None, number)]


def test_the_same_message_twice_counts_once(site: Site, anna: Browser) -> None:
    number = uuid4().hex
    assert [anna.say("一次", number=number).status_code for _ in range(3)] == [200, 200, 200]
    anna.read(until="您说：一次")
    assert site.rows(anna.address).count("一次") == 1


def test_an_id_of_another_browser_blocks_nothing(site: Site, anna: Browser, bert: Browser) -> None:
    number = uuid4().hex
    for browser, text in ((anna, "我的"), (bert, "也是我的")):
        browser.read(until="您好")
        browser.say(text, number=number)
    assert [row["id"] for row in bert.read(until="您说：也是我的")] == [number, number]
    anna.read(until="您说：我的")


def test_a_button_of_somebody_else_is_stale(anna: Browser, bert: Browser) -> None:
    token = anna.press_of("开始填", anna.read(until="您好"))
    bert.say(press=token)
    bert.read(until="这个按钮已经过期")


def test_news_wait_for_what_comes(anna: Browser) -> None:
    anna.read(until="您好")
    Timer(0.4, anna.say, ["晚一点"]).start()
    began = monotonic()
    assert any("晚一点" in row.get("said", "") for row in anna.news(wait=20))
    assert 0.2 < monotonic() - began < 5


def test_a_code_brings_the_draft_to_another_browser(anna: Browser, bert: Browser) -> None:
    anna.say("/code")
    anna.read(until=CODE)
    bert.read(until="您好")
    before = bert.thread
    bert.say(CODE)
    rows = bert.read(until="已接上")
    assert bert.thread != before
    assert any(CODE in row.get("text", "") for row in rows), (
        "the history of both is there, from its beginning"
    )
    anna.say("在吗")
    bert.read(until="您说：在吗")


def test_after_forgetting_the_last_word_is_read_and_nothing_else(site: Site, anna: Browser) -> None:
    anna.say("我叫张三三")
    anna.read(until="我叫张三三")
    anna.say("/forget")
    assert "我叫张三三" not in str(anna.read(until="已全部删除")[-1])
    assert "我叫张三三" not in str(site.rows(anna.address))
    anna.say("还在吗")
    anna.read(until="您说：还在吗")


def test_what_must_not_be_kept_is_not_shown_again(site: Site, anna: Browser) -> None:
    anna.say(IDENTITY)
    rows = anna.read(until="请不要发身份证号")
    assert IDENTITY not in str(rows)
    assert rows[-1]["id"], "the page learns which of its bubbles to blank"


def test_what_was_set_aside_is_said(lonely: Site) -> None:
    from dialogs.model import Event

    anna = Browser(lonely)
    anna.read(until="您好")
    event = Event("web:x:1", "web", anna.address, lonely.receive._house.now(), text="boom")
    lonely.inbox.put([event])
    lonely.receive.set_aside(event)
    assert anna.news()[-1]["text"]


# ── uploads ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_arrives_once(site: Site, anna: Browser) -> None:
    number = uuid4().hex
    for _ in range(2):
        assert anna.upload("事迹 材料.txt", "先进事迹".encode(), number=number).json() == {"kept": True}
    rows = anna.read(until="收到 事迹 材料.txt：先进事迹")
    assert [row.get("said") for row in rows][-2:] == ["事迹 材料.txt", None]
    assert site.rows(anna.address).count("事迹 材料.txt") == 1


def test_twenty_megabytes_and_no_more(anna: Browser) -> None:
    assert anna.upload("大.txt", b"a" * (20 * MEGABYTE)).status_code == 200
    assert anna.upload("大.txt", b"a" * (20 * MEGABYTE + 1)).status_code == 413
    undeclared = anna.http.post(
        "/upload", content=(b"a" * MEGABYTE for _ in range(22)), headers={**anna.sent(), "x-id": uuid4().hex}
    )
    assert undeclared.status_code == 413


def test_a_message_has_an_end_too(anna: Browser) -> None:
    assert anna.say("字" * 10_000).status_code == 200
    assert anna.say("字" * 100_000).status_code == 413


# ── documents ─────────────────────────────────────────────────────────────────────────────────────────


def test_documents_are_listed_and_served_to_their_owner(anna: Browser) -> None:
    pictures, sheet = walked_to_sheets(anna)
    listed = anna.http.get(f"/document/{pictures}", headers=anna.sent()).json()["papers"]
    assert [each["href"] for each in listed] == [
        f"/document/{pictures}/{page}" for page in ("1.png", "2.png", "3.pdf")
    ]
    picture = anna.http.get(listed[0]["href"])
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["content-disposition"].startswith("inline;")
    (paper,) = anna.http.get(f"/document/{sheet}", headers=anna.sent()).json()["papers"]
    file = anna.http.get(paper["href"])
    assert file.content == b"PK a sheet"
    assert file.headers["content-disposition"].startswith(
        "attachment; filename=\"form.docx\"; filename*=UTF-8''%E6"
    )
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "张三三" not in paper["href"], "a name in an address would end in logs"


def test_a_picture_can_be_downloaded_too(anna: Browser) -> None:
    pictures, _ = walked_to_sheets(anna)
    got = anna.http.get(f"/document/{pictures}/2.png?download")
    assert got.headers["content-disposition"].startswith("attachment;")


def test_documents_of_others_do_not_exist(anna: Browser, bert: Browser) -> None:
    rows = walked_to_sheets(anna)
    bert.read(until="您好")
    for row in (*rows, 999_999):
        for path in (f"/document/{row}", f"/document/{row}/1.png"):
            answer = bert.http.get(path, headers=bert.sent())
            assert (answer.status_code, answer.json()["error"]) == (404, "missing")
    assert anna.http.get(f"/document/{rows[0]}/4.png").status_code == 404
    assert anna.http.get(f"/document/{rows[0] - 1}").status_code == 404, "a row without a document"


# ── who may ───────────────────────────────────────────────────────────────────────────────────────────

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


# ── what a browser is told ────────────────────────────────────────────────────────────────────────────


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


NONSENSE = (
    b"",
    b"[]",
    b"null",
    b"{",
    b'"text"',
    b"[" * 100_000,
    b"\xff\xfe",
    b'{"id": 1, "text": "a"}',
    b'{"id": "../../etc/passwd", "text": "a"}',
    b'{"id": "0123456789abcdef0123456789abcdef"}',
    b'{"id": "0123456789abcdef0123456789abcdef", "text": ["a"]}',
    b'{"id": "0123456789abcdef0123456789abcdef", "text": "  "}',
    b'{"id": "0123456789abcdef0123456789abcdef", "text": "a", "press": "b"}',
)


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_refused(anna: Browser, body: bytes) -> None:
    answer = anna.http.post("/say", content=body, headers=anna.sent())
    assert (answer.status_code, answer.json()["error"]) == (400, "bad")


def test_text_that_no_database_can_hold_is_cleaned(anna: Browser) -> None:
    body = b'{"id": "0123456789abcdef0123456789abcdef", "text": "a\\u0000b\\ud83dc\\ud83c\\udf38"}'
    assert anna.http.post("/say", content=body, headers=anna.sent()).status_code == 200
    anna.read(until="您说：abc\U0001f338")


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=1e9", "after=" + "9" * 40, "wait=²"])
def test_odd_numbers_are_refused(anna: Browser, query: str) -> None:
    assert anna.http.get(f"/news?{query}", headers=anna.sent()).status_code == 400


def test_the_resume_link_as_a_picture(anna: Browser) -> None:
    picture = anna.http.post("/qr", content=json.dumps({"code": CODE}), headers=anna.sent())
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<?xml")
    for wrong in ("https://evil.example", "7k4m-92qx-b3ta", None):
        assert (
            anna.http.post("/qr", content=json.dumps({"code": wrong}), headers=anna.sent()).status_code == 400
        )


def test_on_a_bad_line_everything_is_sent_stored_and_shown_once(lonely: Site) -> None:
    """Three of ten requests and three of ten answers are lost; the page sends again under the same id."""
    anna, chance = Browser(lonely), random.Random(14)
    anna.read(until="您好")
    texts = [f"第{number}句" for number in range(20)]
    for text in texts:
        number, arrived = uuid4().hex, False
        while not arrived:
            if chance.random() > 0.3:
                assert anna.say(text, number=number).status_code == 200
                arrived = chance.random() > 0.3
    shown: dict[int, str] = {}
    end = monotonic() + 20
    while len(shown) < 1 + 2 * len(texts) and monotonic() < end:
        query: dict[str, str | int] = {"after": max(shown, default=0), "thread": anna.thread, "wait": 1}
        rows = anna.http.get("/news", params=query, headers=anna.sent()).json()["rows"]
        if chance.random() > 0.3:
            new = {row["row"]: row.get("said") or row["text"] for row in rows}
            assert not new.keys() & shown.keys()
            shown |= new
    said = [text for text in shown.values() if text in texts]
    assert said == texts == [text for text in lonely.rows(anna.address) if text in texts]
