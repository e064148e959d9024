"""Durable in: what people did is committed here before anybody is told that it arrived.

Rows are worked off lane by lane, a lane being one address, oldest first. Ids stay for ever, so that nothing
has its effect twice; a body is blanked as soon as it is not needed any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine
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
                session.merge(CursorRow(name=cursor[0], value=cursor[1]))
            return tuple(each for each in events if arrive(session, self._vault, each))

        return write(self._engine, work)

    def cursor(self, name: str) -> int:
        row = read(self._engine, lambda session: session.get(CursorRow, name))
        return row.value if row else 0

    def waiting(self) -> tuple[Lane, ...]:
        """The lanes with something to do, the one that waits longest first."""
        rows = read(self._engine, lambda session: session.exec(_WAITING).all())
        events = (self._readable(row) for row in rows)
        return tuple(dict.fromkeys(Lane(each.channel, each.address) for each in events if each))

    def claim(self, lane: Lane) -> Claim | None:
        """The lane's oldest event. The attempt counts before the work, lest an event kill us for ever."""
        mark = mark_of(self._vault, lane.channel, lane.address)

        def work(session: Session) -> Claim | None:
            oldest = _WAITING.where(InboxRow.mark == mark).limit(1)
            while row := session.exec(oldest).first():
                event = self._readable(row)
                if event:
                    row.attempts += 1
                    return Claim(event, row.attempts, row.failures)
                row.state = "set_aside"
            return None

        return write(self._engine, work)

    def release(self, event: Event) -> None:
        """The attempt does not count: it was not the event's fault."""

        def work(session: Session) -> None:
            row = find(session, event.id)
            if row and row.attempts:
                row.attempts -= 1

        write(self._engine, work)

    def failed(self, event: Event) -> None:
        """Its own turn went wrong."""

        def work(session: Session) -> None:
            if row := find(session, event.id):
                row.failures += 1

        write(self._engine, work)

    def fetching(self) -> tuple[Event, ...]:
        """What is done except that its file has not been fetched."""
        query = select(InboxRow).where(
            InboxRow.state == "done", col(InboxRow.pending), col(InboxRow.body).is_not(None)
        )
        rows = read(self._engine, lambda session: session.exec(query.order_by(col(InboxRow.number))).all())
        events = (self._readable(row) for row in rows)
        return tuple(each for each in events if each)

    def fetched(self, event: Event, uploads: tuple[Upload, ...]) -> bool:
        """The files of a pending event came. False where they came before, or the person is forgotten."""
        file = Event(f"{event.id}/file", event.channel, event.address, event.at, uploads=uploads)

        def work(session: Session) -> bool:
            row = find(session, event.id)
            if row is None or not row.pending:
                files.note(session, file, dropped=True)
                return False
            row.pending, row.body = False, None
            return arrive(session, self._vault, file) is not None

        arrived = write(self._engine, work)
        if not arrived and self._blobs:
            files.clear(self._engine, self._blobs)
        return arrived

    def _readable(self, row: InboxRow) -> Event | None:
        """The event of a row; None where this program does not know what another version kept."""
        try:
            return load(Event, self._vault.open(row.body or b"", body_place(row.id)))
        except CodecFault:
            return None


_WAITING = select(InboxRow).where(InboxRow.state == "waiting").order_by(col(InboxRow.number))


def body_place(event: str) -> str:
    return f"inbox.body:{event}"


def find(session: Session, event: str) -> InboxRow | None:
    """The row of an event, locked."""
    return session.exec(select(InboxRow).where(InboxRow.id == event).with_for_update()).first()


def arrive(session: Session, vault: Vault, event: Event) -> InboxRow | None:
    """A row for an event that is not known yet."""
    if session.exec(select(InboxRow.number).where(InboxRow.id == event.id)).first():
        files.note(session, event, dropped=True)
        return None
    row = InboxRow(
        id=event.id,
        at=event.at,
        channel=event.channel,
        mark=mark_of(vault, event.channel, event.address),
        pending=event.pending,
        sent=event.sent,
        body=vault.seal(dump(event), body_place(event.id)),
    )
    session.add(row)
    files.note(session, event, dropped=False)
    session.flush()
    return row
