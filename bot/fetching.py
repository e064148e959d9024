"""The files that Telegram only announced are got here, off the lanes: a slow download delays no turn."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from bot.channel import DeliveryFailed, pause
from bot.lanes import where
from dialogs.model import Event, Upload
from storage.inbox import Inbox, Lane

log = logging.getLogger(__name__)

Fetch = Callable[[Event], Awaitable[tuple[Upload, ...]]]

AT_ONCE = 4
ATTEMPTS = 10  # with the pauses some three minutes
LONGEST_PAUSE = 60.0
LOOK = 5.0  # seconds; another process may have done the turn that left a file to be fetched
LOST = "unreadable"  # the fault of a file that could not be fetched


class Fetching:
    """Addresses side by side; those of one address one after the other, as they were sent.

    What is still to be fetched stands in the inbox, so that it survives us.
    """

    def __init__(self, inbox: Inbox, fetch: Mapping[str, Fetch], arrived: Callable[[], None]) -> None:
        """`fetch` gets a channel's files; `arrived` hears of each new event in the inbox."""
        self._inbox = inbox
        self._fetch = fetch
        self._arrived = arrived
        self._bell = asyncio.Event()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._busy: dict[Lane, asyncio.Task[None]] = {}

    def ring(self) -> None:
        """There may be something to fetch. Only from the loop's own thread."""
        self._bell.set()

    async def run(self) -> None:
        """Until it is cancelled; what is under way then is fetched anew another time."""
        try:
            while True:
                self._bell.clear()
                await self._look()
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK):
                        await self._bell.wait()
        finally:
            under_way = tuple(self._busy.values())
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def _look(self) -> None:
        busy = set(self._busy)  # what ends while we look has become stale
        try:
            waiting = await asyncio.to_thread(self._inbox.fetching)
        except Exception as error:  # noqa: BLE001 - the edge of the loop: at the next look it may be there again
            log.error("what is to be fetched could not be read: %s", where(error))  # noqa: TRY400 - a traceback may hold personal data
            return
        for event in waiting:
            lane = Lane(event.channel, event.address)
            if event.channel in self._fetch and lane not in {*busy, *self._busy}:
                self._busy[lane] = asyncio.create_task(self._one(lane, event))

    async def _one(self, lane: Lane, event: Event) -> None:
        try:
            uploads = await self._uploads(event)
            if await asyncio.to_thread(self._inbox.fetched, event, uploads):
                self._arrived()
        except Exception as error:  # noqa: BLE001 - the edge of the loop: the file stays where it is, and in the inbox
            log.error("the file of event %s could not be kept: %s", event.id, where(error))  # noqa: TRY400 - as above
            await asyncio.sleep(LOOK)
        finally:
            del self._busy[lane]
            self._bell.set()  # the next of this address

    async def _uploads(self, event: Event) -> tuple[Upload, ...]:
        """The files, or what is said of those that cannot be had."""
        for attempt in range(1, ATTEMPTS):
            uploads = await self._once(event, attempt)
            if uploads is not None:
                return uploads
            await asyncio.sleep(pause(attempt - 2, LONGEST_PAUSE))
        return await self._once(event, ATTEMPTS) or _lost(event)

    async def _once(self, event: Event, attempt: int) -> tuple[Upload, ...] | None:
        """The files; None where it is worth another attempt."""
        try:
            async with self._slots:
                return await self._fetch[event.channel](event)
        except DeliveryFailed as failure:
            log.warning("the file of event %s: attempt %d: %s", event.id, attempt, failure.reason)
            return None if failure.retry or failure.unknown else _lost(event)
        except Exception as error:  # noqa: BLE001 - the edge of the loop
            log.error("the file of event %s: attempt %d: %s", event.id, attempt, where(error))  # noqa: TRY400 - as above
            return None


def _lost(event: Event) -> tuple[Upload, ...]:
    return tuple(Upload("", each.name, "", each.bytes, fault=LOST) for each in event.attachments)
