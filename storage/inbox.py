"""Durable in: what people did is committed here before anybody is told that it arrived.

Rows are worked off lane by lane, a lane being one address, oldest first. Ids stay for ever, so that nothing
has its effect twice; a body is blanked as soon as it is not needed any more.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, Integer, Row, bindparam, func, insert, update
from sqlmodel import Session, col, select

from dialogs.model import Event, Upload
from storage import files
from storage.blobs import Blobs
from storage.codec import CodecFault, dump, load
from storage.engine import read, write
from storage.people import mark_of
from storage.tables import CursorRow, InboxRow
from storage.vault import Vault

FAILURES = 5  # of its own turn: then an event is poison
INTERRUPTIONS = 12  # the program ended in the middle; most often not the event's doing
BATCH = 16  # events taken up at once


@dataclass(frozen=True, slots=True)
class Lane:
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An event to be worked on; `attempts` counts this one. A hopeless one is set aside."""

    event: Event
    attempts: int
    failures: int

    @property
    def hopeless(self) -> bool:
        return self.failures >= FAILURES or self.attempts > INTERRUPTIONS


class Inbox:
    """What came in and is not done yet."""

    def __init__(self, engine: Engine, vault: Vault, blobs: Blobs | None = None) -> None:
        self._engine = engine
        self._vault = vault
        self._blobs = blobs

    def put(self, events: Sequence[Event], cursor: tuple[str, int] | None = None) -> tuple[Event, ...]:
        """Keep events, and how far the channel has been read, in one transaction. Returns the new ones."""

        def work(session: Session) -> tuple[Event, ...]:
            if cursor:
                _move(session, *cursor)
            return arrive(session, self._vault, events)

        return write(self._engine, work)

    def cursor(self, name: str) -> int:
        row = read(self._engine, lambda session: session.get(CursorRow, name))
        return row.value if row else 0

    def claim(self, limit: int = BATCH, resting: Collection[Lane] = ()) -> tuple[Claim, ...]:
        """The oldest event of each lane that does not rest, the one that waits longest first.

        The attempt counts before the work, lest an event kill us for ever. One that was taken up before is
        taken alone: if it kills us again, it takes no innocent ones along. Until `ours` locks it, another
        process may claim it as well.
        """
        marks = [mark_of(self._vault, each.channel, each.address) for each in resting]

        def work(session: Session) -> tuple[Claim, ...]:
            connection = session.connection()
            while rows := connection.execute(_OLDEST, {"resting": marks, "limit": limit}).all():
                claims = [claim for row in rows if (claim := self._claimed(row))]
                for unreadable in {row.id for row in rows} - {each.event.id for each in claims}:
                    connection.execute(_UNREADABLE, {"its_id": unreadable})
                again = [each for each in claims if each.attempts > 1 or each.failures]
                if taken := again[:1] or claims:
                    counted = [{"its_id": each.event.id, "attempts": 1, "failures": 0} for each in taken]
                    connection.execute(_TRIED, counted)
                    return tuple(taken)
            return ()

        return write(self._engine, work)

    def release(self, event: Event) -> None:
        """The attempt does not count: it was not the event's fault."""
        less = {"its_id": event.id, "attempts": -1, "failures": 0}
        write(self._engine, lambda session: session.connection().execute(_TRIED, less))

    def failed(self, event: Event) -> None:
        """Its own turn went wrong."""
        more = {"its_id": event.id, "attempts": 0, "failures": 1}
        write(self._engine, lambda session: session.connection().execute(_TRIED, more))

    def fetching(self) -> tuple[Event, ...]:
        """Of each address the oldest event that is done except that its file has not been fetched."""
        rows = read(self._engine, lambda session: session.connection().execute(_UNFETCHED).all())
        events = (self._readable(row.id, row.body) for row in rows)
        return tuple(each for each in events if each)

    def fetched(self, event: Event, uploads: tuple[Upload, ...]) -> bool:
        """The files of a pending event came. False where they came before, or the person is forgotten."""
        file = Event(f"{event.id}/file", event.channel, event.address, event.at, uploads=uploads)

        def work(session: Session) -> bool:
            row = find(session, event.id)
            named = replace(file, expects=self._expected(session, event.id))
            if row is None or not row.pending:
                files.note(session, file, dropped=True)
                return False
            session.connection().execute(_FETCHED, {"its_id": event.id})
            return bool(arrive(session, self._vault, [named]))

        arrived = write(self._engine, work)
        if not arrived and self._blobs:
            files.clear(self._engine, self._blobs)
        return arrived

    def _expected(self, session: Session, event: str) -> str:
        """What was asked when the file was announced, which the kept event tells."""
        body = session.exec(select(InboxRow.body).where(InboxRow.id == event)).first()
        kept = self._readable(event, body) if body else None
        return kept.expects if kept else ""

    def _claimed(self, row: Row[Any]) -> Claim | None:
        event = self._readable(row.id, row.body)
        return Claim(event, row.attempts + 1, row.failures) if event else None

    def _readable(self, id: str, body: bytes | None) -> Event | None:  # noqa: A002 - as in Event
        """The event of a row; None where this program does not know what another version kept."""
        try:
            return load(Event, self._vault.open(body or b"", body_place(id)))
        except CodecFault:
            return None


