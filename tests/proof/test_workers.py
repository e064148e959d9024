"""Three workers on one PostgreSQL are killed and stopped in turn: nothing is lost, nothing happens twice, all in order."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError
from sqlmodel import select

from bot.leader import LASTS
from storage.engine import connect, read
from storage.tables import LeaseRow
from tests.bot.serving import free_port
from tests.emulator import Emulator, Phone
from tests.proof.balancer import balancer
from tests.proof.forge import Forge, Life, forge
from tests.proof.ledger import Kept, at_rest, check, disorder, kept
from tests.proof.people import PageEar, Person, PhoneEar
from tests.proof.test_crash import DAYS

WORKERS = 3
LAST_LIFE, LAST_LIVES = 15.0, 40  # seconds of a life in which people finish, and how many such lives at most
GLANCE = 0.05


@dataclass(frozen=True)
class Size:
    """`lives` are the shortest and the longest, in seconds; `stopped` those for which a leader hangs."""

    notice: str
    seats: int
    kills: int
    lives: tuple[float, float]
    lease: float
    stopped: float = 0.0


@dataclass
class Watch:
    """Who led when, as the lease tells. `gaps`: seconds from the last sign of life of one to the next one's first."""

    engine: Engine
    lease: float
    gaps: list[float] = field(default_factory=list)

    def look(self, over: threading.Event) -> None:
        """Until it is over."""
        holder, renewed = "", 0.0
        while not over.wait(GLANCE):
            row = self.row()
            if row is None:
                continue
            begun = row.until.timestamp() - self.lease
            if holder and row.holder != holder:
                self.gaps.append(begun - renewed)
            holder, renewed = row.holder, begun

    def row(self) -> LeaseRow | None:
        try:
            return read(self.engine, lambda session: session.exec(select(LeaseRow)).first())
        except ProgrammingError:  # the table is being made
            return None


