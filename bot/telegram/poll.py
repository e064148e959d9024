"""Asks Telegram for updates; a batch is committed, with its cursor, before the next one confirms it.

The library's Updater is not used: it confirms updates that nobody has handled yet.
"""

import asyncio
import logging
from collections.abc import Sequence

from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channel import Receive, pause
from bot.telegram.api import Api, Raw
from bot.telegram.errors import seconds
from bot.telegram.intake import Intake
from storage.inbox import Inbox

log = logging.getLogger(__name__)

LONG_POLL = 30  # seconds; the server's limit is 50
LONGEST_PAUSE = 30.0
OWN_PAUSE = 5.0  # where the fault is ours: a press lives for two and a half minutes only


class Poll:
    """The loop; one for a bot, since Telegram answers a second one with 409."""

    def __init__(self, api: Api, inbox: Inbox, intake: Intake) -> None:
        self._api = api
        self._inbox = inbox
        self._intake = intake
        self._cursor = f"telegram/{api.bot.id}"
        self._failures = 0

    async def __call__(self, receive: Receive) -> None:
        """Runs until it is cancelled."""
        await self._leave_webhook()
        offset = await asyncio.to_thread(self._inbox.cursor, self._cursor)
        while True:
            try:
                raws = await self._api.updates(offset, LONG_POLL)
                offset = await self._keep(raws, receive) if raws else 0
                self._failures = 0
            except TelegramError as error:
                await self._wait_out(error)
            except Exception:  # the edge of the loop: the offset stays, so the batch comes again
                log.exception("updates could not be kept, they are asked for again")
                await self._wait(OWN_PAUSE)

    async def _keep(self, raws: Sequence[Raw], receive: Receive) -> int:
        """The next offset: one more than the last update of this batch.

        After an empty answer all is confirmed and no offset is needed. So none is kept for long: after a week
        of silence Telegram's ids start anew, often lower.
        """
        offset = max(int(raw["update_id"]) for raw in raws) + 1
        await self._intake.keep(raws, receive, (self._cursor, offset))
        return offset

    async def _wait_out(self, error: TelegramError) -> None:
        if isinstance(error, RetryAfter):
            await asyncio.sleep(seconds(error))
            return
        if self._failures == 0:
            log.warning("no updates for now: %s", type(error).__name__)
        if isinstance(error, Conflict) and "webhook" in error.message:
            await self._leave_webhook()
        await self._wait()

    async def _wait(self, longest: float = LONGEST_PAUSE) -> None:
        self._failures += 1
        await asyncio.sleep(pause(self._failures, longest))

    async def _leave_webhook(self) -> None:
        """While a webhook is set nothing can be asked for; what waits there is kept."""
        try:
            await self._api.bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("the webhook could not be removed: %s", type(error).__name__)
