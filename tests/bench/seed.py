"""Many nominations at once: rows as the program would have left them, without the talk that led there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import Session, SQLModel, select

from dialogs.model import Button, Filling, Reply
from knowledge.model import Edition
from knowledge.shares import signs
from storage.codec import dump
from storage.desks import UnitRow
from storage.people import mark_of
from storage.register import namesake
from storage.tables import (
    AddressRow,
    ButtonRow,
    EntryRow,
    InboxRow,
    LogRow,
    NominationRow,
    OutboxRow,
    PersonRow,
    StateRow,
)
from storage.vault import Vault

FIRST = 900_000_001  # the number of the first chat
TURNS = 5  # of each person
_BATCH = 2000

Row = tuple[type[SQLModel], Mapping[str, Any]]


def seed(engine: Engine, vault: Vault, edition: Edition, people: range, *, submitted: bool) -> None:
    """A nomination for each person: submitted with its number, or a draft that is being filled in."""
    for start in people[::_BATCH]:
        numbers = range(start, min(start + _BATCH, people.stop))
        rows: dict[type[SQLModel], list[Mapping[str, Any]]] = {}
        for number in numbers:
            for table, row in _person(vault, edition, number, submitted=submitted):
                rows.setdefault(table, []).append(row)
        with engine.begin() as connection:
            for table, each in rows.items():
                connection.execute(insert(table), each)


def _person(vault: Vault, edition: Edition, number: int, *, submitted: bool) -> Iterator[Row]:
    at, person = edition.round.opens, f"seeded{number:010}"
    chat = _chat(person)
    mark, nomination = mark_of(vault, "telegram", chat), f"s{number:07}"
    address = vault.seal(chat, f"addresses.address:{mark}")
    state = vault.seal(dump(Filling(nomination, "name")), f"states.body:{person}")
    yield PersonRow, {"id": person, "since": at}
    yield (
        AddressRow,
        {"mark": mark, "channel": "telegram", "person": person, "address": address, "active": at},
    )
    yield StateRow, {"person": person, "kind": "filling", "body": state}
    yield NominationRow, _nomination(edition, nomination, person, number if submitted else 0)
    for turn in islice(edition.notice.form.asked, TURNS):
        yield from _turn(vault, person, nomination, turn.id, at)


def _chat(person: str) -> str:
    return str(FIRST + int(person.removeprefix("seeded")))


def _nomination(edition: Edition, nomination: str, person: str, serial: int) -> Mapping[str, Any]:
    at = edition.round.opens
    return {
        "id": nomination,
        "person": person,
        "notice": edition.notice.id,
        "round": edition.round.id,
        "digest": edition.notice.form.digest,
        "practice": False,
        "state": "submitted" if serial else "draft",
        "unit": "",
        "registration": f"{edition.notice.code}-{serial:04}" if serial else None,
        "serial": serial or None,
        "started": at,
        "changed": at,
        "submitted": at if serial else None,
    }


def _turn(vault: Vault, person: str, nomination: str, field: str, at: datetime) -> Iterable[Row]:
    """One answer: the message, what it left, the reply with a button."""
    chat = _chat(person)
    event, mark = f"tg:1:{chat}:{field}", mark_of(vault, "telegram", chat)
    key, token = f"{event}/0", f"{chat}{field}"
    value = vault.seal("示例", f"entries.value:{nomination}/{field}/1")
    reply = vault.seal(dump(Reply("已记下", ((Button("上一题", token),),))), f"outbox.body:{key}")
    button = vault.seal(dump(Button("上一题", "back")), f"buttons.body:{token}")
    address = vault.seal(chat, f"outbox.address:{key}")
    return (
        (
            EntryRow,
            {"nomination": nomination, "field": field, "number": 1, "value": value, "event": event, "at": at},
        ),
        (
            InboxRow,
            {
                "id": event,
                "at": at,
                "channel": "telegram",
                "mark": mark,
                "person": person,
                "state": "done",
                "attempts": 1,
                "pending": False,
            },
        ),
        (
            OutboxRow,
            {
                "key": key,
                "event": event,
                "person": person,
                "channel": "telegram",
                "mark": mark,
                "address": address,
                "priority": 0,
                "body": reply,
                "subject": "",
                "state": "sent",
                "attempts": 1,
                "doubts": 0,
                "sent": "1",
                "reason": "",
                "created": at,
                "tried": at,
            },
        ),
        (ButtonRow, {"token": token, "person": person, "key": key, "body": button}),
        (LogRow, {"at": at, "kind": "save_entry", "person": person, "subject": nomination, "event": event}),
    )


def seed_round(
    engine: Engine, vault: Vault, edition: Edition, count: int, entries: Mapping[str, str]
) -> None:
    """A whole round: submitted nominations of all states, spread over the units, each with these entries."""
    with Session(engine) as session:
        units = [*session.exec(select(UnitRow.id).where(UnitRow.round == edition.round.id)), ""]
    for start in range(1, count + 1, _BATCH):
        rows: dict[type[SQLModel], list[Mapping[str, Any]]] = {}
        for number in range(start, min(start + _BATCH, count + 1)):
            for table, row in _listed(vault, edition, number, units[number % len(units)], entries):
                rows.setdefault(table, []).append(row)
        with engine.begin() as connection:
            for table, each in rows.items():
                connection.execute(insert(table), each)


_STATES = ("submitted", "recommended", "sent_up", "sent_up", "accepted", "returned", "burnt")


def _listed(
    vault: Vault,
    edition: Edition,
    number: int,
    unit: str,
    entries: Mapping[str, str],
    *,
    numbered: bool = True,
) -> Iterator[Row]:
    person, nomination, at = f"listed{number:010}", f"l{number:07}", edition.round.opens
    name = f"{entries['name']}{number}" if numbered else entries["name"]
    yield PersonRow, {"id": person, "since": at}
    state = _STATES[number % len(_STATES)]
    own = {"unit": unit, "state": state, "namesake": namesake(vault, name)}
    yield NominationRow, {**_nomination(edition, nomination, person, number), **own}
    for field, value in {**entries, "name": name}.items():
        sealed = vault.seal(value, f"entries.value:{nomination}/{field}/1")
        yield (
            EntryRow,
            {"nomination": nomination, "field": field, "number": 1, "value": sealed, "event": "", "at": at},
        )


def seed_unit(
    engine: Engine, vault: Vault, edition: Edition, unit: str, people: Iterable[tuple[Mapping[str, str], str]]
) -> None:
    """What one unit has: the entries of each and their state, counted for the shares as handing in does."""
    day, quotas, form = edition.round.opens.date(), edition.notice.quotas, edition.notice.form
    rows: dict[type[SQLModel], list[Mapping[str, Any]]] = {}
    for number, (entries, state) in enumerate(people, 1):
        (person_row, nomination_row, *entry_rows) = _listed(
            vault, edition, number, unit, entries, numbered=False
        )
        own = {"state": state, "shares": signs(quotas, form, entries, day)}
        own["namesake"] = namesake(vault, entries["name"])
        for table, row in (person_row, (nomination_row[0], {**nomination_row[1], **own}), *entry_rows):
            rows.setdefault(table, []).append(row)
    with engine.begin() as connection:
        for table, each in rows.items():
            connection.execute(insert(table), each)
