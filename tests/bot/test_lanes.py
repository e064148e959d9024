"""Lanes: in order for each address, side by side for different ones, and nothing is lost at a restart."""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.lanes import Lanes
from bot.receive import Kept, Receive
from dialogs.model import Event, Reply, State, Turn, World
from storage.engine import connect
from storage.inbox import INTERRUPTIONS, Inbox
from storage.outbox import Outbox
from storage.tables import InboxRow
from storage.vault import Vault
from tests.conftest import MakeUrl
from tests.storage.small import event, receiver, rows, said, small_step


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    return sqlite_engine


@pytest.fixture
def inbox(engine: Engine, vault: Vault) -> Inbox:
    return Inbox(engine, vault)


@asynccontextmanager
async def running(
    inbox: Inbox, receive: Receive, ring: Callable[[Kept], None] = print
) -> AsyncIterator[Lanes]:
    lanes = Lanes(inbox, receive, ring)
    lanes.wake()
    try:
        yield lanes
        await asyncio.wait_for(lanes.idle(), 30)
    finally:
        await lanes.stop()


async def test_an_address_is_worked_off_in_order_one_turn_at_a_time(
    engine: Engine, vault: Vault, inbox: Inbox
) -> None:
    heard, busy = defaultdict(list), set()

    def step(state: State, event: Event, world: World) -> Turn:
        assert event.address not in busy
        busy.add(event.address)
        time.sleep(0.001)
        heard[event.address].append(event.text)
        busy.discard(event.address)
        return Turn(state, (Reply(event.text),))

    receive = receiver(engine, vault)
    receive._step = step
    async with running(inbox, receive) as lanes:
        for number in range(15):
            await lanes.submit([event(str(number), address=f"b{each}") for each in range(4)])
    assert dict(heard) == {f"b{each}": [str(number) for number in range(15)] for each in range(4)}


async def test_two_processes_share_the_lanes_and_keep_each_in_order(
    new_postgresql: MakeUrl, vault: Vault
) -> None:
    heard, busy, threads = defaultdict(list), set(), set()
    engine = connect(new_postgresql())

    def step(state: State, event: Event, world: World) -> Turn:
        assert event.address not in busy
        busy.add(event.address)
        time.sleep(0.001)
        heard[event.address].append(event.text)
        threads.add(threading.current_thread().name)
        busy.discard(event.address)
        return Turn(state, (Reply(event.text),))

    receive = receiver(engine, vault)
    receive._step = step
    shared = Inbox(engine, vault)
    one, other = (Lanes(shared, receive, print, look=0.01) for _ in range(2))
    one._threads._thread_name_prefix, other._threads._thread_name_prefix = "one", "other"
    other.wake()
    for number in range(30):
        await one.submit([event(str(number), address=f"b{each}") for each in range(8)])
    await until(lambda: {row.state for row in rows(engine, InboxRow)} == {"done"})
    await asyncio.gather(one.stop(), other.stop())
    assert dict(heard) == {f"b{each}": [str(number) for number in range(30)] for each in range(8)}
    assert {each.partition("_")[0] for each in threads} == {"one", "other"}
    engine.dispose()


async def test_a_turn_that_goes_wrong_holds_up_nobody_else(
    engine: Engine, vault: Vault, inbox: Inbox
) -> None:
    wrong = threading.Event()

    def step(state: State, event: Event, world: World) -> Turn:
        if event.address == "wrong" and not wrong.is_set():
            raise OperationalError("", None, Exception())
        return small_step(state, event, world)

    receive = receiver(engine, vault)
    receive._step = step
    rung: list[Kept] = []
    async with running(inbox, receive, rung.append) as lanes:
        await lanes.submit([event("who", address=each) for each in ("before", "wrong", "after")])
        await until(lambda: len(rung) == 2)
        await lanes.submit([event("who", address="before")])
        await until(lambda: len(rung) == 3)
        wrong.set()
    assert len(rung) == 4
    assert {(row.state, row.attempts) for row in rows(engine, InboxRow)} == {("done", 1)}


async def test_the_bell_rings_for_each_turn_that_was_kept(engine: Engine, vault: Vault, inbox: Inbox) -> None:
    rung: list[Kept] = []
    async with running(inbox, receiver(engine, vault), rung.append) as lanes:
        first = event("start")
        await lanes.submit([first])
        await lanes.submit([first])
    assert [(each.channels, len(each.persons)) for each in rung] == [(("web",), 1)]


async def test_what_waits_is_taken_up_at_the_next_start(engine: Engine, vault: Vault, inbox: Inbox) -> None:
    inbox.put([event("start"), event("name=王小花")])
    rung: list[Kept] = []
    async with running(inbox, receiver(engine, vault), rung.append):
        pass
    assert said(Outbox(engine, vault), rung[-1].person)[-2:] == ["saved name=王小花", "name?"]


async def test_a_poisonous_event_is_set_aside_and_the_lane_goes_on(
    engine: Engine, vault: Vault, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    receive = receiver(engine, vault)
    rung: list[Kept] = []
    async with running(inbox, receive, rung.append) as lanes:
        await lanes.submit([event("boom 王小花"), event("who")])
    assert [(row.state, row.attempts) for row in rows(engine, InboxRow)] == [("set_aside", 6), ("done", 1)]
    apology, answer = (each for each in Outbox(engine, vault).after(rung[0].person, 0, 9) if not each.said)
    worded = receive.word(apology)
    assert worded is not None
    assert worded.reply.text == "set_aside: idle"
    assert answer.reply.text == ""
    assert "set aside after 5 attempts" in caplog.text
    assert "王小花" not in caplog.text


async def test_an_event_that_killed_the_program_time_and_again_is_not_tried_again(
    engine: Engine, vault: Vault, inbox: Inbox
) -> None:
    deadly = event("start")
    inbox.put([deadly])
    for _ in range(INTERRUPTIONS):
        inbox.claim()  # counted, and then the program was gone
    async with running(inbox, receiver(engine, vault)):
        pass
    assert [row.state for row in rows(engine, InboxRow)] == ["set_aside"]


async def test_a_database_that_is_away_costs_no_attempt(engine: Engine, vault: Vault, inbox: Inbox) -> None:
    failures = [OperationalError("", None, Exception())] * 7

    def step(state: State, event: Event, world: World) -> Turn:
        if failures:
            raise failures.pop()
        return small_step(state, event, world)

    receive = receiver(engine, vault)
    receive._step = step
    async with running(inbox, receive) as lanes:
        await lanes.submit([event("start")])
    assert [(row.state, row.attempts) for row in rows(engine, InboxRow)] == [("done", 1)]


async def test_stopping_lets_the_turn_end_and_leaves_the_rest(
    engine: Engine, vault: Vault, inbox: Inbox
) -> None:
    lanes = Lanes(inbox, receiver(engine, vault), print)
    await lanes.submit([event("start"), *(event(f"field{number}=1") for number in range(50))])
    await lanes.stop()
    states = [row.state for row in rows(engine, InboxRow)]
    assert states == sorted(states)  # done …, waiting …
    assert "waiting" in states
    async with running(inbox, receiver(engine, vault)):
        pass
    assert {row.state for row in rows(engine, InboxRow)} == {"done"}


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 - what is waited for stands in the database
            await asyncio.sleep(0.01)
