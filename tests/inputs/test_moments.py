"""Bad inputs that are bad because of when or where they come: double taps, late presses, two devices, links, deadlines."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from dialogs.model import Idle, Reply, Upload
from storage.engine import read
from storage.inbox import Inbox
from storage.people import person_at
from storage.tables import NominationRow
from tests.chat import Caller, Chat
from tests.inputs.sender import NOTICE, Sender, labels, sentences
from tests.samples import fill_rest

OPEN = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
LAST_SECOND = datetime.fromisoformat("2022-07-30T23:59:59+08:00")
IDENTITY = "11010519491231002X"
UNSAID = "里面好像有身份证号，这里不需要，我没有保存。聊天里要是还看得到那条，请您把它删掉。"


@pytest.fixture
def chat(tmp_path: Path, _sqlite_template: Path) -> Iterator[Chat]:
    chat = Chat(Path(shutil.copy(_sqlite_template, tmp_path / "zuimei.db")), OPEN)
    yield chat
    chat.stop()


def begun(chat: Chat, channel: str = "web", address: str = "1001") -> Sender:
    """Somebody who is asked for the name."""
    person = Sender(chat.caller(address, channel))
    person.send(f"/fill {NOTICE}")
    while "同意" in person.caller.replies[-1].text:
        person.send("同意")
    person.send("新业态领域")
    return person


def both(chat: Chat) -> tuple[Sender, Sender]:
    """One person who began on the page, then joined on the phone, and is asked for the name on both."""
    page = begun(chat)
    shown = "\n".join(each.text for each in page.caller.replies)
    code = shown.partition("您的继续码：")[2][:14]
    phone = Sender(chat.caller("4001", "telegram"))
    phone.send(code)
    phone.send({"press": "接着填"})
    phone.send({"press": "同意并开始"})
    phone.send({"press": "单独同意，在这里填"})
    return page, phone


def said(replies: list[Reply]) -> str:
    return sentences(replies)


# ── 26, in every state ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("channel", ["web", "telegram"])
@pytest.mark.parametrize("before", [(), ("/fill jiujiang-2022",), ("/forget",), ("/check jiujiang-2022",)])
def test_26_an_identity_number_is_kept_nowhere(chat: Chat, channel: str, before: tuple[str, ...]) -> None:
    person = Sender(chat.caller(channel=channel))
    for each in before:
        person.send(each)
    state = person.state()
    replies = person.send(f"我的身份证 {IDENTITY}，公示几天？")
    assert replies[0].text.startswith(UNSAID)
    assert replies[0].erases == (person.caller.last.sent if person.caller.last else "?")
    assert person.state() == state
    owner = person_at(chat.engine, chat.vault, channel, "1001") or ""
    assert not any(IDENTITY in each.said for each in chat.outbox.after(owner, 0, 99))
    assert not chat.turns[0].talk


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_26_an_identity_number_where_a_yes_is_waited_for(chat: Chat, channel: str) -> None:
    person = begun(chat, channel)
    person.send("王")
    state = person.state()
    replies = person.send(IDENTITY)
    assert [each.text for each in replies] == [UNSAID, "姓名记成“王”，对吗？"]
    assert person.state() == state


# ── 20, 33 ────────────────────────────────────────────────────────────────────────────────────────────


def test_20_a_text_cut_in_the_middle_of_a_sentence_is_joined_without_a_gap(chat: Chat) -> None:
    person = begun(chat, "telegram")
    person.send("改详细事迹资料")
    text = "他每天送件二百多单，五年没有一次投诉" * 230
    person.send(text[:4096])
    person.send(text[4096:])
    assert person.entries()["statement"] == text


def test_33_the_picture_over_a_caption_is_not_even_fetched(chat: Chat) -> None:
    person = begun(chat, "telegram")
    sizes = [{"file_id": "l", "file_unique_id": "l", "width": 1280, "height": 960, "file_size": 90000}]
    assert (
        said(person.send({"caption": "张三", "photo": sizes}))
        == "图片没有保存。就用图片下面的字填“姓名”吗：张三"
    )
    assert Inbox(chat.engine, chat.vault).fetching() == ()
    assert said(person.send("对")) == "已记下：姓名 张三"


# ── 37, 38, 39, 41 ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_37_a_double_tap_has_one_effect_and_one_reply(chat: Chat, channel: str) -> None:
    person = begun(chat, channel)
    token, _ = _sexes(person)
    chat.pace = timedelta(milliseconds=50)
    assert said(person.send({"token": token})) == "已记下：性别 男"
    assert person.send({"token": token}) == []
    assert person.entries()["gender"] == "male"


@pytest.mark.parametrize("channel", ["web", "telegram"])
@pytest.mark.parametrize("restarted", [False, True])
def test_38_a_late_press_says_what_stands_and_changes_nothing_by_itself(
    chat: Chat, channel: str, *, restarted: bool
) -> None:
    person = begun(chat, channel)
    male, female = _sexes(person)
    person.send("男")
    person.send("1985年3月")
    if restarted:
        chat.restart()
    replies = person.send({"token": female})
    assert (said(replies), labels(replies)) == ("“性别”这一项已经填了：男", ["改成女", "不改，继续"])
    assert "【民族】5/21" in person.send({"press": "不改，继续"})[-1].text
    assert person.entries()["gender"] == "male"
    assert said(person.send({"token": male})) == "“性别”这一项已经填了：男", "the same once more"
    person.send({"token": female})
    assert said(person.send({"press": "改成女"})) == "已记下：性别 女"


def _sexes(person: Sender) -> list[str]:
    return [each.press for row in person.send("张三")[-1].buttons[:1] for each in row]


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_39_whoever_lost_a_press_in_an_outage_types_the_answer(chat: Chat, channel: str) -> None:
    person = begun(chat, channel)
    person.send("张三")
    chat.restart()  # the press was made meanwhile, and nobody heard of it
    assert said(person.send("女")) == "已记下：性别 女"


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_41_a_button_of_somebody_else_does_nothing(chat: Chat, channel: str) -> None:
    anna, bert = begun(chat, channel, "1001"), begun(chat, channel, "1002")
    male, _ = _sexes(anna)
    bert.send("李四")
    before = bert.state(), bert.entries(), anna.entries()
    assert said(bert.send({"token": male})) == "这个按钮已经用不了了，什么都没有改动。"
    assert (bert.state(), bert.entries(), anna.entries()) == before


# ── 57 ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_57_what_was_cancelled_stays_cancelled_when_the_file_comes(chat: Chat, channel: str) -> None:
    person = begun(chat, channel)
    person.send("改事迹简介")
    person.caller.do(pending=True)
    assert said(person.send("/cancel")).startswith("好，先停在这里。")
    text = Upload(hash="h", name="事迹.docx", type="docx", bytes=9, text="他每天送件二百多单。")
    assert said(person.caller.do(uploads=(text,))) == "现在没有要您传文件的地方。文件没有保存。"
    assert person.state() == Idle()
    assert "deeds" not in person.entries()
    assert person.entries()["category"] == "new_employment"


# ── 58 ────────────────────────────────────────────────────────────────────────────────────────────────


def test_58_the_last_yes_counts_and_the_other_device_is_told(chat: Chat) -> None:
    page, phone = both(chat)
    assert said(page.send("张三")) == "已记下：姓名 张三"
    replies = phone.send("李四")
    assert said(replies) == "“姓名”在另一台设备上已经填了“张三”。要改成“李四”吗？"
    assert page.entries()["name"] == "张三", "nothing is overwritten silently"
    chat.restart()
    assert said(phone.send({"press": "改成李四"})) == "已记下：姓名 李四"
    assert phone.entries()["name"] == "李四"
    assert said(page.caller.look()) == "“姓名”刚才在另一台设备上改过了，核对的时候请看一看。"


def test_58_what_the_other_device_says_may_stand(chat: Chat) -> None:
    page, phone = both(chat)
    page.send("张三")
    phone.send("李四")
    assert "【性别】3/21" in phone.send({"press": "不改，继续"})[-1].text
    assert page.entries()["name"] == "张三"
    assert page.caller.look() == []


def test_58_an_answer_to_neither_question_shows_where_we_are(chat: Chat) -> None:
    page, phone = both(chat)
    page.send("张三")
    replies = phone.send("1985年3月")
    assert said(replies) == "您在另一台设备上已经填到这里了。"
    assert "【性别】3/21" in replies[-1].text
    assert said(phone.send("女")) == "已记下：性别 女", "from now on the phone knows"


def test_58_both_on_the_same_question_is_nothing_special(chat: Chat) -> None:
    page, phone = both(chat)
    assert said(phone.send("李四")) == "已记下：姓名 李四"
    assert said(page.send("1985年3月")) == "您在另一台设备上已经填到这里了。"
    assert said(page.send("女")) == "已记下：性别 女"


# ── 59 ────────────────────────────────────────────────────────────────────────────────────────────────


def test_59_in_a_group_one_word_a_day_and_no_more(chat: Chat) -> None:
    group = chat.caller("-100123", "telegram")
    asked = "为保护个人信息，请单独给我发消息，不要在群里填。"
    assert [each.text for each in group.do(other="group")] == [asked]
    assert group.do(other="group") == []


def test_59_wrong_links_all_sound_alike_and_stop_after_ten(chat: Chat) -> None:
    person = Sender(chat.caller(channel="telegram"))
    answers = {said(person.send(f"/start {'a' * (55 + each)}")) for each in range(10)}
    assert answers == {"没有找到这个继续码。请核对一下，形如 7K4M-92QX-B3TA，字母不分大小写。"}
    assert said(person.send("/start 7K4M-92QX-B3TA")) == "试错的次数太多了，请过一小时再试。"


# ── 60 ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("channel", ["web", "telegram"])
@pytest.mark.parametrize(("seconds", "in_time"), [(0, True), (1, False)])
def test_60_the_moment_of_sending_decides(chat: Chat, channel: str, seconds: int, *, in_time: bool) -> None:
    person = begun(chat, channel)
    fill_rest(person.caller)
    chat.now = LAST_SECOND + timedelta(hours=9)  # an outage: it is worked on the next morning
    replies = person.caller.do(text="提交", at=LAST_SECOND + timedelta(seconds=seconds))
    if in_time:
        assert "登记编号 JJ22-0001" in replies[0].text
        assert _handed_in(person.caller) == LAST_SECOND
    else:
        assert said(replies).startswith("截止时间是2022年7月30日（周六），已经过了，不能提交。")
        assert len(person.entries()) == 21, "nothing is lost"


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_60_after_thirty_days_the_draft_goes_on_at_the_same_question(chat: Chat, channel: str) -> None:
    person = begun(chat, channel)
    person.send("张三")
    chat.restart()
    chat.now = OPEN + timedelta(days=30)
    chat.pace = timedelta(days=30)
    assert "【性别】3/21" in person.send("你好")[-1].text
    assert said(person.send("女")) == "已记下：性别 女"


def _handed_in(caller: Caller) -> datetime | None:
    """When the nomination counts as handed in."""
    return read(caller.chat.engine, lambda session: session.exec(select(NominationRow)).one().submitted)
