"""Mutated updates: nothing breaks, nobody who deserves a reply goes without one, and memory stays flat."""

import json
import random
import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.documents import Document
from bot.receive import House, Receive
from bot.telegram.inward import Me, event_of
from bot.telegram.outward import calls
from dialogs.model import Event, Upload
from knowledge.load import load_library
from storage.engine import connect
from storage.inbox import Inbox, Lane
from storage.outbox import Outbox, Parcel
from storage.vault import Vault
from tests.bench.memory import resident
from tests.bot.serving import serving
from tests.emulator import Emulator, Phone
from tests.emulator.methods import DATA_LIMIT, TEXT_LIMIT, units
from tests.proof.mutants import BOT, Mutant, Mutants, batches

NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
ME = Me(BOT, "zuimei_test_bot")
PEOPLE, BATCH = 25, 20
BUTTON_LIMIT = 100
UPDATES = 100_000
WARM = 0.2  # of the updates: after them memory is measured for the first time
FILE = Document("表.docx", "application/octet-stream", b"PK")
UPLOADS = (
    Upload("h1", "事迹.txt", "txt", 60, text="他每天送件二百多单，五年没有一次投诉。"),
    Upload("h2", "事迹.docx", "docx", 60, text="字" * 4000),
    Upload("", "表.doc", "", 60, fault="unreadable"),
    Upload("h3", "照片.jpg", "jpg", 60, pixels=(30, 40)),
)


@dataclass
class Fuzz:
    """The program from an update to the calls that would be made, on a real database."""

    engine: Engine
    vault: Vault
    seed: int = 1
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
        while lanes := self._inbox.waiting():
            for lane in lanes:
                answered |= self._lane(lane)
        return answered

    def _lane(self, lane: Lane) -> set[str]:
        """A reply leaves before the next turn: whoever is forgotten is sent no earlier words."""
        answered: set[str] = set()
        while claim := self._inbox.claim(lane):
            try:
                self._receive(claim.event)
            except Exception as error:  # noqa: BLE001 - to be counted
                self.faults.append(f"unhandled: {error!r} {claim.event}")
                self._receive.set_aside(claim.event)
            if claim.event.pending:
                self._inbox.fetched(claim.event, (self._chance.choice(UPLOADS),))
            answered |= self._deliver()
        return answered

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


@pytest.fixture
def engine_in_memory(_sqlite_template: Path) -> Iterator[Engine]:
    """A real database file, where there is a memory file system on it: this proof is not about the disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        file = shutil.copy(_sqlite_template, folder)
        engine = connect(f"sqlite:///{file}")
        yield engine
        engine.dispose()


def test_strange_updates_are_answered(engine_in_memory: Engine, vault: Vault) -> None:
    _judge(Fuzz(engine_in_memory, vault), 400)


@pytest.mark.proof
def test_a_hundred_thousand_strange_updates_are_answered(engine_in_memory: Engine, vault: Vault) -> None:
    fuzz = Fuzz(engine_in_memory, vault, seed=2)
    _judge(fuzz, UPDATES)
    assert max(fuzz.memory) <= 1.1 * fuzz.memory[0], "memory is flat"


def _judge(fuzz: Fuzz, updates: int) -> None:
    fuzz.run(updates)
    counts, memory = fuzz.counts, fuzz.memory
    print(
        f"\nfuzz: {counts['updates']} updates, {counts['presses']} of them presses; "
        f"{counts['answered']} answered with {counts['messages']} messages; {counts['unreadable']} were no updates at all\n"
        f"  faults (unhandled, silent, too long for Telegram): {len(fuzz.faults)}; "
        f"memory {memory[0]:.0f} MiB after {WARM:.0%}, at most {max(memory):.0f} MiB, {memory[-1]:.0f} MiB at the end"
    )
    assert fuzz.faults == [], "\n".join(fuzz.faults[:10])


@pytest.mark.parametrize("updates", [100, pytest.param(3_000, marks=pytest.mark.proof)])
def test_strange_updates_over_http(updates: int, tmp_path: Path) -> None:
    with Emulator() as emulator:
        settings = {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_BASE": emulator.root,
            "ZUIMEI_NOW": "2022-06-20",
            "LOG_LEVEL": "ERROR",
        }
        with serving(tmp_path, **settings) as running:
            pressed = _send(emulator, updates)
            phone = Phone(emulator, 4001)
            phone.say("/help")
            assert phone.next(120).text, "it is still there"
            _until_quiet(emulator)
            assert running.process.poll() is None
        longest = max(units(str(each.parameters.get("text", ""))) for each in emulator.calls)
        print(
            f"\nfuzz over HTTP: {updates} updates, {len(pressed)} presses; the longest message had {longest} units"
        )
        assert set(emulator.answered) >= pressed, "every press is answered"
        assert longest <= TEXT_LIMIT


def _send(emulator: Emulator, updates: int) -> set[str]:
    """Gives the updates to the bot, and returns the presses that Telegram would wait for."""
    mutants, chance = Mutants(3), random.Random(3)
    pressed: set[str] = set()
    chats = {number: Phone(emulator, number) for number in range(5001, 5001 + PEOPLE)}
    for _ in range(updates):
        chat = chance.choice(list(chats))
        shown = [
            button["callback_data"]
            for each in emulator.sent[-200:]
            if each.chat == chat
            for row in each.rows
            for button in row
            if "callback_data" in button
        ]
        mutant = mutants.of(chat, shown)
        body = _writable({key: value for key, value in mutant.raw.items() if key != "update_id"})
        query = body.get("callback_query")
        if mutant.whole and query:
            query["id"] = f"{query['id']}-{len(pressed)}"
            emulator.presses[query["id"]] = emulator.now() + 3600
            pressed.add(query["id"])
        emulator.add(body)
        while len(emulator.pending()) > 200:
            time.sleep(0.05)
    return pressed


def _writable(body: dict[str, Any]) -> dict[str, Any]:
    """Half a surrogate pair cannot be put on this wire."""
    found: dict[str, Any] = json.loads(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
    return found


def _until_quiet(emulator: Emulator) -> None:
    before = -1
    while before != len(emulator.calls) or emulator.pending():
        before = len(emulator.calls)
        time.sleep(2.5)
