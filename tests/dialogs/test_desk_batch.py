"""All of a unit accepted at once: only what is complete, only after a yes, each by its own deed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from storage.engine import read, write
from storage.tables import LogRow, NominationRow
from tests import desks
from tests.chat import Caller, Chat, library

NOW = datetime.fromisoformat("2022-07-29T10:00:00+08:00")
JIUJIANG = library()["jiujiang-2022"]


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "batch.db", NOW)
    yield chat
    chat.stop()


@pytest.fixture(params=["web", "telegram"])
def office(chat: Chat, request: pytest.FixtureRequest) -> Caller:
    desks.office(chat.engine, chat.vault, "9", request.param, NOW)
    return chat.caller("9", request.param)


def sent_up(chat: Chat, name: str, unit: str = "修水县") -> str:
    return desks.nominate(chat.engine, chat.vault, JIUJIANG, {**desks.ENTRIES, "name": name}, unit=unit)


def unconfirmed(chat: Chat, nomination: str) -> None:
    def work(session: Session) -> None:
        session.get_one(NominationRow, nomination).confirmed = False

    write(chat.engine, work)


def states(chat: Chat) -> list[str]:
    rows = select(NominationRow.state).order_by(col(NominationRow.serial))
    return list(read(chat.engine, lambda session: session.exec(rows).all()))


def received(office: Caller, number: int) -> None:
    office.say(f"/office JJ22-{number:04}")
    office.press("登记收材料")
    office.press("全部收到")
    office.say("跳过")


def shown(office: Caller) -> str:
    """The list of a unit, before the yes."""
    office.say("/office")
    office.press("总览：九江最美劳动者")
    office.press("等处理的")
    office.press("按单位一起接收")
    return office.press(f"修水县（{len(states(office.chat))}）")[0].text


def test_what_is_complete_is_accepted_each_by_itself(chat: Chat, office: Caller) -> None:
    for name in ("王示例", "李示例"):
        sent_up(chat, name)
    received(office, 1)
    received(office, 2)
    said = shown(office)
    assert "可以接收的2份" in said
    assert "王示例" in said
    assert "李示例" in said
    assert states(chat) == ["sent_up", "sent_up"], "shown, not done"
    office.press("接收这2份")
    assert states(chat) == ["accepted", "accepted"]
    lines = select(LogRow).where(LogRow.kind == "move", LogRow.detail == "accept")
    logged = read(chat.engine, lambda session: session.exec(lines).all())
    assert len(logged) == 2
    assert {each.role for each in logged} == {"office"}


def test_the_others_are_named_with_why(chat: Chat, office: Caller) -> None:
    complete, late, held, waits = (sent_up(chat, f"{each}示例") for each in "王李张赵")
    received(office, 1)
    desks.hold(chat.engine, held, "twin")
    unconfirmed(chat, waits)
    said = shown(office)
    assert "可以接收的1份" in said
    assert "这次不接收的3份" in said
    assert "李示例（九江某某快递有限公司）：还没收到“最美劳动者”推荐表、详细事迹资料" in said
    assert "张示例（九江某某快递有限公司）：需先核实" in said
    assert "赵示例（九江某某快递有限公司）：本人还没确认" in said
    office.press("接收这1份")
    assert states(chat) == ["accepted", "sent_up", "sent_up", "sent_up"]
    assert complete != late


def test_nothing_complete_offers_no_yes(chat: Chat, office: Caller) -> None:
    sent_up(chat, "王示例")
    sent_up(chat, "李示例")
    assert "没有可以一起接收的" in shown(office)
    assert not [each for each in office.replies[-1].buttons for one in each if one.label.startswith("接收这")]


def test_what_changed_before_the_yes_is_looked_at_again(chat: Chat, office: Caller) -> None:
    one, _ = sent_up(chat, "王示例"), sent_up(chat, "李示例")
    received(office, 1)
    received(office, 2)
    shown(office)
    desks.hold(chat.engine, one, "twin")
    office.press("接收这2份")
    assert states(chat) == ["sent_up", "accepted"]


def test_the_contact_gets_one_letter_for_all(chat: Chat, office: Caller) -> None:
    contact = chat.caller("contact")
    desks.liaison(chat.engine, chat.vault, JIUJIANG, "修水县", "contact", NOW)
    for name in ("王示例", "李示例"):
        sent_up(chat, name)
    contact.look()
    received(office, 1)
    received(office, 2)
    shown(office)
    office.press("接收这2份")
    letters = [each.text for each in contact.look()]
    assert letters == ["九江最美劳动者：办公室接收了修水县的推荐表，现在一共接收2份。"]
