"""A web chat on loopback: the real server, storage and lanes; only the dialog is a small one of its own."""

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from errno import ENOSPC
from functools import partial
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import httpx
import uvicorn
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.documents.desk import Desk
from bot.editions import Editions
from bot.health import Health, Pulse
from bot.lanes import Lanes
from bot.metrics import Metrics
from bot.receive import House, Kept, Receive, Step
from bot.uploads import check
from bot.web.doors import Doors
from bot.web.lists import Lists
from bot.web.news import Bell
from bot.web.server import web_app
from bot.web.watch import Watch
from dialogs.model import (
    Button,
    Event,
    Filling,
    Forget,
    Idle,
    Link,
    NewCode,
    Reply,
    State,
    Turn,
    Unsay,
    World,
)
from knowledge.model import Library
from storage.depths import depths
from storage.engine import connect, upgrade
from storage.inbox import Inbox
from storage.office import Reader
from storage.outbox import Outbox
from storage.people import leave, person_at
from storage.vault import Vault

KEY = bytes(range(32))
METRICS_TOKEN = "a-token-for-the-figures"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CODE = "7K4M-92QX-B3TA"
IDENTITY = "110101199003070000"


def step(state: State, event: Event, world: World) -> Turn:  # noqa: C901, PLR0911 - one case a line
    """Greets, asks two things, hands out a document; answers a few commands; repeats anything else."""
    match state, event.press or event.text:
        case _, "/start":
            return Turn(Idle(), (Reply("您好", ((Button("开始填", "begin"), Button("再看看", "look")),)),))
        case _, "begin":
            return Turn(Filling("n", "name"), (Reply("【姓名】1/2", progress=(1, 2)),))
        case _, "boom":
            raise ZeroDivisionError(event.text)
        case _, "stale":
            return Turn(state, (Reply("这个按钮已经过期"),))
        case _, "/code":
            return Turn(state, (Reply(f"继续码：{CODE}", link="/resume"),), (NewCode(CODE),))
        case _, text if text == CODE:
            return Turn(state, (Reply("已接上"),), (Link(world.records.person_of(CODE)),))
        case _, "/forget":
            return Turn(Idle(), (Reply("已全部删除"),), (Forget(),))
        case _, text if text == IDENTITY:
            return Turn(state, (Reply("请不要发身份证号"),), (Unsay(),))
        case _, "长文":
            return Turn(state, (Reply("字" * 3000),))
        case Filling(field="name"), name if name:
            sexes = ((Button("男", "pick 男"), Button("女", "pick 女")), (Button("上一题", "begin"),))
            return Turn(
                Filling("n", "sex"), (Reply(f"已记下：姓名 {name}\n\n【性别】2/2", sexes, progress=(2, 2)),)
            )
        case Filling(field="sex"), press if press.startswith("pick"):
            sheets = (Reply("填好了"), Reply("", document="form/n/pdf"), Reply("", document="form/n/docx"))
            return Turn(Idle(), sheets)
    if event.uploads:
        upload = event.uploads[0]
        return Turn(state, (Reply(upload.fault or f"收到 {upload.name}：{upload.text[:20]}"),))
    return Turn(state, (Reply(f"您说：{event.text}"),))


@dataclass(frozen=True)
class Sheet:
    name: str
    mime: str
    body: bytes


def make(path: str, person: str) -> Sequence[Sheet]:
    if path.endswith("png"):
        return tuple(Sheet(f"第{page}页.png", "image/png", white_page()) for page in (1, 2))
    if path.endswith("pdf"):
        return (Sheet("推荐表-张三三.pdf", "application/pdf", b"%PDF-1.4 a sheet"),)
    return (Sheet("推荐表-张三三.docx", DOCX, b"PK a sheet"),)


def white_page(width: int = 105, height: int = 148) -> bytes:
    rows = zlib.compress((b"\0" + b"\xf8" * width) * height)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@dataclass
class Site:
    url: str
    engine: Engine
    vault: Vault
    receive: Receive
    inbox: Inbox
    lanes: Lanes
    bell: Bell
    folder: Path
    app: Starlette | None = None
    broken: bool = False  # a fault of ours
    full: bool = False  # the disk takes nothing more
    clients: list[httpx.Client] = field(default_factory=list)

    def rows(self, address: str) -> list[str]:
        """What is stored of a conversation, in order."""
        person = person_at(self.engine, self.vault, "web", address) or ""
        return [row.said or row.reply.text for row in Outbox(self.engine, self.vault).after(person, 0, 9999)]

    def person(self, address: str) -> str | None:
        return person_at(self.engine, self.vault, "web", address)


@dataclass(frozen=True)
class Play:
    """What is played: the small dialog of these tests, or the real one."""

    step: Step = step
    library: Library = field(default_factory=dict)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


@contextmanager
def running(folder: Path, url: str = "", play: Play | None = None) -> Iterator[Site]:
    """A site on a free port. `url`: its public address, where it is to differ from the real one."""
    play = play or Play()
    engine = connect(f"sqlite:///{folder}/web.db")
    upgrade(engine)
    vault = Vault(KEY)
    receive = Receive(engine, vault, House(play.library, play.now), step=play.step)
    inbox, bell = Inbox(engine, vault), Bell()
    lanes = Lanes(inbox, receive, lambda kept: _ring(bell, kept))
    site = Site("", engine, vault, receive, inbox, lanes, bell, folder)
    site.app = _app(site, url, play)
    config = uvicorn.Config(site.app, port=0, log_config=None, access_log=False, server_header=False)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    _until(lambda: server.started)
    site.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield site
    finally:
        for client in site.clients:
            client.close()
        bell.close()
        server.should_exit = True
        thread.join(10)
        engine.dispose()


def _app(site: Site, url: str, play: Play) -> Starlette:
    real = Desk(site.engine, site.vault, play.library).make
    outbox = Outbox(site.engine, site.vault)

    async def submit(events: Sequence[Event]) -> None:
        if site.broken:
            raise OSError("the disk says: 张三三")
        if site.full:
            raise OSError(ENOSPC, "the disk is full")
        await site.lanes.submit(events)

    return web_app(
        Doors(
            submit=submit,
            after=outbox.after,
            word=site.receive.word,
            person_at=lambda address: person_at(site.engine, site.vault, "web", address),
            leave=lambda address: leave(site.engine, site.vault, "web", address),
            make=real if play.library else make,
            check=check,
            now=play.now,
            key=site.vault.derive("web"),
            url=url or "http://127.0.0.1:8000",
            watch=_watch(site),
            lists=Lists(
                lambda person: Reader(site.engine, site.vault, person, datetime.now(UTC)),
                Editions(play.library),
                play.now,
            ),
        ),
        site.bell,
    )


def _watch(site: Site) -> Watch:
    health = Health(partial(depths, site.engine), Pulse(), site.folder)
    return Watch(health, Metrics(health, Pulse(), lambda: True).text, METRICS_TOKEN)


def _ring(bell: Bell, kept: Kept) -> None:
    for person in kept.persons:
        bell.ring(person)


def _until(true: Callable[[], bool], seconds: float = 10) -> None:
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "it never came"
        sleep(0.01)
