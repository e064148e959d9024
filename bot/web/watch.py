"""For those who run it: is it well, and in figures how it fares."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from hmac import compare_digest

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

HEALTH, METRICS = "/healthz", "/metrics"
FIGURES = "text/plain; version=0.0.4; charset=utf-8"
HERE = {"localhost", "127.0.0.1", "::1"}
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Watch:
    """`faults`: what is wrong, a line each. `token` opens the figures to another machine; '' to none."""

    faults: Callable[[], Awaitable[Sequence[str]]]
    figures: Callable[[], Awaitable[bytes]]
    token: str = field(default="", repr=False)

    def routes(self) -> list[Route]:
        return [Route(HEALTH, self._health), Route(METRICS, self._metrics)]

    async def _health(self, _: Request) -> Response:
        faults = await self.faults()
        return PlainTextResponse("\n".join(faults) or "ok", 503 if faults else 200)

    async def _metrics(self, request: Request) -> Response:
        if not (_from_here(request) or self._admitted(request)):
            raise HTTPException(404)
        return Response(await self.figures(), headers={"content-type": FIGURES})

    def _admitted(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        return bool(self.token) and compare_digest(given.encode(), f"Bearer {self.token}".encode())


def _from_here(request: Request) -> bool:
    """Asked on this machine, under its own name, and with no proxy between."""
    direct = not any(name in request.headers for name in FORWARDED)
    here = request.client is not None and request.client.host in HERE
    return direct and here and request.url.hostname in HERE
