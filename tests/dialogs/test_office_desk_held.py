"""The same person twice, or honoured before: held for the level above, and nobody else learns why."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.documents import table
from bot.uploads import check
from dialogs.rounds import EnterLaureate
from storage.engine import read
from storage.tables import NominationRow
from tests import desks
from tests.chat import Caller, Chat, library
from tests.samples import fill_rest

NOW = datetime.fromisoformat("2023-05-20T09:00:00+08:00")
JIANGSU = library()["jiangsu-2023"]


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "held.db", NOW)
    yield chat
    chat.stop()


@pytest.fixture
def office(chat: Chat) -> Caller:
    desks.office(chat.engine, chat.vault, "9", "web", NOW)
    return chat.caller("9")


def submit(chat: Chat, address: str, name: str = "张示例") -> str:
    """What somebody reads who nominates this person; every answer but the name is the same."""
    caller = chat.caller(address)
    caller.say("/fill jiangsu-2023")
    caller.press("同意并开始")
    caller.press("江苏最美工匠")
    caller.say(name)
    fill_rest(caller, JIANGSU.notice.form)
    return caller.press("提交")[0].text


def held(chat: Chat) -> list[str]:
    rows = read(
        chat.engine,
        lambda session: session.exec(select(NominationRow).order_by(col(NominationRow.serial))).all(),
    )
    return [each.held for each in rows]


def laureate(office: Caller, line: str) -> None:
    office.say("/office")
    office.press("总览：江苏最美工匠")
    office.press("以前的获评者")
    office.press("记下获评者")
    office.say(line)
    office.say("对")


def without_number(text: str) -> str:
    return text.replace("JS23-0001", "JS23").replace("JS23-0002", "JS23").replace("JS23-0003", "JS23")


def test_who_submits_reads_the_same_whatever_was_found(chat: Chat, office: Caller) -> None:
    laureate(office, "2019年 王示例")
    first, twin, honoured = submit(chat, "1"), submit(chat, "2"), submit(chat, "3", "王示例")
    assert held(chat) == ["", "twin", "laureate"]
    assert without_number(first) == without_number(twin) == without_number(honoured)
    assert "需上级核实" in first


def test_the_office_sees_both_and_lets_one_go_on(chat: Chat, office: Caller) -> None:
    submit(chat, "1")
    submit(chat, "2")
    office.say("/office")
    office.press("总览：江苏最美工匠")
    office.press("需核实1")
    [both] = office.press("JS23-0002 张示例")
    assert "JS23-0001 张示例" in both.text
    office.press("核实了，放行")
    assert held(chat) == ["", ""]


def test_a_released_one_is_held_again_only_when_somebody_else_is_meant(chat: Chat, office: Caller) -> None:
    submit(chat, "1")
    submit(chat, "2")
    office.say("/office JS23-0002")
    office.press("去核实")
    office.press("核实了，放行")
    caller = chat.caller("2")
    caller.say("改行业")
    caller.say("船舶制造")
    assert held(chat) == ["", ""]


def test_one_found_to_repeat_is_struck_and_the_other_goes_on(chat: Chat, office: Caller) -> None:
    submit(chat, "1")
    submit(chat, "2")
    office.say("/office JS23-0002")
    office.press("去核实")
    office.press("撤下")
    office.say("同一人已由另一条渠道推荐")
    office.press("确认撤下")
    rows = read(chat.engine, lambda session: session.exec(select(NominationRow)).all())
    assert {each.state for each in rows} == {"submitted", "withdrawn"}
    letter = chat.caller("2").look()[-1].text
    assert "经上级核实，已撤下" in letter
    assert "JS23-0001" not in letter


def test_a_contact_sees_that_it_is_held_but_not_why(chat: Chat, office: Caller) -> None:
    jiujiang = library()["jiujiang-2022"]
    chat.now = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
    one = desks.nominate(chat.engine, chat.vault, jiujiang, desks.ENTRIES, unit="修水县", state="submitted")
    desks.hold(chat.engine, one, "laureate")
    desks.liaison(chat.engine, chat.vault, jiujiang, "修水县", "7", NOW)
    contact = chat.caller("7")
    said = "\n".join(each.text for each in (*contact.say("/unit"), *contact.say("/unit one " + one)))
    assert "上级核实" in said
    assert "获评" not in said


def test_laureates_are_read_line_by_line_and_from_a_table(chat: Chat, office: Caller) -> None:
    laureate(
        office,
        "序号\t姓名\t年度\t单位\n1\t李示例\t2019\t示例机械有限公司\n2\t王小示例\t2020年\t示例厂\t1985.3\n什么都不是",
    )
    entered = [each for each in chat.turns[0].effects if isinstance(each, EnterLaureate)]
    assert [(each.year, each.name, each.birth, each.employer) for each in entered] == [
        (2019, "李示例", "", "示例机械有限公司"),
        (2020, "王小示例", "1985-03", "示例厂"),
    ]


def test_a_list_comes_as_a_workbook(chat: Chat, office: Caller) -> None:
    body = table.plain(
        "获评者",
        [["年度", "姓名", "单位"], ["2019", "李示例", "示例厂"], ["2020", "王示例", "=1+1"]],
        [9, 9, 20],
    )
    office.say("/office laureates")
    office.press("总览：江苏最美工匠")
    office.press("以前的获评者")
    office.press("记下获评者")
    assert "读出2名" in office.send(check("获评者.xlsx", body))[-1].text
    office.press("记下2名")
    entered = [each for each in chat.turns[0].effects if isinstance(each, EnterLaureate)]
    assert [(each.name, each.employer) for each in entered] == [("李示例", "示例厂"), ("王示例", "=1+1")]


def test_only_the_office_enters_laureates(chat: Chat) -> None:
    caller = chat.caller("1")
    caller.say("/office laureates write jiangsu-2023")
    caller.say("2019年 李示例")
    caller.say("对")
    assert chat.turns[0].effects == ()
