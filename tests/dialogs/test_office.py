"""The office's desk opens to the office only, and a ruling never passes for the notice's own words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dialogs import ask, office
from dialogs.model import (
    Reply,
)
from dialogs.referrals import MOST, WAITS, KeepQuestion
from knowledge.answer import answer
from knowledge.model import Library, Ruling
from knowledge.question import AnswerKind, Question
from knowledge.rulings import points, to_ask
from storage.people import person_at
from storage.questions import lapse
from tests.chat import REAL, Caller, Chat, library

_NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
_ASKED = "九江对年龄有要求吗"
_DOORS = ("", *office._DOORS, *(f"{verb} {{id}}" for verb in office._DOORS))


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "office.db", _NOW, office=frozenset({"9"}))
    yield chat
    chat.stop()


@pytest.fixture
def worker(chat: Chat) -> Caller:
    return chat.caller("9", "telegram")


def _wait(chat: Chat) -> str:
    """A question that waits; its id."""
    asker = chat.caller("asker")
    asker.say(_ASKED)
    asker.press("请办公室回答")
    (kept,) = chat.turns[0].effects
    assert isinstance(kept, KeepQuestion)
    return kept.question


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_to_everybody_else_it_is_an_unknown_command(chat: Chat, channel: str) -> None:
    wanted = _wait(chat)
    somebody = chat.caller("9" if channel == "web" else "8", channel)
    unknown = _read(somebody.say("/nonsense"))
    for door in _DOORS:
        assert _read(somebody.say(f"/office {door.format(id=wanted)}".strip())) == unknown, door
        assert chat.turns[0].effects == ()


def test_another_persons_button_opens_nothing(chat: Chat, worker: Caller) -> None:
    _wait(chat)
    worker.say("/office")
    somebody = chat.caller("8", "telegram")
    for each in worker.buttons:
        replies = somebody.do(press=each.press)
        assert chat.turns[0].effects == ()
        assert not any("年龄" in reply.text for reply in replies)


def test_who_lost_the_role_loses_what_was_being_written(chat: Chat, worker: Caller) -> None:
    wanted = _wait(chat)
    worker.say("/office")
    worker.press("回答第1条")
    worker.say("不限年龄")
    chat._office = frozenset()
    chat.restart()
    for turn in (worker.say("是"), worker.say(f"/office send {wanted}"), worker.press("发给提问的人")):
        assert not any("不限年龄" in reply.text for reply in turn)
        assert chat.turns[0].effects == ()


def test_the_office_sees_the_words_and_not_who_asks(chat: Chat, worker: Caller) -> None:
    _wait(chat)
    asker = person_at(chat.engine, chat.vault, "web", "asker") or ""
    shown = [*worker.say("/office"), *worker.press("回答第1条")]
    assert all(_ASKED in reply.text for reply in shown)
    assert not any(asker in repr(each) for each in (*shown, *chat.turns))


def test_two_of_the_office_answer_once(chat: Chat) -> None:
    chat._office = frozenset({"9", "7"})
    chat.restart()
    _wait(chat)
    first, second = chat.caller("9", "telegram"), chat.caller("7", "telegram")
    for each in (first, second):
        each.say("/office")
        each.press("回答第1条")
        each.say("不限年龄")
    first.press("发给提问的人")
    assert "已经处理过" in second.press("作为办公室口径发出")[0].text
    assert chat.turns[0].effects == ()


def test_a_long_or_empty_hand_leaves_everything_as_it_is(chat: Chat) -> None:
    somebody = chat.caller("8")
    assert "没有可以转给办公室的问题" in somebody.say("请办公室回答")[0].text
    somebody.say("九江要盖几个章")
    assert "没有可以转给办公室的问题" in somebody.say("请办公室回答")[0].text
    somebody.say(_ASKED + "，" + "我很想知道" * 100)
    assert not somebody.replies[-1].buttons


@pytest.mark.parametrize(
    ("asked", "point"),
    [
        (_ASKED, "age"),
        ("九江某某街道有几个名额", "quota:九江某某街道"),
        ("我是苏州机关的科级干部，能报吗", "rule:"),
        ("九江推荐表交几份", ""),
        ("年龄有要求吗", ""),
        ("北京的最美职工怎么报", ""),
    ],
)
def test_what_the_office_may_be_asked(asked: str, point: str) -> None:
    found = to_ask(answer(Question((asked,)), library(), _NOW.date()))
    assert found.startswith(point) if point else not found


def test_a_ruling_stands_apart_and_is_never_quoted() -> None:
    ruled = _ruled("age", "不限年龄")
    found = answer(Question((_ASKED,)), ruled, _NOW.date())
    said = ask.worded(found, ruled).text
    assert found.kind is AnswerKind.NOT_STATED
    assert said.index("没有写年龄") < said.index("办公室口径（某某办公室，2022年6月21日）：不限年龄")
    assert "不是通知原文" in said
    assert not any("不限年龄" in cite.quote for cite in ask.cited(found))


@pytest.mark.parametrize(
    "asked", ["焦作对年龄有要求吗", "九江获奖有奖金吗", "九江推荐表交几份", "九江什么时候截止"]
)
def test_a_ruling_speaks_to_its_own_point_only(asked: str) -> None:
    ruled = _ruled("age", "不限年龄")
    assert "口径" not in ask.worded(answer(Question((asked,)), ruled, _NOW.date()), ruled).text


def test_another_unit_is_another_point() -> None:
    ruled = _ruled("quota:九江某某街道", "报给县里")
    for asked, there in (("九江某某街道有几个名额", True), ("九江甲乙街道有几个名额", False)):
        found = answer(Question((asked,)), ruled, _NOW.date())
        assert points(found), asked
        assert ("报给县里" in ask.worded(found, ruled).text) is there


@pytest.mark.parametrize("typed", ["某某街道", "九江市某某街道", "请问某某街道", "我们九江某某街道"])
def test_a_unit_is_the_same_however_it_is_typed(typed: str) -> None:
    for point in ("quota:九江某某街道", "quota:某某街道", "quota:请问某某街道"):
        ruled = _ruled(point, "报给县里")
        asked = Question((f"{typed}有几个名额",), "jiujiang-2022")
        assert "报给县里" in ask.worded(answer(asked, ruled, _NOW.date()), ruled).text


def test_a_place_that_is_no_more_is_no_other_place() -> None:
    ruled = _ruled("quota:九江县", "今为柴桑区")
    for asked, there in (("九江县有几个名额", True), ("某某县有几个名额", False)):
        found = answer(Question((asked,), "jiujiang-2022"), ruled, _NOW.date())
        assert ("今为柴桑区" in ask.worded(found, ruled).text) is there


def test_one_person_has_few_questions_waiting_at_once(chat: Chat, worker: Caller) -> None:
    asker, other = chat.caller("asker"), chat.caller("other")
    for number in range(MOST):
        asker.say(f"九江{'甲乙丙丁戊'[number]}某街道有几个名额")
        assert "已转给" in asker.press("请办公室回答")[0].text
    asker.say(_ASKED)
    refused = asker.press("请办公室回答")[0].text
    assert f"已经有{MOST}条问题在等" in refused
    assert "8222232" in refused
    assert chat.turns[0].effects == ()
    other.say(_ASKED)
    assert "已转给" in other.press("请办公室回答")[0].text
    worker.say("/office")
    worker.press("不答第1条")
    assert "已转给" in asker.press("请办公室回答")[-1].text


def test_what_nobody_takes_up_is_given_back(chat: Chat, worker: Caller) -> None:
    _wait(chat)
    asker = chat.caller("asker")
    asker.look()
    lapse(chat.engine, chat.vault, chat.now + WAITS + timedelta(days=1), REAL)
    (given_back,) = asker.look()
    assert f"过了{WAITS.days}天还没有答复" in given_back.text
    assert "8222232" in given_back.text
    assert _ASKED not in given_back.text
    assert "没有等回答的问题" in worker.say("/office")[0].text


def _ruled(point: str, text: str) -> Library:
    key = "jiujiang-2022"
    ruling = Ruling("r1", "", text, "某某办公室", _NOW.date().replace(day=21), point)
    return {**library(), key: replace(library()[key], rulings=(ruling,))}


def _read(replies: list[Reply]) -> list[tuple[str, list[str]]]:
    """What a person sees; tokens of buttons are drawn anew each time."""
    return [(each.text, [button.label for row in each.buttons for button in row]) for each in replies]
