"""A process that works off an inbox and delivers, until it is killed. What it delivers it writes into a file."""

import asyncio
import os
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from bot.lanes import Lanes
from bot.receive import Kept
from storage.engine import connect, read
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.tables import InboxRow
from storage.vault import Vault
from tests.conftest import KEY
from tests.storage.small import REAL, receiver


def work(url: str, delivered: Path) -> None:
    asyncio.run(_work(url, delivered))


async def _work(url: str, delivered: Path) -> None:
    engine, vault, bell = connect(url), Vault(KEY), asyncio.Event()

    def ring(_kept: Kept) -> None:
        bell.set()

    inbox, outbox = Inbox(engine, vault), Outbox(engine, vault)
    outbox.reopen()
    lanes = Lanes(inbox, receiver(engine, vault), ring)
    lanes.wake()
    while await asyncio.to_thread(waiting, engine):
        await bell.wait()
        bell.clear()
        await asyncio.to_thread(deliver, outbox, delivered)
    await lanes.idle()
    deliver(outbox, delivered)
    await lanes.stop()


def waiting(engine: Engine) -> bool:
    query = select(InboxRow.id).where(InboxRow.state == "waiting")
    return read(engine, lambda session: session.exec(query).first()) is not None


def deliver(outbox: Outbox, delivered: Path) -> None:
    """Writes what is due, for sure, and only then says that it was sent."""
    with delivered.open("a") as file:
        while parcels := outbox.claim("telegram", REAL):
            for each in parcels:
                file.write(f"{each.address} {each.id} {each.reply.text}\n")
                file.flush()
                os.fsync(file.fileno())
                outbox.sent(each, "1")
