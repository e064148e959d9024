"""Fetches the files people sent, beside the lanes: an event with attachments is followed by `<id>/file`."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.channel import DeliveryFailed, Receive, pause
from dialogs.model import Event, Upload
from storage.inbox import Inbox

log = logging.getLogger(__name__)

AT_ONCE = 3
LONGEST_PAUSE = 60.0
PATIENCE = timedelta(
    hours=1
).total_seconds()  # so long the link to a file lives; later starts take it up again

Download = Callable[[Event], Awaitable[tuple[Upload, ...]]]


class Fetch:
    """Some files at once; what was not fetched when the program ended is taken up again by `resume`."""

    def __init__(self, download: Download, inbox: Inbox, receive: Receive) -> None:
        self._download = download
        self._inbox = inbox
        self._receive = receive
        self._room = asyncio.Semaphore(AT_ONCE)
        self._running: dict[str, asyncio.Task[None]] = {}

    async def resume(self, channel: str) -> None:
        left = await asyncio.to_thread(self._inbox.fetching)
        self.begin(each for each in left if each.channel == channel)

    def begin(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.pending and event.id not in self._running:
                task = asyncio.create_task(self._fetch(event))
                self._running[event.id] = task
                task.add_done_callback(partial(self._ended, event.id))

    async def close(self) -> None:
        running = tuple(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, event: str, _: asyncio.Task[None]) -> None:
        self._running.pop(event, None)

    async def _fetch(self, event: Event) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                uploads = await self._downloaded(event)
                await self._answered(event)
                file = _file(event, uploads)
                if await asyncio.to_thread(self._inbox.fetched, event, file):
                    await self._receive((file,))
        except Exception:  # the edge of the loop: the row stays pending, the next start takes it up
            log.exception("the files of event %s could not be taken", event.id)

    async def _downloaded(self, event: Event) -> tuple[Upload, ...]:
        failures = 0
        while True:
            try:
                async with self._room:
                    return await self._download(event)
            except DeliveryFailed as failure:
                log.info("the files of event %s are not there yet: %s", event.id, failure.reason)
                failures += 1
                await asyncio.sleep(max(failure.wait, pause(failures, LONGEST_PAUSE)))

    async def _answered(self, event: Event) -> None:
        """Waits for the lane: the person hears first that the file came, then what became of it."""
        waits = 0
        while all(each.id != event.id for each in await asyncio.to_thread(self._inbox.fetching)):
            waits += 1
            await asyncio.sleep(min(0.05 * waits, 5.0))


def _file(event: Event, uploads: tuple[Upload, ...]) -> Event:
    """The event that says what became of the files."""
    return replace(
        event, id=f"{event.id}/file", text="", other="", uploads=uploads, pending=False, attachments=()
    )
