"""The line to the Bot API: python-telegram-bot's Bot, and updates as they come over the wire."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.telegram.lines import Lines

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
WIDTH = 16  # requests at once
UPLOAD_SECONDS = 60.0

Raw = Mapping[str, Any]


class Api:
    """One bot at one Bot API server, whose address is `root`."""

    def __init__(self, token: str, root: str) -> None:
        # At INFO these log addresses that hold the token, at DEBUG whole messages: no setting may allow it.
        for name in ("httpx", "httpcore", "telegram"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._polling = HTTPXRequest(connection_pool_size=1)
        self.bot = Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=Lines(WIDTH, media_write_timeout=UPLOAD_SECONDS, read_timeout=20.0),
            get_updates_request=self._polling,
        )

    async def updates(self, offset: int, seconds: int) -> Sequence[Raw]:
        """Updates from `offset` on (0: from the oldest), waited for so long.

        They are not parsed here: one that cannot be parsed must not hide the others.
        """
        asked = {"timeout": seconds, "limit": 100, "allowed_updates": json.dumps(WANTED)}
        if offset:
            asked["offset"] = offset
        url = f"{self.bot.base_url}/getUpdates?{urlencode(asked)}"
        found = await self._polling.post(url, read_timeout=seconds + 10.0)
        return found if isinstance(found, list) else []

    async def close(self) -> None:
        await self.bot.shutdown()
        for request in (self._polling, self.bot.request):  # the bot closes only what it had opened
            await request.shutdown()
