"""Filled Word forms become drafts, after a report and a yes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from sqlmodel import select

from bot.documents.sheet import filled
from bot.uploads import check
from dialogs.model import Reply, SaveEntry, StartNomination, Upload
from storage.engine import read
from storage.tables import NominationRow
from tests import desks
from tests.chat import Caller, Chat, library

NOW = datetime.fromisoformat("2022-07-01T09:00:00+08:00")
JIUJIANG = library()["jiujiang-2022"]


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "bring.db", NOW)
    desks.liaison(chat.engine, chat.vault, JIUJIANG, "修水县", "7", NOW)
    yield chat
    chat.stop()


@pytest.fixture
def contact(chat: Chat) -> Caller:
    """A contact who is asked for the files."""
    caller = chat.caller("7")
    caller.say("/bring")
    assert "可以一份一份发" in told(caller.press("同意并开始"))
    return caller


@cache
def sheet(name: str, **changed: str) -> Upload:
    entries = {**desks.ENTRIES, "name": name, **changed}
    return check(f"{name}.docx", filled(JIUJIANG.notice, entries, ""))


def told(replies: list[Reply]) -> str:
    return "\n".join(each.text for each in replies)


def kept(chat: Chat) -> list[NominationRow]:
    return list(read(chat.engine, lambda session: session.exec(select(NominationRow)).all()))


def test_a_sheet_becomes_a_draft_of_the_own_unit(chat: Chat, contact: Caller) -> None:
    report = told(contact.send(sheet("张示例")))
    assert "1. 张示例：读出16项" in report
    contact.press("存成1份草稿")
    effects = chat.turns[0].effects
    saved = {each.field: each.value for each in effects if isinstance(each, SaveEntry)}
    assert saved == {**desks.ENTRIES, "recommending_unit": "修水县"}
    assert [each.kind for each in effects if isinstance(each, StartNomination)] == ["start_nomination"]
    assert [(each.state, each.way) for each in kept(chat)] == [("draft", "union")]


def test_many_are_reported_line_by_line_and_the_good_ones_kept(chat: Chat, contact: Caller) -> None:
    archive = Upload(
        "", "表.zip", "archive", 9, fault="is_archive", inside=(sheet("张示例"), sheet("王示例"))
    )
    other = Upload("", "通知.docx", "docx", 9, text="各单位：", rows=(("各单位：",),))
    old = Upload("", "旧的.doc", "doc", 9, fault="old_doc")
    contact.send(archive)
    report = told(contact.send(other, old, sheet("赵示例", mobile="", birth="")))
    assert "收到5份，读出3份" in report
    assert "3. 通知.docx：不是这张推荐表，没有读。" in report
    assert "4. 旧的.doc：是旧格式 .doc，请另存为 .docx 再发，没有读。" in report
    assert "5. 赵示例：读出14项；表上空着：出生年月、手机。" in report
    contact.say("写完了")
    assert len(kept(chat)) == 3


def test_what_was_not_understood_is_said_and_left_out(chat: Chat, contact: Caller) -> None:
    rows = tuple(
        tuple("属牛" if cell == "1985年3月" else cell for cell in row) for row in sheet("张示例").rows
    )
    assert "出生年月“属牛”没读懂" in told(contact.send(replace(sheet("张示例"), rows=rows)))
    contact.say("对")
    saved = {each.field for each in chat.turns[0].effects if isinstance(each, SaveEntry)}
    assert "birth" not in saved


@pytest.mark.parametrize("no", ["取消", "不", "/cancel"])
def test_a_no_keeps_nothing(chat: Chat, contact: Caller, no: str) -> None:
    contact.send(sheet("张示例"))
    assert "没有存" in told(contact.say(no))
    assert kept(chat) == []
    contact.say("对")
    assert kept(chat) == []


def test_it_is_for_contacts_and_the_office_only(chat: Chat) -> None:
    stranger = chat.caller("8")
    assert told(stranger.say("/bring")) == told(stranger.say("/nonsense"))
    desks.office(chat.engine, chat.vault, "9", "web", NOW)
    office = chat.caller("9")
    office.say("/bring jiujiang-2022")
    office.say("同意")
    assert "读出1份" in told(office.send(sheet("张示例")))


def test_who_lost_the_seat_keeps_nothing(chat: Chat, contact: Caller) -> None:
    contact.send(sheet("张示例"))
    desks.unseat(chat.engine, "7", chat.vault)
    contact.say("对")
    assert kept(chat) == []