_WAITS = InboxRow.state == "waiting"
# What another process works on is locked, and stays the oldest of its lane: of that lane nothing is offered.
_OLDEST = (
    select(InboxRow.id, InboxRow.body, InboxRow.attempts, InboxRow.failures)
    .where(
        _WAITS,
        col(InboxRow.number).in_(
            select(func.min(InboxRow.number))
            .where(_WAITS, col(InboxRow.mark).not_in(bindparam("resting", expanding=True)))
            .group_by(col(InboxRow.mark))
        ),
    )
    .order_by(col(InboxRow.number))
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True)
)
_FREE = (
    select(InboxRow.id)
    .where(_WAITS, col(InboxRow.id).in_(bindparam("ids", expanding=True)))
    .with_for_update(skip_locked=True)
)
# Not by the index of states, in which nearly all rows are done, but by that of the few that are pending.
_DONE = func.coalesce(InboxRow.state, "") == "done"
_PENDING = (_DONE, col(InboxRow.pending), col(InboxRow.body).is_not(None))
_UNFETCHED = (
    select(InboxRow.id, InboxRow.body)
    .where(
        col(InboxRow.number).in_(
            select(func.min(InboxRow.number)).where(*_PENDING).group_by(col(InboxRow.mark))
        )
    )
    .order_by(col(InboxRow.number))
)
_KNOWN = select(InboxRow.id).where(col(InboxRow.id).in_(bindparam("ids", expanding=True)))
_FOUND = select(InboxRow.state, InboxRow.pending).where(InboxRow.id == bindparam("id")).with_for_update()
_ITS = col(InboxRow.id) == bindparam("its_id")
_ARRIVED = insert(InboxRow)
_TRIED = (
    update(InboxRow)
    .where(_ITS)
    .values(
        attempts=InboxRow.attempts + bindparam("attempts", type_=Integer),
        failures=InboxRow.failures + bindparam("failures", type_=Integer),
    )
)
_UNREADABLE = update(InboxRow).where(_ITS).values(state="set_aside")
_FETCHED = update(InboxRow).where(_ITS).values(pending=False, body=None)
_MOVED = (
    update(CursorRow).where(col(CursorRow.name) == bindparam("its_name")).values(value=bindparam("value"))
)


def body_place(event: str) -> str:
    return f"inbox.body:{event}"


def find(session: Session, event: str) -> Row[str, bool] | None:
    """State and `pending` of an event, locked."""
    return session.connection().execute(_FOUND, {"id": event}).first()


def ours(session: Session, claimed: Sequence[Event]) -> frozenset[str]:
    """The ids of those that nobody else works on or has done: locked until this transaction ends."""
    if session.get_bind().dialect.name == "sqlite":  # has one process only
        return frozenset(each.id for each in claimed)
    return frozenset(session.connection().scalars(_FREE, {"ids": [each.id for each in claimed]}))


def arrive(session: Session, vault: Vault, events: Iterable[Event]) -> tuple[Event, ...]:
    """Rows for the events that are not known yet, which are returned."""
    connection = session.connection()
    came = {each.id: each for each in events}
    known = set(connection.scalars(_KNOWN, {"ids": list(came)}))
    new = tuple(each for each in came.values() if each.id not in known)
    for each in came.values():
        files.note(session, each, dropped=each.id in known)
    if new:
        connection.execute(_ARRIVED, [_row(vault, each) for each in new])
    return new


def _row(vault: Vault, event: Event) -> dict[str, object]:
    return {
        "id": event.id,
        "at": event.at,
        "channel": event.channel,
        "mark": mark_of(vault, event.channel, event.address),
        "pending": event.pending,
        "sent": event.sent,
        "body": vault.seal(dump(event), body_place(event.id)),
    }


def _move(session: Session, name: str, value: int) -> None:
    """Keep how far a channel has been read."""
    connection = session.connection()
    if not connection.execute(_MOVED, {"its_name": name, "value": value}).rowcount:
        connection.execute(insert(CursorRow), {"name": name, "value": value})
