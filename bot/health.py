"""Is the program well? A few plain lines where it is not, none of them about anybody."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from storage.depths import Depths
from storage.parcels import REPLY

FRESH = 1.0  # seconds that a finding holds: who asks often does not load the database
PATIENCE = 2.0  # seconds for the database to answer
LATE = timedelta(minutes=5)  # nobody waits so long for an answer while all is well
MISSED = 90.0  # seconds without a tick: three of them
ROOM = 100_000_000  # bytes; five of the largest files

Clock = Callable[[], float]


class Pulse:
    """Beats when a tick has reached the database."""

    def __init__(self, clock: Clock = monotonic) -> None:
        self._clock = clock
        self._last = clock()

    def beat(self) -> None:
        self._last = self._clock()

    @property
    def age(self) -> float:
        """Seconds since the last beat."""
        return self._clock() - self._last


class Health:
    """`look` counts what waits; it blocks, and raises where the database is away."""

    def __init__(
        self, look: Callable[[], Depths], pulse: Pulse, folder: Path, clock: Clock = monotonic
    ) -> None:
        self._look, self._pulse, self._folder, self._clock = look, pulse, folder, clock
        self._one = asyncio.Lock()
        self._until = 0.0
        self.faults: tuple[str, ...] = ()
        self._looking: asyncio.Task[Depths] | None = None
        self._first: tuple[int | None, float] = (None, 0.0)  # the event that waits longest, and seen since
        self.depths: Depths | None = None  # None: the database did not answer

    async def __call__(self) -> tuple[str, ...]:
        """What is wrong; nothing where all is well."""
        async with self._one:
            if self._clock() >= self._until:
                await self._count()
                self.faults = tuple(self._found())
                self._until = self._clock() + FRESH
            return self.faults

    @property
    def room(self) -> int:
        """Bytes that are free where everything is kept."""
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            return 0

    async def _count(self) -> None:
        """One look at a time: where the database hangs, the next question waits for the same look."""
        self.depths = None
        looking = self._looking = self._looking or asyncio.create_task(asyncio.to_thread(self._look))
        await asyncio.wait({looking}, timeout=PATIENCE)
        if not looking.done():
            return
        self._looking = None
        try:
            self.depths = looking.result()
        except (SQLAlchemyError, OSError):
            return
        if self.depths.first != self._first[0]:
            self._first = (self.depths.first, self._clock())

    def _found(self) -> Iterator[str]:
        if self.depths is None:
            yield "the database does not answer"
        else:
            yield from self._waits(self.depths)
        if self._pulse.age > MISSED:
            yield f"nothing could be written for {self._pulse.age:.0f} seconds"
        if self.room < ROOM:
            yield f"the disk of DATA_DIR has only {self.room // 1_000_000} MB left"

    def _waits(self, depths: Depths) -> Iterator[str]:
        late = LATE.total_seconds()
        number, since = self._first
        if number is not None and self._clock() - since > late:
            yield f"what came in waits for {(self._clock() - since) / 60:.0f} minutes"
        oldest = depths.oldest.get(REPLY)
        if oldest and datetime.now(UTC) - oldest > LATE:
            yield f"a reply waits for {(datetime.now(UTC) - oldest).total_seconds() / 60:.0f} minutes"
