"""Whatever is sent in whatever state: an answer or a deliberate silence, never an exception.

Real pieces throughout: updates as they come over the wire, the real step, the real ledger, which keeps each turn and
then takes it back.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlmodel import Session, col, select

from bot.telegram.inward import Me, event_of
from bot.telegram.outward import DATA_BYTES, TEXT_UNITS, calls
from dialogs import press, step
from dialogs.model import (
    Checking,
    Confirming,
    Consenting,
    Deciding,
    Event,
    Filling,
    Idle,
    Person,
    Reply,
    Reviewing,
    State,
    Turn,
    Upload,
    World,
)
from dialogs.say import words
from knowledge.traits import traits
from storage.codec import dump, load_state
from storage.ledger import Ledger
from storage.parcels import opened
from storage.people import fresh_id
from storage.tables import OutboxRow
from tests.chat import Chat, library
from tests.inputs.sender import FORM, NOTICE
from tests.samples import fill_rest

OPEN = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
ME = Me(99, "zuimei_bot")
EXAMPLES = 150
CARDS, STEPS = ("privacy", "abroad"), ("forget", "withdraw", "restart")
ORIGINS = ("", "forwarded", "caption", "edited", "quoted", "elsewhere")
SPOKEN = sorted({each for meaning in words()["heard"].values() for each in meaning})
TYPED = (
    "张三 男 1990年5月",
    "改姓名 李四",
    "第3项",
    "公示几天？",
    "/start",
    "/fill jiujiang-2022",
    "/start 7K4M-92QX-B3TA",
    "7K4M-92QX-B3TA",
    "/forget",
    "11010519491231002X",
    "1985-03",
    "13800138000",
    "密码：abcdef",
    "{{ 7*7 }}",
    "【姓名】1/21",
)
VERBS = sorted({*press.PLAIN, *press.DRAFT, *press.FIELD, *press.VALUE, "really", "trait", "twice", "stale"})


class Draw(Protocol):
    def __call__(self, strategy: some.SearchStrategy[Any], /) -> Any: ...


class House:
    """Two people, one on each channel, each with a draft half filled in and a nomination handed in."""

    def __init__(self, folder: Path) -> None:
        self.chat = Chat(folder / "zuimei.db", OPEN)
        self.drafts: dict[str, tuple[str, ...]] = {}
        self._ids = count()
        for channel in ("web", "telegram"):
            person = self.chat.caller(channel=channel)
            for said in (f"/fill {NOTICE}", "同意", "同意", "新业态领域"):
                person.say(said)
            fill_rest(person)
            person.say("提交")
            person.press("我的填报")
            person.say(f"/fill {NOTICE}")
            person.press("再填一份")
            for said in ("新业态领域", "张示例", "女", "1985年3月"):
                person.say(said)
            self.drafts[channel] = self._look(channel)

    def _look(self, channel: str) -> tuple[str, ...]:
        blank = self.chat.event(channel, "1001")
        with Session(self.chat.engine) as session:
            found = Ledger(session, self.chat.vault, blank, OPEN).nominations()
            session.rollback()
        assert [each.state for each in found] == ["draft", "submitted"]
        return tuple(each.id for each in found)

    def turn(self, state: State, event: Event, clear: str = "") -> tuple[Turn, list[Reply]]:
        """What follows, and the replies as they would be sent; nothing of it stays. `clear` is a press behind
        its token."""
        event = replace(event, id=f"any:{next(self._ids)}")
        with Session(self.chat.engine) as session:
            ledger = Ledger(session, self.chat.vault, event, OPEN)
            ledger.event = replace(ledger.event, press=clear) if clear else ledger.event
            turn = step.step(state, ledger.event, self._world(ledger, event))
            ledger.keep(turn)
            session.flush()
            kept = session.exec(
                select(OutboxRow).where(OutboxRow.event == event.id, col(OutboxRow.body).is_not(None))
            )
            replies = [opened(self.chat.vault, row).reply for row in kept]
            session.rollback()
        return turn, replies

    def _world(self, ledger: Ledger, event: Event) -> World:
        return World(
            now=OPEN,
            library=library(),
            person=Person(ledger.person, event.channel),
            records=ledger,
            ids=iter(fresh_id, ""),
            talk=ledger.talk(),
            web="https://zuimei.example",
        )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("anything"))
    yield house
    house.chat.stop()


# ── anything ──────────────────────────────────────────────────────────────────────────────────────────

fields = some.sampled_from([each.id for each in FORM.asked])
notices = some.sampled_from(sorted(library()))
letters = some.text(some.characters(), max_size=80)
texts = some.one_of(
    some.sampled_from(SPOKEN),
    some.sampled_from(TYPED),
    letters,
    some.text("张三李四男女是不改第项0123456789年月日/【】，。？ 无没有", max_size=30),
    some.builds(lambda text, times: text * times, letters, some.integers(1, 300)),
)
values = some.one_of(letters, some.sampled_from(["male", "1985-03", "汉族", "13800138000", "new_employment"]))
uploads = some.builds(
    Upload,
    hash=some.just("0" * 64),
    name=letters,
    type=some.sampled_from(["docx", "txt", "jpg", "pdf", ""]),
    bytes=some.integers(0, 10**9),
    text=texts,
    fault=some.sampled_from(
        ["", "empty", "too_big", "old_doc", "photo_not_needed", "unreadable", "too_long"]
    ),
)
yes = some.sampled_from([True])
kinds = some.sampled_from(["voice", "sticker", "location", "contact", "dice", "unknown", "video", "group"])
pressed = some.builds(lambda *each: " ".join(filter(None, each)), some.sampled_from(VERBS), letters, letters)


@some.composite
def states(draw: Draw, drafts: tuple[str, ...]) -> State:
    nomination = draw(some.sampled_from((*drafts, "nobody's")))
    proposal = some.tuples(fields, values)
    known = some.lists(
        some.tuples(some.sampled_from(sorted(traits())), some.sampled_from(["true", "false", "city"]))
    )
    return draw(  # type: ignore[no-any-return]  # what is drawn has no type of its own
        some.one_of(
            some.just(Idle()),
            some.builds(Consenting, notices, some.sampled_from(CARDS), some.booleans()),
            some.builds(Filling, some.just(nomination), fields, some.booleans()),
            some.builds(
                Confirming,
                some.just(nomination),
                some.lists(proposal, min_size=1, max_size=3).map(tuple),
                some.one_of(fields, some.just("")),
                some.sampled_from(ORIGINS),
            ),
            some.just(Reviewing(nomination)),
            some.builds(Checking, notices, known.map(tuple), some.sampled_from(["", *sorted(traits())])),
            some.builds(Deciding, some.sampled_from(STEPS), some.just(nomination)),
        )
    )


@some.composite
def events(draw: Draw, channel: str) -> Event:
    """What a channel can make of what a person did."""
    plain = Event("", channel, "1001", OPEN + timedelta(seconds=draw(some.integers(-(10**8), 10**8))))
    said = replace(plain, text=draw(texts))
    numbers = some.sampled_from(["", "1", "2", "9"])
    return draw(  # type: ignore[no-any-return]  # as above
        some.one_of(
            some.just(said),
            some.builds(replace, some.just(said), forwarded=yes),
            some.builds(replace, some.just(said), edited=yes, sent=numbers),
            some.builds(replace, some.just(said), quotes=numbers),
            some.builds(replace, some.just(said), pending=yes),
            some.builds(replace, some.sampled_from([said, plain]), other=kinds),
            some.builds(replace, some.just(plain), uploads=some.tuples(uploads)),
            some.builds(replace, some.just(plain), press=some.text(min_size=1, max_size=80)),
        )
    )


_LEAVES = some.one_of(some.none(), some.booleans(), some.integers(-(10**12), 10**12), letters)
_JSON = some.recursive(
    _LEAVES,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(letters, inner, max_size=3),
    max_leaves=6,
)
_CONTENT = some.sampled_from(
    [
        "text",
        "caption",
        "photo",
        "document",
        "voice",
        "contact",
        "location",
        "forward_origin",
        "reply_to_message",
        "poll",
        "entities",
    ]
)


@some.composite
def updates(draw: Draw) -> dict[str, Any]:
    """An update in about the right shape, with anything inside."""
    person = {"id": 1001, "is_bot": False, "first_name": "甲"}
    message = {
        "message_id": draw(some.integers(1, 9)),
        "date": 1655686800,
        "chat": {"id": 1001, "type": "private"},
        "from": person,
    }
    message |= {"text": draw(texts)} | draw(some.dictionaries(_CONTENT, _JSON, max_size=2))
    kind = draw(some.sampled_from(["message", "edited_message"]))
    if kind == "edited_message":
        message["edit_date"] = 1655686900
    return {"update_id": 7, kind: message}


# ── always an answer ──────────────────────────────────────────────────────────────────────────────────

often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,  # the same in every run; a wider search is for whoever changes something here
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("channel", ["web", "telegram"])
@often
@given(data=some.data())
def test_anything_in_any_state_is_answered(house: House, channel: str, data: some.DataObject) -> None:
    state = data.draw(states(house.drafts[channel]))
    _answered(house, state, data.draw(events(channel)))


@pytest.mark.parametrize("channel", ["web", "telegram"])
@often
@given(data=some.data())
def test_any_press_in_any_state_is_answered(house: House, channel: str, data: some.DataObject) -> None:
    drafts = house.drafts[channel]
    state = data.draw(states(drafts))
    own = some.builds(
        lambda *each: " ".join(each), some.sampled_from(VERBS), some.sampled_from(drafts), fields, values
    )
    _answered(house, state, Event("", channel, "1001", OPEN), data.draw(some.one_of(own, pressed)))


@often
@given(data=some.data())
def test_any_update_in_any_state_is_answered(house: House, data: some.DataObject) -> None:
    update = data.draw(updates())
    try:
        event = event_of(update, ME, OPEN)
    except Exception:  # noqa: BLE001 - no update Telegram could send; the intake logs it and goes on
        return
    if event is not None:
        _answered(house, data.draw(states(house.drafts["telegram"])), event)


def _answered(house: House, state: State, event: Event, clear: str = "") -> None:
    turn, replies = house.turn(state, event, clear)
    assert turn.replies or _is_silence(event, clear), "nobody is left without an answer"
    assert load_state(dump(turn.state)) == turn.state
    assert load_state(dump(state)) == state
    for reply in replies:
        _fits(reply)


def _is_silence(event: Event, clear: str) -> bool:
    """A double tap, a second word in a group."""
    return clear.split(" ", 1)[0] == "twice" or event.other == "group"


def _fits(reply: Reply) -> None:
    """Telegram would take it; a prompt's brackets stand in a prompt only."""
    for call in calls(reply, ()):
        assert 0 < len(call.text.encode("utf-16-le")) // 2 <= TEXT_UNITS
        assert sum(map(len, call.rows)) <= 100
    for button in (each for row in reply.buttons for each in row):
        assert button.label.strip()
        assert 0 < len(button.press.encode()) <= DATA_BYTES
    assert reply.text or reply.document
    assert reply.text.count("【") == bool(reply.asks), reply.text
