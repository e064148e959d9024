"""Of several processes on one database exactly one leads, and another takes over from one that died or hangs."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot import leader
from bot.leader import Leader
from storage.engine import connect
from storage.leases import Lease
from tests.bot.test_lanes import until
from tests.conftest import MakeUrl

LASTS = 1.0


@pytest.fixture
def shared(new_postgresql: MakeUrl) -> Iterator[Engine]:
    engine = connect(new_postgresql())
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leader, "RENEW", LASTS / 4)
    monkeypatch.setattr(leader, "TRY", LASTS / 10)


class Worker:
    """`doing` while it does the duties."""

    def __init__(self, engine: Engine, lasts: float = LASTS) -> None:
        self.lease = Lease(engine, "lead", lasts)
        self.leader = Leader(self.lease, self._duties, lambda: None)
        self.doing = False
        self.times = 0
        self.slow = 0.0  # seconds that its duties take to end

    async def _duties(self) -> None:
        self.doing, self.times = True, self.times + 1
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(self.slow)
            self.doing = False


@asynccontextmanager
async def working(work: Callable[[], Awaitable[None]]) -> AsyncIterator["asyncio.Future[None]"]:
    task = asyncio.ensure_future(work())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_one_leads_for_as_long_as_it_works(shared: Engine) -> None:
    one, other = Worker(shared), Worker(shared)
    async with working(one.leader.run):
        await until(lambda: one.doing)
        async with working(other.leader.run):
            for _ in range(30):
                await asyncio.sleep(LASTS / 10)
                assert (one.doing, other.doing) == (True, False)
                assert (one.leader.leads(), other.leader.leads()) == (True, False)


async def test_a_lead_given_back_is_taken_at_once(shared: Engine) -> None:
    one, other = Worker(shared, lasts=60), Worker(shared, lasts=60)
    async with working(one.leader.run) as first:
        await until(lambda: one.doing)
        async with working(other.leader.run):
            first.cancel()
            await until(lambda: other.doing)
            assert not one.doing


async def test_what_is_being_ended_still_has_the_lead(shared: Engine) -> None:
    one, other = Worker(shared), Worker(shared)
    one.slow = 3 * LASTS
    async with working(one.leader.run) as first:
        await until(lambda: one.doing)
        async with working(other.leader.run):
            first.cancel()
            async with asyncio.timeout(30):
                while not other.doing:
                    assert not (one.doing and other.doing)
                    await asyncio.sleep(0.01)
            assert not one.doing


async def test_who_hangs_loses_the_lead_and_notices(shared: Engine) -> None:
    one, other = Worker(shared), Worker(shared)
    async with working(one.leader.run):
        await until(lambda: one.doing)
        taking = one.lease.take
        one.lease.take = lambda: _hang(taking)  # type: ignore[method-assign] # as if the process were stopped
        async with working(other.leader.run):
            await until(lambda: other.doing)
            assert not one.leader.leads()
            await until(lambda: not one.doing)
            await asyncio.sleep(LASTS)
            assert (one.doing, other.doing) == (False, True)


def _hang(taking: Callable[[], bool]) -> bool:
    time.sleep(1.5 * LASTS)
    return taking()


async def test_a_database_that_is_away_ends_the_lead_and_not_the_process(shared: Engine) -> None:
    one = Worker(shared)
    async with working(one.leader.run) as running:
        await until(lambda: one.doing)
        taking, away = one.lease.take, True

        def take() -> bool:
            if away:
                raise OperationalError("", None, Exception())
            return taking()

        one.lease.take = take  # type: ignore[method-assign] # as if the network were cut
        await until(lambda: not one.doing)
        away = False
        await until(lambda: one.doing)
        assert one.times == 2
        assert not running.done()


@pytest.mark.parametrize("grouped", [False, True])
async def test_a_fault_of_ours_ends_the_process_and_one_of_the_database_does_not(
    sqlite_engine: Engine, *, grouped: bool
) -> None:
    faults: list[Exception] = [RuntimeError("ours"), OperationalError("", None, Exception())]
    tried = 0

    async def duties() -> None:
        nonlocal tried
        tried += 1
        error = faults.pop()
        raise ExceptionGroup("of a task group", [error]) if grouped else error

    alone = Leader(Lease(sqlite_engine, "lead", LASTS), duties, lambda: None)
    with pytest.raises(ExceptionGroup if grouped else RuntimeError):
        await asyncio.wait_for(alone.run(), 20)
    assert tried == 2
