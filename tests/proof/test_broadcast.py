"""A broadcast under faults and SIGKILLs: nobody missing, nobody twice but by hand, and never faster than Telegram allows."""

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.engine import connect, upgrade
from storage.vault import Vault, load_key
from tests.bot.serving import free_port, serving
from tests.conftest import MakeUrl
from tests.emulator import Emulator, Quota, Weather
from tests.proof.audience import (
    OFFICE,
    TODAY,
    Chatter,
    Office,
    appear,
    chats,
    done,
    received,
    seed,
    standing,
)
from tests.proof.forge import Life, forge

PACE = 30.0  # messages a second that Telegram takes
CHATTERS = 8
_PATIENCE = 900.0


@dataclass(frozen=True)
class Size:
    people: int
    blocked: int
    kills: int
    life: tuple[float, float]  # seconds
    first: float  # more for the first, in which the office writes and sends it
    chatters: int
    weather: Weather


@dataclass
class Proof:
    """`births`: when each life began, the last one with the program that nobody kills."""

    size: Size
    url: str
    folder: Path
    births: list[float] = field(default_factory=list)
    by_hand: list[set[int]] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)  # before anything was sent by hand
    rested: float = inf  # when that was

    def run(self) -> Emulator:
        engine, vault = connect(self.url), Vault(load_key(None, self.folder))
        upgrade(engine)
        self.readers = seed(engine, vault, self.size.people)
        self.emulator = emulator = Emulator()
        self.quota = emulator.quota = Quota()
        appear(emulator, self.readers)
        emulator.blocked.update(random.Random(1).sample(self.readers, self.size.blocked))
        with emulator, ThreadPoolExecutor(CHATTERS + 1) as crowd:
            over = threading.Event()
            self.chatters = [Chatter(emulator, OFFICE + 1 + each, over) for each in range(self.size.chatters)]
            chatting = [crowd.submit(each.chat) for each in self.chatters]
            try:
                self._kill(crowd)
                self._finish(engine, vault)
            finally:
                over.set()
            for each in chatting:
                each.result()
        self.gone = chats(engine, vault, "gone")
        engine.dispose()
        return emulator

    def _kill(self, crowd: ThreadPoolExecutor) -> None:
        """In the first life the office sends it."""
        office, chance = Office(self.emulator), random.Random(self.size.kills)
        with forge(self.folder) as smithy:
            sending = crowd.submit(self._send, office)
            for number in range(self.size.kills):
                self.births.append(time.monotonic())
                seconds = chance.uniform(*self.size.life) + (0 if number else self.size.first)
                smithy.live(Life(self._settings, seconds, works=False))
                assert not sending.done() or sending.exception() is None, sending.exception()
            sending.result()
        self.births.append(time.monotonic())

    def _send(self, office: Office) -> None:
        office.send()
        self.emulator.weather = self.size.weather

    def _finish(self, engine: Engine, vault: Vault) -> None:
        """A last life that nobody kills; then what nobody knows of is sent by hand, until all is known."""
        port = {"WEB_PORT": str(free_port())}
        with serving(self.folder, **{**self._settings, **port}) as running:
            self._rest(engine)
            self.left, self.rested = standing(engine), time.monotonic()
            office = Office(self.emulator)
            while unknown := chats(engine, vault, "unknown"):
                self.by_hand.append(unknown)
                office.resend()
                self._rest(engine)
            assert running.end() == 0

    def _rest(self, engine: Engine) -> None:
        until = time.monotonic() + _PATIENCE
        while not done(engine):
            assert time.monotonic() < until, standing(engine)
            time.sleep(1)

    @property
    def _settings(self) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": self.emulator.token,
            "TELEGRAM_API_BASE": self.emulator.root,
            "OFFICE_IDS": str(OFFICE),
            "ZUIMEI_NOW": TODAY,
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.folder),
            "WEB_PORT": str(free_port()),
            "LOG_LEVEL": "WARNING",
        }


def _check(proof: Proof, emulator: Emulator) -> None:
    got, blocked = received(emulator.sent), emulator.blocked
    again = Counter(chat for each in proof.by_hand for chat in each)
    assert [each for each in proof.readers if not got[each] and each not in blocked] == [], (
        "nobody is missing"
    )
    assert [each for each in proof.readers if got[each] > 1 + again[each]] == [], (
        "nobody got it twice but by hand"
    )
    assert proof.gone == blocked, "who blocked the bot is known to be out of reach"
    assert not proof.quota.exceeded, "Telegram's limits are kept"
    assert not emulator.violations, "so is every pause it asked for"
    assert sum(len(each.waits) for each in proof.chatters) > 0, "people were answered meanwhile"


