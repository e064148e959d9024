"""What Telegram brings is in the inbox before Telegram forgets it, whatever breaks in between."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.channel import Cursor, Receive
from bot.telegram.api import Api
from bot.telegram.channel import Manner, Telegram
from bot.uploads import check
from dialogs.model import Button, Event, Reply
from storage.inbox import Inbox
from storage.vault import Vault
from tests.emulator import Emulator, Phone


class Taken:
    """Keeps events in the real inbox and remembers the new ones; breaks as often as it is told to."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.events: list[Event] = []
        self.faults = 0

    async def __call__(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        if self.faults:
            self.faults -= 1
            raise OSError("no space left on device")
        self.events += await asyncio.to_thread(self.inbox.put, events, cursor)

    @property
    def texts(self) -> list[str]:
        return [each.text or each.press for each in self.events]


@pytest.fixture
def taken(sqlite_engine: Engine, vault: Vault) -> Taken:
    return Taken(Inbox(sqlite_engine, vault))


async def both(telegram: Telegram, receive: Receive) -> None:
    """What every process does, and what only one does."""
    async with asyncio.TaskGroup() as group:
        group.create_task(telegram.listen(receive))
        group.create_task(telegram.lead(receive))


@asynccontextmanager
async def listening(
    emulator: Emulator, taken: Taken, receive: Receive | None = None
) -> AsyncIterator[Telegram]:
    api = Api(emulator.token, emulator.root)
    telegram = Telegram(api, taken.inbox, lambda: datetime.now(UTC), check, Manner())
    task = asyncio.create_task(both(telegram, receive or taken))
    try:
        yield telegram
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await telegram.close()


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another thread
            await asyncio.sleep(0.02)


async def test_what_was_said_arrives_in_order(emulator: Emulator, phone: Phone, taken: Taken) -> None:
    async with listening(emulator, taken):
        for word in "一二三四五":
            phone.say(word)
        await until(lambda: len(taken.events) == 5)
    assert taken.texts == list("一二三四五")


async def test_what_was_said_while_the_program_was_down_arrives(
    emulator: Emulator, phone: Phone, taken: Taken
) -> None:
    for number in range(250):
        phone.say(str(number))
    async with listening(emulator, taken):
        await until(lambda: len(taken.events) == 250)
    assert taken.texts == [str(number) for number in range(250)]


async def test_nothing_is_confirmed_before_it_is_kept(emulator: Emulator, phone: Phone, taken: Taken) -> None:
    taken.faults = 2
    phone.say("重要")
    async with listening(emulator, taken):
        await until(lambda: taken.faults == 0)
        assert len(emulator.pending()) == 1
        await until(lambda: taken.texts)
        await until(lambda: not emulator.pending())
    assert taken.texts == ["重要"]


async def test_a_batch_that_comes_twice_has_its_effect_once(
    emulator: Emulator, phone: Phone, taken: Taken
) -> None:
    phone.say("一")

    async def dies_after_the_commit(events: Sequence[Event], cursor: Cursor | None = None) -> None:
        await taken(events, None)
        raise SystemError("killed between the commit and the next offset")

    async with listening(emulator, taken, dies_after_the_commit):
        await until(lambda: taken.texts)
    assert len(emulator.pending()) == 1
    async with listening(emulator, taken):
        phone.say("二")
        await until(lambda: len(taken.texts) > 1)
    assert taken.texts == ["一", "二"]


async def test_after_a_week_of_silence_lower_ids_are_not_taken_for_old_ones(
    emulator: Emulator, phone: Phone, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.poll.LONG_POLL", 1)
    async with listening(emulator, taken):
        phone.say("一")
        await until(lambda: len(taken.events) == 1)
        await until(lambda: not emulator.pending())
        await asyncio.sleep(1.2)  # silence, in which a long poll ends empty
        emulator.renumber(5)
        phone.say("二")
        await until(lambda: len(taken.events) == 2)
    assert taken.texts == ["一", "二"]


async def test_an_update_that_cannot_be_read_does_not_stop_the_others(
    emulator: Emulator, phone: Phone, taken: Taken, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.add({"message": {"chat": "nonsense"}})
    phone.say("一")
    async with listening(emulator, taken):
        await until(lambda: taken.texts)
    assert taken.texts == ["一"]
    assert "could not be read" in caplog.text


async def test_a_press_is_answered_after_it_was_kept_and_an_old_one_harms_nobody(
    emulator: Emulator, phone: Phone, taken: Taken
) -> None:
    async with listening(emulator, taken) as telegram:
        await telegram.send(str(phone.chat), Reply("选", ((Button("男", "t1"), Button("女", "t2")),)))
        press = phone.press("男")
        await until(lambda: emulator.answered == [press])
        emulator.presses.clear()  # 150 seconds later
        phone.press("女")
        await until(lambda: len(taken.events) == 2)
    assert taken.texts == ["t1", "t2"]


async def test_another_poller_is_waited_out(emulator: Emulator, phone: Phone, taken: Taken) -> None:
    other = Api(emulator.token, emulator.root)
    await other.bot.initialize()
    async with listening(emulator, taken):
        await until(lambda: any(call.method == "deleteWebhook" for call in emulator.calls))
        for _ in range(2):
            await other.updates(0, 0)
        phone.say("一")
        await until(lambda: taken.texts, 20)
    await other.close()
    assert taken.texts == ["一"]


async def test_a_webhook_left_by_an_earlier_start_is_removed_and_what_waits_is_kept(
    emulator: Emulator, phone: Phone, taken: Taken
) -> None:
    emulator.webhook = {"url": "http://127.0.0.1:9/nobody", "secret": ""}
    phone.say("一")
    async with listening(emulator, taken):
        await until(lambda: taken.texts)
    assert emulator.webhook == {}


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "error", "status": 502, "description": "Bad Gateway"},
        {"kind": "limit", "wait": 1},
        {"kind": "reset"},
    ],
    ids=["bad gateway", "rate limit", "connection cut"],
)
async def test_polling_goes_on_after_a_fault(
    fault: dict[str, Any], emulator: Emulator, phone: Phone, taken: Taken
) -> None:
    emulator.fault(method="getUpdates", **fault)
    phone.say("一")
    async with listening(emulator, taken):
        await until(lambda: taken.texts)


