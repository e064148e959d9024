"""Invented people whom a broadcast reaches, an office that sends it, and others who chat meanwhile."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine, func, insert
from sqlmodel import SQLModel, col, select

from storage.desks import BroadcastRow
from storage.engine import read
from storage.people import mark_of
from storage.tables import AddressRow, OutboxRow, PersonRow, SubscriptionRow
from storage.vault import Vault
from tests.emulator import Emulator, Phone, Sent

FIRST = 300_001  # the number of the first recipient's chat
OFFICE = 4001
NOTICE, NAME = "jiujiang-2022", "九江最美劳动者"
TODAY = "2022-06-14"  # nobody is reminded of anything
TEXT = "请在截止日前把推荐表和照片交齐，有不明白的直接在这里问。"
AGAIN = "再发"
QUESTIONS = ("九江的截止时间是哪天", "推荐表要盖章吗", "苏州要交几张照片", "焦作有什么条件", "有哪些通知")
_QUIET = 0.4  # seconds after which what was said is complete
_PATIENCE = 30.0  # seconds until somebody says something else
_BATCH = 2000
_LETTER = col(OutboxRow.letter) == "broadcast"


def seed(engine: Engine, vault: Vault, count: int) -> range:
    """People who subscribe to the notice, as rows; returns their chats."""
    chats = range(FIRST, FIRST + count)
    for start in chats[::_BATCH]:
        rows: dict[type[SQLModel], list[dict[str, object]]] = {}
        for chat in chats[start - FIRST : start - FIRST + _BATCH]:
            for table, row in _subscriber(vault, chat):
                rows.setdefault(table, []).append(row)
        with engine.begin() as connection:
            for table, each in rows.items():
                connection.execute(insert(table), each)
    return chats


def _subscriber(vault: Vault, chat: int) -> Iterator[tuple[type[SQLModel], dict[str, object]]]:
    now, person = datetime.now(UTC), f"reader{chat}"
    mark = mark_of(vault, "telegram", str(chat))
    address = vault.seal(str(chat), f"addresses.address:{mark}")
    yield PersonRow, {"id": person, "since": now}
    yield (
        AddressRow,
        {"mark": mark, "channel": "telegram", "person": person, "address": address, "active": now},
    )
    yield SubscriptionRow, {"person": person, "notice": NOTICE, "wanted": True, "at": now}


def appear(emulator: Emulator, chats: Iterable[int]) -> None:
    """On Telegram, too."""
    for chat in chats:
        emulator.chats[chat] = {"id": chat, "type": "private", "first_name": "收信人"}


class Office:
    """Says `/broadcast` and presses what is there."""

    def __init__(self, emulator: Emulator) -> None:
        self._phone = Phone(emulator, OFFICE, "办公室")

    def send(self) -> None:
        self._say("/broadcast")
        self._press(NAME)
        self._press("所有人")
        self._say(TEXT)
        self._press("现在发")

    def resend(self) -> None:
        """To those of whom nobody knows whether it arrived."""
        self._say("/broadcast")
        self._press("看第1条")
        self._press(AGAIN)

    def _say(self, text: str) -> None:
        self._phone.say(text)
        self._phone.all_next(quiet=_QUIET, timeout=_PATIENCE)

    def _press(self, beginning: str) -> None:
        """The newest button whose label begins so."""
        labels = [label for sent in self._phone.replies for label in sent.labels]
        self._phone.press(next(each for each in reversed(labels) if each.startswith(beginning)))
        self._phone.all_next(quiet=_QUIET, timeout=_PATIENCE)


@dataclass
class Chatter:
    """Asks, waits for the answer, thinks, and asks again. `waits` are (asked at, seconds)."""

    emulator: Emulator
    number: int
    over: threading.Event
    waits: list[tuple[float, float]] = field(default_factory=list)
    silent: int = 0

    def chat(self) -> None:
        chance, phone = random.Random(self.number), Phone(self.emulator, self.number, "问的人")
        while not self.over.wait(chance.uniform(2, 6)):
            _hear_out(phone)
            asked = time.monotonic()
            phone.say(chance.choice(QUESTIONS))
            try:
                phone.next(_PATIENCE)
            except AssertionError:
                self.silent += not self.over.is_set()
            else:
                self.waits.append((asked, time.monotonic() - asked))


def _hear_out(phone: Phone) -> None:
    while phone.unread:
        phone.next()


def received(sent: Iterable[Sent]) -> Counter[int]:
    """Chat -> how often the broadcast came."""
    return Counter(each.chat for each in sent if TEXT in each.text and each.chat >= FIRST)


def standing(engine: Engine) -> Counter[str]:
    """How many letters of the broadcast are in which state."""
    query = select(OutboxRow.state, func.count()).where(_LETTER).group_by(col(OutboxRow.state))
    return Counter(dict(read(engine, lambda session: session.exec(query).all())))


def done(engine: Engine) -> bool:
    return read(engine, lambda session: session.exec(select(BroadcastRow.state)).all()) == ["done"]


def chats(engine: Engine, vault: Vault, state: str) -> set[int]:
    """Of the letters in this state."""
    query = select(OutboxRow).where(_LETTER, OutboxRow.state == state)
    rows = read(engine, lambda session: session.exec(query).all())
    return {int(vault.open(row.address, f"outbox.address:{row.key}")) for row in rows}
