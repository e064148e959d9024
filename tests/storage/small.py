"""A small assistant for the tests of storage: a real step, so short that what must be kept is plain to see."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel, select

from bot.receive import House, Receive
from dialogs.model import (
    Button,
    ClearEntry,
    Consent,
    Discard,
    Event,
    Filling,
    Forget,
    Idle,
    Letter,
    Link,
    NewCode,
    Reply,
    SaveEntry,
    StartNomination,
    State,
    Submit,
    Talk,
    Turn,
    Unsay,
    Withdraw,
    World,
    WrongCode,
)
from knowledge.model import Basis, Edition, Field, Form, Notice, Round
from storage.engine import read
from storage.outbox import Outbox
from storage.people import known
from storage.records import Past
from storage.vault import Vault

T = TypeVar("T")
R = TypeVar("R", bound=SQLModel)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2022, 6, 20, 9, tzinfo=SHANGHAI)
REAL = datetime(2026, 11, 21, 5, tzinfo=UTC)
ROUND = "xiaocheng-2022"
FORM = Form("推荐表", Basis.PRINTED, "form", (Field("name", "姓名", "name", options={"a": "甲"}),), "d1")

_numbers = count(1)


def event(text: str = "", **more: object) -> Event:
    """What somebody sends; on the web page from browser `b1` unless said otherwise."""
    given = {"id": f"web:b1:{next(_numbers)}", "channel": "web", "address": "b1", "at": NOW, "text": text}
    return Event(**{**given, **more})  # type: ignore[arg-type] # the keywords are those of Event


def telegram(text: str = "", address: str = "700001", **more: object) -> Event:
    return event(text, channel="telegram", address=address, id=f"tg:1:{next(_numbers)}:0", **more)


def small_step(state: State, event: Event, world: World) -> Turn:
    """`start`, `<field>=<value>`, `submit` and the other words of `_WORDS`; the rest is repeated."""
    verb, _, rest = (event.press or event.text).partition(" ")
    if verb in _WORDS:
        return _WORDS[verb](state, rest, world)
    if isinstance(state, Filling) and "=" in event.text:
        return Turn(state, (Reply(f"saved {event.text}"), _QUESTION), (_saved(state.nomination, event.text),))
    return Turn(state, (Reply(f"heard {verb} {len(event.uploads)}"),))


def _start(_state: State, _rest: str, world: World) -> Turn:
    new = next(world.ids)
    start = StartNomination(new, ROUND, ROUND, FORM.digest, practice=False)
    return Turn(Filling(new, "name"), (_QUESTION,), (start,))


def _submit(state: State, _rest: str, world: World) -> Turn:
    assert isinstance(state, Filling)
    number = f"XC22-{world.records.last_registration(ROUND) + 1:04d}"
    return Turn(Idle(), (Reply(number),), (Submit(state.nomination, number, "小城工会"),))


def _link(state: State, rest: str, world: World) -> Turn:
    owner = world.records.person_of(rest)
    return Turn(state, (Reply("linked"),), (Link(owner) if owner else WrongCode(),))


def _boom(_state: State, rest: str, _world: World) -> Turn:
    raise RuntimeError(rest)


def _talk(state: State, rest: str, world: World) -> Turn:
    return Turn(state, (), talk=Talk(turns=(*world.talk.turns, rest)))


def _correct(state: State, rest: str, _world: World) -> Turn:
    nomination, _, entry = rest.partition(" ")
    return Turn(state, (), (_saved(nomination, entry),))


def _clear(state: State, rest: str, _world: World) -> Turn:
    assert isinstance(state, Filling)
    return Turn(state, (), (ClearEntry(state.nomination, rest),))


def _saved(nomination: str, text: str) -> SaveEntry:
    field, _, value = text.partition("=")
    return SaveEntry(nomination, field, value)


_QUESTION = Reply("name?", ((Button("enough", "stop"), Button("hand in", "submit")),))
_FORGOTTEN = Reply("forgotten", ((Button("again", "start"),),))
_WORDS: Mapping[str, Callable[[State, str, World], Turn]] = {
    "start": _start,
    "submit": _submit,
    "link": _link,
    "boom": _boom,
    "talk": _talk,
    "correct": _correct,
    "clear": _clear,
    "stop": lambda _state, _rest, _world: Turn(Idle(), ()),
    "ask": lambda state, _rest, _world: Turn(state, (_QUESTION,)),
    "code": lambda state, rest, _world: Turn(state, (), (NewCode(rest),)),
    "forget": lambda _state, _rest, _world: Turn(Idle(), (_FORGOTTEN,), (Forget(),)),
    "unsay": lambda state, _rest, _world: Turn(state, (Reply("not kept"),), (Unsay(),)),
    "who": lambda state, _rest, world: Turn(state, (Reply(" ".join(sorted(world.person.roles))),)),
    "consent": lambda state, rest, _world: Turn(state, (), (Consent("privacy", rest),)),
    "withdraw": lambda state, rest, _world: Turn(state, (), (Withdraw(rest),)),
    "discard": lambda _state, rest, _world: Turn(Idle(), (), (Discard(rest),)),
}


def small_word(letter: Letter, state: State, world: World) -> Reply | None:
    if letter.kind == "again" and isinstance(state, Idle):
        return None
    return Reply(f"{letter.kind}: {state.kind}", ((Button("go", "stop"),),))


def edition() -> Edition:
    day = date(2022, 6, 2)
    notice = Notice(
        id=ROUND,
        code="XC22",
        title="小城最美劳动者",
        short="小城",
        number="小工〔2022〕1号",
        issued=day,
        issuer="小城工会",
        region="小城",
        award="最美劳动者",
        names=(),
        source="",
        clauses=(),
        facts=(),
        not_stated=(),
        rules=(),
        quotas=None,
        stages=(),
        public_notice=None,
        materials=(),
        contacts=(),
        form=FORM,
        units=(),
        folder="",
    )
    return Edition(notice, Round(ROUND, ROUND, NOW, NOW))


def receiver(engine: Engine, vault: Vault, real: Callable[[], datetime] = lambda: REAL) -> Receive:
    house = House({ROUND: edition()}, lambda: NOW, office=frozenset({"700009"}))
    return Receive(engine, vault, house, step=small_step, word=small_word, real=real)


def past(engine: Engine, vault: Vault, look: Callable[[Past], T], at: Event | None = None) -> T:
    """Looks at what is on record about whoever sent an event, by default browser `b1`."""
    channel, address = (at.channel, at.address) if at else ("web", "b1")
    return read(
        engine, lambda session: look(Past(session, vault, known(session, vault, channel, address), REAL))
    )


def rows(engine: Engine, table: type[R]) -> list[R]:
    """All rows of a table, oldest first where they are numbered."""
    query = select(table).order_by(*inspect(table).primary_key)
    return read(engine, lambda session: list(session.exec(query).all()))


def said(outbox: Outbox, person: str) -> list[str]:
    """What a person's page shows: their own words in brackets."""
    parcels = outbox.after(person, 0, 1000)
    return [f"[{each.said}]" if each.said else each.reply.text for each in parcels]
