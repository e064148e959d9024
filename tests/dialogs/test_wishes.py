"""Who says in plain words that he wants to take part is led to the form; who asks gets an answer."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.chat import Caller, Chat


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Caller]:
    chat = Chat(tmp_path / "zuimei.db", datetime.fromisoformat("2022-06-20T09:00:00+08:00"))
    yield chat.caller()
    chat.stop()


@pytest.mark.parametrize(
    "said",
    [
        "我想报名",
        "你好，想报个名",
        "帮我报个名吧",
        "我要报名参加",
        "我要参加评选",
        "我是快递员，我想报名",
        "我要推荐一个人",
        "麻烦帮我填推荐表",
    ],
)
def test_a_wish_leads_to_the_choice_of_a_form(person: Caller, said: str) -> None:
    (reply,) = person.say(said)
    assert reply.text == "您要填哪个通知的表？"


@pytest.mark.parametrize("said", ["我想参加九江最美劳动者的评选", "我要报九江的最美劳动者"])
def test_a_wish_with_its_award_begins_that_form(person: Caller, said: str) -> None:
    (card,) = person.say(said)
    assert "九江市总工会" in card.text


@pytest.mark.parametrize(
    "said",
    [
        "怎么报名",
        "我想报九江的能行吗",
        "想报名，要什么条件",
        "我想报名学电工",
        "给我报个价",
        "我要申报公租房",
        "不想报名了",
        "我要参加培训",
    ],
)
def test_what_is_asked_or_wished_otherwise_begins_no_form(person: Caller, said: str) -> None:
    assert all("您要填哪个" not in each.text and "您同意" not in each.text for each in person.say(said))
