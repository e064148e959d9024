"""The routes of the web chat. Delivery is the stored row: the page asks for what came after its last one."""

import asyncio
import hashlib
import hmac
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web import incoming
from bot.web.doors import Doors, Paper
from bot.web.guard import Guard
from bot.web.limits import Limits
from bot.web.lists import Pages, SignedIn
from bot.web.news import START, Bell, fresh
from bot.web.papers import Papers, listed, served
from bot.web.picture import resume_picture
from bot.web.shell import Shell, refusal, static
from bot.web.signin import Browser, SignIn
from dialogs.model import Event
from storage.outbox import Parcel

MOST_ROWS = 200
LONGEST_WAIT = 25
FIRST_LOOK, LAST_LOOK = 0.1, 6.4  # seconds; another process may have written, whose bell is not heard here
UPLOADS_AT_ONCE = 4


def web_app(doors: Doors, bell: Bell) -> Starlette:
    """The web chat as an ASGI application. `bell.ring(person)` wakes pages; `bell.close()` lets them go."""
    chat = _Chat(doors, bell)
    routes = [
        Route("/", chat.page),
        Route("/resume", chat.page),
        Route("/join", chat.page),
        Route("/news", chat.news),
        Route("/say", chat.say, methods=["POST"]),
        Route("/upload", chat.upload, methods=["POST"]),
        Route("/document/{row:int}", chat.documents),
        Route("/document/{row:int}/{number:int}.{ending}", chat.document),
        Route("/qr", chat.picture, methods=["POST"]),
        Route("/exit", chat.exit, methods=["POST"]),
        *chat.lists(),
        Route("/static/{name}", static),
        *doors.watch.routes(),
    ]
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(Guard, url=doors.url, refuse=refusal),
            Middleware(GZipMiddleware, minimum_size=800),
        ],
        exception_handlers={HTTPException: _refused, ClientDisconnect: _nobody},
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    wait = (error.headers or {}).get("retry-after", "0")
    return refusal(request.scope, error.status_code, wait=int(wait))


async def _nobody(_: Request, __: Exception) -> Response:
    return Response(status_code=400)  # the line broke: nobody reads this


