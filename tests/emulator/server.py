"""The Bot API over HTTP: routes, long polls, webhook pushes, and connections that break when asked to."""

import asyncio
import contextlib
import json
import socket
import threading
import time
from typing import Any, Self

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.emulator.methods import Parameters, answer
from tests.emulator.telegrams import Call, Fault, File, Refusal, Telegrams, too_many

TOKEN = "123456789:EMULATOR-token-of-nobody-0123456789ab"

WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


class Emulator(Telegrams):
    """Telegram on a port of this machine. Use as a context manager, or `start()` and `stop()`."""

    def __init__(self, port: int = 0, token: str = TOKEN, username: str = "zuimei_test_bot") -> None:
        super().__init__(token, username)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self.root = f"http://127.0.0.1:{self.port}"
        self._bot_api = _BotApi(self)
        settings = uvicorn.Config(
            self._bot_api.app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(settings)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def start(self) -> Self:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def stop(self) -> None:
        self._bot_api.end()
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def down(self) -> None:
        """From now on every connection is cut."""
        self.is_down = True
        self.bell()

    def up(self) -> None:
        self.is_down = False

    def _serve(self) -> None:
        asyncio.run(self._bot_api.beside(self._server.serve(sockets=[self._socket])))


class _BotApi:
    def __init__(self, telegrams: Telegrams) -> None:
        self._telegrams = telegrams
        self._poll = 0  # the newest getUpdates; older ones end with 409
        self._ended = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._download),
            ]
        )

    async def beside(self, serving: Any) -> None:
        """Serves, and pushes to the webhook beside it."""
        self._loop = asyncio.get_running_loop()
        self._telegrams.bell = self._ring
        pushing = asyncio.create_task(self._push())
        await serving
        pushing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await pushing

    def end(self) -> None:
        self._ended = True
        self._ring()

    def _ring(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._rung.set)

    async def _heard(self, seconds: float) -> None:
        """Waits until an update arrived, at most so long."""
        self._rung.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()

    async def _call(self, request: Request) -> Response:
        if request.path_params["token"] != self._telegrams.token:
            return _refused(Refusal(401, "Unauthorized"))
        parameters = await _parameters(request)
        method = str(request.path_params["method"])
        if method.lower() == "getupdates":
            return await self._updates(request, parameters)
        call = Call(method, parameters, time.monotonic())
        self._telegrams.calls.append(call)
        if self._telegrams.is_down:
            return _cut(request)
        if self._telegrams.quota:
            try:
                self._telegrams.quota.check(call)
            except Refusal as refusal:
                return _refused(refusal)
        fault = self._telegrams.fault_for(call)
        return await (self._faulty(request, call, fault) if fault else self._answer(call))

    async def _answer(self, call: Call) -> Response:
        try:
            self._telegrams.check_window(call)
            return JSONResponse({"ok": True, "result": answer(self._telegrams, call.method, call.parameters)})
        except Refusal as refusal:
            return _refused(refusal)

    async def _faulty(self, request: Request, call: Call, fault: Fault) -> Response:
        match fault.kind:
            case "limit":
                self._telegrams.close_for(fault.wait, fault.chat)
                return _refused(too_many(fault.wait))
            case "error":
                return _refused(Refusal(fault.status, fault.description))
            case "reset":
                return _cut(request)
            case "cut":
                await self._answer(call)
                return _cut(request)
            case "late":
                result = await self._answer(call)
                await asyncio.sleep(fault.wait)
                return result
            case _:
                raise ValueError(fault.kind)

    async def _updates(self, request: Request, parameters: Parameters) -> Response:
        self._poll += 1
        mine = self._poll
        self._ring()
        offset, limit = int(parameters.get("offset") or 0), int(parameters.get("limit") or 100)
        until = time.monotonic() + min(float(parameters.get("timeout") or 0), 50)
        while True:
            if self._telegrams.is_down or self._ended:
                return _cut(request)
            if self._telegrams.webhook:
                return _refused(Refusal(409, WEBHOOK_IS_SET))
            if mine != self._poll:
                return _refused(Refusal(409, OTHER_POLLER))
            call = Call("getUpdates", parameters, time.monotonic())
            if fault := self._telegrams.fault_for(call):
                return await self._faulty(request, call, fault)
            found = self._telegrams.pending(offset, limit)
            left = until - time.monotonic()
            if found or left <= 0:
                return JSONResponse({"ok": True, "result": found})
            await self._heard(min(left, 0.5))

    async def _download(self, request: Request) -> Response:
        if request.path_params["token"] != self._telegrams.token:
            return _refused(Refusal(401, "Unauthorized"))
        if self._telegrams.is_down:
            return _cut(request)
        file = self._telegrams.files.get(str(request.path_params["path"]).removeprefix("documents/"))
        if file is None:
            return _refused(Refusal(404, "Not Found"))
        return Response(file.body, media_type="application/octet-stream")

    async def _push(self) -> None:
        """Posts the oldest update until it is answered with 200, then the next one."""
        patience = 0.1
        async with httpx.AsyncClient(timeout=10) as client:
            while not self._ended:
                waiting = self._telegrams.pending() if self._telegrams.webhook else []
                if not waiting or self._telegrams.is_down:
                    await self._heard(0.5)
                elif await self._pushed(client, waiting[0]):
                    self._telegrams.confirm(waiting[0]["update_id"])
                    patience = 0.1
                else:
                    await asyncio.sleep(patience)
                    patience = min(patience * 2, 2)

    async def _pushed(self, client: httpx.AsyncClient, update: dict[str, Any]) -> bool:
        hook = self._telegrams.webhook
        if not hook:
            return False
        try:
            answered = await client.post(
                hook["url"],
                content=json.dumps(update),
                headers={
                    "Content-Type": "application/json",
                    "X-Telegram-Bot-Api-Secret-Token": hook["secret"],
                },
            )
        except httpx.HTTPError:
            return False
        return answered.is_success


async def _parameters(request: Request) -> Parameters:
    if request.headers.get("content-type", "").startswith("application/json"):
        return {**request.query_params, **await request.json()}
    found: dict[str, Any] = dict(request.query_params)
    async with request.form(max_part_size=60 << 20) as form:
        for key, value in form.items():
            found[key] = await _file(value) if isinstance(value, UploadFile) else value
    return found


async def _file(part: UploadFile) -> File:
    return File(part.filename or "", part.content_type or "", await part.read())


def _refused(refusal: Refusal) -> Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.description,
    }
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return JSONResponse(body, status_code=refusal.status)


def _cut(request: Request) -> Response:
    """Breaks the connection: ASGI has no word for it, so uvicorn's own transport is taken."""
    request.receive.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's RequestResponseCycle
    return Response()
