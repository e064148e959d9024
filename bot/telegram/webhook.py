"""Lets Telegram bring the updates: each is committed to the inbox before it is answered with 200."""

import logging
from asyncio import Event as Bell
from collections.abc import Iterator
from contextlib import contextmanager
from hmac import compare_digest
from json import JSONDecodeError
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channel import Receive
from bot.telegram.api import WANTED, Api
from bot.telegram.intake import Intake

log = logging.getLogger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
LARGEST = 1 << 20  # bytes; real updates have some thousand


class Webhook:
    """The public address `url`, known to be Telegram's by `secret` (1–256 of A–Z, a–z, 0–9, _ and -)."""

    def __init__(self, api: Api, intake: Intake, url: str, secret: str) -> None:
        self._api = api
        self._intake = intake
        self._url = url
        self._secret = secret
        self._receive: Receive | None = None

    def route(self) -> Route:
        """For the web server; the path is that of the public address."""
        return Route(urlsplit(self._url).path or "/", self._take, methods=["POST"])

    @contextmanager
    def open(self, receive: Receive) -> Iterator[None]:
        """Takes what is brought, in every process."""
        self._receive = receive
        try:
            yield
        finally:
            self._receive = None

    async def call(self) -> None:
        """Tells Telegram where to go, then runs until it is cancelled."""
        await self._api.bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=WANTED,
            drop_pending_updates=False,
        )
        await Bell().wait()

    async def _take(self, request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        if int(request.headers.get("content-length") or 0) > LARGEST:
            return Response(status_code=413)
        try:
            raw = await request.json()
        except (JSONDecodeError, UnicodeDecodeError):
            raw = None
        if not isinstance(raw, dict):
            return Response(status_code=400)
        if self._receive is None:
            return Response(status_code=503)
        try:
            await self._intake.keep([raw], self._receive)
        except Exception:  # the edge of the loop: not kept, so Telegram is asked to bring it again
            log.exception("an update could not be kept")
            return Response(status_code=500)
        return Response(status_code=200)
