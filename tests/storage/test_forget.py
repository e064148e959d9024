"""Deleting is deleting (P36): nothing of a forgotten person stays in the files, not even sealed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from bot.receive import Receive
from storage.outbox import Outbox
from storage.people import person_at
from storage.tables import (
    AddressRow,
    ButtonRow,
    CodeRow,
    ConsentRow,
    DeletionRow,
    EntryRow,
    InboxRow,
    LogRow,
    NominationRow,
    OutboxRow,
    PersonRow,
    StateRow,
    TalkRow,
)
from storage.vault import Vault
from tests.storage.small import REAL, event, past, receiver, rows, said, telegram

_LIFE = ("consent 1", "start", "name=王小花", "name=王小华", "talk 王小花", "submit", "start", "name=王小草")


@pytest.fixture
def receive(engine: Engine, vault: Vault) -> Receive:
    return receiver(engine, vault)


def _live(receive: Receive) -> str:
    receive(event("code 000000000001"))
    receive(telegram("link 000000000001"))
    turns = [telegram(each) if number % 2 else event(each) for number, each in enumerate(_LIFE)]
    return [receive(each).person for each in turns][-1]


def test_nothing_is_left_of_the_person(engine: Engine, vault: Vault, receive: Receive) -> None:
    person = _live(receive)
    receive(telegram("forget"))
    for table in (AddressRow, PersonRow, ConsentRow, CodeRow, StateRow, TalkRow, EntryRow, ButtonRow):
        assert rows(engine, table) == [], table
    assert {(row.person, row.mark, row.body) for row in rows(engine, InboxRow)} == {(None, "", None)}
    assert [row.person for row in rows(engine, DeletionRow)] == [person]
    assert {row.kind for row in rows(engine, LogRow)} >= {"forget", "submit"}
    assert past(engine, vault, lambda records: records.nominations()) == ()


def test_a_number_that_was_given_is_not_given_again(engine: Engine, vault: Vault, receive: Receive) -> None:
    for each in ("start", "submit", "forget", "start", "submit"):
        receive(event(each))
    kept = [
        (row.state, row.registration, row.person is None, row.unit) for row in rows(engine, NominationRow)
    ]
    assert sorted(kept, key=str) == [
        ("submitted", "XC22-0002", False, ""),
        ("withdrawn", "XC22-0001", True, ""),
    ]


def test_the_last_word_reaches_the_chat_and_goes_then(engine: Engine, vault: Vault, receive: Receive) -> None:
    outbox = Outbox(engine, vault)
    _live(receive)
    receive(telegram("forget"))
    (parcel,) = outbox.claim("telegram", REAL)
    assert (parcel.address, parcel.person, parcel.reply.text) == ("700001", "", "forgotten")
    assert parcel.reply.buttons == ()
    outbox.sent(parcel, "77")
    assert rows(engine, OutboxRow) == []


def test_the_last_word_reaches_the_page(engine: Engine, vault: Vault, receive: Receive) -> None:
    person = _live(receive)
    seen = Outbox(engine, vault).after(person, 0, 1000)[-1].id
    kept = receive(event("forget"))
    now = person_at(engine, vault, "web", "b1")
    assert now is not None
    assert set(kept.persons) == {person, now}
    assert said(Outbox(engine, vault), now) == ["[forget]", "forgotten"]
    assert Outbox(engine, vault).after(now, seen, 10)[-1].reply.text == "forgotten"
    assert said(Outbox(engine, vault), person) == []


def test_an_event_that_comes_once_more_makes_nobody_known_again(
    engine: Engine, vault: Vault, receive: Receive
) -> None:
    first, last = telegram("start"), telegram("forget")
    for each in (first, last, first, last):
        receive(each)
    assert rows(engine, AddressRow) == []
    assert rows(engine, NominationRow) == []


def test_others_keep_what_is_theirs(engine: Engine, vault: Vault, receive: Receive) -> None:
    for each in ("start", "name=李小草"):
        receive(event(each, address="b2"))
    _live(receive)
    receive(event("forget"))
    other = event(address="b2")
    (draft,) = past(engine, vault, lambda records: records.nominations(), other)
    assert past(engine, vault, lambda records: records.entries(draft.id), other) == {"name": "李小草"}


def test_not_even_the_sealed_texts_stay_in_the_files(sqlite_engine: Engine, vault: Vault) -> None:
    receive = receiver(sqlite_engine, vault)
    _live(receive)
    sealed = list(_sealed(sqlite_engine))
    assert len(sealed) > 40
    assert all(any(blob in content for content in _contents(sqlite_engine)) for blob in sealed)
    receive(event("forget"))
    for content in _contents(sqlite_engine):
        assert not any(blob in content for blob in sealed)


def _sealed(engine: Engine) -> Iterator[bytes]:
    """A stretch of each sealed text; long ones are spread over pages."""
    for table in (AddressRow, EntryRow, OutboxRow, StateRow, TalkRow, ButtonRow):
        for row in rows(engine, table):
            yield from (each[:24] for each in row.model_dump().values() if isinstance(each, bytes))


def _contents(engine: Engine) -> list[bytes]:
    file = Path(make_url(engine.url).database or "")
    return [each.read_bytes() for each in file.parent.glob(f"{file.name}*")]
