"""The liaison's desk: whose it is, what the board shows, and that nothing there reaches another unit."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dialogs.desk import unit
from tests.chat import Caller, Chat, library
from tests.samples import fill_rest

NOW = datetime.fromisoformat("2022-07-04T09:00:00+08:00")
NOTICE = "jiujiang-2022"


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "unit.db", NOW)
    yield chat
    chat.stop()


@pytest.fixture
def liaison(chat: Chat) -> Caller:
    caller = chat.caller("liaison")
    caller.sits(NOTICE, "修水县")
    return caller


def did(chat: Chat) -> list[str]:
    """The kinds of what the last turn kept."""
    return [each.kind for each in chat.turns[0].effects]


def nominate(chat: Chat, address: str, notice: str = NOTICE, **but: str) -> tuple[Caller, str]:
    """Somebody fills in and hands in; the id of the nomination."""
    person = chat.caller(address)
    person.say(f"/fill {notice}")
    person.press("同意并开始")
    fill_rest(person, library()[notice].notice.form, but)
    person.press("提交")
    return person, chat.turns[0].effects[0].nomination  # type: ignore[union-attr] # a Submit


def test_who_looks_after_no_unit_hears_of_an_unknown_command(chat: Chat) -> None:
    somebody = chat.caller("somebody")
    unknown = [each.text for each in somebody.say("/nonsense")]
    doors = ["", *(f"{each} x" for each in (*unit._ON_UNIT, *unit._ON_CASE, *unit._ON_PART, "sure"))]
    for door in doors:
        assert [each.text for each in somebody.say(f"/unit {door}".strip())] == unknown
    assert "/unit" not in unknown[0]


def test_help_tells_the_command_to_those_to_whom_it_opens(liaison: Caller) -> None:
    assert "/unit" in liaison.say("/help")[0].text


@pytest.mark.parametrize("verb", sorted({*unit._ON_CASE, *unit._ON_PART}))
def test_another_units_nomination_is_as_missing_as_none(chat: Chat, liaison: Caller, verb: str) -> None:
    _, theirs = nominate(chat, "nina", 推荐单位="瑞昌市")
    for subject in (theirs, "nothing"):
        reply = liaison.say(f"/unit {verb} {subject} 0 2022-07-05")[-1]
        assert "没有找到这一份" in reply.text
        assert did(chat) == []
        assert reply.document == ""


@pytest.mark.parametrize("verb", sorted(unit._ON_UNIT))
def test_another_units_board_stays_shut(chat: Chat, liaison: Caller, verb: str) -> None:
    nominate(chat, "nina", 推荐单位="瑞昌市")
    other = chat.caller("other")
    other.sits(NOTICE, "瑞昌市")
    press = next(each.press for reply in other.say("/unit") for row in reply.buttons for each in row)
    assert "瑞昌市" in other.replies[-1].text
    theirs = chat.turns[0].replies[0].buttons[-1][0].press.split()[-1]
    assert press
    for reply in liaison.say(f"/unit {verb} {theirs}"):
        assert "瑞昌市" not in reply.text
        assert not reply.document
    assert did(chat) == []


def test_a_button_of_another_liaison_does_nothing(chat: Chat, liaison: Caller) -> None:
    _, one = nominate(chat, "nina")
    liaison.say(f"/unit one {one}")
    thief = chat.caller("thief", "telegram")
    for each in liaison.buttons:
        thief.do(press=each.press)
        assert did(chat) == []


def test_the_board_goes_page_by_page_and_by_state(chat: Chat, liaison: Caller) -> None:
    ids = [
        nominate(chat, f"nominee{number}", 姓名=f"王{name}")[1]
        for number, name in enumerate("甲乙丙丁戊己庚")
    ]
    first = liaison.say("/unit")[-1].text
    assert "1. 王甲" in first
    assert "王庚" not in first
    assert "1. 王庚" in liaison.press("下一页")[-1].text
    liaison.say(f"/unit recommend {ids[3]}")
    liaison.say("/unit")
    only = liaison.press("已推荐的1人")[-1].text
    assert "1. 王丁" in only
    assert "王甲" not in only


def test_several_units_are_chosen_among(chat: Chat, liaison: Caller) -> None:
    liaison.sits(NOTICE, "瑞昌市")
    reply = liaison.say("/unit")[-1]
    assert {each.label for row in reply.buttons for each in row} == {"修水县", "瑞昌市"}
    assert "瑞昌市（九江最美劳动者）" in liaison.press("瑞昌市")[-1].text


def test_a_unit_whose_places_nobody_named_says_so(chat: Chat) -> None:
    liaison = chat.caller("liaison")
    liaison.sits("suzhou-2021", "示例银行工会")
    assert "名额：通知没有写您单位几个" in liaison.say("/unit")[-1].text


def test_somebody_is_told_at_once_and_of_a_withdrawal_too(chat: Chat, liaison: Caller) -> None:
    nominee, _ = nominate(chat, "nina")
    assert "交了推荐表" in liaison.look()[-1].text
    liaison.press("这一位")
    liaison.press("推荐")
    nominee.say("我的填报")
    nominee.press("看：九江最美劳动者 JJ22-0001")
    nominee.press("撤回")
    nominee.press("确认撤回")
    assert "名额空出来了" in liaison.look()[-1].text


def test_a_nominee_who_moves_to_another_unit_is_found_there(chat: Chat, liaison: Caller) -> None:
    nominee, one = nominate(chat, "nina")
    other = chat.caller("other")
    other.sits(NOTICE, "瑞昌市")
    nominee.say("改推荐单位 瑞昌市")
    assert "交了推荐表" in other.look()[-1].text
    assert "没有找到这一份" in liaison.say(f"/unit one {one}")[-1].text


def test_whatever_is_typed_behind_a_command_is_answered(chat: Chat, liaison: Caller) -> None:
    _, one = nominate(chat, "nina")
    for verb in (*unit._ON_CASE, *unit._ON_PART, *unit._ON_UNIT, "sure", "nonsense"):
        for rest in ("", one, f"{one} x y z", f"{one} 0 2022-13-45", f"{one} 99 x", f"{one} \u0663 -"):
            reply = liaison.say(f"/unit {verb} {rest}".strip())[0]
            assert reply.text or reply.document
            assert "post" not in did(chat)
            liaison.say("/cancel")
