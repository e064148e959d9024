"""What `/healthz` finds, with a clock that is moved by hand."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot import health
from bot.health import Health, Pulse
from storage.depths import Depths
from storage.parcels import BROADCAST, REPLY

CALM = Depths({}, {}, 0, None, 0)


@dataclass
class Hands:
    """A clock, and how often the database was looked at."""

    at: float = 1000.0
    looks: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.at

    def counted(self, found: Callable[[], Depths]) -> Callable[[], Depths]:
        def look() -> Depths:
            self.looks.append(self.at)
            return found()

        return look


@pytest.fixture
def clock() -> Hands:
    return Hands()


def _waiting(priority: int, minutes: float) -> Depths:
    since = datetime.now(UTC) - timedelta(minutes=minutes)
    return Depths({priority: 3}, {priority: since}, 0, None, 0)


def _away() -> Depths:
    raise OperationalError("SELECT 张三三", {}, Exception("the server closed the connection"))


async def test_all_is_well(clock: Hands, tmp_path: Path) -> None:
    assert await Health(lambda: CALM, Pulse(clock), tmp_path, clock)() == ()


async def test_whoever_asks_often_gets_the_same_answer_for_a_second(clock: Hands, tmp_path: Path) -> None:
    asked = Health(clock.counted(lambda: CALM), Pulse(clock), tmp_path, clock)
    for _ in range(50):
        await asked()
    assert len(clock.looks) == 1
    clock.at += 1
    await asked()
    assert len(clock.looks) == 2


async def test_a_database_that_is_away_is_said_without_its_words(clock: Hands, tmp_path: Path) -> None:
    asked = Health(_away, Pulse(clock), tmp_path, clock)
    assert await asked() == ("the database does not answer",)
    assert asked.depths is None


async def test_a_database_that_hangs_is_asked_once_and_waited_for_no_longer(
    clock: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.01)
    back = threading.Event()

    def hangs() -> Depths:
        back.wait(10)
        return CALM

    asked = Health(clock.counted(hangs), Pulse(clock), tmp_path, clock)
    for _ in range(3):
        assert await asked() == ("the database does not answer",)
        clock.at += 1
    assert len(clock.looks) == 1
    back.set()
    monkeypatch.setattr(health, "PATIENCE", 10)
    assert await asked() == ()


async def test_ticks_that_reach_nothing_are_said(clock: Hands, tmp_path: Path) -> None:
    pulse = Pulse(clock)
    asked = Health(lambda: CALM, pulse, tmp_path, clock)
    clock.at += 91
    assert await asked() == ("nothing could be written for 91 seconds",)
    pulse.beat()
    clock.at += 1
    assert await asked() == ()


@pytest.mark.parametrize(
    ("priority", "minutes", "said"),
    [
        (REPLY, 4, ()),
        (REPLY, 6.2, ("a reply waits for 6 minutes",)),
        (BROADCAST, 30, ()),  # ten thousand letters take a while
    ],
)
async def test_a_reply_that_waits_long_is_said(
    clock: Hands, tmp_path: Path, priority: int, minutes: float, said: tuple[str, ...]
) -> None:
    found = _waiting(priority, minutes)
    assert await Health(lambda: found, Pulse(clock), tmp_path, clock)() == said


async def test_an_event_that_nobody_takes_up_is_said(clock: Hands, tmp_path: Path) -> None:
    first = [7]
    pulse = Pulse(clock)
    asked = Health(lambda: Depths({}, {}, 2, first[0], 0), pulse, tmp_path, clock)
    assert await asked() == ()
    clock.at += 301
    pulse.beat()
    assert await asked() == ("what came in waits for 5 minutes",)
    first[0] = 8
    clock.at += 1
    assert await asked() == (), "that one is done: the next waits since now"


async def test_a_disk_with_little_room_is_said(
    clock: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Health(lambda: CALM, Pulse(clock), tmp_path, clock)
    monkeypatch.setattr(health, "ROOM", asked.room * 2)
    (said,) = await asked()
    assert said.startswith("the disk of DATA_DIR has only ")


async def test_a_folder_that_is_gone_has_no_room(clock: Hands, tmp_path: Path) -> None:
    asked = Health(lambda: CALM, Pulse(clock), tmp_path / "gone", clock)
    assert await asked() == ("the disk of DATA_DIR has only 0 MB left",)
