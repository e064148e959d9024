"""Reviewing and the list: what may be done when, who is told, and what a nominee can still change."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dialogs.model import Submit
from dialogs.register import Describe, Disclose, Move
from storage.engine import write
from storage.tables import NominationRow
from tests.chat import Caller, Chat
from tests.dialogs.test_desk_unit import NOTICE, did, nominate

CLOSES = datetime.fromisoformat("2022-07-30T23:59:59.999999+08:00")


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "review.db", datetime.fromisoformat("2022-07-04T09:00:00+08:00"))
    yield chat
    chat.stop()


@pytest.fixture
def liaison(chat: Chat) -> Caller:
    caller = chat.caller("liaison")
    caller.sits(NOTICE, "修水县")
    return caller


def test_reading_is_written_down_and_shows_everything(chat: Chat, liaison: Caller) -> None:
    nominate(chat, "nina", 工作单位="示例某某公司")
    liaison.look()
    text, sheet, _ = liaison.press("看全部内容")
    assert "工作单位：示例某某公司" in text.text
    assert "事迹简介：他每天送件" in text.text
    assert sheet.document.startswith("sheet/")
    (read,) = chat.turns[0].effects
    assert isinstance(read, Disclose)


def test_a_draft_is_the_writers_alone(chat: Chat, liaison: Caller) -> None:
    liaison.say("/unit")
    liaison.press("代没有手机的人填")
    liaison.press("同意并开始")
    liaison.say("/cancel")
    liaison.say("/unit")
    assert "还差" in liaison.replies[-1].text
    liaison.do(press=chat.turns[0].replies[-1].buttons[0][0].press)
    assert "看全部内容" not in [each.label for row in liaison.replies[-1].buttons for each in row]


def test_the_letter_of_a_return_leads_to_the_very_field(chat: Chat, liaison: Caller) -> None:
    nominee, one = nominate(chat, "nina")
    liaison.say(f"/unit field {one} employer")
    liaison.say("请写全称")
    liaison.press("确认退回")
    (moved,) = chat.turns[0].effects
    assert moved == Move(one, "return", "employer", "请写全称")
    assert "请写全称" in nominee.look()[-1].text
    assert "【工作单位】" in nominee.press("改工作单位")[-1].text
    nominee.say("示例某某公司")
    nominee.press("改好了，重新交")
    handed_in = [each for each in chat.turns[0].effects if isinstance(each, Submit)]
    assert [each.registration for each in handed_in] == ["JJ22-0001"]
    assert "改好后又交了表" in liaison.look()[-1].text


def test_a_reason_can_be_rewritten_and_left(chat: Chat, liaison: Caller) -> None:
    _, one = nominate(chat, "nina")
    liaison.say(f"/unit field {one} -")
    liaison.say("哪里都不对")
    liaison.say("不对")
    assert "请写一句话" in liaison.replies[-1].text
    liaison.say("字" * 501)
    assert "最多500字" in liaison.replies[-1].text
    liaison.press("先不弄")
    assert "状态：等您审核" in liaison.replies[-1].text
    liaison.say("/unit sure")
    assert did(chat) == []


@pytest.mark.parametrize("deed", ["recommend", "send_up", "take_back", "return", "drop"])
def test_an_old_button_changes_nothing(chat: Chat, liaison: Caller, deed: str) -> None:
    """The nominee has withdrawn meanwhile."""
    nominee, one = nominate(chat, "nina")
    nominee.say("我的填报")
    nominee.press("看：九江最美劳动者 JJ22-0001")
    nominee.press("撤回")
    nominee.press("确认撤回")
    liaison.say(f"/unit {deed} {one}")
    liaison.say("原因")
    liaison.say("对")
    assert not any(isinstance(each, Move) for each in chat.turns[0].effects)


def test_what_is_on_a_list_is_not_changed_by_the_nominee(chat: Chat, liaison: Caller) -> None:
    nominee, one = nominate(chat, "nina")
    liaison.say(f"/unit recommend {one}")
    for typed in ("改手机 13900139000", "改工作单位 某某公司", "手机写错了"):
        assert "不能自己改" in nominee.say(typed)[-1].text
        assert did(chat) == []


def test_a_question_that_was_open_when_it_was_recommended_takes_nothing(chat: Chat, liaison: Caller) -> None:
    nominee, one = nominate(chat, "nina")
    nominee.say("改手机")
    assert "【手机】" in nominee.replies[-1].text
    liaison.say(f"/unit recommend {one}")
    nominee.look()
    assert "不能自己改" in nominee.say("13900139000")[-1].text
    assert did(chat) == []
    for press in (
        f"goto {one} mobile",
        f"force {one} mobile 13900139000",
        f"pick {one} gender male",
        f"edit {one}",
    ):
        nominee.do(press=press)
        assert "save_entry" not in did(chat)


def test_a_correction_is_counted_anew(chat: Chat) -> None:
    nominee, _ = nominate(chat, "nina")
    nominee.say("改类别 新业态领域")
    described = [each for each in chat.turns[0].effects if isinstance(each, Describe)]
    assert [each.category for each in described] == ["new_employment"]
    nominee.say("改手机 13900139000")
    assert not any(isinstance(each, Describe) for each in chat.turns[0].effects)


@pytest.mark.parametrize(("late", "goes"), [(-1, True), (0, True), (1, False)])
def test_sending_up_closes_at_the_second(chat: Chat, liaison: Caller, late: int, goes: bool) -> None:  # noqa: FBT001 - a table's column
    _, one = nominate(chat, "nina")
    liaison.say(f"/unit recommend {one}")
    chat.now = CLOSES + timedelta(seconds=late)
    liaison.say(f"/unit send_up {one} sure")
    assert bool(chat.turns[0].effects) is goes
    if not goes:
        assert "已截止，不能上报了" in liaison.replies[-1].text


def test_what_the_office_sent_back_may_come_again_after_the_deadline(chat: Chat, liaison: Caller) -> None:
    nominee, one = nominate(chat, "nina")
    liaison.say(f"/unit recommend {one}")
    liaison.say(f"/unit send_up {one} sure")
    office = chat.caller("9", "telegram")
    chat._office = frozenset({"9"})
    chat.restart()
    chat.now = CLOSES + timedelta(days=3)
    office.say("/office JJ22-0001")
    office.press("退回")
    office.say("手机：打不通，请核对")
    office.say("是")
    nominee.look()
    nominee.press("改手机")
    nominee.say("13900139000")
    nominee.press("改好了，重新交")
    liaison.say(f"/unit recommend {one}")
    liaison.say(f"/unit send_up {one} sure")
    (up,) = chat.turns[0].effects
    assert isinstance(up, Move)
    assert up.deed == "send_up"


def test_all_who_are_ready_go_up_at_once(chat: Chat, liaison: Caller) -> None:
    """Laiwu demands no public notice of the unit: nothing is waited for."""
    chat.now = datetime.fromisoformat("2021-05-12T09:00:00+08:00")
    liaison.sits("laiwu-2021", "示例镇总工会", 3)
    ids = [
        nominate(chat, each, "laiwu-2021", 推荐单位="示例镇总工会", 姓名=each)[1]
        for each in ("王示例", "李示例")
    ]
    for each in ids:
        liaison.say(f"/unit recommend {each}")
    standing = liaison.say(f"/unit one {ids[0]}")[-1]
    assert "公示" not in [each.label for row in standing.buttons for each in row]
    liaison.press("全部人选")
    liaison.press("全部上报")
    liaison.press("确认上报2人")
    assert [each.nomination for each in chat.turns[0].effects if isinstance(each, Move)] == ids


def test_a_held_one_waits_and_nobody_hears_why(chat: Chat, liaison: Caller) -> None:
    _, one = nominate(chat, "nina")
    write(chat.engine, lambda session: setattr(session.get_one(NominationRow, one), "held", "twin"))
    said = liaison.say(f"/unit recommend {one}")[-1].text
    assert "需上级核实" in said
    assert "重复" not in said
    assert did(chat) == []
