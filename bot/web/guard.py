"""Stands before every route: the right host, our own page, safe headers, and no error that tells too much."""

import logging
import secrets
from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.logs import described
from bot.web.watch import HEALTH, METRICS
from storage.engine import away

log = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' blob:; "
    "connect-src 'self'; "
    "base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
}
SAFE = {"GET", "HEAD"}
HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104 - compared, not listened on

Refusal = Callable[[Scope, int, str], Response]


class Guard:
    """`url`: the public address. `refuse` makes an answer from scope, status and error id."""

    def __init__(self, app: ASGIApp, url: str, refuse: Refusal) -> None:
        self._app, self._url, self._refuse = app, urlsplit(url), refuse
        self._strict = self._url.hostname not in HERE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._dress(message)
            await send(message)

        try:
            status = self._objection(scope["method"], scope["path"], Headers(scope=scope))
            if status:
                await self._refuse(scope, status, "")(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        except Exception as error:  # noqa: BLE001 - the edge of the web; uvicorn would log the error's own words
            status, number = _known(error) or (500, _record(scope, error))
            if not started:
                await self._refuse(scope, status, number)(scope, receive, answer)

    def _dress(self, message: MutableMapping[str, Any]) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self._url.scheme == "https":
            headers.setdefault("strict-transport-security", "max-age=31536000")

    def _objection(self, method: str, path: str, headers: Headers) -> int:
        """The status to refuse with, or 0."""
        if path in {HEALTH, METRICS}:  # asked by the number of this machine
            return 0
        host = headers.get("host", "")
        if not host or (self._strict and host.lower() != self._url.netloc.lower()):
            return 421
        return 0 if method in SAFE or self._is_ours(host, headers) else 403

    def _is_ours(self, host: str, headers: Headers) -> bool:
        """Whether a request that changes something comes from a page of ours; silence is not enough."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is None and origin is None:
            return False
        if site not in {None, "same-origin"}:
            return False
        return origin is None or self._is_origin(origin, host)

    def _is_origin(self, origin: str, host: str) -> bool:
        if self._strict:
            return origin.lower() == f"{self._url.scheme}://{self._url.netloc}".lower()
        return urlsplit(origin).netloc.lower() == host.lower()


def _known(error: Exception) -> tuple[int, str] | None:
    """It passes, and whoever asked is told to come again."""
    if not away(error):
        return None
    log.error("the web chat can neither keep nor find anything: %s", type(error).__name__)
    return 503, ""


def _record(scope: Scope, error: Exception) -> str:
    number = secrets.token_hex(4)
    log.error("web error %s in /%s: %s", number, scope["path"].split("/")[1][:12], described(error))
    return number
