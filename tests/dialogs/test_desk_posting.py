"""Public notice in the chat: what each notice demands, dates around holidays, objections, pictures; papers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from dialogs.postings import Post, Tick
from tests.chat import Caller, Chat
from tests.dialogs.test_desk_unit import NOTICE, did, nominate
from tests.samples import photo


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "posting.db", datetime.fromisoformat("2022-07-04T09:00:00+08:00"))
    yield chat
    chat.stop()


def _seated(chat: Chat, notice: str, unit: str, now: str) -> Caller:
    chat.now = datetime.fromisoformat(f"{now}T09:00:00+08:00")
    caller = chat.caller("liaison")
    caller.sits(notice, unit, 5)
    return caller


def _recommended(chat: Chat, liaison: Caller, notice: str = NOTICE, **but: str) -> str:
    _, one = nominate(chat, "nina", notice, **but)
    liaison.say(f"/unit recommend {one} sure")
    liaison.look()
    return one


def _post(liaison: Caller, one: str, day: str, level: int = 0) -> None:
    liaison.say(f"/unit begin {one} {level}")
    liaison.say(day)
    liaison.press("已经贴出")


@pytest.mark.parametrize(
    ("notice", "unit", "now", "said"),
    [
        (NOTICE, "修水县", "2022-07-01", ["7月15日（周五）—7月21日（周四）：所在单位公示", "7月22日（周五）—7月28日（周四）：县级公示", "7月29日（周五）", "那天休息"]),
        ("suzhou-2021", "吴江区总工会", "2021-06-20", ["7月6日（周二）—7月12日（周一）：所在单位公示", "7月13日（周二）—7月19日（周一）：上级工会公示", "7月20日（周二）"]),
        ("jiaozuo-2021", "市直机关工委工会", "2021-04-01", ["通知没有要求单位公示", "4月30日（周五）"]),
        ("laiwu-2021", "示例镇总工会", "2021-05-12", ["通知没有要求单位公示", "5月31日（周一）"]),
    ],
)  # fmt: skip
def test_the_timetable_of_each_notice(chat: Chat, notice: str, unit: str, now: str, said: list[str]) -> None:
    liaison = _seated(chat, notice, unit, now)
    liaison.say("/unit")
    first, *_, last = liaison.press("时间表")
    assert all(each in first.text for each in said), first.text
    assert first.document.startswith(f"timeline/{notice}/")
    assert ("没有写明" in last.text) is ("没有要求" not in first.text)


def test_what_the_notice_leaves_open_is_named_as_an_assumption(chat: Chat) -> None:
    liaison = _seated(chat, "suzhou-2021", "吴江区总工会", "2021-06-20")
    liaison.say("/unit")
    assert "上级工会公示几天没有写，也按5个工作日算" in liaison.press("时间表")[-1].text


def test_where_no_notice_is_demanded_nothing_is_posted(chat: Chat) -> None:
    liaison = _seated(chat, "jiaozuo-2021", "市直机关工委工会", "2021-04-12")
    one = _recommended(chat, liaison, "jiaozuo-2021", 申报单位="市直机关工委工会")
    assert "不用贴" in liaison.say(f"/unit post {one}")[-1].text
    for verb in ("begin", "clear", "object"):
        liaison.say(f"/unit {verb} {one} 0")
        assert did(chat) == []


@pytest.mark.parametrize(
    ("now", "typed", "end"),
    [
        ("2022-07-04", "7月8日", "7月14日（周四）"),
        ("2022-07-04", "7月9日", "7月15日（周五）"),  # 周六贴，从周一算
        ("2022-06-02", "6月2日", "6月9日（周四）"),  # 跨端午
    ],
)
def test_the_last_day_counts_working_days(chat: Chat, now: str, typed: str, end: str) -> None:
    liaison = _seated(chat, NOTICE, "修水县", now)
    one = _recommended(chat, liaison)
    liaison.say(f"/unit begin {one} 0")
    assert f"{end}满5个工作日" in liaison.say(typed)[-1].text


def test_a_day_that_is_none_is_asked_again(chat: Chat) -> None:
    liaison = _seated(chat, NOTICE, "修水县", "2022-07-04")
    one = _recommended(chat, liaison)
    liaison.say(f"/unit begin {one} 0")
    assert "没看出是哪一天" in liaison.say("过几天吧")[-1].text
    liaison.say("7月5日")
    assert "已经贴出" in [each.label for row in liaison.replies[-1].buttons for each in row]


def test_the_outcome_waits_for_the_last_day(chat: Chat) -> None:
    liaison = _seated(chat, NOTICE, "修水县", "2022-07-04")
    one = _recommended(chat, liaison)
    _post(liaison, one, "7月4日")
    chat.now = datetime.fromisoformat("2022-07-08T23:59:00+08:00")
    liaison.say(f"/unit clear {one} 0")
    assert did(chat) == []
    chat.now = datetime.fromisoformat("2022-07-09T00:01:00+08:00")
    liaison.say(f"/unit clear {one} 0")
    (cleared,) = chat.turns[0].effects
    assert isinstance(cleared, Post)
    assert cleared.posted.state == "clear"


def test_an_objection_on_the_first_day_leaves_all_days_to_go(chat: Chat) -> None:
    liaison = _seated(chat, NOTICE, "修水县", "2022-07-04")
    one = _recommended(chat, liaison)
    _post(liaison, one, "7月4日")
    liaison.say(f"/unit object {one} 0")
    liaison.say("有人说事迹不实")
    assert "还差5个工作日" in liaison.say(f"/unit post {one}")[-1].text
    liaison.press("异议不成立，接着公示")
    liaison.press("7月4日（周一）")
    liaison.press("已经贴出")
    assert "贴到7月8日（周五）" in liaison.say(f"/unit post {one}")[-1].text


def test_a_second_objection_stops_what_is_left(chat: Chat) -> None:
    liaison = _seated(chat, NOTICE, "修水县", "2022-07-04")
    one = _recommended(chat, liaison)
    _post(liaison, one, "7月4日")
    for day, left in (("2022-07-06", 3), ("2022-07-11", 2)):
        chat.now = datetime.fromisoformat(f"{day}T09:00:00+08:00")
        liaison.say(f"/unit object {one} 0")
        liaison.say("还有人反映")
        assert f"还差{left}个工作日" in liaison.say(f"/unit post {one}")[-1].text
        _post(liaison, one, "7月8日" if left == 3 else "7月11日")
    assert "贴到7月12日（周二）" in liaison.say(f"/unit post {one}")[-1].text


def test_pictures_are_kept_and_something_else_is_not(chat: Chat) -> None:
    liaison = _seated(chat, NOTICE, "修水县", "2022-07-04")
    one = _recommended(chat, liaison)
    _post(liaison, one, "7月4日")
    liaison.press("传公示照片")
    assert "不是照片" in liaison.send(replace(photo(1), type="docx"))[0].text
    assert did(chat) == []
    sent = photo(2)
    liaison.send(sent)
    (kept,) = chat.turns[0].effects
    assert isinstance(kept, Post)
    assert kept.posted.photo == sent.hash


def test_the_nominee_reads_nothing_of_an_objection(chat: Chat) -> None:
    liaison = _seated(chat, NOTICE, "修水县", "2022-07-04")
    nominee, one = nominate(chat, "nina")
    liaison.say(f"/unit recommend {one}")
    _post(liaison, one, "7月4日")
    liaison.say(f"/unit object {one} 0")
    liaison.say("有人说他作假")
    said = [*nominee.look(), *nominee.say("我的填报"), *nominee.press("看：九江最美劳动者 JJ22-0001")]
    assert not any("作假" in each.text for each in said)


def test_looking_somebody_up_needs_a_note_of_who_and_when(chat: Chat) -> None:
    liaison = _seated(chat, "jiaozuo-2021", "市直机关工委工会", "2021-04-12")
    one = _recommended(chat, liaison, "jiaozuo-2021", 申报单位="市直机关工委工会")
    liaison.say(f"/unit papers {one}")
    liaison.press("☐ 查信用中国")
    assert did(chat) == []
    assert "谁查的，哪天查的" in liaison.replies[-1].text
    liaison.say("4月12日，王示例查，没有不良记录")
    noted = "4月12日，王示例查，没有不良记录"
    assert list(chat.turns[0].effects) == [Tick(one, "credit_check/check/2", "unit", note=noted)]
    assert "☑ 在“信用中国”上查" in liaison.replies[-1].text
    liaison.press("☑ 查信用中国")
    assert "☐ 在“信用中国”上查" in liaison.replies[-1].text


def test_jiangsu_wants_each_copy_signed(chat: Chat) -> None:
    liaison = _seated(chat, "jiangsu-2023", "示例市人社局", "2023-05-08")
    one = _recommended(chat, liaison, "jiangsu-2023", 推荐单位="示例市人社局")
    assert "每张写“此件与原件相符”，经办人签字" in liaison.say(f"/unit papers {one}")[-1].text
