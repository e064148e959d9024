"""Replies leave the outbox for the chat they belong to: in order, once where that can be known, and never silently."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.event import listen
from sqlmodel import Session, col, select

from bot.deliver import Deliver
from bot.documents import Document
from bot.telegram.api import Api
from bot.telegram.channel import Manner, Telegram
from bot.uploads import check
from dialogs.model import Button, Letter, Reply
from storage.engine import read, write
from storage.outbox import Outbox
from storage.parcels import BROADCAST, REMINDER, Draft, Parcel, post, reword
from storage.people import join
from storage.tables import OutboxRow
from storage.vault import Vault
from tests.emulator import Emulator, Phone, Quota

KEYS = count()


class Papers:
    """Makes one small file for each path, or breaks."""

    def __init__(self) -> None:
        self.broken = False
        self.made = 0

    def make(self, path: str, person: str, channel: str) -> tuple[Document, ...]:
        self.made += 1
        if self.broken:
            raise RuntimeError("the printer is on fire")
        return (Document("推荐表 张三.docx", "application/zip", path.encode()),)


class Office:
    """An outbox with what fills it, what empties it, and what became of each row."""

    def __init__(self, engine: Engine, vault: Vault, emulator: Emulator) -> None:
        self.engine = engine
        self.vault = vault
        self.emulator = emulator
        self.outbox = Outbox(engine, vault)
        self.papers = Papers()

    def post(self, phone: Phone, reply: Reply | str, priority: int = 0) -> None:
        text = Reply(reply) if isinstance(reply, str) else reply
        self._post(phone, Draft(f"test/{next(KEYS)}", reply=text, priority=priority))

    def post_letter(self, phone: Phone, kind: str, priority: int = 0) -> None:
        self._post(phone, Draft(f"test/{next(KEYS)}", letter=Letter(kind), priority=priority))

    def _post(self, phone: Phone, draft: Draft) -> None:
        def work(session: Session) -> None:
            now = datetime.now(UTC)
            caller = join(session, self.vault, "telegram", str(phone.chat), now)
            post(session, self.vault, caller, draft, now)

        write(self.engine, work)

    def words(self, parcels: Sequence[Parcel]) -> list[Parcel | None]:
        """As `Receive.words`, with words of the test's own."""
        return write(self.engine, lambda session: [self._word(session, each) for each in parcels])

    def _word(self, session: Session, parcel: Parcel) -> Parcel | None:
        if parcel.letter and parcel.letter.kind == "late":
            return None
        if parcel.letter and parcel.letter.kind == "broken":
            raise RuntimeError("no words")
        text = {"no_document": "文件暂时做不出来。"}.get(
            parcel.letter.kind if parcel.letter else "", "接着填："
        )
        return reword(session, self.vault, parcel, Reply(text))

    @property
    def states(self) -> list[str]:
        query = select(OutboxRow.state).order_by(col(OutboxRow.number))
        return read(self.engine, lambda session: list(session.exec(query)))

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[Deliver]:
        nothing: Any = None  # this Telegram only sends
        api = Api(self.emulator.token, self.emulator.root)
        telegram = Telegram(api, nothing, lambda: datetime.now(UTC), check, Manner())
        deliver = Deliver(self.outbox, {telegram.name: telegram}, self.papers, self.words)
        task = asyncio.create_task(deliver.run())
        try:
            yield deliver
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await telegram.close()


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def phone(emulator: Emulator) -> Phone:
    return Phone(emulator)


@pytest.fixture
def office(sqlite_engine: Engine, vault: Vault, emulator: Emulator) -> Office:
    return Office(sqlite_engine, vault, emulator)


