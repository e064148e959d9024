"""What people at a desk read outside a turn: pages, tables, packages; their seats say what they reach."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import TypeVar

from sqlalchemy import Engine, insert
from sqlmodel import Session, col, select

from dialogs.register import Standing
from dialogs.seats import OFFICE, Seat
from storage.engine import read, write
from storage.people import Caller
from storage.records import Past, version_place
from storage.seats import Seats
from storage.tables import EntryRow, LogRow, NominationRow
from storage.vault import Vault

T = TypeVar("T")
_BATCH = 500


class Operator(Past):
    """Whoever runs the program on its own machine sees what the office sees."""

    @cached_property
    def seats(self) -> Seats:
        return Seats(self, (Seat(OFFICE),))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody at a desk; `person` is '' for the operator. `at`: true time; `channel`: where it is read."""

    engine: Engine
    vault: Vault
    person: str
    at: datetime
    channel: str = ""

    def look(self, work: Callable[[Past], T]) -> T:
        """Read something in one transaction."""

        def reading(session: Session) -> T:
            kind = Past if self.person else Operator
            return work(kind(session, self.vault, Caller(self.person, self.channel, "", ""), self.at))

        return read(self.engine, reading)

    def disclosed(self, nominations: Iterable[str], role: str, how: str) -> None:
        """A line in the log of each that was read or taken along: shown to the nominee."""
        line = {"at": self.at, "kind": "disclose", "person": self.person, "role": role, "detail": how}
        rows = ({**line, "subject": each, "event": ""} for each in nominations)

        def work(session: Session) -> None:
            while batch := list(islice(rows, _BATCH)):
                session.execute(insert(LogRow), batch)

        write(self.engine, work)


def every(past: Past, round_id: str, *, unit: str = "", states: frozenset[str]) -> Iterator[Standing]:
    """All nominations of a round in these states, by number, some hundreds at a time."""
    after = ""
    while page := past.register.page(round_id, unit=unit, states=states, after=after, limit=_BATCH):
        yield from page
        after = page[-1].id


def values(past: Past, nominations: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Nomination -> field -> newest value, of those that the seats reach; in one query for all."""
    # Columns, not rows of the ORM: of a hundred thousand entries, these take most of the time.
    columns = select(EntryRow.nomination, EntryRow.field, EntryRow.number, EntryRow.value)
    rows = past.session.exec(
        columns.where(col(EntryRow.nomination).in_(past.register.readable(nominations))).order_by(
            col(EntryRow.number)
        )
    )
    newest = {(nomination, field): (number, value) for nomination, field, number, value in rows}
    found: dict[str, dict[str, str]] = {each: {} for each in nominations}
    for (nomination, field), (number, value) in newest.items():
        if value is not None:
            place = version_place(nomination, field, number)
            found[nomination][field] = past.vault.open(value, place) if value else ""
    return found


def owner(past: Past, nomination: str) -> str:
    """Whose files its answers name."""
    row: NominationRow | None = past.register.row(nomination)
    return (row.person or "") if row else ""
