"""Mutated updates through the whole program, a process of its own: `python -m tests.proof.fuzz SEED UPDATES`."""

import json
import random
import sys
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from bot.documents import Document
from bot.receive import House, Receive
from bot.telegram.inward import Me, event_of
from bot.telegram.outward import calls
from dialogs.model import Event, Upload
from knowledge.load import load_library
from storage.engine import connect, upgrade
from storage.inbox import Inbox
from storage.outbox import Outbox, Parcel
from storage.vault import Vault
from tests.bench.memory import resident
from tests.conftest import KEY
from tests.emulator.methods import DATA_LIMIT, TEXT_LIMIT, units
from tests.proof.mutants import BOT, Mutant, Mutants, batches

NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
ME = Me(BOT, "zuimei_test_bot")
PEOPLE, BATCH = 25, 20
BUTTON_LIMIT = 100
WARM = 0.2  # of the updates: after them memory is measured for the first time
MEMORY = Path("/dev/shm")
FILE = Document("表.docx", "application/octet-stream", b"PK")
UPLOADS = (
    Upload("h1", "事迹.txt", "txt", 60, text="他每天送件二百多单，五年没有一次投诉。"),
    Upload("h2", "事迹.docx", "docx", 60, text="字" * 4000),
    Upload("", "表.doc", "", 60, fault="unreadable"),
    Upload("h3", "照片.jpg", "jpg", 60, pixels=(30, 40)),
)


@dataclass(frozen=True)
class Found:
    """`memory` in MiB: after the first part of the updates, at most, and at the end."""

    counts: dict[str, int]
    faults: list[str]
    memory: tuple[float, float, float]


def fuzzed(seed: int, updates: int) -> Found:
    """On a real database file, where there is a memory file system on it: this proof is not about the disk."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        engine = connect(f"sqlite:///{folder}/zuimei.db")
        upgrade(engine)
        fuzz = Fuzz(engine, Vault(KEY), seed)
        fuzz.run(updates)
        engine.dispose()
    memory = fuzz.memory
    return Found(dict(fuzz.counts), fuzz.faults, (memory[0], max(memory), memory[-1]))


@dataclass
class Fuzz:
    """The program from an update to the calls that would be made, on a real database."""

    engine: Engine
    vault: Vault
    seed: int
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._inbox, self._outbox = Inbox(self.engine, self.vault), Outbox(self.engine, self.vault)
        house = House(load_library(), lambda: NOW, web="https://zuimei.example")
        self._real = datetime.now(UTC)
        self._receive = Receive(self.engine, self.vault, house, real=self._tick)
        self._mutants = Mutants(self.seed)
        self._chance = random.Random(self.seed)
        self._presses: defaultdict[int, list[str]] = defaultdict(list)

    def _tick(self) -> datetime:
        """Nobody is so quick that a press counts as the second half of a double tap."""
        self._real += timedelta(seconds=3)
        return self._real

    def run(self, updates: int) -> None:
        for number, chats in enumerate(batches(self.seed, updates, PEOPLE, BATCH)):
            mutants = [self._mutants.of(chat, self._known(chat)) for chat in chats]
            if number % 5 == 0:
                mutants.append(self._mutants.again(self._chance.choice(mutants)))
            self._batch(mutants)
            self._remember((number + 1) * BATCH / updates)

    def _known(self, chat: int) -> list[str]:
        """Mostly one's own buttons, sometimes somebody else's."""
        other = self._chance.choice(list(self._presses)) if self._presses else chat
        return (self._presses[chat] if self._chance.random() < 0.9 else self._presses[other])[-30:]

    def _batch(self, mutants: list[Mutant]) -> None:
        read = [(mutant, self._event(mutant)) for mutant in mutants]
        wanted = {event.id for mutant, event in read if mutant.wants and event}
        for mutant, event in read:
            if mutant.wants and not event:
                self.faults.append(f"left out: {mutant.raw}")
        self._inbox.put([event for _, event in read if event])
        answered = self._work_off()
        self.counts["updates"] += len(mutants)
        self.counts["answered"] += len(answered)
        self.counts["presses"] += sum("callback_query" in each.raw for each in mutants)
        silent = wanted - answered
        self.faults += [f"silent: {mutant.raw}" for mutant, event in read if event and event.id in silent]

    def _event(self, mutant: Mutant) -> Event | None:
        try:
            return event_of(mutant.raw, ME, NOW)
        except Exception as error:  # noqa: BLE001 - what Telegram never sends may be left out, but no more than that
            self.counts["unreadable"] += 1
            if mutant.whole:
                self.faults.append(f"unreadable: {error!r} {mutant.raw}")
            return None

    def _work_off(self) -> set[str]:
        """Every event to its end; the events that were answered."""
        answered: set[str] = set()
        while claims := self._inbox.claim():
            for claim in claims:
                answered |= self._turn(claim.event)
        return answered

    def _turn(self, event: Event) -> set[str]:
        """A reply leaves before the next turn: whoever is forgotten is sent no earlier words."""
        try:
            self._receive(event)
        except Exception as error:  # noqa: BLE001 - to be counted
            self.faults.append(f"unhandled: {error!r} {event}")
            self._receive.set_aside(event)
        if event.pending:
            self._inbox.fetched(event, (self._chance.choice(UPLOADS),))
        return self._deliver()

    def _deliver(self) -> set[str]:
        answered: set[str] = set()
        while parcels := self._outbox.claim("telegram", self._real + timedelta(days=1)):
            for parcel in parcels:
                if (worded := self._receive.word(parcel)) and worded.address.isdecimal():
                    answered.add(worded.event.removesuffix("/file"))
                    self._look(worded)
                self._outbox.sent(parcel, "1")
        return answered

    def _look(self, parcel: Parcel) -> None:
        """What Telegram would refuse is a fault."""
        files = (FILE,) if parcel.reply.document else ()
        for call in calls(parcel.reply, files, "https://zuimei.example"):
            self.counts["messages"] += 1
            buttons = [button for row in call.rows for button in row]
            data = [str(each.callback_data) for each in buttons if each.callback_data]
            wide = any(len(each.encode()) > DATA_LIMIT for each in data)
            blank = (not call.file and not call.text.strip()) or not all(
                each.text.strip() for each in buttons
            )
            if wide or blank or units(call.text) > TEXT_LIMIT or len(buttons) > BUTTON_LIMIT:
                self.faults.append(
                    f"does not fit: {units(call.text)} units, {len(buttons)} buttons: {call.text[:80]!r}"
                )
            self._presses[int(parcel.address)] += data

    def _remember(self, share: float) -> None:
        if share >= WARM:
            self.memory.append(resident())


if __name__ == "__main__":
    print(json.dumps(asdict(fuzzed(int(sys.argv[1]), int(sys.argv[2])))))
