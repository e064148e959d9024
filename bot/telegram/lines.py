"""The lines to the Bot API: a few connections, of which each request takes a free one.

httpx looks through all the connections of a pool before and after every request, which with eight of
them takes a sixth of its time. A client with one connection has nothing to look through.
"""

import asyncio
from typing import Any

import httpx
from telegram.request import BaseRequest, HTTPXRequest


class Lines(BaseRequest):
    """As `HTTPXRequest`, whose settings it takes, for so many requests at once."""

    def __init__(self, width: int, **settings: Any) -> None:
        settings["httpx_kwargs"] = {"verify": httpx.create_ssl_context()}  # dear to make, so only once
        self._lines = [HTTPXRequest(connection_pool_size=1, **settings) for _ in range(width)]
        self._free = list(self._lines)  # the last one used is the next one taken
        self._turn = asyncio.Semaphore(width)

    @property
    def read_timeout(self) -> float | None:
        return self._lines[0].read_timeout

    async def initialize(self) -> None:
        for each in self._lines:
            await each.initialize()

    async def shutdown(self) -> None:
        for each in self._lines:
            await each.shutdown()

    async def do_request(self, *args: Any, **settings: Any) -> tuple[int, bytes]:
        async with self._turn:
            line = self._free.pop()
            try:
                return await line.do_request(*args, **settings)
            finally:
                self._free.append(line)