async def until(condition: Callable[[], object], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another thread
            await asyncio.sleep(0.02)


def texts(phone: Phone) -> list[str]:
    return [each.text for each in phone.replies]


async def test_replies_arrive_in_order_with_their_buttons(office: Office, phone: Phone) -> None:
    for number in range(6):
        office.post(phone, Reply(f"第{number}句", ((Button("好", "yes"),),)))
    async with office.delivering():
        await until(lambda: office.states == ["sent"] * 6)
    assert texts(phone) == [f"第{number}句" for number in range(6)]
    assert phone.replies[0].labels == ["好"]
    assert phone.replies[0].rows[0][0]["callback_data"] != "yes"


async def test_the_bell_saves_the_wait_for_the_tick(office: Office, phone: Phone) -> None:
    async with office.delivering() as deliver:
        await asyncio.sleep(0.2)
        office.post(phone, "你好")
        begun = time.monotonic()
        deliver.ring()
        await until(lambda: texts(phone))
        assert time.monotonic() - begun < 0.5


async def test_many_chats_do_not_wait_for_a_slow_one(office: Office, emulator: Emulator) -> None:
    phones = [Phone(emulator, user) for user in range(5001, 5010)]
    emulator.fault("late", chat=5001, wait=2)
    for phone in phones:
        office.post(phone, "你好")
    async with office.delivering():
        begun = time.monotonic()
        await until(lambda: all(map(texts, phones)))
        assert time.monotonic() - begun < 1.5
        await until(lambda: office.states == ["sent"] * 9)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_what_surely_did_not_arrive_is_sent_again(
    status: int, office: Office, phone: Phone, emulator: Emulator
) -> None:
    emulator.fault("error", status=status)
    office.post(phone, "你好")
    office.post(phone, "再见")
    async with office.delivering():
        await until(lambda: office.states == ["sent", "sent"])
    assert texts(phone) == ["你好", "再见"]


async def test_a_reply_that_may_have_arrived_is_sent_once_more(
    office: Office, phone: Phone, emulator: Emulator
) -> None:
    emulator.fault("cut", times=5)
    office.post(phone, "你好")
    async with office.delivering():
        await until(lambda: office.states == ["unknown"])
    assert texts(phone) == ["你好", "你好"]


@pytest.mark.parametrize("priority", [REMINDER, BROADCAST])
async def test_a_reminder_that_may_have_arrived_is_only_listed(
    priority: int, office: Office, phone: Phone, emulator: Emulator
) -> None:
    emulator.fault("cut")
    office.post(phone, "还有三天", priority)
    async with office.delivering():
        await until(lambda: office.states == ["unknown"])
    assert texts(phone) == ["还有三天"]
    assert len(office.outbox.listed()) == 1


async def test_a_rate_limit_is_waited_out_for_its_chat_alone(office: Office, emulator: Emulator) -> None:
    slow, other = Phone(emulator, 5001), Phone(emulator, 5002)
    emulator.fault("limit", chat=5001, wait=2)
    office.post(slow, "你好")
    async with office.delivering() as deliver:
        await until(lambda: any(call.chat == 5001 for call in emulator.calls))
        office.post(slow, "还在吗")
        office.post(other, "你好")
        deliver.ring()
        begun = time.monotonic()
        await until(lambda: texts(other))
        assert time.monotonic() - begun < 1
        await until(lambda: office.states == ["sent"] * 3)
    assert texts(slow) == ["你好", "还在吗"]
    assert emulator.violations == []


async def test_a_rate_limit_in_two_chats_halts_everything(office: Office, emulator: Emulator) -> None:
    phones = [Phone(emulator, user) for user in (5001, 5002, 5003)]
    for phone in phones[:2]:
        emulator.fault("limit", chat=phone.chat, wait=2)
        office.post(phone, "你好")
    async with office.delivering() as deliver:
        await until(lambda: sum(call.method == "sendMessage" for call in emulator.calls) == 2)
        await asyncio.sleep(0.1)
        office.post(phones[2], "你好")
        deliver.ring()
        await asyncio.sleep(1)
        assert texts(phones[2]) == []
        await until(lambda: office.states == ["sent"] * 3)
    assert emulator.violations == []


async def test_who_blocked_the_bot_gets_nothing_more_and_delays_nobody(
    office: Office, phone: Phone, emulator: Emulator
) -> None:
    other = Phone(emulator, 5002)
    phone.block()
    office.post(phone, "你好")
    office.post(phone, "还在吗")
    office.post(other, "你好")
    async with office.delivering():
        await until(lambda: office.states == ["gone", "gone", "sent"])
    assert sum(call.chat == phone.chat for call in emulator.calls) == 1


async def test_what_telegram_refuses_for_good_does_not_block_the_chat(
    office: Office, phone: Phone, emulator: Emulator
) -> None:
    emulator.fault("error", status=400, description="Bad Request: BUTTON_DATA_INVALID")
    office.post(phone, "坏")
    office.post(phone, "好")
    async with office.delivering():
        await until(lambda: office.states == ["failed", "sent"])
    assert texts(phone) == ["好"]


async def test_a_reminder_waits_for_the_chats_second_and_a_reply_does_not(
    office: Office, phone: Phone
) -> None:
    office.post(phone, "一")
    office.post(phone, "二")
    office.post(phone, "提醒", REMINDER)
    async with office.delivering():
        await until(lambda: office.states == ["sent"] * 3)
    first, second, reminder = phone.replies
    assert second.at - first.at < 0.5
    assert reminder.at - second.at >= 0.95


async def test_replies_leave_before_reminders_and_reminders_before_broadcasts(
    office: Office, emulator: Emulator
) -> None:
    phones = [Phone(emulator, user) for user in range(5001, 5061)]
    for index, phone in enumerate(phones):
        office.post(phone, "信", (BROADCAST, REMINDER, 0)[index // 20])
    async with office.delivering():
        await until(lambda: office.states == ["sent"] * 60)
    rank = [(each.chat - 5001) // 20 for each in emulator.sent]
    assert sum(each == 2 for each in rank[:28]) == 20
    assert sum(each == 0 for each in rank[-20:]) >= 15
    assert emulator.sent[-1].at - emulator.sent[0].at >= 0.9


async def test_a_chat_that_has_to_wait_delays_no_other(office: Office, emulator: Emulator) -> None:
    busy, *phones = (Phone(emulator, user) for user in range(5001, 5009))
    office.post(busy, "答复")
    office.post(busy, "群发", BROADCAST)
    for phone in phones:
        office.post(phone, "群发", BROADCAST)
    async with office.delivering():
        await until(lambda: office.states == ["sent"] * 9)
    assert emulator.sent[-1].chat == busy.chat
    assert busy.replies[1].at - busy.replies[0].at >= 0.95


async def test_a_reply_does_not_go_where_telegram_asked_for_a_pause(
    office: Office, phone: Phone, emulator: Emulator
) -> None:
    emulator.fault("limit", chat=phone.chat, wait=2)
    office.post(phone, "群发", BROADCAST)
    async with office.delivering() as deliver:
        await until(lambda: any(call.chat == phone.chat for call in emulator.calls))
        office.post(phone, "答复")
        deliver.ring()
        await until(lambda: office.states == ["sent", "sent"])
    assert emulator.violations == []
    assert sorted(texts(phone)) == ["答复", "群发"]


async def test_what_waits_for_its_turn_leaves_the_database_alone(office: Office, emulator: Emulator) -> None:
    emulator.quota = quota = Quota()
    for user in range(5001, 5121):
        office.post_letter(Phone(emulator, user), "again", BROADCAST)
    begun = 0

    def count_up(_: Connection) -> None:
        nonlocal begun
        begun += 1

    listen(office.engine, "begin", count_up)
    async with office.delivering():
        await until(lambda: len(emulator.sent) >= 90)
    assert begun < 90
    assert quota.exceeded == []


async def test_who_takes_over_begins_gently(office: Office, emulator: Emulator) -> None:
    """What the last one sent within this second counts for Telegram, too."""
    first, second = Phone(emulator, 5001), Phone(emulator, 5002)
    office.post(first, "群发", BROADCAST)
    office.outbox.begin(office.outbox.claim("telegram", datetime.now(UTC)))
    office.post(second, "群发", BROADCAST)
    begun = time.time()
    async with office.delivering():
        await until(lambda: office.states == ["unknown", "sent"])
    assert second.replies[0].at - begun >= 0.95


async def test_a_letter_without_words_holds_up_no_other(office: Office, emulator: Emulator) -> None:
    phones = [Phone(emulator, user) for user in range(5001, 5005)]
    for phone, kind in zip(phones, ("again", "broken", "again", "late"), strict=True):
        office.post_letter(phone, kind, BROADCAST)
    async with office.delivering():
        await until(lambda: office.states == ["sent", "due", "sent", "failed"])


async def test_what_has_not_left_when_the_program_stops_surely_did_not_arrive(
    office: Office, emulator: Emulator
) -> None:
    for user in range(5001, 5061):
        office.post(Phone(emulator, user), "群发", BROADCAST)
    async with office.delivering():
        await until(lambda: len(emulator.sent) > 20)
    states = Counter(office.states)
    assert states["sent"] == len(emulator.sent)
    assert states == {"sent": states["sent"], "due": 60 - states["sent"]}


async def test_a_letter_gets_its_words_at_the_last_moment(office: Office, phone: Phone) -> None:
    office.post_letter(phone, "late")
    office.post_letter(phone, "again")
    async with office.delivering():
        await until(lambda: office.states == ["failed", "sent"])
    assert texts(phone) == ["接着填："]


async def test_a_form_follows_its_text(office: Office, phone: Phone) -> None:
    office.post(phone, Reply("已提交", document="form/n1/docx"))
    async with office.delivering():
        await until(lambda: office.states == ["sent"])
    assert [(each.text, each.file and each.file.name) for each in phone.replies] == [
        ("已提交", None),
        ("", "推荐表 张三.docx"),
    ]


async def test_what_arrived_is_not_sent_again_with_the_rest(
    office: Office, phone: Phone, emulator: Emulator
) -> None:
    emulator.fault("error", method="sendDocument", status=502)
    office.post(phone, Reply("已提交", document="form/n1/docx"))
    async with office.delivering():
        await until(lambda: office.states == ["sent"])
    assert [each.method for each in phone.replies] == ["sendMessage", "sendDocument"]


async def test_when_a_form_cannot_be_made_the_person_hears_of_it_and_the_operator_too(
    office: Office, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    office.papers.broken = True
    office.post(phone, Reply("已提交", document="form/n1/docx"))
    async with office.delivering():
        await until(lambda: office.states == ["sent"])
    assert texts(phone) == ["已提交", "文件暂时做不出来。"]
    assert "no document for parcel 1" in caplog.text


async def test_an_apology_that_did_not_arrive_is_sent_again_without_the_text(
    office: Office, phone: Phone, emulator: Emulator
) -> None:
    office.papers.broken = True
    office.post(phone, Reply("已提交", document="form/n1/docx"))
    emulator.fault("late", wait=0)  # lets the text through
    emulator.fault("error", status=502)
    async with office.delivering():
        await until(lambda: office.states == ["sent"])
    assert texts(phone) == ["已提交", "文件暂时做不出来。"]


async def test_what_was_being_sent_when_the_program_died_is_taken_up(office: Office, phone: Phone) -> None:
    office.post(phone, "你好")
    office.post(phone, "再见")
    office.outbox.claim("telegram", datetime.now(UTC))
    async with office.delivering():
        await until(lambda: office.states == ["sent", "sent"])
    assert texts(phone) == ["你好", "再见"]


async def test_no_connection_for_a_while_loses_nothing(
    office: Office, phone: Phone, emulator: Emulator
) -> None:
    emulator.stop()
    office.post(phone, "你好")
    async with office.delivering():
        await asyncio.sleep(1)
    assert office.states == ["due"]
    with Emulator(port=emulator.port) as again:
        back = Phone(again)
        async with office.delivering():
            await until(lambda: office.states == ["sent"])
        assert texts(back) == ["你好"]
