"""The clockwork: calls what has to happen from time to time. No job is stored; each call asks what is due."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


class Ticks:
    """Runs each piece of work at its interval: never twice at once, and once after a pause, however long."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone="Asia/Shanghai",
        )

    def every(self, interval: timedelta, work: Work) -> None:
        self._scheduler.add_job(attempt, "interval", [work], seconds=interval.total_seconds())

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)


async def attempt(work: Work) -> None:
    """Where it fails, the next one does what this one could not."""
    try:
        await work()
    except Exception:  # the edge of the loop
        log.exception("a tick failed")
