"""Work in order: an address has a lane, a lane does one turn at a time, lanes run side by side in threads."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import OperationalError

from bot.channel import DeliveryFailed, pause
from bot.receive import Kept, Receive
from dialogs.model import Event, Upload
from storage.inbox import Claim, Inbox, Lane

log = logging.getLogger(__name__)

Ring = Callable[[Kept], None]
Fetch = Callable[[Event], Awaitable[tuple[Upload, ...]]]
P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8
FETCHES = 4  # at once
FETCH_ATTEMPTS = 10  # with the pauses some three minutes
LONGEST_FETCH_PAUSE = 60.0
LONGEST_PAUSE = 5.0  # seconds between attempts
LOST = "unreadable"  # the fault of a file that could not be fetched


class Lanes:
    """Takes events to `receive`; what is not done when the program ends is taken up at the next start."""

    def __init__(
        self, inbox: Inbox, receive: Receive, ring: Ring, fetch: Mapping[str, Fetch] | None = None
    ) -> None:
        """`ring` hears in the event loop of each turn that was kept; `fetch` gets a channel's files."""
        self._inbox = inbox
        self._receive = receive
        self._ring = ring
        self._fetch = fetch or {}
        self._threads = ThreadPoolExecutor(THREADS, "lane")
        self._running: dict[Lane, asyncio.Task[None]] = {}
        self._woken: set[Lane] = set()
        self._fetching: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(FETCHES)
        self._stop = asyncio.Event()

    async def start(self) -> None:
        """Take up what waits in the inbox, and the files that were still to be fetched."""
        for lane in await self._thread(self._inbox.waiting):
            self._wake(lane)
        for event in await self._thread(self._inbox.fetching):
            self._fetch_soon(event)

    async def submit(self, events: Sequence[Event], cursor: tuple[str, int] | None = None) -> None:
        """Returns once the events are in the inbox for good; those that are there already are worked on."""
        await self._thread(self._inbox.put, events, cursor)
        for event in events:
            self._wake(Lane(event.channel, event.address))

    async def idle(self) -> None:
        """Returns when nothing is being worked on or fetched."""
        while self._running or self._fetching:
            await asyncio.wait((*self._running.values(), *self._fetching))

    async def stop(self) -> None:
        """Let the turns end that have begun; the rest stays in the inbox."""
        self._stop.set()
        for task in self._fetching:
            task.cancel()
        await asyncio.gather(*self._running.values(), *self._fetching, return_exceptions=True)
        self._threads.shutdown()

    def _wake(self, lane: Lane) -> None:
        self._woken.add(lane)
        if lane not in self._running and not self._stop.is_set():
            self._running[lane] = asyncio.create_task(self._run(lane))

    async def _run(self, lane: Lane) -> None:
        failures = 0
        while lane in self._woken and not self._stop.is_set():
            try:
                await self._empty(lane)
            except Exception as error:  # noqa: BLE001 - the edge of the loop: one event must not end the lane
                failures += 1
                log.error("a lane was interrupted: %s", where(error))  # noqa: TRY400 - a traceback may hold personal data
                await self._rest(pause(failures - 6, LONGEST_PAUSE))
            else:
                failures = 0
        del self._running[lane]

    async def _empty(self, lane: Lane) -> None:
        """Work off a lane. It counts as woken until found empty, and again where something came meanwhile."""
        while not self._stop.is_set():
            self._woken.discard(lane)
            claim = await self._claim(lane)
            if claim is None:
                return
            self._woken.add(lane)
            kept = await self._thread(self._turn, claim)
            if kept.person:
                self._ring(kept)
            if kept.fetch:
                self._fetch_soon(claim.event)

    async def _claim(self, lane: Lane) -> Claim | None:
        try:
            return await self._thread(self._inbox.claim, lane)
        except Exception:
            self._woken.add(lane)
            raise

    def _turn(self, claim: Claim) -> Kept:
        if claim.hopeless:
            log.error("event %s is set aside after %d attempts", claim.event.id, claim.attempts - 1)
            return self._receive.set_aside(claim.event)
        try:
            return self._receive(claim.event)
        except OperationalError:  # the database is away or busy: not the event's fault
            self._inbox.release(claim.event)
            raise
        except Exception:
            self._inbox.failed(claim.event)
            raise

    def _fetch_soon(self, event: Event) -> None:
        if event.channel in self._fetch:
            task = asyncio.create_task(self._fetch_file(event))
            self._fetching.add(task)
            task.add_done_callback(self._fetching.discard)

    async def _fetch_file(self, event: Event) -> None:
        """Off the lane: a slow download delays nobody, not even its sender."""
        uploads, attempt = None, 0
        while uploads is None:
            attempt += 1
            uploads = await self._fetch_once(event, attempt)
            if uploads is None:
                await self._rest(pause(attempt - 2, LONGEST_FETCH_PAUSE))
        if await self._thread(self._inbox.fetched, event, uploads):
            self._wake(Lane(event.channel, event.address))

    async def _fetch_once(self, event: Event, attempt: int) -> tuple[Upload, ...] | None:
        """The files; None where it is worth another attempt."""
        try:
            async with self._slots:
                return await self._fetch[event.channel](event)
        except DeliveryFailed as failure:
            log.warning("the file of event %s: attempt %d: %s", event.id, attempt, failure.reason)
            hopeless = not (failure.retry or failure.unknown)
        except Exception as error:  # noqa: BLE001 - the edge of the loop
            log.error("the file of event %s: attempt %d: %s", event.id, attempt, where(error))  # noqa: TRY400 - as above
            hopeless = False
        return _lost(event) if hopeless or attempt == FETCH_ATTEMPTS else None

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            pass

    async def _thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        assert not kwargs
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)


def where(error: BaseException) -> str:
    """What kind of error and where in the code: the error's own text may hold what a person wrote."""
    places = (
        f"{each.filename.rpartition('/')[2]}:{each.lineno}"
        for each in traceback.extract_tb(error.__traceback__)
    )
    return f"{type(error).__name__} at {' '.join(places)}"


def _lost(event: Event) -> tuple[Upload, ...]:
    """What is said of files that cannot be had."""
    return tuple(Upload("", each.name, "", each.bytes, fault=LOST) for each in event.attachments)
