"""The composition root: everything is built once, started in order, and stopped in the opposite order."""

import asyncio
import logging
import math
import os
import re
import signal
import socket
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.routing import Mount

from bot import leader, logs
from bot.deletions import Deletions
from bot.deliver import Deliver
from bot.documents.desk import Desk
from bot.due import Due
from bot.editions import Editions
from bot.fetching import Fetching
from bot.ground import CannotStart, database, doorway, place, shown
from bot.health import Health, Pulse
from bot.http import Server
from bot.introduction import introduction
from bot.lanes import Lanes
from bot.leader import Leader
from bot.metrics import Metrics
from bot.receive import House, Kept, Receive, true_time
from bot.settings import Settings
from bot.shelf import library
from bot.telegram.api import Api
from bot.telegram.channel import Manner, Telegram
from bot.ticks import Ticks, attempt
from bot.uploads import Keeper
from bot.web.doors import Doors
from bot.web.lists import Lists
from bot.web.news import Bell
from bot.web.server import web_app
from bot.web.watch import Watch
from dialogs.say import render
from knowledge.load import NoticeFaults
from knowledge.model import Library
from storage import files, people, rounds
from storage.blobs import Blobs
from storage.depths import depths
from storage.inbox import Inbox
from storage.leases import Lease
from storage.office import Reader
from storage.outbox import Outbox
from storage.questions import lapse
from storage.sweep import expire, retire, sweep
from storage.vault import Vault, VaultFault, load_key
from storage.wire import News, Wire

log = logging.getLogger(__name__)

LOOK = 1.0  # seconds; what a process left behind that died waits no longer
HEARTBEAT = timedelta(seconds=30)
LETTERS = timedelta(seconds=5)
SWEEP = timedelta(hours=1)  # a machine that is off at night must not miss it

Clock = Callable[[], datetime]


