"""Stands before several workers and gives each request to the next one, whoever asks: no worker knows its visitors."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from itertools import cycle

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PATIENCE = 5.0  # seconds for an answer: a worker that hangs keeps nobody for longer
_OWN = {"content-length", "content-encoding", "transfer-encoding", "connection", "date"}


class Balancer:
    def __init__(self, workers: Sequence[str]) -> None:
        """`workers` are addresses, which may come and go."""
        self._next = cycle(workers)
        self._number = len(workers)
        nobodys = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # cookies are the visitors' own
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(PATIENCE, connect=1.0), cookies=nobodys)

    async def beside(self, serving: Awaitable[None]) -> None:
        await serving
        await self._client.aclose()

    async def pass_on(self, request: Request) -> Response:
        """A worker that is not there has taken nothing, so another is asked; one that dies breaks the line."""
        body = await request.body()
        for _ in range(self._number):
            target = f"{next(self._next)}{request.url.path}?{request.url.query}"
            try:
                found = await self._client.request(
                    request.method, target, content=body, headers=request.headers.raw
                )
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
            except httpx.TransportError:
                break
            answer = Response(found.content, found.status_code)
            answer.raw_headers += [each for each in _headers(found) if each[0].decode().lower() not in _OWN]
            return answer
        request.receive.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's RequestResponseCycle
        return Response()


def _headers(found: httpx.Response) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value) for name, value in found.headers.raw]


@contextmanager
def balancer(port: int, workers: Sequence[str]) -> Iterator[str]:
    """Its address, until the block ends."""
    passing = Balancer(workers)
    app = Starlette(routes=[Route("/{path:path}", passing.pass_on, methods=["GET", "POST"])])
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(passing.beside(server.serve())), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
