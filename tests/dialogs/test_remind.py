"""When one is reminded can be typed as people say it; what is coming is for the office alone."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dialogs.reminders import RemindAt
from tests.chat import Caller, Chat

NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")

SAID = {
    "提前3天提醒我": RemindAt(leads=(3,)),
    "提前三天、一天提醒": RemindAt(leads=(3, 1)),
    "请提前7天和14天提醒我": RemindAt(leads=(14, 7)),
    "晚上8点提醒我": RemindAt(hour=20),
    "早上八点提醒": RemindAt(hour=8),
    "18点以后不要提醒我": RemindAt(quiet=18),
    "晚上八点以后别打扰我": RemindAt(quiet=20),
    "不要提醒我了": RemindAt(silent=True),
    "别再提醒我": RemindAt(silent=True),
}


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    running = Chat(tmp_path / "zuimei.db", NOW, office=frozenset({"7001"}))
    yield running
    running.stop()


@pytest.fixture
def caller(chat: Chat) -> Caller:
    return chat.caller()


@pytest.mark.parametrize("said", SAID)
def test_a_wish_is_read_as_it_is_said(chat: Chat, caller: Caller, said: str) -> None:
    caller.say(said)
    assert chat.turns[0].effects == (SAID[said],)


@pytest.mark.parametrize(
    "said", ["要提前几天交材料", "怎么取消提醒？", "九江几点下班", "提醒是什么", "提前20天提醒我"]
)
def test_what_is_no_wish_changes_nothing(chat: Chat, caller: Caller, said: str) -> None:
    caller.say(said)
    assert chat.turns[0].effects == ()


def test_one_wish_leaves_the_others_as_they_were(chat: Chat, caller: Caller) -> None:
    for said in ("提前3天提醒我", "12点提醒我", "18点以后别提醒我"):
        caller.say(said)
    assert chat.turns[0].effects == (RemindAt(12, leads=(3,), quiet=18),)
    caller.say("20点提醒我")
    assert chat.turns[0].effects == (RemindAt(20, leads=(3,)),), (
        "the later hour wins over the quiet before it"
    )


def test_a_tap_adds_a_day_and_takes_it_away_again(chat: Chat, caller: Caller) -> None:
    caller.say("/remind")
    caller.press("提前几天")
    chosen = []
    for label in ("提前3天", "提前7天", "✓ 提前3天", "按通知的来"):
        caller.press(label)
        (kept,) = chat.turns[0].effects
        assert isinstance(kept, RemindAt)
        chosen.append(kept.leads)
    assert chosen == [(3,), (7, 3), (7,), ()]


def test_off_with_one_tap_and_for_ever(chat: Chat, caller: Caller) -> None:
    caller.say("/remind")
    caller.press("都不要提醒")
    assert chat.turns[0].effects == (RemindAt(silent=True),)
    caller.press("重新提醒我")
    assert chat.turns[0].effects == (RemindAt(),)


def test_what_is_coming_is_for_the_office(chat: Chat, caller: Caller) -> None:
    caller.sits("jiujiang-2022", "修水县")
    assert "常用的几个" in caller.say("/remind ahead jiujiang-2022")[0].text
    office = chat.caller("7001", "telegram")
    assert "要发的提醒" in office.say("/remind ahead jiujiang-2022")[0].text
