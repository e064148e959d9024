"""Joining and inviting: the office, the units' contacts, the nominees."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dialogs.seats import LIAISON
from tests.chat import REAL, Chat
from tests.seats import invited

NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
JIUJIANG = "jiujiang-2022"
VOID = "这个邀请用不了"


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "chat.db", NOW, office=frozenset({"700009"}))
    yield chat
    chat.stop()


def invitation(chat: Chat, role: str, notice: str = "", unit: str = "", days: int = 14) -> str:
    return invited(chat.engine, chat.vault, role, notice, unit, at=REAL, days=days)


def test_a_contact_joins_by_a_link_with_one_tap(chat: Chat) -> None:
    token, caller = invitation(chat, LIAISON, JIUJIANG, "修水县"), chat.caller("1001", "telegram")
    [card] = caller.say(f"/start {token}")
    assert "李示例，您好" in card.text
    assert "修水县（九江最美劳动者）的工会联系人" in card.text
    [welcome] = caller.press("是我")
    assert welcome.text.startswith("好，您现在是修水县")
