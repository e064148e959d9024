"""People in a conversation with the real thing: the real step, the real ledger, a real SQLite file.

Only the channel is left out: what a person types or presses becomes an `Event`; what stands in the outbox is read back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count, tee
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.due import Due
from bot.receive import House, Receive
from dialogs import step as steps
from dialogs.model import Button, Event, Reply, State, Turn, Upload, World
from dialogs.seats import LIAISON, Seat
from knowledge.load import load_library
from knowledge.model import Library
from storage.desks import UnitRow
from storage.engine import connect, upgrade, write
from storage.outbox import Outbox, Parcel
from storage.people import fresh_id, join, person_at
from storage.seats import take, unit_called
from storage.vault import Vault

KEY = bytes(range(32))
REAL = datetime.fromisoformat("2026-01-05T09:00:00+08:00")
library = cache(load_library)


class Chat:
    """A running assistant on a database of its own. `now` is the clock of the rules."""

    def __init__(
        self,
        database: Path,
        now: datetime,
        notices: Library | None = None,
        *,
        first: int = 1,
        office: frozenset[str] = frozenset(),
        confirm_above: int = 0,
    ) -> None:
        """`first`: where the numbers of events begin, for a database that has seen some.

        `office`: the Telegram addresses that have the office role.
        """
        self.now = now
        self.turns: list[Turn] = []  # of the last event
        self._database = database
        self._office = office
        self._confirm_above = confirm_above
        self._notices = notices or library()
        self._numbers = count(first)
        self._messages = count(first)  # Telegram numbers what both sides say in one row
        self.numbers: dict[int, str] = {}  # of a parcel that was delivered
        self.pace = timedelta(minutes=1)  # between two events
        self._real = REAL
        self.start()

    def start(self) -> None:
        """The process starts; of an earlier one only the database file is left."""
        self.engine = connect(f"sqlite:///{self._database}")
        if not self._database.exists():
            upgrade(self.engine)
        self.vault = Vault(KEY)
        self.outbox = Outbox(self.engine, self.vault)
        house = House(
            self._notices,
            lambda: self.now,
            web="https://zuimei.example",
            office=self._office,
            confirm_above=self._confirm_above,
        )
        self._receive = Receive(self.engine, self.vault, house, step=self._step, real=lambda: self._real)

    def stop(self) -> None:
        self.engine.dispose()

    def restart(self) -> None:
        self.stop()
        self.start()

    def caller(self, address: str = "1001", channel: str = "web") -> "Caller":
        return Caller(self, channel, address)

    def take(self, event: Event) -> None:
        """Give an event to the assistant; `turns` is what it led to (nothing for one that was seen)."""
        self.turns.clear()
        self._real += self.pace
        self.now += timedelta(seconds=1)
        self._receive(event)

    def event(self, channel: str, address: str) -> Event:
        number = str(next(self._messages)) if channel == "telegram" else ""
        return Event(f"{channel}:{next(self._numbers)}", channel, address, self.now, sent=number)

    def shown(self, channel: str, address: str, after: int) -> tuple[Parcel, ...]:
        """What the outbox holds for an address after that number, delivered."""
        if channel == "web":
            person = person_at(self.engine, self.vault, channel, address)
            return self.outbox.after(person, after, 100) if person else ()
        return tuple(self._delivered(channel, address))

    def due(self) -> None:
        """A tick: who is due a letter gets it."""
        Due(self.engine, self.vault, self._notices, lambda: self.now, lambda: self._real)()

    def word(self, parcel: Parcel) -> Parcel | None:
        """A letter gets its words when it is sent."""
        return self._receive.word(parcel)

    def _delivered(self, channel: str, address: str) -> Iterator[Parcel]:
        while parcels := self.outbox.claim(channel, self._real):
            for parcel in parcels:
                number = self.numbers[parcel.id] = str(next(self._messages))
                self.outbox.sent(parcel, number)
                if parcel.address == address:
                    yield parcel

    def _step(self, state: State, event: Event, world: World) -> Turn:
        worlds = (
            replace(world, ids=ids, tokens=tokens)
            for ids, tokens in zip(tee(world.ids), tee(world.tokens), strict=True)
        )
        turn, again = (steps.step(state, event, each) for each in worlds)
        assert turn == again, "step is pure: the same input leads to the same turn"
        self.turns.append(turn)
        return turn


@dataclass
class Caller:
    """One person at one address."""

    chat: Chat
    channel: str
    address: str
    read: int = 0
    replies: list[Reply] = field(default_factory=list)  # everything that was ever shown
    numbers: list[str] = field(default_factory=list)  # what Telegram calls each of them
    renewals: list[Reply] = field(default_factory=list)  # those that took the place of an earlier one
    last: Event | None = None

    def sits(self, round: str, unit: str, most: int | None = None) -> None:  # noqa: A002 - the glossary's word
        """The person looks after a unit; one that the notice does not name is added with its places."""

        def work(session: Session) -> None:
            person = join(session, self.chat.vault, self.channel, self.address, REAL).person
            found = unit_called(session, round, unit)
            if not found:
                found = fresh_id()
                session.add(UnitRow(id=found, notice=round, round=round, name=unit, most=most))
                session.flush()
            take(session, person, Seat(LIAISON, round, found), "", REAL)

        write(self.chat.engine, work)

    def say(self, text: str, **more: Any) -> list[Reply]:
        return self.do(text=text, **more)

    def press(self, label: str) -> list[Reply]:
        """Press the newest button of that label."""
        found = [each.press for each in self.buttons if each.label == label]
        assert found, f"no button {label!r}, only {[each.label for each in self.buttons]}"
        return self.do(press=found[-1])

    def send(self, *uploads: Upload) -> list[Reply]:
        return self.do(uploads=uploads)

    def do(self, **what: Any) -> list[Reply]:
        """Anything an Event can hold; what is shown in return."""
        return self.give(replace(self.chat.event(self.channel, self.address), **what))

    def give(self, event: Event) -> list[Reply]:
        self.last = event
        self.chat.take(event)
        return self.look()

    def look(self) -> list[Reply]:
        """What has come since one last looked."""
        fresh = []
        for parcel in self.chat.shown(self.channel, self.address, self.read):
            self.read = max(self.read, parcel.id)
            worded = parcel if parcel.worded else self.chat.word(parcel)
            if worded and not worded.said:
                fresh.append(worded.reply)
                self.renewals += [worded.reply] if worded.renews else []
                self.numbers.append(self.chat.numbers.get(parcel.id, ""))
        self.replies += fresh
        return fresh

    @property
    def buttons(self) -> list[Button]:
        return [button for reply in self.replies[-12:] for row in reply.buttons for button in row]
