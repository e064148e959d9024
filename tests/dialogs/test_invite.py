"""Joining and inviting: the office, the units' contacts, the nominees."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from dialogs.seats import LIAISON, Invitation
from storage.engine import write
from storage.people import fresh_id
from storage.seats import invite, named
from tests.chat import REAL, Chat

NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
JIUJIANG = "jiujiang-2022"
VOID = "这个邀请用不了"


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "chat.db", NOW, office=frozenset({"700009"}))
    yield chat
    chat.stop()


def invitation(chat: Chat, role: str, notice: str = "", unit: str = "", days: int = 14) -> str:
    """As `zuimei invite` makes it; the token."""
    token = secrets.token_urlsafe(16)
    until = REAL + timedelta(days=days)

    def work(session: Session) -> None:
        units = {name: key for key, name in named(session, notice).items()}
        made = Invitation(fresh_id(), role, notice, units.get(unit, ""), "", "李示例", until, "operator")
        invite(session, chat.vault, made, token, REAL)

    write(chat.engine, work)
    return token


def test_a_contact_joins_by_a_link_with_one_tap(chat: Chat) -> None:
    token, caller = invitation(chat, LIAISON, JIUJIANG, "修水县"), chat.caller("1001", "telegram")
    [card] = caller.say(f"/start {token}")
    assert "李示例，您好" in card.text
    assert "修水县（九江最美劳动者）的工会联系人" in card.text
    [welcome] = caller.press("是我")
    assert welcome.text.startswith("好，您现在是修水县")
