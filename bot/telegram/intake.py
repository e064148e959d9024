"""What polling and webhooks share: updates are kept for good, then every press is answered."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.error import TelegramError

from bot.channel import Cursor, Receive
from bot.telegram.api import Api, Raw
from bot.telegram.inward import Me, event_of
from dialogs.model import Event

log = logging.getLogger(__name__)


class Intake:
    """Turns updates into events and gives them to `receive`."""

    def __init__(self, api: Api, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._clock = clock
        self._beside: set[asyncio.Task[None]] = set()

    async def keep(self, raws: Sequence[Raw], receive: Receive, cursor: Cursor | None = None) -> None:
        """Returns when the updates are committed, together with the cursor; raises when they are not."""
        events = tuple(self._events(raws))
        if events or cursor:
            await receive(events, cursor)
        for raw in raws:
            self._do(self._answer(raw))

    async def close(self) -> None:
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)

    def _events(self, raws: Sequence[Raw]) -> Iterator[Event]:
        now = self._clock()
        shift = timedelta(seconds=round((now - datetime.now(UTC)).total_seconds()))
        me = Me(self._api.bot.id, self._api.bot.username)
        for raw in raws:
            try:
                event = event_of(raw, me, now, shift)
            except Exception:  # the edge of the loop: one strange update must not stop all others
                log.exception("update %s could not be read", raw.get("update_id"))
                continue
            if event:
                yield event

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _answer(self, raw: Raw) -> None:
        """Ends the progress bar on the pressed button."""
        query = raw.get("callback_query")
        if isinstance(query, dict) and isinstance(query.get("id"), str):
            # Too late is the only way it fails that matters, and then there is nothing left to end.
            with suppress(TelegramError):
                await self._api.bot.answer_callback_query(query["id"])
