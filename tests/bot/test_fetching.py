"""Files that were only announced come as events of their own, for each address in the order they were sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.channel import DeliveryFailed
from bot.fetching import Fetch, Fetching
from bot.lanes import Lanes
from bot.receive import Kept, Receive
from dialogs.model import Attachment, Event, State, Turn, Upload, World
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.tables import InboxRow
from storage.vault import Vault
from tests.bot.test_lanes import until
from tests.storage.small import REAL, receiver, rows, telegram

PHOTO = Attachment("ref-1", "photo.jpg", 10, "photo")


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    return sqlite_engine


@pytest.fixture
def inbox(engine: Engine, vault: Vault) -> Inbox:
    return Inbox(engine, vault)


@asynccontextmanager
async def running(inbox: Inbox, receive: Receive, fetch: Fetch) -> AsyncIterator[Lanes]:
    """To the end, when nothing is left to be fetched or worked on."""

    def ring(kept: Kept) -> None:
        if kept.fetch:
            fetching.ring()

    lanes = Lanes(inbox, receive, ring)
    fetching = Fetching(inbox, {"telegram": fetch}, lanes.wake)
    task = asyncio.create_task(fetching.run())
    lanes.wake()
    try:
        yield lanes
        async with asyncio.timeout(30):
            await lanes.idle()
            while inbox.fetching() or fetching._busy:  # noqa: ASYNC110 - what is waited for stands in the database
                await asyncio.sleep(0.01)
            await lanes.idle()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await lanes.stop()


def a_file(event: Event) -> tuple[Upload, ...]:
    return tuple(Upload("h", each.name, "jpg", each.bytes) for each in event.attachments)


async def test_an_album_comes_in_the_order_it_was_sent_while_others_do_not_wait(
    engine: Engine, vault: Vault, inbox: Inbox
) -> None:
    came: list[str] = []
    slow = asyncio.Event()

    async def fetch(event: Event) -> tuple[Upload, ...]:
        if event.attachments[0].name == "1.jpg":
            await slow.wait()
        return a_file(event)

    def step(state: State, event: Event, _world: World) -> Turn:
        came.extend(each.name for each in event.uploads)
        return Turn(state, ())

    def sent(name: str, address: str) -> Event:
        return telegram(pending=True, attachments=(replace(PHOTO, name=name),), address=address)

    receive = receiver(engine, vault)
    receive._step = step
    async with running(inbox, receive, fetch) as lanes:
        await lanes.submit([sent(f"{number}.jpg", "700001") for number in (1, 2, 3)])
        await lanes.submit([sent("other.jpg", "700002")])
        await until(lambda: came == ["other.jpg"])
        slow.set()
    assert came == ["other.jpg", "1.jpg", "2.jpg", "3.jpg"]


async def test_a_file_comes_as_an_event_of_its_own(engine: Engine, vault: Vault, inbox: Inbox) -> None:
    arrived = asyncio.Event()

    async def fetch(event: Event) -> tuple[Upload, ...]:
        await arrived.wait()
        return a_file(event)

    photo = telegram(pending=True, attachments=(PHOTO,))
    async with running(inbox, receiver(engine, vault), fetch) as lanes:
        await lanes.submit([photo])
        await lanes.submit([telegram("meanwhile")])
        await until(lambda: len(_answers(engine, vault)) == 2)
        arrived.set()
    assert _answers(engine, vault) == ["heard  0", "heard meanwhile 0", "heard  1"]
    assert [(row.id, row.body) for row in rows(engine, InboxRow)][-1] == (f"{photo.id}/file", None)
    assert inbox.fetching() == ()


async def test_a_file_that_was_still_being_fetched_is_fetched_after_a_restart(
    engine: Engine, vault: Vault, inbox: Inbox
) -> None:
    async def hangs(_event: Event) -> tuple[Upload, ...]:
        await asyncio.sleep(60)
        raise AssertionError

    async def works(event: Event) -> tuple[Upload, ...]:
        assert event.attachments == (PHOTO,)
        return (Upload("h", "photo.jpg", "jpg", 10),)

    photo = telegram(pending=True, attachments=(PHOTO,))
    with suppress(TimeoutError):
        async with running(inbox, receiver(engine, vault), hangs) as lanes:
            await lanes.submit([photo])
            await until(lambda: bool(inbox.fetching()))
            raise TimeoutError  # the program ends in the middle
    for _ in range(2):  # and only once
        async with running(inbox, receiver(engine, vault), works):
            pass
    assert _answers(engine, vault) == ["heard  0", "heard  1"]


async def test_a_file_that_cannot_be_had_is_answered_too(engine: Engine, vault: Vault, inbox: Inbox) -> None:
    faults: list[str] = []
    failures = [DeliveryFailed("gone for good"), DeliveryFailed("too slow", retry=True), ConnectionError()]

    async def fails(_event: Event) -> tuple[Upload, ...]:
        raise failures.pop()

    def step(state: State, event: Event, _world: World) -> Turn:
        faults.extend(each.fault for each in event.uploads)
        return Turn(state, ())

    receive = receiver(engine, vault)
    receive._step = step
    async with running(inbox, receive, fails) as lanes:
        await lanes.submit([telegram(pending=True, attachments=(PHOTO, replace(PHOTO, name="b.jpg")))])
    assert faults == ["unreadable", "unreadable"]
    assert failures == []


async def test_a_late_file_of_somebody_forgotten_is_dropped(
    engine: Engine, vault: Vault, inbox: Inbox
) -> None:
    arrived = asyncio.Event()

    async def fetch(_event: Event) -> tuple[Upload, ...]:
        await arrived.wait()
        return (Upload("h", "photo.jpg", "jpg", 10),)

    async with running(inbox, receiver(engine, vault), fetch) as lanes:
        await lanes.submit([telegram(pending=True, attachments=(PHOTO,)), telegram("forget")])
        await until(lambda: [row.state for row in rows(engine, InboxRow)] == ["done"] * 2)
        arrived.set()
    assert len(rows(engine, InboxRow)) == 2


def _answers(engine: Engine, vault: Vault) -> list[str]:
    """What was answered in the chat so far; each is taken as delivered."""
    outbox = Outbox(engine, vault)
    while parcels := outbox.claim("telegram", REAL):
        for each in parcels:
            _DELIVERED.setdefault(str(engine.url), []).append(each.reply.text)
            outbox.sent(each, "1")
    return _DELIVERED.get(str(engine.url), [])


_DELIVERED: dict[str, list[str]] = {}
