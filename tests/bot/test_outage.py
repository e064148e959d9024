"""P35: while the disk is full or the database is away the program says the truth, and afterwards all goes on."""

import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import cast
from uuid import uuid4

import httpx
import pytest
from sqlmodel import Session

from bot.app import _built
from bot.ground import database
from bot.settings import SHANGHAI, Settings
from storage.engine import write
from storage.tables import HeartbeatRow, OutboxRow
from tests.bot.serving import Serving, serving
from tests.emulator import Emulator, Phone
from tests.postgresql import Cluster, cluster
from tests.storage.small import rows, telegram
from tests.web.browser import Browser
from tests.web.site import Site

SAID = ("钱一", "钱二", "钱三")
CANARIES = (*SAID, "赵金丝雀")


@dataclass
class Outage:
    """Something that takes nothing while it is `begin`-ned."""

    settings: Mapping[str, str]
    begin: Callable[[Serving], None]
    end: Callable[[Serving], None]
    told: str


def _limit(running: Serving, most: int) -> None:
    """No file may grow beyond this: to the program it is a disk that is full."""
    _soft, hard = resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (most, hard))


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture(params=["disk", "postgresql"])
def outage(request: pytest.FixtureRequest) -> Outage:
    if request.param == "disk":
        return Outage({}, lambda running: _limit(running, 0), lambda running: _limit(running, -1), "")
    server: Cluster = request.getfixturevalue("own_cluster")
    return Outage(
        {"DATABASE_URL": server.database(f"outage_{uuid4().hex}")},
        lambda _: server.stop(),
        lambda _: server.start(),
        "the database does not answer",
    )


@contextmanager
def _busy(folder: Path, outage: Outage) -> Iterator[tuple[Emulator, Serving, Phone, Browser]]:
    """Somebody on each channel, in the middle of something."""
    with Emulator() as emulator:
        telegram = {"TELEGRAM_BOT_TOKEN": emulator.token, "TELEGRAM_API_BASE": emulator.root}
        with serving(folder, LOG_LEVEL="DEBUG", **telegram, **outage.settings) as running:
            phone, visitor = Phone(emulator), Browser(cast("Site", running))
            phone.say("/help")
            phone.next(30)
            visitor.read(until="您好")
            yield emulator, running, phone, visitor


def _waits_for(true: Callable[[], bool], seconds: float = 60) -> None:
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "it never came"
        sleep(0.2)


def _health(running: Serving) -> str:
    return httpx.get(f"{running.url}/healthz", timeout=30).text


def test_nothing_is_acknowledged_that_is_not_kept_and_nothing_is_lost(tmp_path: Path, outage: Outage) -> None:
    with _busy(tmp_path, outage) as (emulator, running, phone, visitor):
        outage.begin(running)
        number = uuid4().hex
        refused = visitor.say("赵金丝雀", number=number)
        assert (refused.status_code, refused.json()["error"]) == (503, "unkept")
        assert visitor.upload("事迹.txt", "赵金丝雀".encode()).status_code == 503
        assert list(tmp_path.rglob("*.part")) == [], "what was begun takes no room"
        for each in SAID:
            phone.say(each)
        sleep(8)  # several attempts of everything that asks again
        assert len(emulator.pending()) == len(SAID), "Telegram keeps what was not confirmed"
        assert phone.unread == []
        if outage.told:
            _waits_for(lambda: _health(running) == outage.told)
        outage.end(running)
        _waits_for(lambda: visitor.say("赵金丝雀", number=number).status_code == 200)
        _waits_for(lambda: len(phone.unread) == len(SAID))
        _waits_for(lambda: _health(running) == "ok")
        sleep(2)  # what would come twice has come
        assert len(phone.unread) == len(SAID)
        rows = visitor.read(until="")
        assert [row["said"] for row in rows if "said" in row] == ["赵金丝雀"]
        assert running.process.poll() is None
        faults = [line for line in running.output if " ERROR " in line or " WARNING " in line]
        assert running.end() == 0
    assert 0 < len(faults) < 40, "said, and not a thousand times"
    secrets = (emulator.token, visitor.cookie, visitor.token)
    assert [each for each in (*CANARIES, *secrets) if each in running.said] == []


def test_the_page_of_somebody_who_comes_meanwhile_says_so(tmp_path: Path, outage: Outage) -> None:
    with _busy(tmp_path, outage) as (_emulator, running, _phone, _visitor):
        outage.begin(running)
        newcomer = Browser(cast("Site", running))
        assert newcomer.opened.status_code == 200
        greeting = newcomer.http.get("/news", headers=newcomer.sent())
        assert (greeting.status_code, greeting.json()["error"]) == (503, "unkept")
        if outage.told:
            page = newcomer.http.get("/list", headers={"accept": "text/html"})
            assert page.status_code == 503
            assert "请过几分钟再试" in page.text
        outage.end(running)
        _waits_for(lambda: newcomer.http.get("/news", headers=newcomer.sent()).status_code == 200)
        newcomer.read(until="您好")


async def test_after_a_long_outage_of_a_running_program_the_question_comes_again(tmp_path: Path) -> None:
    """P4: Telegram forgets a press after two and a half minutes, and nobody tells the person."""
    settings = Settings(data_dir=tmp_path, zuimei_now=datetime(2022, 6, 20, tzinfo=SHANGHAI))
    with database(settings) as engine:
        zuimei = _built(settings, engine)
        zuimei._receive(telegram("/fill jiujiang-2022", at=settings.clock()()))
        for minutes in (1, 10, 1):
            write(engine, partial(_last_beat, minutes))
            await zuimei._beat()
        assert [row.letter for row in rows(engine, OutboxRow)] == [None, "again"]


def _last_beat(minutes: int, session: Session) -> None:
    session.merge(HeartbeatRow(name="main", at=datetime.now(UTC) - timedelta(minutes=minutes)))
