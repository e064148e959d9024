"""Work in order: an address has a lane, a lane does one turn at a time, many lanes' turns commit at once."""

import asyncio
import logging
import math
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import OperationalError

from bot.channel import pause
from bot.receive import Kept, Receive
from dialogs.model import Event
from storage.inbox import Claim, Inbox, Lane

log = logging.getLogger(__name__)

Ring = Callable[[Kept], None]
P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4
LONGEST_PAUSE = 5.0  # seconds between attempts


@dataclass(frozen=True, slots=True)
class Rest:
    """A lane whose turn went wrong is left alone until then; a moment of `monotonic`."""

    failures: int
    until: float


class Lanes:
    """Takes events to `receive`; what is not done when the program ends is taken up at the next start.

    The oldest event of each lane is taken up, all their turns are done in one transaction, then the next: a
    database writes one turn after the other anyway, and to commit takes as long for many as for one.
    """

    def __init__(self, inbox: Inbox, receive: Receive, ring: Ring, look: float = math.inf) -> None:
        """`ring` hears in the event loop of each turn that was kept.

        Every `look` seconds it is seen whether another process has left something behind.
        """
        self._inbox = inbox
        self._receive = receive
        self._ring = ring
        self._look = look
        self._threads = ThreadPoolExecutor(THREADS, "lane")
        self._working: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self._resting: dict[Lane, Rest] = {}
        self._stop = asyncio.Event()

    def wake(self) -> None:
        """Something may wait in the inbox. Only from the loop's own thread."""
        self._empty.clear()
        self._woken.set()
        if self._working is None and not self._stop.is_set():
            self._working = asyncio.create_task(self._work())

    async def submit(self, events: Sequence[Event], cursor: tuple[str, int] | None = None) -> None:
        """Returns once the events are in the inbox for good; those that are there already are worked on."""
        await self._thread(self._inbox.put, events, cursor)
        self.wake()

    async def idle(self) -> None:
        """Returns when nothing is being worked on."""
        await self._empty.wait()

    async def stop(self) -> None:
        """Let the turns end that have begun; the rest stays in the inbox."""
        self._stop.set()
        self._woken.set()
        if self._working:
            await asyncio.gather(self._working, return_exceptions=True)
        self._threads.shutdown()

    async def _work(self) -> None:
        failures = 0
        while not self._stop.is_set():
            self._woken.clear()
            try:
                worked = await self._round()
                failures = 0
            except Exception as error:  # noqa: BLE001 - the edge of the loop
                failures += 1
                log.error("the inbox could not be read: %s", where(error))  # noqa: TRY400 - a traceback may hold personal data
                await self._rest(pause(failures - 6, LONGEST_PAUSE))
                continue
            if not worked:
                await self._sleep()

    async def _sleep(self) -> None:
        """Until something comes, or a lane has rested."""
        if not self._resting and not self._woken.is_set():
            self._empty.set()
        until = min((each.until for each in self._resting.values()), default=math.inf)
        wait = min(self._look, max(0.0, until - monotonic()))
        with suppress(TimeoutError):
            async with asyncio.timeout(None if wait == math.inf else wait):
                await self._woken.wait()

    async def _round(self) -> bool:
        """The oldest event of each lane; False where there was none."""
        now = monotonic()
        resting = [lane for lane, rest in self._resting.items() if rest.until > now]
        done = await self._thread(self._turns, resting)
        for event, kept in done:
            lane = Lane(event.channel, event.address)
            if kept is None:
                failures = self._resting[lane].failures + 1 if lane in self._resting else 1
                self._resting[lane] = Rest(failures, monotonic() + pause(failures - 6, LONGEST_PAUSE))
                continue
            self._resting.pop(lane, None)
            if kept.person:
                self._ring(kept)
        if not done:  # whoever has rested by now has nothing more to do
            self._resting = {lane: self._resting[lane] for lane in resting}
        return bool(done)

    def _turns(self, resting: Sequence[Lane]) -> list[tuple[Event, Kept | None]]:
        """In one transaction where all goes well, else each by itself, so that a fault finds its event."""
        claims = self._inbox.claim(resting=resting)
        events = [each.event for each in claims]
        if len(claims) > 1:
            try:
                return list(zip(events, self._receive.turns(events, claimed=True), strict=True))
            except Exception as error:  # noqa: BLE001 - the edge of the loop
                log.warning("%d turns are taken one by one: %s", len(claims), where(error))
        return [(each.event, self._turn(each)) for each in claims]

    def _turn(self, claim: Claim) -> Kept | None:
        """One turn by itself; None where it went wrong."""
        if claim.hopeless:
            log.error("event %s is set aside after %d attempts", claim.event.id, claim.attempts - 1)
            return self._receive.set_aside(claim.event)
        try:
            return self._receive(claim.event, claimed=True)
        except OperationalError as error:  # the database is away or busy: not the event's fault
            log.error("a lane was interrupted: %s", where(error))  # noqa: TRY400 - a traceback may hold personal data
            self._inbox.release(claim.event)
        except Exception as error:  # noqa: BLE001 - the edge of the loop: one event must not end the lane
            log.error("a lane was interrupted: %s", where(error))  # noqa: TRY400 - as above
            self._inbox.failed(claim.event)
        return None

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