async def test_the_server_may_be_away_when_the_program_starts(
    emulator: Emulator, phone: Phone, taken: Taken
) -> None:
    phone.say("一")
    emulator.down()
    async with listening(emulator, taken):
        await asyncio.sleep(0.5)
        emulator.up()
        await until(lambda: taken.texts)


async def test_a_file_is_fetched_and_a_large_one_is_not(
    emulator: Emulator, phone: Phone, taken: Taken
) -> None:
    phone.send_file("事迹.txt", "扎根一线二十年。".encode(), caption="事迹")
    phone.send_file("大.mp4", b"x" * (21 << 20))
    async with listening(emulator, taken) as telegram:
        await until(lambda: len(taken.events) == 2)
        small, large = [await telegram.fetch(each) for each in taken.events]
    assert [(each.name, each.text, each.fault) for each in small] == [("事迹.txt", "扎根一线二十年。", "")]
    assert [(each.name, each.bytes, each.fault) for each in large] == [("大.mp4", 21 << 20, "too_big")]
    assert [call.method for call in emulator.calls].count("getFile") == 1


async def test_the_menu_shows_the_commands(emulator: Emulator, taken: Taken) -> None:
    manner = Manner(commands=(("fill", "填写推荐表"),))
    telegram = Telegram(
        Api(emulator.token, emulator.root), taken.inbox, lambda: datetime.now(UTC), check, manner
    )
    task = asyncio.create_task(telegram.listen(taken))
    await until(lambda: emulator.commands)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await telegram.close()
    assert emulator.commands == [{"command": "fill", "description": "填写推荐表"}]


async def test_a_rehearsal_dates_what_was_said(emulator: Emulator, phone: Phone, taken: Taken) -> None:
    moved = timedelta(days=-1600)
    telegram = Telegram(
        Api(emulator.token, emulator.root), taken.inbox, lambda: datetime.now(UTC) + moved, check, Manner()
    )
    task = asyncio.create_task(both(telegram, taken))
    phone.say("一")
    await until(lambda: taken.texts)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await telegram.close()
    assert abs(taken.events[0].at - datetime.now(UTC) - moved) < timedelta(seconds=30)


async def test_no_token_and_no_word_reaches_the_log(
    emulator: Emulator, phone: Phone, taken: Taken, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    emulator.fault("error", method="getUpdates", status=502)
    phone.say("张三13800138000")
    async with listening(emulator, taken):
        await until(lambda: taken.texts)
    assert emulator.token not in caplog.text
    assert "张三" not in caplog.text
