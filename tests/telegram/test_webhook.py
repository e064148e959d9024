"""Telegram brings the updates: 200 means that they are kept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime

import httpx
import pytest
import uvicorn
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.telegram.api import Api
from bot.telegram.channel import Manner, Telegram
from bot.uploads import check
from storage.inbox import Inbox
from storage.vault import Vault
from tests.emulator import Emulator, Phone
from tests.telegram.test_poll import Taken, until

SECRET = "s3cret_of-this-installation"


class _Server(uvicorn.Server):
    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # pytest keeps them
        return nullcontext()


@pytest.fixture
def taken(sqlite_engine: Engine, vault: Vault) -> Taken:
    return Taken(Inbox(sqlite_engine, vault))


@asynccontextmanager
async def serving(emulator: Emulator, taken: Taken, port: int = 0) -> AsyncIterator[str]:
    """The bot with its web server; gives the public address of the hook."""
    server = _Server(uvicorn.Config(Starlette(), port=port, log_config=None, lifespan="off"))
    socket = server.config.bind_socket()
    url = f"http://127.0.0.1:{socket.getsockname()[1]}/telegram/hook"
    api = Api(emulator.token, emulator.root)
    telegram = Telegram(
        api, taken.inbox, lambda: datetime.now(UTC), check, Manner(webhook=url, secret=SECRET)
    )
    server.config.app = Starlette(routes=list(telegram.routes()))
    server.config.loaded = False
    work = (server.serve([socket]), telegram.listen(taken), telegram.lead(taken))
    tasks = [asyncio.create_task(each) for each in work]
    await until(lambda: emulator.webhook and server.started)
    try:
        yield url
    finally:
        server.should_exit = True
        for each in tasks[1:]:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await telegram.close()


async def test_what_was_said_arrives(emulator: Emulator, phone: Phone, taken: Taken) -> None:
    phone.say("一")
    async with serving(emulator, taken):
        await until(lambda: taken.texts == ["一"])
        phone.say("二")
        await until(lambda: taken.texts == ["一", "二"])
        await until(lambda: not emulator.pending())


async def test_what_could_not_be_kept_is_brought_again(
    emulator: Emulator, phone: Phone, taken: Taken
) -> None:
    taken.faults = 2
    async with serving(emulator, taken):
        phone.say("一")
        await until(lambda: taken.texts == ["一"])
    assert taken.faults == 0


@pytest.mark.parametrize("secret", ["", "s3cret", SECRET.upper(), "密"])
async def test_a_stranger_is_refused(secret: str, emulator: Emulator, phone: Phone, taken: Taken) -> None:
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1}, "text": "伪造"}}
    headers = {b"X-Telegram-Bot-Api-Secret-Token": secret.encode()} if secret else {}
    async with serving(emulator, taken) as url, httpx.AsyncClient() as client:
        assert (await client.post(url, json=update, headers=headers)).status_code == 403
    assert taken.texts == []


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"1"])
async def test_nonsense_is_no_update(body: bytes, emulator: Emulator, taken: Taken) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with serving(emulator, taken) as url, httpx.AsyncClient() as client:
        assert (await client.post(url, content=body, headers=headers)).status_code == 400


async def test_an_endless_body_is_not_read(emulator: Emulator, taken: Taken) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with serving(emulator, taken) as url, httpx.AsyncClient() as client:
        assert (await client.post(url, content=b"x" * (2 << 20), headers=headers)).status_code == 413


async def test_while_the_program_starts_or_stops_updates_are_brought_later(
    emulator: Emulator, phone: Phone, taken: Taken
) -> None:
    async with serving(emulator, taken):
        pass
    phone.say("一")
    await asyncio.sleep(0.3)
    assert len(emulator.pending()) == 1
    async with serving(emulator, taken):
        await until(lambda: taken.texts == ["一"])
