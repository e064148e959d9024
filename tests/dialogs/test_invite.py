"""Joining and inviting: the office, the units' contacts, the nominees."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from dialogs.model import Reply
from dialogs.seats import LIAISON, OFFICE
from storage.desks import UnitRow
from storage.engine import read
from tests.chat import REAL, Caller, Chat, library
from tests.samples import fill_rest
from tests.seats import invited

NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
JIUJIANG, SUZHOU = "jiujiang-2022", "suzhou-2021"
VOID = "这个邀请用不了"


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "chat.db", NOW, office=frozenset({"700009"}))
    yield chat
    chat.stop()


@pytest.fixture
def office(chat: Chat) -> Caller:
    return chat.caller("700009", "telegram")


def invitation(chat: Chat, role: str, notice: str = "", unit: str = "", days: int = 14) -> str:
    return invited(chat.engine, chat.vault, role, notice, unit, at=REAL, days=days)


def token_in(replies: list[Reply]) -> str:
    found = re.search(r"/start ([\w-]{22})$", "\n".join(each.text for each in replies), re.MULTILINE)
    assert found
    return found[1]


def contact(chat: Chat, unit: str = "修水县", address: str = "2001") -> Caller:
    caller = chat.caller(address)
    caller.say(f"/start {invitation(chat, LIAISON, JIUJIANG, unit)}")
    caller.say("是我")
    return caller


# ── joining ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_contact_joins_by_a_link_with_one_tap(chat: Chat) -> None:
    token, caller = invitation(chat, LIAISON, JIUJIANG, "修水县"), chat.caller("1001", "telegram")
    [card] = caller.say(f"/start {token}")
    assert "李示例，您好" in card.text
    assert "修水县（九江最美劳动者）的工会联系人" in card.text
    [welcome] = caller.press("是我")
    assert welcome.text.startswith("好，您现在是修水县")
    assert "/unit" in caller.say("/help")[0].text


def test_who_is_meant_by_nobody_stays_a_stranger(chat: Chat) -> None:
    caller = chat.caller()
    caller.say(f"/start {invitation(chat, OFFICE, JIUJIANG)}")
    assert "没有加入" in caller.press("不是我")[0].text
    assert "/office" not in caller.say("/help")[0].text


@pytest.mark.parametrize(
    "typed", ["{}", "/start {}", "https://zuimei.example/join#{}", "https://t.me/zuimei_bot?start={}"]
)
def test_the_token_is_understood_however_it_comes(chat: Chat, typed: str) -> None:
    [card] = chat.caller().say(typed.format(invitation(chat, OFFICE)))
    assert "是您吗？" in card.text


def test_wrong_used_expired_and_revoked_read_the_same(chat: Chat, office: Caller) -> None:
    used = invitation(chat, LIAISON, JIUJIANG, "修水县")
    chat.caller("1").say(f"/start {used}")
    chat.caller("1").say("是我")
    expired = invitation(chat, LIAISON, JIUJIANG, "修水县", days=-1)
    office.say("/invite")
    office.press("九江最美劳动者")
    office.press("办公室同事")
    revoked = token_in(office.say("王示例"))
    office.say("/invite at jiujiang-2022")
    office.press("没用过的邀请")
    office.press("收回第1个")
    said = {
        chat.caller(str(number)).say(f"/start {token}")[0].text
        for number, token in enumerate((used, expired, revoked, "A-wrong_token_of_22_ab"), 10)
    }
    assert len(said) == 1
    assert VOID in said.pop()


def test_guessing_ends_with_the_eleventh(chat: Chat) -> None:
    chat.pace = timedelta(seconds=1)
    guesser, good = chat.caller(), invitation(chat, OFFICE)
    said = [guesser.say(f"/start Wrong_token_of_22_ab{number:02}")[0].text for number in range(10)]
    assert all(VOID in each for each in said)
    assert "试错的次数太多" in guesser.say(f"/start {good}")[0].text
    assert "是您吗" in chat.caller("1002").say(f"/start {good}")[0].text, "only the guesser has to wait"


def test_an_invitation_is_good_for_one(chat: Chat) -> None:
    token, first, second = invitation(chat, OFFICE), chat.caller("1"), chat.caller("2")
    first.say(f"/start {token}")
    second.say(f"/start {token}")
    first.press("是我")
    assert VOID in second.press("是我")[0].text
    assert "/office" not in second.say("/help")[0].text


def test_who_is_taken_off_the_settings_loses_the_desk(chat: Chat, office: Caller) -> None:
    assert "/office" in office.say("/help")[0].text
    chat._office = frozenset()
    chat.restart()
    assert "/office" not in office.say("/help")[0].text


def test_an_office_person_has_the_desk_on_the_web_too(chat: Chat, office: Caller) -> None:
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", office.say("/code")[0].text)
    web = chat.caller("1001")
    web.say("/start")
    assert code
    web.say(code[0])
    assert "/office" in web.say("/help")[0].text


# ── the office invites ──────────────────────────────────────────────────────────────────────────────────


def test_the_office_invites_a_contact_by_a_short_name(chat: Chat, office: Caller) -> None:
    office.say("/invite")
    office.press("九江最美劳动者")
    office.press("单位联系人")
    assert "修水县的工会联系人" in office.say("修水总工会")[0].text
    replies = office.say("李示例")
    assert "只能用一次" in replies[0].text
    assert "https://zuimei.example/join#" in replies[1].text
    assert replies[2].document.startswith("qr/https://zuimei.example/join#")
    caller = chat.caller()
    caller.say(f"/start {token_in(replies)}")
    caller.press("是我")
    assert "李示例已加入：修水县的工会联系人" in office.look()[0].text


def test_a_unit_that_the_table_does_not_name_is_not_made_up(office: Caller) -> None:
    office.say("/invite liaison jiujiang-2022")
    assert "没有“示例镇”" in office.say("示例镇")[0].text


def test_a_unit_of_a_class_is_added_with_its_places(chat: Chat, office: Caller) -> None:
    office.say("/invite liaison suzhou-2021")
    office.say("吴中区总工会")
    office.say("李示例")
    office.say("/invite liaison suzhou-2021")
    asked = office.say("示例银行苏州分行工会")[0].text
    assert "金融单位工会5到200个" in asked
    assert "5到200个" in office.say("300")[0].text
    office.say("20名")
    office.say("跳过")
    units = {each.name: (each.unit_class, each.most) for each in _units(chat, SUZHOU)}
    assert units["吴中区总工会"] == ("district", 650)
    assert units["示例银行苏州分行工会"] == ("financial_union", 20)


def test_a_class_that_cannot_be_told_is_asked(chat: Chat, office: Caller) -> None:
    office.say("/invite liaison suzhou-2021")
    assert "属于哪一类" in office.say("示例研究所")[0].text
    office.press("直属单位工会")
    office.say("5")
    office.say("李示例")
    assert ("示例研究所", "direct_union", 5) in [
        (each.name, each.unit_class, each.most) for each in _units(chat, SUZHOU)
    ]


def _units(chat: Chat, round_id: str) -> Sequence[UnitRow]:
    wanted = select(UnitRow).where(UnitRow.round == round_id)
    return read(chat.engine, lambda session: session.exec(wanted).all())


# ── the unit's contact invites, and hands over ──────────────────────────────────────────────────────────


def test_to_everybody_else_inviting_is_unknown(chat: Chat) -> None:
    stranger = chat.caller()
    assert stranger.say("/invite")[0].text == stranger.say("/help")[0].text


def test_a_contact_invites_only_to_the_own_unit(chat: Chat) -> None:
    caller = contact(chat)
    front = caller.say("/invite")[0]
    assert "修水县" in front.text
    labels = [each.label for row in front.buttons for each in row]
    assert "办公室同事" not in labels
    assert "没有" not in caller.say("/invite office jiujiang-2022")[0].text
    assert "/office" not in caller.say("王示例")[0].text


def test_everything_goes_to_the_successor(chat: Chat) -> None:
    old, new = contact(chat), chat.caller("3001")
    old.say("/invite")
    old.press("接手的人")
    token = token_in(old.say("王示例"))
    new.say(f"/start {token}")
    new.press("是我")
    [told] = old.look()
    assert "王示例已加入" in told.text
    old.press("交给他，我不再担任")
    assert "看不到这里的表了" in old.press("确定")[0].text
    assert "/unit" not in old.say("/help")[0].text
    assert "/unit" in new.say("/help")[0].text


def test_the_office_takes_a_seat_back(chat: Chat, office: Caller) -> None:
    caller = contact(chat)
    office.say("/invite people jiujiang-2022")
    office.press("请李示例退出")
    office.press("确定")
    assert "/unit" not in caller.say("/help")[0].text


# ── each nomination reaches its unit ────────────────────────────────────────────────────────────────────


def test_a_nomination_lands_with_the_contact_of_the_unit_that_was_meant(chat: Chat) -> None:
    xiushui, wuning = contact(chat, "修水县"), contact(chat, "武宁县", "2002")
    filled(chat.caller("1001"), JIUJIANG)
    assert "推荐单位是修水县" in xiushui.look()[0].text
    assert wuning.look() == []


def test_what_nobody_can_make_out_waits_at_the_office(chat: Chat, office: Caller) -> None:
    chat.now = datetime.fromisoformat("2021-06-10T09:00:00+08:00")
    office.say("/invite liaison suzhou-2021")
    office.say("吴中区总工会")
    wuzhong = chat.caller("2001")
    wuzhong.say(f"/start {token_in(office.say('李示例'))}")
    wuzhong.press("是我")
    office.look()
    filled(chat.caller("1001"), SUZHOU)
    assert wuzhong.look() == []
    office.say("/office")
    office.press("总览：苏州最美劳动者")
    office.press("未认领（1）")
    assert "示例快递有限公司" in office.press("第1个给谁")[0].text
    assert "已交给吴中区总工会" in office.press("吴中区总工会")[0].text
    assert len(wuzhong.look()) == 1


def filled(caller: Caller, notice: str) -> str:
    """A whole form, handed in; the registration number."""
    caller.say(f"/fill {notice}")
    caller.say("同意")
    if notice == SUZHOU:
        caller.say("自己")
    fill_rest(caller, library()[notice].notice.form)
    said = "".join(each.text for each in caller.press("提交"))
    number = re.search(r"登记编号[^A-Z]*([A-Z0-9]+-\d+)", said)
    assert number, said
    return number[1]


# ── three ways in ───────────────────────────────────────────────────────────────────────────────────────


def test_an_invited_nominee_starts_with_the_unit_already_chosen(chat: Chat) -> None:
    liaison, nominee = contact(chat), chat.caller("3001")
    liaison.say("/invite")
    liaison.press("职工（一个人）")
    token = token_in(liaison.say("张示例"))
    nominee.say(f"/start {token}")
    nominee.say("同意")
    assert "张示例（修水县）点开了您的邀请，开始填" in liaison.look()[0].text
    fill_rest(nominee, library()[JIUJIANG].notice.form)
    assert "推荐单位" not in " ".join(each.text for each in nominee.replies if "【" in each.text)
    nominee.press("提交")
    assert "推荐单位是修水县" in liaison.look()[0].text


def test_a_picture_on_the_wall_is_good_for_many(chat: Chat) -> None:
    liaison = contact(chat)
    liaison.say("/invite")
    replies = liaison.press("贴二维码（多人）")
    assert replies[2].document.startswith("qr/https://")
    for address in ("3001", "3002", "3003"):
        chat.caller(address).say(f"/start {token_in(replies)}")
        assert "【类别】1/21" in chat.caller(address).say("同意")[-1].text
    assert liaison.look() == [], "of so many, each is no news"


def test_of_a_colleague_no_more_is_asked_than_who_and_where(chat: Chat) -> None:
    chat.now = datetime.fromisoformat("2021-06-10T09:00:00+08:00")
    writer, nominee = chat.caller("3001"), chat.caller("3002")
    writer.say(f"/fill {SUZHOU}")
    writer.say("同意")
    writer.press("同事")
    writer.say("张示例")
    writer.say("示例快递有限公司")
    assert "提交" in writer.say("吴中区总工会")[0].text
    replies = writer.press("提交")
    assert "张示例，您好" in replies[1].text
    nominee.say(f"/start {token_in(replies)}")
    assert "一位同事为您填了" in nominee.replies[-1].text
    nominee.press("是我")
    nominee.say("同意")
    assert "示例快递有限公司" in nominee.press("看填的内容")[0].text
    assert "还没有交" in nominee.press("同意")[0].text
    (told,) = writer.look()
    assert "本人看过，同意了" in told.text
    assert "张示例" not in told.text, "nobody is named: it may go anywhere"
    nominee.press("接着填")
    fill_rest(nominee, library()[SUZHOU].notice.form)
    assert "登记编号" in nominee.press("提交")[0].text
    writer.say("/mine")
    assert "还没有填过" in writer.replies[-1].text, "from now on it is the nominee's"


def test_what_the_union_wrote_waits_for_the_nominee(chat: Chat) -> None:
    liaison, nominee = contact(chat), chat.caller("3002")
    union_wrote(liaison)
    token = token_in(liaison.press("请本人确认"))
    assert "要由本人来确认" in liaison.say(f"/start {token}")[0].text + liaison.say("是我")[0].text
    nominee.say(f"/start {token}")
    nominee.press("是我")
    nominee.say("同意")
    assert "工会联系人为您填的" in nominee.press("看填的内容")[0].text
    assert "JJ22-0001 您已同意" in nominee.press("同意")[0].text
    nominee.say("/mine")
    nominee.press("看：九江最美劳动者 JJ22-0001")
    history = nominee.press("谁看过、改过")[0].text
    assert "工会联系人：填写、修改了" in history
    assert "本人：确认：本人同意" in history


def test_a_nominee_may_refuse_what_others_wrote(chat: Chat) -> None:
    liaison, nominee = contact(chat), chat.caller("3002")
    union_wrote(liaison)
    nominee.say(f"/start {token_in(liaison.press('请本人确认'))}")
    nominee.press("是我")
    nominee.say("同意")
    nominee.press("看填的内容")
    nominee.press("不同意")
    assert "已经撤掉" in nominee.press("确定不同意")[0].text
    (told,) = liaison.look()
    assert "本人撤回了推荐表" in told.text


def test_a_colleague_hears_of_a_refusal(chat: Chat) -> None:
    chat.now = datetime.fromisoformat("2021-06-10T09:00:00+08:00")
    writer, nominee = chat.caller("3001"), chat.caller("3002")
    writer.say(f"/fill {SUZHOU}")
    writer.say("同意")
    writer.press("同事")
    for each in ("张示例", "示例快递有限公司", "吴中区总工会"):
        writer.say(each)
    nominee.say(f"/start {token_in(writer.press('提交'))}")
    nominee.press("是我")
    nominee.say("同意")
    nominee.press("看填的内容")
    nominee.press("不同意")
    nominee.press("确定不同意")
    assert ["没有同意" in each.text for each in writer.look()] == [True]


def test_the_office_hears_once_a_day_of_what_no_unit_looks_after(chat: Chat) -> None:
    chat.now = datetime.fromisoformat("2023-05-20T09:00:00+08:00")
    office = chat.caller("700009", "telegram")
    office.say("/office")
    for address in ("3001", "3002"):
        nominee = chat.caller(address)
        nominee.say("/fill jiangsu-2023")
        nominee.say("同意")
        fill_rest(nominee, library()["jiangsu-2023"].notice.form)
        nominee.press("提交")
    (told,) = office.look()
    assert "有2份推荐表交上来了" in told.text
    office.press("未认领（2）")
    assert "JS23-0001" in office.replies[-1].text


def test_who_is_not_meant_sees_nothing_of_it(chat: Chat) -> None:
    liaison, stranger = contact(chat), chat.caller("3003")
    union_wrote(liaison)
    stranger.say(f"/start {token_in(liaison.press('请本人确认'))}")
    stranger.press("不是我")
    assert "示例快递" not in "".join(each.text for each in stranger.replies)


def union_wrote(liaison: Caller) -> None:
    liaison.say(f"/fill {JIUJIANG}")
    liaison.say("同意")
    liaison.press("我是工会联系人，替他填")
    fill_rest(liaison, library()[JIUJIANG].notice.form)
    liaison.press("提交")
