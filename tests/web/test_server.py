"""A conversation over real HTTP: said once, stored once, shown once."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Timer
from time import monotonic
from uuid import uuid4

from tests.web.browser import Browser
from tests.web.site import CODE, IDENTITY, Site

MEGABYTE = 1_000_000


def test_greets_once_however_often_it_is_opened(site: Site, anna: Browser) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: anna.http.get("/news", headers=anna.sent()), range(4)))
    assert [row["text"] for row in anna.read(until="您好")] == ["您好"]
    assert site.rows(anna.address) == ["/start", "您好"]


def test_a_visit_alone_leaves_nobody_behind(site: Site, anna: Browser) -> None:
    assert anna.opened.status_code == 200
    assert site.person(anna.address) is None


def test_typing_and_pressing_lead_to_the_documents(site: Site, anna: Browser) -> None:
    assert len(anna.walk_to_sheets()) == 2
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
