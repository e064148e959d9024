"""SIGKILL, at random and at named moments, while eight people fill in: nothing acknowledged is lost, nothing happens twice."""

import random
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pytest

from tests.bot.serving import free_port
from tests.conftest import MakeUrl
from tests.emulator import Emulator, Phone
from tests.proof.failpoints import FAILPOINTS
from tests.proof.forge import Death, Forge, Life, forge
from tests.proof.ledger import Kept, at_rest, check, kept
from tests.proof.people import PageEar, Person, PhoneEar

DAYS = {
    "suzhou-2021": "2021-06-10",
    "jiujiang-2022": "2022-06-20",
    "jiangsu-2023": "2023-05-10",
    "jiaozuo-2021": "2021-04-10",
    "laiwu-2021": "2021-05-15",
}
SEATS = 8
LONG, LONG_LIVES = 10.0, 60  # seconds of a life in which people finish, and how many such lives at most
KILLS = 104  # of each form, so that all five make more than 500


@dataclass
class Proof:
    """One form, filled in by people at `seats` tables while the program is killed `kills` times."""

    notice: str
    kills: int
    seats: int
    url: str
    folder: Path
    people: list[Person] = field(default_factory=list)
    deaths: Counter[str] = field(default_factory=Counter)
    starts: list[float] = field(default_factory=list)

    def run(self) -> Kept:
        self._over = threading.Event()
        with Emulator() as emulator:
            self._settings = {
                "TELEGRAM_BOT_TOKEN": emulator.token,
                "TELEGRAM_API_BASE": emulator.root,
                "ZUIMEI_NOW": DAYS[self.notice],
                "DATABASE_URL": self.url,
                "DATA_DIR": str(self.folder),
                "WEB_PORT": str(free_port()),
            }
            seats = ThreadPoolExecutor(self.seats)
            sat = [seats.submit(self._seat, emulator, number) for number in range(self.seats)]
            with forge(self.folder) as smithy:
                try:
                    self._kill(smithy, sat)
                finally:
                    self._over.set()
                self._finish(smithy, sat)
            for each in sat:
                each.result()
            seats.shutdown()
        return kept(self.url, self.folder, self.notice)

    def _kill(self, smithy: Forge, sat: Sequence[Future[None]]) -> None:
        """As often as was said, unless somebody gave up: then nothing can be proved any more."""
        chance = random.Random(f"{self.notice}/{self.kills}")
        for number in range(self.kills):
            life = _life(chance, self._settings, number)
            self._count(life, smithy.live(life))
            if any(each.done() and each.exception() for each in sat):
                return

    def _finish(self, smithy: Forge, sat: Sequence[Future[None]]) -> None:
        """Longer lives, until everybody has finished and what was said last is worked off as well."""
        for _ in range(LONG_LIVES):
            life = Life(self._settings, LONG)
            self._count(life, smithy.live(life))
            if all(each.done() for each in sat) and at_rest(self.url):
                return
        raise AssertionError("it never comes to rest")

    def _count(self, life: Life, death: Death) -> None:
        self.deaths[life.failpoint if death.at_failpoint and life.failpoint else ""] += 1
        if death.ready:
            self.starts.append(death.ready)

    def _seat(self, emulator: Emulator, number: int) -> None:
        """Whoever has finished makes room for the next, until the program is killed no more."""
        for turn in range(1000):
            if turn and self._over.is_set():
                return
            phone = number % 2 == 0
            ear = PhoneEar(Phone(emulator, 4001 + turn * 100 + number)) if phone else self._page()
            person = Person(ear, sends=number % 4 < 2)
            self.people.append(person)
            person.fill(self.notice)
            if isinstance(ear, PageEar):
                ear.close()

    def _page(self) -> PageEar:
        return PageEar(f"http://127.0.0.1:{self._settings['WEB_PORT']}")


def _life(chance: random.Random, settings: Mapping[str, str], number: int) -> Life:
    """Every second life ends at a failpoint, in turn; some end while they are still being born."""
    seconds = chance.uniform(0.1, 0.6)
    if number % 2:
        names = tuple(FAILPOINTS)
        name = names[number // 2 % len(names)]
        if FAILPOINTS[name].rare:
            return Life(settings, 2.0, name)
        return Life(settings, 1.0, name, chance.randint(1, 4))
    return Life(settings, -seconds / 2 if chance.random() < 0.1 else seconds)


def _report(name: str, proofs: list[Proof], kept_: list[Kept]) -> str:
    people = [each for proof in proofs for each in proof.people]
    deaths = sum((proof.deaths for proof in proofs), Counter[str]())
    starts = [each for proof in proofs for each in proof.starts]
    never = ", ".join(each for each in FAILPOINTS if not deaths[each])
    return (
        f"\ncrash, {name}: {deaths.total()} kills, {deaths.total() - deaths['']} of them at "
        f"{len(deaths.keys() - {''})} named moments (never at: {never or 'none'}); a start took {median(starts):.2f} s\n"
        f"  {len(people)} people did {sum(each.said for each in people)} things; "
        f"acknowledged answers {sum(len(each.noted) for each in people)}, missing 0; double effects 0\n"
        f"  replies that came twice {sum(each.twice for each in people)}; "
        f"events set aside {sum(each.events['set_aside'] for each in kept_)} "
        f"(said again {sum(each.repeated for each in people)} times); "
        f"replies given up {sum(each.outbox['unknown'] for each in kept_)} "
        f"(people asked to go on {sum(each.asked_to_go_on for each in people)} times)"
    )


def _prove(name: str, notices: Mapping[str, str], kills: int, seats: int, tmp_path: Path) -> str:
    proofs, found = [], []
    for notice, url in notices.items():
        folder = tmp_path / notice
        folder.mkdir()
        proof = Proof(notice, kills, seats, url or f"sqlite:///{folder}/zuimei.db", folder)
        found.append(proof.run())
        check(proof.people, found[-1])
        proofs.append(proof)
        print(_report(f"{name}, {notice}", proofs[-1:], found[-1:]), flush=True)
    return _report(name, proofs, found)


def test_a_short_form_survives(tmp_path: Path) -> None:
    print(_prove("SQLite", {"suzhou-2021": ""}, 10, 4, tmp_path))


@pytest.mark.proof
def test_five_forms_survive_on_sqlite(tmp_path: Path) -> None:
    print(_prove("SQLite", dict.fromkeys(DAYS, ""), KILLS, SEATS, tmp_path))


@pytest.mark.proof
def test_five_forms_survive_on_postgresql(tmp_path: Path, new_postgresql: MakeUrl) -> None:
    print(_prove("PostgreSQL", {each: new_postgresql() for each in DAYS}, KILLS, SEATS, tmp_path))
