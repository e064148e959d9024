"""Replies leave at once, everything else in its turn: on a clock that runs as fast as the test."""

import asyncio
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any

import pytest

from bot.allowance import Draw
from bot.pace import BLINK, LONGEST, Pace

Sleep = Callable[[float], Coroutine[Any, Any, None]]


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Who sleeps moves it."""
    clock, plain = Clock(), asyncio.sleep

    async def sleep(seconds: float) -> None:
        clock.now += seconds
        await plain(0)

    monkeypatch.setattr("asyncio.sleep", sleep)
    return clock


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


async def others(pace: Pace, count: int) -> list[Draw]:
    drawn = []
    for each in range(count):
        found = await pace.other(str(each), 1)
        assert found
        pace.allowance.answered(found)
        drawn.append(found)
    return drawn


async def test_others_leave_evenly_and_thirty_a_second(pace: Pace) -> None:
    drawn = await others(pace, 301)
    gaps = [late.left - early.left for early, late in pairwise(drawn)]
    assert min(gaps) > 0.029
    assert drawn[-1].left - drawn[0].left == pytest.approx(10, abs=0.2)


async def test_a_reply_waits_for_nobody_where_there_is_room(pace: Pace, clock: Clock) -> None:
    await others(pace, 20)
    before = clock.now
    await pace.reply("1", 1)
    assert clock.now == before


async def test_a_reply_waits_a_blink_at_most(pace: Pace, clock: Clock) -> None:
    pace.start(spent=True)
    before = clock.now
    await pace.reply("1", 1)
    assert clock.now - before == pytest.approx(BLINK)


async def test_replies_among_themselves_wait_for_nothing(pace: Pace, clock: Clock) -> None:
    await others(pace, 30)
    clock.now += 1.0
    before = clock.now
    for each in range(100):
        await pace.reply(str(each), 1)
    assert clock.now == before


async def test_a_reply_goes_before_those_that_wait(pace: Pace, clock: Clock) -> None:
    await others(pace, 30)
    clock.now += 0.05
    other, reply = await asyncio.gather(pace.other("1", 1), pace.reply("2", 1))
    assert other
    assert reply.left <= other.left


async def test_what_has_to_wait_long_is_put_back(pace: Pace, clock: Clock) -> None:
    for chat in ("1", "2"):
        pace.allowance.refuse(chat, LONGEST + 1)
    assert await pace.other("3", 1) is None
    clock.now += 2
    assert await pace.other("3", 1)


async def test_when_the_program_stops_nothing_waits(pace: Pace) -> None:
    pace.allowance.spent()
    pace.stop()
    assert await pace.other("1", 1) is None
    pace.start()
    assert await pace.other("1", 1)