class _Chat:
    """The routes. `_left` remembers browsers that signed out, should their cookie come back from a copy."""

    def __init__(self, doors: Doors, bell: Bell) -> None:
        self._doors, self._bell = doors, bell
        self._signin = SignIn(doors.key, secure=doors.url.startswith("https:"))
        self._shell = Shell(doors.url, doors.operator)
        self._papers = Papers(doors.make)
        self._limits = Limits()
        self._uploading = asyncio.Semaphore(UPLOADS_AT_ONCE)
        self._left = set[str]()

    async def page(self, request: Request) -> Response:
        self._pace("page", request)
        known = self._known(request)
        browser = known or self._signin.welcome()
        response = self._shell.page(self._signin.token(browser), request.url.path.strip("/"))
        if known is None or self._signin.ages(known):
            self._signin.give(response, browser)
        return response

    def lists(self) -> list[Route]:
        """The pages of the desks, which the same cookie opens."""
        doors = self._doors
        signed = SignedIn(self._known, self._signin.token, self._pace)
        return Pages(doors.lists, signed, doors.person_at).routes() if doors.lists else []

    async def news(self, request: Request) -> Response:
        browser = self._browser("news", request)
        if not await self._person(browser):
            await self._doors.submit([self._greeting(browser)])
        wait = min(_number(request, "wait"), LONGEST_WAIT)
        thread = request.query_params.get("thread", "")
        return JSONResponse(await self._new(browser, thread, _number(request, "after"), monotonic() + wait))

    async def say(self, request: Request) -> Response:
        browser = self._browser("say", request)
        event = await incoming.said(request, browser.address, self._doors.now())
        await self._doors.submit([event])
        return JSONResponse({"kept": True})

    async def upload(self, request: Request) -> Response:
        browser = self._browser("upload", request)
        async with self._uploading:
            number, name, body = await incoming.uploaded(request)
            upload = await run_in_threadpool(self._doors.check, name, body)
        event = incoming.file_event(number, browser.address, upload, self._doors.now())
        await self._doors.submit([event])
        return JSONResponse({"kept": True})

    async def documents(self, request: Request) -> Response:
        """What a row's document consists of; made now, if it was not just made."""
        row, person, path = await self._asked(request)
        return JSONResponse({"papers": listed(row, await self._made(row, path, person))})

    async def document(self, request: Request) -> Response:
        row, person, path = await self._asked(request)
        papers = await self._made(row, path, person)
        number = request.path_params["number"]
        if not 1 <= number <= len(papers):
            raise HTTPException(404)
        return served(papers[number - 1], download="download" in request.query_params)

    async def picture(self, request: Request) -> Response:
        """The resume link as a QR picture; asked for by POST, because an address is no place for a code."""
        self._browser("say", request)
        code = await incoming.code(request)
        base = (
            self._doors.url.rstrip("/") or request.headers.get("origin") or str(request.base_url).rstrip("/")
        )
        return Response(resume_picture(base, code), media_type="image/svg+xml")

    async def exit(self, request: Request) -> Response:
        browser = self._browser("say", request)
        await run_in_threadpool(self._doors.leave, browser.address)
        self._left.add(browser.address)
        # Not the cache: nothing personal is ever in it, and browsers take seconds to clear it.
        response = JSONResponse({"left": True}, headers={"clear-site-data": '"cookies", "storage"'})
        self._signin.take_back(response)
        return response

    # ── who asks, how often, for what ─────────────────────────────────────────────────────────────────

    def _known(self, request: Request) -> Browser | None:
        browser = self._signin.read(request)
        return None if browser is None or browser.address in self._left else browser

    def _browser(self, deed: str, request: Request) -> Browser:
        """The browser behind the request, or a refusal."""
        browser = self._known(request)
        self._pace(deed, request, browser.address if browser else "")
        if browser is None:
            raise HTTPException(401)
        # Files are opened by plain links, which carry no token; everything else is our script's.
        if deed != "document" and not self._signin.vouches(request, browser):
            raise HTTPException(403)
        return browser

    def _pace(self, deed: str, request: Request, browser: str = "") -> None:
        network = request.client.host if request.client else ""
        wait = self._limits.wait(deed, network, browser)
        if wait:
            raise HTTPException(429, headers={"retry-after": str(wait)})

    async def _person(self, browser: Browser) -> str | None:
        return await run_in_threadpool(self._doors.person_at, browser.address)

    async def _rows(self, person: str | None, after: int, limit: int = MOST_ROWS) -> Sequence[Parcel]:
        return await run_in_threadpool(self._doors.after, person, after, limit) if person else ()

    async def _worded(self, rows: Sequence[Parcel]) -> list[Parcel]:
        """Letters are worded when they are first shown; those no longer needed are left out."""
        worded = [row if row.worded else await run_in_threadpool(self._doors.word, row) for row in rows]
        return [row for row in worded if row]

    async def _asked(self, request: Request) -> tuple[int, str, str]:
        """Row, person and path of the document asked for; another person's row is as missing as none."""
        browser = self._browser("document", request)
        number, person = request.path_params["row"], await self._person(browser)
        rows = await self._rows(person, number - 1, 1)
        if not person or not rows or rows[0].id != number or not rows[0].reply.document:
            raise HTTPException(404)
        return number, person, rows[0].reply.document

    async def _made(self, row: int, path: str, person: str) -> Sequence[Paper]:
        try:
            return await self._papers.of(row, path, person)
        except LookupError:
            raise HTTPException(404) from None

    # ── what is new ───────────────────────────────────────────────────────────────────────────────────

    def _greeting(self, browser: Browser) -> Event:
        # The page opens with the assistant's greeting. The first look at the news asks for it, not GET /, so
        # that crawlers and link previews leave nobody behind; its id makes it happen once.
        number = incoming.prefix(browser.address) + START
        return Event(number, incoming.NAME, browser.address, self._doors.now(), text="/start")

    async def _new(self, browser: Browser, thread: str, after: int, until: float) -> dict[str, object]:
        """Rows after a number, waiting for some; all of them when the browser has come to another person."""
        pause = FIRST_LOOK
        while True:
            person = await self._person(browser)
            now = self._thread(person)
            start = after if thread in {"", now} else 0
            with self._bell.listening(person or browser.address) as ear:
                rows = await self._rows(person, start)
                left = until - monotonic()
                if rows or start < after or left <= 0 or self._bell.closed:
                    shown = fresh(await self._worded(rows), incoming.prefix(browser.address))
                    last = rows[-1].id if rows else start
                    return {"thread": now, "rows": shown, "last": last, "more": len(rows) == MOST_ROWS}
                with suppress(TimeoutError):
                    await asyncio.wait_for(ear.wait(), min(pause, left))
            pause = min(pause * 2, LAST_LOOK)

    def _thread(self, person: str | None) -> str:
        """Stands for the person in the page, which must never learn the person's id."""
        return hmac.new(self._doors.key, f"web.thread:{person}".encode(), hashlib.sha256).hexdigest()[:16]


def _number(request: Request, name: str) -> int:
    sent = request.query_params.get(name, "0")
    if not sent.isascii() or not sent.isdigit() or len(sent) > 15:  # noqa: PLR2004 - beyond any row number
        raise HTTPException(400)
    return int(sent)