@dataclass(frozen=True)
class Stretch:
    """What one life sent: from the first letter of the broadcast to the last."""

    seconds: float
    messages: int
    letters: int


def _stretches(proof: Proof, emulator: Emulator) -> list[Stretch]:
    found = []
    calls = [(each.at, each.chat in proof.readers) for each in emulator.calls if each.method == "sendMessage"]
    for birth, death in zip(proof.births, [*proof.births[1:], proof.rested], strict=True):
        letters = [at for at, letter in calls if letter and birth <= at < death]
        if len(letters) > PACE * 2:
            first, last = letters[0], letters[-1]
            sent = sum(first < at <= last for at, _ in calls)
            found.append(Stretch(last - first, sent, len(letters) - 1))
    return found


def _waits(proof: Proof, emulator: Emulator, *, kills: bool) -> list[float]:
    """Of the answers; without `kills` only those that began and ended while one life was sending."""
    waits = [pair for each in proof.chatters for pair in each.waits]
    lives = _lives(proof, emulator)
    calm = [wait for asked, wait in waits if any(first <= asked < last - wait for first, last in lives)]
    return sorted([wait for _, wait in waits] if kills else calm)


def _lives(proof: Proof, emulator: Emulator) -> list[tuple[float, float]]:
    """From the first message each sent to its end."""
    times = [each.at for each in emulator.calls if each.method == "sendMessage"]
    spans = zip(proof.births, [*proof.births[1:], inf], strict=True)
    return [(next((at for at in times if at >= birth), inf), death) for birth, death in spans]


def _at(share: float, waits: Sequence[float]) -> float:
    return waits[min(len(waits) - 1, int(share * len(waits)))] if waits else 0.0


def _report(name: str, proof: Proof, emulator: Emulator) -> str:
    stretches = _stretches(proof, emulator)
    seconds = sum(each.seconds for each in stretches) or 1.0
    messages, letters = (sum(getattr(each, what) for each in stretches) for what in ("messages", "letters"))
    best = max((each.messages / each.seconds for each in stretches), default=0.0)
    every, calm = (_waits(proof, emulator, kills=each) for each in (True, False))
    by_hand = [len(each) for each in proof.by_hand]
    return (
        f"\nbroadcast, {name}: {proof.size.people} people, {len(proof.births) - 1} kills, "
        f"faults {dict(proof.size.weather.met)}; before anything by hand {dict(proof.left)}\n"
        f"  missing 0, twice 0 but by hand; sent again by hand {by_hand}; own 429s 0\n"
        f"  between kills {messages / seconds:.1f} messages a second ({messages / seconds / PACE:.0%} of {PACE:.0f}), "
        f"{letters / seconds:.1f} of them the broadcast's, over {seconds:.0f} s; {best:.1f} in the best life\n"
        f"  {len(every)} answers to people chatting: median {_at(0.5, every):.2f} s, 95 % {_at(0.95, every):.2f} s, "
        f"most {_at(1, every):.2f} s; where no kill fell 95 % {_at(0.95, calm):.2f} s; "
        f"unanswered {sum(each.silent for each in proof.chatters)}"
    )


def _prove(name: str, size: Size, url: str, folder: Path) -> str:
    proof = Proof(size, url, folder)
    emulator = proof.run()
    report = _report(name, proof, emulator)
    print(report, flush=True)
    _check(proof, emulator)
    return report


def _small() -> Size:
    return Size(300, 5, 3, (1.5, 3), 7, 2, Weather(1, limit=0.02, error=0.02, cut=0.02, late=0.0))


def _full() -> Size:
    weather = Weather(7, limit=0.01, error=0.002, cut=0.001, late=0.001)
    return Size(10_000, 50, 20, (12, 20), 12, CHATTERS, weather)


def test_a_small_broadcast_survives(tmp_path: Path) -> None:
    _prove("SQLite", _small(), f"sqlite:///{tmp_path}/zuimei.db", tmp_path)


@pytest.mark.proof
def test_ten_thousand_on_sqlite(tmp_path: Path) -> None:
    _prove("SQLite", _full(), f"sqlite:///{tmp_path}/zuimei.db", tmp_path)


@pytest.mark.proof
def test_ten_thousand_on_postgresql(tmp_path: Path, new_postgresql: MakeUrl) -> None:
    _prove("PostgreSQL", _full(), new_postgresql(), tmp_path)