def run(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serves until the process is told to stop; raises `CannotStart`."""
    logs.start(settings.log_level, _secrets(settings))
    os.umask(0o077)  # what is kept is nobody else's to read
    with place(settings), doorway(settings) as taken, database(settings) as engine:
        zuimei = _built(settings, engine)
        introduced = "\n".join(introduction(settings, zuimei.library))
        asyncio.run(zuimei.serve(taken, lambda: tell(introduced)))


class Zuimei:
    """All the parts of a running assistant."""

    def __init__(self, settings: Settings, engine: Engine, vault: Vault, known: Library) -> None:
        now = self._now = settings.clock()
        self.library = known
        self._engine = engine
        self._vault = vault
        self._blobs = Blobs(settings.data_dir / "files", vault)
        self._inbox = Inbox(engine, vault, self._blobs)
        lease = Lease(engine, "lead", leader.LASTS)
        self._outbox = Outbox(engine, vault, lease)
        self._wire = Wire(engine)
        house = _house(settings, known, now, self._bot)
        self._receive = Receive(engine, vault, house, blobs=self._blobs, wire=self._wire)
        self._bell = Bell()
        self._pulse = Pulse()
        self._health = Health(partial(depths, engine), self._pulse, settings.data_dir)
        self._leader = Leader(lease, self._lead, self._pulse.beat)
        self._metrics = Metrics(self._health, self._pulse, self._leader.leads)
        self._desk = Desk(engine, vault, known, self._blobs, now=now, web=settings.web_url)
        self._check = Keeper(self._blobs)
        self._telegram = _telegram(settings, self._inbox, vault, self._check, now)
        channels = {each.name: each for each in (self._telegram,) if each}
        self._lanes = Lanes(self._inbox, self._receive, self._ring, LOOK if lease.shared else math.inf)
        fetch = {name: each.fetch for name, each in channels.items()}
        self._fetching = Fetching(self._inbox, fetch, self._lanes.wake)
        self._deliver = Deliver(
            self._outbox,
            channels,
            self._desk,
            self._receive.words,
            note=self._metrics.sent,
            leads=self._leader.leads,
        )
        self._server = Server(self._web(settings, now))
        self._deletions = Deletions(engine, settings.data_dir)
        self._due = Due(engine, vault, known, now, true_time)

    async def serve(self, taken: socket.socket, ready: Callable[[], None]) -> None:
        """Runs until SIGINT or SIGTERM, or until a part breaks, which is raised."""
        stop = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
        await self._start()
        ready()
        running = [
            asyncio.create_task(work)
            for work in (
                stop.wait(),
                self._server.serve(sockets=[taken]),
                self._leader.run(),
                *((self._telegram.listen(self._lanes.submit),) if self._telegram else ()),
            )
        ]
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        broken = [each.exception() for each in running if each.done() and not each.cancelled()]
        await self._stop(running)
        for error in broken:
            if error:
                raise error

    async def _start(self) -> None:
        await asyncio.to_thread(files.clear, self._engine, self._blobs)
        if await asyncio.to_thread(files.astray, self._engine, self._blobs):
            log.error(
                "DATA_DIR has not the files that the database knows: is it the folder all workers share?"
            )
        await asyncio.to_thread(self._deletions.apply)
        loop = asyncio.get_running_loop()
        self._wire.listen(lambda news: loop.call_soon_threadsafe(self._hear, news))
        self._lanes.wake()

    async def _lead(self) -> None:
        """What one process does for all. The first heartbeat hides for how long nobody did it."""
        await attempt(self._beat)
        ticks = self._ticks()
        ticks.start()
        try:
            async with asyncio.TaskGroup() as duties:
                duties.create_task(self._deliver.run())
                duties.create_task(self._fetching.run())
                if self._telegram:
                    duties.create_task(self._telegram.lead(self._lanes.submit))
        finally:
            ticks.stop()

    def _ticks(self) -> Ticks:
        ticks = Ticks()
        ticks.every(HEARTBEAT, self._beat)
        ticks.every(SWEEP, self._sweep)
        ticks.every(LETTERS, self._letters)
        return ticks

    async def _stop(self, running: Sequence[asyncio.Task[object]]) -> None:
        """Nothing new comes in, then what is at work ends. What is left over stands in the database."""
        self._bell.close()
        self._server.stop()
        stopped, _server, *others = running  # the server ends by itself, when what it answers is answered
        for each in (stopped, *others):
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._lanes.stop()
        await asyncio.to_thread(self._wire.close)
        if self._telegram:
            await self._telegram.close()

    async def _beat(self) -> None:
        """After an outage of any kind, what was pressed meanwhile is lost: the question is shown again."""
        await asyncio.to_thread(self._outbox.again, true_time())
        await asyncio.to_thread(self._outbox.beat, true_time())
        self._pulse.beat()

    async def _letters(self) -> None:
        await asyncio.to_thread(self._deletions.note)
        reached = await asyncio.to_thread(self._due)
        await self._told(reached)

    async def _sweep(self) -> None:
        await asyncio.to_thread(sweep, self._engine, true_time(), self._blobs)
        announced = {each.round.id: each.round.closes for each in self.library.values()}
        changed = await asyncio.to_thread(rounds.closes, self._engine)
        await asyncio.to_thread(expire, self._engine, self._now(), {**announced, **changed})
        await asyncio.to_thread(retire, self._engine, self._now())
        told = await asyncio.to_thread(lapse, self._engine, self._vault, self._now(), true_time())
        await self._told(told)

    async def _told(self, persons: tuple[str, ...]) -> None:
        """Who got a letter without any turn."""
        if persons:
            self._ring(Kept(persons=persons))
            await asyncio.to_thread(self._wire.announce, News(persons))

    def _reader(self, person: str) -> Reader:
        return Reader(self._engine, self._vault, person, true_time())

    def _bot(self) -> str:
        return self._telegram.bot if self._telegram else ""

    def _ring(self, kept: Kept) -> None:
        self._metrics.kept(kept)
        self._hear(News(kept.persons, kept.fetch))

    def _hear(self, news: News) -> None:
        """Here or in another process somebody got something new."""
        for person in news.persons:
            self._bell.ring(person)
        self._deliver.ring()
        if news.fetch:
            self._fetching.ring()

    def _web(self, settings: Settings, now: Clock) -> Starlette:
        token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
        doors = Doors(
            submit=self._lanes.submit,
            after=self._outbox.after,
            word=self._receive.word,
            person_at=partial(people.person_at, self._engine, self._vault, "web"),
            leave=partial(people.leave, self._engine, self._vault, "web"),
            make=self._desk.make,
            check=self._check,
            now=now,
            key=self._vault.derive("web.cookie"),
            url=settings.web_url,
            watch=Watch(self._health, self._metrics.text, token),
            operator=settings.operator_name,
            lists=Lists(self._reader, Editions(self.library), now),
        )
        hook = self._telegram.routes() if self._telegram else ()
        return Starlette(routes=[*hook, Mount("/", web_app(doors, self._bell))])


# ── building ──────────────────────────────────────────────────────────────────────────────────────


def _built(settings: Settings, engine: Engine) -> Zuimei:
    try:
        given = settings.data_key.get_secret_value() if settings.data_key else None
        vault = Vault(load_key(given, settings.data_dir))
        return Zuimei(settings, engine, vault, library(settings.notices_dir))
    except OperationalError as error:
        why = f"{shown(settings)} takes nothing just now ({type(error.orig).__name__})"
        raise CannotStart(f"DATABASE_URL: {why}. Is the disk full?") from None
    except VaultFault as error:
        raise CannotStart(f"DATA_KEY: {error}") from None
    except NoticeFaults as error:
        raise CannotStart(f"A built-in notice is faulty:\n{error}") from None


def _house(settings: Settings, known: Library, now: Clock, bot: Callable[[], str]) -> House:
    return House(
        known,
        now,
        web=settings.web_url,
        operator=settings.operator_name,
        operator_contact=settings.operator_contact,
        confirm_above=settings.broadcast_confirm_above,
        office=frozenset(map(str, settings.office_ids)),
        bot=bot,
    )


def _telegram(settings: Settings, inbox: Inbox, vault: Vault, check: Keeper, now: Clock) -> Telegram | None:
    if settings.telegram_bot_token is None:
        return None
    api = Api(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_base)
    manner = Manner(
        web=settings.web_url,
        webhook=settings.telegram_webhook_url or "",
        secret=vault.derive("telegram.webhook").hex(),
        commands=tuple(re.findall(r"^/(\w+) (.+)$", render("home", "help"), re.MULTILINE)),
    )
    return Telegram(api, inbox, now, check, manner)


def _secrets(settings: Settings) -> tuple[str, ...]:
    hidden = (settings.telegram_bot_token, settings.data_key, settings.metrics_token)
    return tuple(each.get_secret_value() for each in hidden if each)
