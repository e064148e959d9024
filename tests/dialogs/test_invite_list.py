"""Many invitations at once: a list as .xlsx or as typed lines, reported line by line, made after a yes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.documents.table import plain
from bot.uploads import check
from dialogs.model import Reply, Upload
from storage.desks import InvitationRow, UnitRow
from storage.engine import read
from tests import desks
from tests.chat import Caller, Chat, library

NOW = datetime.fromisoformat("2022-07-01T09:00:00+08:00")
HEADS = ("单位", "类别", "名额", "联系人姓名")


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "list.db", NOW, office=frozenset({"9"}))
    yield chat
    chat.stop()


@pytest.fixture
def office(chat: Chat) -> Caller:
    return chat.caller("9", "telegram")


def workbook(*rows: Sequence[str]) -> Upload:
    return check("名单.xlsx", plain("名单", rows, (20, 10, 10, 20)))


def told(replies: list[Reply]) -> str:
    return "\n".join(each.text for each in replies)


def tokens(replies: list[Reply]) -> list[str]:
    """What the file of links names."""
    (made,) = (each for each in replies if each.document)
    return made.document.removeprefix("invited/").split(",")


def test_the_contacts_of_a_list_are_invited_after_a_yes(chat: Chat, office: Caller) -> None:
    office.say("/invite list jiujiang-2022")
    report = told(
        office.send(
            workbook(
                HEADS,
                ("修水县总工会", "", "4", "李示例"),
                ("瑞昌", "", "", "王示例"),
                ("示例镇", "", "2", "赵示例"),
                ("湖口县", "", "3", ""),
                ("修水县", "", "4", "李示例"),
            )
        )
    )
    assert "名单里有5行，能邀请2人" in report
    assert "第4行 示例镇 赵示例：名额表里没有这个单位" in report
    assert "第5行 湖口县：没写联系人姓名" in report
    assert "第6行 修水县 李示例：和上面重复" in report
    assert read(chat.engine, lambda session: session.exec(select(InvitationRow)).all()) == []
    first, _ = tokens(office.press("邀请2人"))
    contact = chat.caller("7")
    contact.say(f"/start {first}")
    assert "您现在是修水县（九江最美劳动者）的工会联系人" in told(contact.press("是我"))


def test_units_that_are_not_there_yet_are_added_once(chat: Chat, office: Caller) -> None:
    office.say("/invite list suzhou-2021")
    report = told(
        office.send(
            workbook(
                ("联系人姓名", "单位", "名额", "类别"),
                ("李示例", "吴中区总工会", "", ""),
                ("王示例", "吴中区总工会", "650", ""),
                ("赵示例", "示例银行苏州分行工会", "20", ""),
                ("钱示例", "示例保险公司工会", "300", "金融单位工会"),
                ("孙示例", "示例研究所", "", ""),
                ("周示例", "示例研究所", "5", "直属单位工会"),
            )
        )
    )
    assert "第5行 示例保险公司工会 钱示例：名额不对" in report
    assert "第6行 示例研究所 孙示例：看不出是哪一类单位" in report
    office.say("对")
    units = read(chat.engine, lambda session: session.exec(select(UnitRow)).all())
    added = {each.name: (each.unit_class, each.most) for each in units if each.notice == "suzhou-2021"}
    assert added["吴中区总工会"] == ("district", 650)
    assert added["示例银行苏州分行工会"] == ("financial_union", 20)
    assert added["示例研究所"] == ("direct_union", 5)
    invitations = read(chat.engine, lambda session: session.exec(select(InvitationRow)).all())
    assert len(invitations) == 4
    assert len({each.unit for each in invitations}) == 3


def test_a_contact_invites_the_people_of_a_list(chat: Chat) -> None:
    desks.liaison(chat.engine, chat.vault, library()["jiujiang-2022"], "修水县", "7", NOW)
    contact = chat.caller("7")
    contact.say("/invite")
    contact.press("发名单（多人）")
    assert "能邀请2人" in told(contact.say("姓名\n张示例\n李示例"))
    _, second = tokens(contact.press("邀请2人"))
    nominee = chat.caller("8")
    nominee.say(f"/start {second}")
    nominee.press("同意并开始")
    assert any("【类别】" in each.text for each in nominee.replies)


@pytest.mark.parametrize("no", ["不", "/cancel", "取消"])
def test_a_no_invites_nobody(chat: Chat, office: Caller, no: str) -> None:
    office.say("/invite list jiujiang-2022")
    office.send(workbook(HEADS, ("修水县", "", "4", "李示例")))
    office.say(no)
    office.say("对")
    assert read(chat.engine, lambda session: session.exec(select(InvitationRow)).all()) == []


def test_a_file_that_holds_no_list_says_what_is_wanted(office: Caller) -> None:
    office.say("/invite list jiujiang-2022")
    assert "没读出名单" in told(office.send(Upload("", "图.png", "png", 9)))
    assert "没读出名单" in told(office.send(workbook(HEADS)))


def test_elsewhere_a_workbook_is_no_document(office: Caller) -> None:
    assert "文件" in told(office.send(workbook(HEADS, ("修水县", "", "4", "李示例"))))


def test_who_is_not_the_office_has_no_list(chat: Chat) -> None:
    stranger = chat.caller("8")
    assert told(stranger.say("/invite list jiujiang-2022")) == told(stranger.say("/nonsense"))
    assert told(stranger.say("/invite listed")) == told(stranger.say("/nonsense"))
