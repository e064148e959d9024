"""Of several processes that work side by side one leads: it asks Telegram, sends, fetches files and ticks.

The others serve pages and do turns. The leader holds a lease, which it loses if it does not renew it in time.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from storage.leases import Lease

log = logging.getLogger(__name__)

LASTS = 6.0  # seconds that a lease holds
RENEW = 2.0  # seconds between two renewals
TRY = 1.0  # seconds between two tries to take it


class Leader:
    """Takes the lead when it is free, and does the duties for as long as it has it."""

    def __init__(
        self, lease: Lease, duties: Callable[[], Awaitable[None]], reached: Callable[[], None]
    ) -> None:
        """`reached` hears whenever the database has answered."""
        self._lease = lease
        self._duties = duties
        self._reached = reached
        self._until = -math.inf  # a moment of `monotonic`; until then nobody else can have the lease

    def leads(self) -> bool:
        """Surely, whatever became of the database meanwhile."""
        return monotonic() < self._until

    async def run(self) -> None:
        """Until it is cancelled, or the duties break, which is raised."""
        while True:
            if await self._take():
                await self._lead()
            await asyncio.sleep(TRY)

    async def _take(self) -> bool | None:
        """None where the database did not say whether we have it."""
        begun = monotonic()
        try:
            taken = await asyncio.to_thread(self._lease.take)
        except SQLAlchemyError as error:
            log.warning("who leads could not be asked: %s", type(error).__name__)
            return None
        if self._lease.shared:
            self._reached()
        if taken:
            self._until = begun + self._lease.lasts
        return taken

    async def _lead(self) -> None:
        log.info("this process leads")
        duties = asyncio.ensure_future(self._duties())
        keeping = asyncio.create_task(self._keep())
        try:
            await asyncio.wait((duties, keeping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(duties)  # as long as it takes, and the lease is kept meanwhile
            await _end(keeping)
            await self._release()
        _tell(duties)

    async def _keep(self) -> None:
        """Renews the lease; returns when it is lost."""
        taken: bool | None = True
        while taken is not False and self.leads():
            await asyncio.sleep(RENEW if taken else RENEW / 10)
            taken = None
            with suppress(TimeoutError):
                async with asyncio.timeout_at(_loop_time(self._until)):
                    taken = await self._take()

    async def _release(self) -> None:
        log.info("this process leads no longer")
        self._until = -math.inf
        try:
            await asyncio.to_thread(self._lease.release)
        except SQLAlchemyError as error:
            log.warning("the lead could not be given back: %s", type(error).__name__)


async def _end(task: asyncio.Future[None]) -> None:
    task.cancel()
    await asyncio.wait((task,))


def _tell(duties: asyncio.Future[None]) -> None:
    """A database that is away comes back; whatever else broke the duties is a fault of ours."""
    error = None if duties.cancelled() else duties.exception()
    if isinstance(error, BaseExceptionGroup):
        _, error = error.split(SQLAlchemyError)
    if error and not isinstance(error, SQLAlchemyError):
        raise error


def _loop_time(moment: float) -> float:
    return asyncio.get_running_loop().time() + moment - monotonic()
