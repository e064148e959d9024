"""Half an hour of people, reminders and broadcasts under random faults: `python -m tests.bench.soak [MINUTES] [DATABASE_URL]`.

Does memory stay flat, does the queue drain, is everybody answered? A line a minute, and a verdict for the reader.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sqlalchemy import Engine

from storage.depths import Depths, depths
from storage.engine import connect, upgrade
from storage.parcels import BROADCAST, REMINDER, REPLY
from storage.vault import Vault, load_key
from tests.bench.memory import resident
from tests.bot.serving import Serving, serving
from tests.emulator import Emulator, Quota, Weather
from tests.proof.audience import OFFICE, QUESTIONS, Chatter, Office, appear, seed
from tests.whole.stranger import WebEar

MINUTES = 30.0
READERS = 2_000  # of each broadcast
MORNING = "2022-07-12T09:00"  # of a day on which they are reminded
PHONES, PAGES = 6, 3
BETWEEN = 180.0  # seconds from one broadcast to the next
LAST = 150.0  # seconds before the end after which nothing new is begun
SAMPLE = 15.0
_KEPT = 2000  # calls that the emulator remembers
_PATIENCE = 30.0


@dataclass(frozen=True)
class Sample:
    minute: float
    memory: float  # MiB
    depths: Depths
    answers: int
    sent: int


@dataclass
class Page:
    """Somebody at a browser."""

    url: str
    over: threading.Event
    waits: list[float] = field(default_factory=list)
    silent: int = 0

    def chat(self) -> None:
        ear = WebEar(self.url)
        for number in range(1_000_000):
            if self.over.wait(3 + number % 4):
                break
            asked = time.monotonic()
            ear.say(QUESTIONS[number % len(QUESTIONS)])
            if ear.heard(_PATIENCE):
                self.waits.append(time.monotonic() - asked)
            else:
                self.silent += 1
        ear.close()


class Soak:
    def __init__(self, minutes: float, url: str, folder: Path) -> None:
        self._seconds = minutes * 60
        self._url = url or f"sqlite:///{folder}/zuimei.db"
        self._folder = folder
        self._over, self._quiet = threading.Event(), threading.Event()
        self.samples: list[Sample] = []
        self.broadcasts = 0
        self.weather = Weather(3, limit=0.01, error=0.005, cut=0.002, late=0.001)
        self.quota = Quota()

    def run(self) -> None:
        engine, vault = connect(self._url), Vault(load_key(None, self._folder))
        upgrade(engine)
        readers = seed(engine, vault, READERS)
        emulator = Emulator()
        appear(emulator, readers)
        emulator.weather, emulator.quota = self.weather, self.quota
        with emulator, serving(self._folder, **self._settings(emulator)) as running:
            self._soak(emulator, engine, running)
            assert running.end() == 0
        engine.dispose()

    def _soak(self, emulator: Emulator, engine: Engine, running: Serving) -> None:
        self.phones = [Chatter(emulator, OFFICE + 1 + each, self._over) for each in range(PHONES)]
        self.pages = [Page(running.url, self._over) for _ in range(PAGES)]
        self.everybody: list[Chatter | Page] = [*self.phones, *self.pages]
        office = Office(emulator)
        with ThreadPoolExecutor(PHONES + PAGES + 1) as crowd:
            works: list[Callable[[], None]] = [each.chat for each in self.everybody]
            begun = [crowd.submit(each) for each in (*works, lambda: self._broadcast(office))]
            try:
                self._watch(emulator, engine, running, begun)
            finally:
                self._quiet.set()
                self._over.set()
            for each in begun:
                each.result()

    def _broadcast(self, office: Office) -> None:
        while not self._quiet.wait(5 if not self.broadcasts else BETWEEN):
            office.send()
            self.broadcasts += 1

    def _watch(self, emulator: Emulator, engine: Engine, running: Serving, begun: list[Future[None]]) -> None:
        """Until the time is over and the queue is empty, or has had as long as it may need."""
        start, forgotten = time.monotonic(), 0
        while True:
            lasted = time.monotonic() - start
            if lasted > self._seconds - LAST:
                self._quiet.set()
            found = depths(engine)
            forgotten += _forget(emulator)
            answers = sum(len(each.waits) for each in self.everybody)
            memory = resident(running.process.pid)
            self.samples.append(Sample(lasted / 60, memory, found, answers, forgotten + len(emulator.calls)))
            print(_line(self.samples[-1]), flush=True)
            assert running.process.poll() is None, running.said
            assert not [each for each in begun if each.done() and each.exception()], begun
            over = lasted > self._seconds
            if over and (not found.outgoing or lasted > self._seconds + LAST):
                return
            time.sleep(SAMPLE)

    def _settings(self, emulator: Emulator) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_BASE": emulator.root,
            "OFFICE_IDS": str(OFFICE),
            "ZUIMEI_NOW": MORNING,
            "DATABASE_URL": self._url,
            "DATA_DIR": str(self._folder),
            "LOG_LEVEL": "WARNING",
        }


def _forget(emulator: Emulator) -> int:
    """What the emulator keeps of old calls is no memory of the program's, but it is some of the machine's."""
    many = max(0, len(emulator.calls) - _KEPT)
    del emulator.calls[:many]
    return many


def _line(sample: Sample) -> str:
    waiting = sample.depths.outgoing
    return (
        f"{sample.minute:5.1f} min: {sample.memory:4.0f} MiB; waiting {waiting.get(REPLY, 0):3} replies, "
        f"{waiting.get(REMINDER, 0):5} reminders, {waiting.get(BROADCAST, 0):5} broadcasts, "
        f"{sample.depths.incoming:3} events; {sample.answers:5} answers; {sample.sent:6} calls; "
        f"{sample.depths.unknown:3} unknown"
    )


def report(soak: Soak) -> str:
    waits = sorted(wait for each in soak.phones for _, wait in each.waits)
    pages = sorted(wait for each in soak.pages for wait in each.waits)
    calm = [each for each in soak.samples if each.minute >= min(5.0, soak.samples[-1].minute / 2)]
    first, last = calm[: len(calm) // 3 or 1], calm[-(len(calm) // 3 or 1) :]
    silent = sum(each.silent for each in soak.everybody)
    deepest = max(sum(each.depths.outgoing.values()) for each in soak.samples)
    return (
        f"\nsoak, {soak.samples[-1].minute:.0f} min: {soak.broadcasts} broadcasts to {READERS}, faults {dict(soak.weather.met)}, "
        f"own 429s {len(soak.quota.exceeded)}\n"
        f"  memory {median(each.memory for each in first):.0f} MiB after the warm-up, "
        f"{median(each.memory for each in last):.0f} MiB at the end, most {max(each.memory for each in soak.samples):.0f}\n"
        f"  queue: at most {deepest}, at the end {sum(soak.samples[-1].depths.outgoing.values())}\n"
        f"  answers on phones {len(waits)}: {_shares(waits)}; on pages {len(pages)}: {_shares(pages)}; unanswered {silent}"
    )


def _shares(waits: list[float]) -> str:
    at = [waits[min(len(waits) - 1, int(share * len(waits)))] for share in (0.5, 0.95, 1)] if waits else []
    return "median {:.2f} s, 95 % {:.2f} s, most {:.2f} s".format(*at) if at else "none"


def main(minutes: str = str(MINUTES), url: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(float(minutes), url, Path(folder))
        soak.run()
        print(report(soak))


if __name__ == "__main__":
    main(*sys.argv[1:])
