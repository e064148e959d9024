"""The office's desk: what is decided about a nomination, the paper that came, and that nobody else sees it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.receive import House, Receive
from dialogs.model import Event, Reply, State, Turn, World
from dialogs.press import act
from dialogs.scene import Scene
from storage.desks import TickRow
from storage.engine import read, write
from storage.seats import unit_called
from storage.tables import NominationRow
from tests import desks
from tests.chat import Caller, Chat, library
from tests.samples import fill_rest

NOW = datetime.fromisoformat("2022-07-12T09:00:00+08:00")
JIUJIANG = library()["jiujiang-2022"]
DOORS = (
    "overview jiujiang-2022",
    "overview jiujiang-2022 picture",
    "decide list jiujiang-2022",
    *(
        f"decide {verb} {{id}}"
        for verb in ("one", "read", "history", "accept", "send_back", "burn", "strike")
    ),
    "decide sure",
    "received jiujiang-2022",
    *(f"received {verb} {{id}}" for verb in ("one", "all", "yes", "no")),
    "held jiujiang-2022",
    "held one {id}",
    "held release {id}",
    "laureates jiujiang-2022",
    "laureates write jiujiang-2022",
    "export jiujiang-2022",
    "export jiujiang-2022 up xlsx",
    "package one {id}",
    "package unit {unit}",
    "package units jiujiang-2022",
    "bring jiujiang-2022",
)


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "desk.db", NOW)
    yield chat
    chat.stop()


@pytest.fixture(params=["web", "telegram"])
def office(chat: Chat, request: pytest.FixtureRequest) -> Caller:
    """Somebody of the office, on each channel."""
    desks.office(chat.engine, chat.vault, "9", request.param, NOW)
    return chat.caller("9", request.param)


def nominate(chat: Chat, name: str = "张示例", state: str = "sent_up", unit: str = "修水县") -> str:
    entries = {**desks.ENTRIES, "name": name}
    return desks.nominate(chat.engine, chat.vault, JIUJIANG, entries, unit=unit, state=state)


def state_of(chat: Chat, nomination: str) -> str:
    return read(chat.engine, lambda session: session.get_one(NominationRow, nomination)).state


def told(replies: list[Reply]) -> str:
    return "\n".join(each.text for each in replies)


def labels(replies: list[Reply]) -> set[str]:
    return {each.label for reply in replies for row in reply.buttons for each in row}


def forced(chat: Chat, address: str, press: str) -> Turn:
    """What a button would do if somebody could forge it."""
    turns: list[Turn] = []

    def step(state: State, event: Event, world: World) -> Turn:
        turns.append(act(Scene(state, event, world), press))
        return turns[-1]

    house = House(library(), lambda: chat.now)
    Receive(chat.engine, chat.vault, house, step=step)(chat.event("telegram", address))
    return turns[0]


def test_to_everybody_else_the_desk_is_not_there(chat: Chat) -> None:
    nomination = nominate(chat)
    unit = read(chat.engine, lambda session: unit_called(session, "jiujiang-2022", "修水县"))
    stranger = chat.caller("8", "telegram")
    unknown = told(stranger.say("/nonsense"))
    doors = [each.format(id=nomination, unit=unit) for each in DOORS]
    for door in doors:
        assert told(stranger.say(f"/{door}")) == unknown, door
    for door in doors:
        turn = forced(chat, "8", door)
        assert (told(list(turn.replies)), turn.effects) == (unknown, ()), door
    assert state_of(chat, nomination) == "sent_up"


def test_a_contact_does_not_get_the_offices_deeds(chat: Chat) -> None:
    own, other = nominate(chat), nominate(chat, "王示例", unit="瑞昌市")
    desks.liaison(chat.engine, chat.vault, JIUJIANG, "修水县", "7", NOW)
    contact = chat.caller("7")
    unknown = told(contact.say("/nonsense"))
    for nomination in (own, other):
        for word in ("accept", "burn", "strike", "one", "read"):
            assert told(contact.say(f"/office decide {word} {nomination}")) == unknown
    assert told(contact.say("/export jiujiang-2022 up xlsx")) == unknown
    assert {state_of(chat, own), state_of(chat, other)} == {"sent_up"}


def test_the_round_at_a_glance_counts_what_there_is(chat: Chat, office: Caller) -> None:
    for name, state in (
        ("张示例", "sent_up"),
        ("王示例", "submitted"),
        ("赵示例", "burnt"),
        ("钱示例", "draft"),
    ):
        nominate(chat, name, state)
    nominate(chat, "孙示例", "submitted", unit="")
    office.say("/office")
    [seen] = office.press("总览：九江最美劳动者")
    assert "已提交2 · 已上报1 · 作废1 · 草稿1" in seen.text
    assert "名额55：用了2，还有53。" in seen.text
    assert "修水县：已提交1 · 已上报1 · 作废1 · 草稿1，还有2个名额" in seen.text
    assert "推荐单位不明 1" in seen.text
    assert seen.link == "/list?round=jiujiang-2022"
    assert [each.document for each in office.press("看图")] == ["overview/jiujiang-2022"]


def test_after_the_deadline_the_late_units_are_named(chat: Chat, office: Caller) -> None:
    nominate(chat, state="recommended", unit="庐山市")
    chat.now = datetime.fromisoformat("2022-08-01T09:00:00+08:00")
    office.say("/office")
    [seen] = office.press("总览：九江最美劳动者")
    assert "逾期没有上报：庐山市。" in seen.text


def test_it_accepts_and_takes_that_back(chat: Chat, office: Caller) -> None:
    nomination = nominate(chat)
    office.say("/office JJ22-0001")
    office.press("接收")
    assert state_of(chat, nomination) == "accepted"
    office.press("撤销这一步")
    assert state_of(chat, nomination) == "sent_up"


def test_a_return_names_the_field_and_reaches_the_nominee_and_the_contact(chat: Chat, office: Caller) -> None:
    chat.now = datetime.fromisoformat("2022-07-05T09:00:00+08:00")
    nominee, contact = chat.caller("1"), chat.caller("7")
    nomination = submitted(chat, nominee)
    desks.liaison(chat.engine, chat.vault, JIUJIANG, "修水县", "7", NOW)
    up(chat, nomination)
    office.say("/office JJ22-0001")
    office.press("退回")
    assert "原因：工作单位：和公章不一样" in told(office.say("工作单位：和公章不一样"))
    office.say("对")
    assert state_of(chat, nomination) == "returned"
    for somebody in (nominee, contact):
        letter = told(somebody.look())
        assert "主办方退回" in letter
        assert "要改的一项：工作单位" in letter
        assert "和公章不一样" in letter


def test_what_was_taken_back_in_time_is_not_told(chat: Chat, office: Caller) -> None:
    nominee = chat.caller("1")
    nomination = submitted(chat, nominee)
    up(chat, nomination)
    nominee.look()
    office.say("/office JJ22-0001")
    office.press("接收")
    office.press("撤销这一步")
    assert "主办方已经接收" not in told(nominee.look())


def test_a_burnt_place_stays_taken_until_that_is_taken_back(chat: Chat, office: Caller) -> None:
    nomination = nominate(chat, unit="庐山西海")  # which has one place
    office.say("/office JJ22-0001")
    asked = told(office.press("名额作废"))
    assert "不得递补或重报" in asked
    office.say("荣誉证书查实是伪造的")
    office.press("确认作废")
    assert state_of(chat, nomination) == "burnt"
    office.press("总览")
    assert "庐山西海：作废1，还有0个名额" in told(office.replies[-1:])
    office.say("/office JJ22-0001")
    office.press("撤销这一步")
    assert state_of(chat, nomination) == "sent_up"


def test_an_old_button_does_nothing_once_the_state_has_changed(chat: Chat, office: Caller) -> None:
    nomination = nominate(chat)
    office.say("/office JJ22-0001")
    accept = next(each.press for each in office.buttons if each.label == "接收")
    office.press("撤下")
    office.say("同一人已由另一条渠道推荐")
    office.say("对")
    assert state_of(chat, nomination) == "withdrawn"
    assert "状态已经变了" in told(office.do(press=accept))
    assert state_of(chat, nomination) == "withdrawn"
    office.press("撤销这一步")
    assert state_of(chat, nomination) == "sent_up"


def test_no_to_a_reason_asks_for_another_and_cancel_leaves_all(chat: Chat, office: Caller) -> None:
    nomination = nominate(chat)
    office.say("/office JJ22-0001")
    office.press("退回")
    office.say("手机号不对")
    assert "请写原因" in told(office.say("不"))
    assert "最多500字" in told(office.say("长" * 501))
    office.say("取消")
    office.say("对")
    assert state_of(chat, nomination) == "sent_up"


def test_received_paper_is_noted_with_who_brought_it_and_taken_back(chat: Chat, office: Caller) -> None:
    nominate(chat)
    office.say("/office 张示例")
    office.press("登记收材料")
    office.press("全部收到")
    said = told(office.say("陈示例"))
    assert said.count("☑") == 2
    assert said.count("陈示例送来") == 2
    said = told(office.press("没收到详细事迹资料"))
    assert (said.count("☑"), said.count("☐")) == (1, 1)
    rows = read(chat.engine, lambda session: session.exec(select(TickRow)).all())
    assert [(each.slip, each.done, each.side) for each in rows][-1] == ("statement", False, "office")
    assert all(b"\xe9\x99\x88" not in (each.note or b"") for each in rows), "who brought it is sealed"


def test_the_register_lists_what_is_missing(chat: Chat, office: Caller) -> None:
    nominate(chat)
    nominate(chat, "王示例")
    office.say("/office JJ22-0001")
    office.press("登记收材料")
    office.press("全部收到")
    office.press("不用写")
    office.say("/office overview")
    office.press("总览：九江最美劳动者")
    listed = told(office.press("收纸质材料"))
    assert "材料齐的：1份" in listed
    assert "JJ22-0002 王示例：缺“最美劳动者”推荐表、详细事迹资料" in listed


def test_reading_and_taking_along_is_shown_to_the_nominee(chat: Chat, office: Caller) -> None:
    nomination = nominate(chat)
    office.say("/office JJ22-0001")
    [sheet] = office.press("看表")
    assert sheet.document == f"sheet/{nomination}/pdf"
    assert "办公室查看或带走了材料" in told(office.press("看经过"))


def submitted(chat: Chat, nominee: Caller) -> str:
    """Somebody fills in and submits; the id."""
    nominee.say("/fill jiujiang-2022")
    nominee.press("同意并开始")
    fill_rest(nominee)
    nominee.press("提交")
    rows = read(chat.engine, lambda session: session.exec(select(NominationRow)).all())
    return rows[-1].id


def up(chat: Chat, nomination: str) -> None:
    """As if the unit had recommended it and sent it up."""

    def work(session: Session) -> None:
        session.get_one(NominationRow, nomination).state = "sent_up"

    write(chat.engine, work)
