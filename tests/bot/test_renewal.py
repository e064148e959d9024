"""On Telegram a message that follows something is edited where it stands: no second message, nothing twice."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.deliver import Deliver
from bot.telegram.api import Api
from bot.telegram.channel import Manner, Telegram
from bot.uploads import check
from dialogs.model import Button, Reply
from storage import renewals
from storage.engine import read, write
from storage.mail import Post
from storage.outbox import Outbox
from storage.parcels import Draft, Parcel, post, reword
from storage.people import join
from storage.tables import OutboxRow
from storage.vault import Vault
from tests.emulator import Emulator, Phone

THING = "b1"


class Watched:
    """Somebody on Telegram is shown how far something has come; `done` of it."""

    def __init__(self, engine: Engine, vault: Vault, emulator: Emulator) -> None:
        self.engine, self.vault, self.emulator, self.done = engine, vault, emulator, 0
        self.phone = Phone(emulator)

    def posts(self, key: str, reply: Reply) -> None:
        def work(session: Session) -> None:
            now = datetime.now(UTC)
            caller = join(session, self.vault, "telegram", str(self.phone.chat), now)
            post(session, self.vault, caller, Draft(key, reply=reply), now)

        write(self.engine, work)

    @property
    def reply(self) -> Reply:
        return Reply(f"已送达{self.done}人", ((Button("先停下", "pause"),),), follows=THING)

    def goes_on(self, done: int) -> None:
        self.done = done
        write(
            self.engine, lambda session: renewals.renew(Post(session, self.vault, datetime.now(UTC)), THING)
        )

    def words(self, parcels: Sequence[Parcel]) -> Sequence[Parcel | None]:
        def work(session: Session) -> list[Parcel | None]:
            return [reword(session, self.vault, each, self.reply) for each in parcels]

        return write(self.engine, work)

    def states(self) -> list[str]:
        query = select(OutboxRow.state).order_by(col(OutboxRow.number))
        return read(self.engine, lambda session: list(session.exec(query)))

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[Deliver]:
        nothing: Any = None  # this Telegram only sends, and makes no documents
        telegram = Telegram(
            Api(self.emulator.token, self.emulator.root), nothing, lambda: datetime.now(UTC), check, Manner()
        )
        deliver = Deliver(Outbox(self.engine, self.vault), {telegram.name: telegram}, nothing, self.words)
        task = asyncio.create_task(deliver.run())
        try:
            yield deliver
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await telegram.close()


@pytest.fixture
def watched(sqlite_engine: Engine, vault: Vault) -> Iterator[Watched]:
    with Emulator() as emulator:
        yield Watched(sqlite_engine, vault, emulator)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another thread
            await asyncio.sleep(0.02)


async def test_the_message_changes_where_it_stands_and_its_buttons_go_on_working(watched: Watched) -> None:
    watched.posts("e/0", watched.reply)
    async with watched.delivering() as deliver:
        await until(lambda: watched.states() == ["sent"])
        pressed = watched.phone.replies[0].rows[0][0]["callback_data"]
        for done in (3, 7):
            watched.goes_on(done)
            deliver.ring()
            await until(lambda: watched.phone.replies[0].text == f"已送达{watched.done}人")
            await until(lambda: set(watched.states()) == {"sent"})
    (message,) = watched.phone.replies
    assert message.edits == 2
    assert message.rows[0][0]["callback_data"] == pressed


async def test_what_a_person_is_answered_leaves_before_it(watched: Watched) -> None:
    watched.posts("e/0", watched.reply)
    async with watched.delivering():
        await until(lambda: watched.states() == ["sent"])
    watched.goes_on(3)
    watched.posts("f/0", Reply("好"))
    async with watched.delivering():
        await until(lambda: watched.states() == ["sent"] * 3)
    order = [
        each.method for each in watched.emulator.calls if each.method in {"sendMessage", "editMessageText"}
    ]
    assert order == ["sendMessage", "sendMessage", "editMessageText"]


async def test_one_that_stands_there_already_is_no_failure(watched: Watched) -> None:
    watched.posts("e/0", watched.reply)
    watched.emulator.fault("cut", method="editMessageText")
    async with watched.delivering() as deliver:
        await until(lambda: watched.states() == ["sent"])
        watched.goes_on(3)
        deliver.ring()
        await until(lambda: watched.states() == ["sent", "sent"])
    assert [each.text for each in watched.phone.replies] == ["已送达3人"]


async def test_a_message_that_was_deleted_is_left_alone(watched: Watched) -> None:
    watched.posts("e/0", watched.reply)
    async with watched.delivering() as deliver:
        await until(lambda: watched.states() == ["sent"])
        described = "Bad Request: message to edit not found"
        watched.emulator.fault("error", method="editMessageText", status=400, description=described)
        watched.goes_on(3)
        deliver.ring()
        await until(lambda: watched.states() == ["sent", "failed"])
        watched.goes_on(4)
        deliver.ring()
        await until(lambda: watched.phone.replies[0].text == "已送达4人")


async def test_only_the_newest_message_of_a_person_is_renewed(watched: Watched) -> None:
    watched.posts("e/0", watched.reply)
    watched.posts("f/0", replace(watched.reply, text="再看一次：已送达0人"))
    async with watched.delivering() as deliver:
        await until(lambda: watched.states() == ["sent"] * 2)
        watched.goes_on(3)
        deliver.ring()
        await until(lambda: watched.states() == ["sent"] * 3)
    assert [each.text for each in watched.phone.replies] == ["已送达0人", "已送达3人"]