@dataclass
class Company:
    """People at `seats` tables, before whom three workers come and go."""

    size: Size
    url: str
    folder: Path
    people: list[Person] = field(default_factory=list)
    kills: int = 0
    hung: float = 0.0  # seconds until another led, while the leader was stopped

    def run(self) -> Kept:
        self._over, self._unwatched = threading.Event(), threading.Event()
        engine = connect(self.url)
        self.watch = Watch(engine, self.size.lease)
        ports = [free_port() for _ in range(WORKERS + 1)]
        workers = [f"http://127.0.0.1:{each}" for each in ports[:WORKERS]]
        with Emulator() as emulator, balancer(ports[-1], workers) as self.address, self._forges() as forges:
            settings = self._settings(emulator)
            self._lives = [{**settings, "WEB_PORT": str(each)} for each in ports]
            with ThreadPoolExecutor(self.size.seats + 1) as crowd:
                looking = crowd.submit(self.watch.look, self._unwatched)
                sat = [crowd.submit(self._seat, emulator, each) for each in range(self.size.seats)]
                try:
                    self._work(forges, sat)
                finally:
                    self._over.set()
                    self._unwatched.set()
            for each in (*sat, looking):
                each.result()
        engine.dispose()
        return kept(self.url, self.folder, self.size.notice)

    def _settings(self, emulator: Emulator) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_BASE": emulator.root,
            "TELEGRAM_WEBHOOK_URL": f"{self.address}/telegram",
            "WEB_URL": self.address,
            "ZUIMEI_NOW": DAYS[self.size.notice],
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.folder),
        }

    @contextmanager
    def _forges(self) -> Iterator[Sequence[Forge]]:
        with ExitStack() as stack:
            places = [self.folder / f"worker{number}" for number in range(WORKERS)]
            for each in places:
                each.mkdir()
            yield [stack.enter_context(forge(each)) for each in places]

    def _work(self, forges: Sequence[Forge], sat: Sequence[Future[None]]) -> None:
        with ThreadPoolExecutor(WORKERS) as living:
            list(living.map(self._killed, range(WORKERS), forges))
            if self.size.stopped:
                lives = [
                    living.submit(self._live, n, forges[n], 2 * self.size.stopped) for n in range(WORKERS)
                ]
                self.hung = self._stop_the_leader(forges)
                for each in lives:
                    each.result()
            self._over.set()
            for _ in range(LAST_LIVES):
                list(living.map(lambda n: self._live(n, forges[n], LAST_LIFE), range(WORKERS)))
                if all(each.done() for each in sat) and at_rest(self.url):
                    return
        raise AssertionError("it never comes to rest")

    def _killed(self, number: int, smithy: Forge) -> None:
        """Its share of all kills, at moments of its own."""
        chance = random.Random(f"{self.size.notice}/{number}")
        for _ in range(self.size.kills // WORKERS + (number < self.size.kills % WORKERS)):
            self._live(number, smithy, chance.uniform(*self.size.lives))
            self.kills += 1

    def _live(self, number: int, smithy: Forge, seconds: float) -> None:
        smithy.live(Life(self._lives[number], seconds, works=False, lease=self.size.lease))

    def _stop_the_leader(self, forges: Sequence[Forge]) -> float:
        """It hangs for a while, then goes on as if nothing had been: how long until another led."""
        time.sleep(self.size.lease + 5)
        before = self._holder()
        process = self._leading(forges)
        begun = time.monotonic()
        os.kill(process, signal.SIGSTOP)
        while self._holder() == before:
            time.sleep(GLANCE)
            assert time.monotonic() - begun < self.size.stopped, "nobody takes over"
        taken_over = time.monotonic() - begun
        time.sleep(max(0.0, self.size.stopped - taken_over))
        os.kill(process, signal.SIGCONT)
        return taken_over

    def _leading(self, forges: Sequence[Forge]) -> int:
        """The process that wrote last that it leads."""
        logs = [(self.folder / f"worker{number}" / "forge.log") for number in range(WORKERS)]
        told = [
            max((line for line in log.read_text().splitlines() if "this process leads" in line), default="")
            for log in logs
        ]
        return forges[told.index(max(told))].alive

    def _holder(self) -> str:
        row = self.watch.row()
        return row.holder if row else ""

    def _seat(self, emulator: Emulator, number: int) -> None:
        """Whoever has finished makes room for the next, until the workers are killed no more."""
        for turn in range(1000):
            if turn and self._over.is_set():
                return
            phone = Phone(emulator, 4001 + turn * 100 + number)
            ear = PhoneEar(phone) if number % 2 == 0 else PageEar(self.address)
            person = Person(ear, sends=number % 4 < 2)
            self.people.append(person)
            person.fill(self.size.notice)
            if isinstance(ear, PageEar):
                ear.close()


def _prove(size: Size, url: str, folder: Path) -> str:
    company = Company(size, url, folder)
    found = company.run()
    check(company.people, found)
    turns, messages = disorder(url)
    assert (turns, messages) == (0, 0), "what a person did, and what they are told, stays in order"
    people, gaps = company.people, company.watch.gaps or [0.0]
    hung = f"; a leader that hung was replaced after {company.hung:.1f} s" if company.hung else ""
    return (
        f"\nworkers: {company.kills} kills among {WORKERS}; {len(gaps)} times another led, "
        f"{median(gaps):.1f} s (at most {max(gaps):.1f}) after the last sign of life of the one before{hung}\n"
        f"  {len(people)} people did {sum(each.said for each in people)} things; "
        f"acknowledged answers {sum(len(each.noted) for each in people)}, missing 0; double effects 0; out of order 0\n"
        f"  replies that came twice {sum(each.twice for each in people)}; "
        f"events set aside {found.events['set_aside']}; replies given up {found.outbox['unknown']} "
        f"(people asked to go on {sum(each.asked_to_go_on for each in people)} times)"
    )


def test_a_short_form_survives_among_workers(tmp_path: Path, empty_postgresql: str) -> None:
    size = Size("suzhou-2021", seats=2, kills=6, lives=(1.0, 3.0), lease=1.0)
    print(_prove(size, empty_postgresql, tmp_path))


@pytest.mark.proof
def test_a_form_survives_fifty_kills_and_a_leader_that_hangs(tmp_path: Path, empty_postgresql: str) -> None:
    size = Size("jiaozuo-2021", seats=8, kills=50, lives=(5.0, 20.0), lease=LASTS, stopped=40.0)
    print(_prove(size, empty_postgresql, tmp_path))
