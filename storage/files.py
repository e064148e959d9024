"""Which files are kept: whose they are, which answers name them, and which are to go.

A file is on the disk before its event is in the inbox. Its row comes with the event, belongs to a person once
a turn has named it in an answer, and is marked as dropped before the file itself is deleted: so nothing is
lost in a crash, and nothing stays.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine, and_, delete, exists, or_, update
from sqlmodel import Session, col, select

from dialogs.model import Event
from storage.blobs import Blobs
from storage.engine import read, write
from storage.tables import FileRow, FileUseRow, InboxRow, NominationRow

UNUSED_LASTS = timedelta(hours=24)


def note(session: Session, event: Event, *, dropped: bool) -> None:
    """The files of an event that came in; `dropped` where nobody waits for them."""
    for each in event.uploads:
        if each.blob and session.get(FileRow, each.blob) is None:
            session.add(
                FileRow(
                    blob=each.blob,
                    event=event.id,
                    hash=each.hash,
                    type=each.type,
                    bytes=each.bytes,
                    at=event.at,
                    dropped=dropped,
                )
            )


def name(session: Session, nomination: str, field: str, hashes: Iterable[str]) -> None:
    """From now on these are the files that the answer to a field names."""
    mine = (col(FileUseRow.nomination) == nomination, col(FileUseRow.field) == field)
    session.exec(delete(FileUseRow).where(*mine))
    for each in dict.fromkeys(hashes):
        session.add(FileUseRow(nomination=nomination, field=field, hash=each))


def unname(session: Session, nominations: object) -> None:
    """These nominations need their files no longer; `nominations` are ids, or a query for them."""
    session.exec(delete(FileUseRow).where(col(FileUseRow.nomination).in_(nominations)))  # type: ignore[arg-type] # takes both


def settle(session: Session, event: Event, named: Mapping[str, str], at: datetime) -> None:
    """The turn of an event is over: the files it named (hash -> whose they are) stay, the others go."""
    if not any(each.blob for each in event.uploads):
        return
    for row in session.exec(select(FileRow).where(FileRow.event == event.id)):
        owner = named.get(row.hash)
        if owner and find(session, owner, row.hash) is None:
            row.person, row.at = owner, at
            session.flush()
        else:
            row.dropped = True


def find(session: Session, person: str, hash: str) -> FileRow | None:  # noqa: A002 - as in Upload
    """A file of the person's."""
    mine = select(FileRow).where(
        FileRow.person == person, FileRow.hash == hash, col(FileRow.dropped).is_(False)
    )
    return session.exec(mine.order_by(col(FileRow.at))).first()


def drop_unused(session: Session, now: datetime) -> None:
    """Files that no answer has named for a day, and those whose event left them behind."""
    used = exists().where(
        col(FileUseRow.hash) == col(FileRow.hash),
        col(FileUseRow.nomination) == col(NominationRow.id),
        or_(
            col(NominationRow.person) == col(FileRow.person),
            col(NominationRow.nominee) == col(FileRow.person),
        ),
    )
    waits = exists().where(col(InboxRow.id) == col(FileRow.event), col(InboxRow.state) == "waiting")
    unused = and_(col(FileRow.person).is_not(None), col(FileRow.at) < now - UNUSED_LASTS, ~used)
    left = and_(col(FileRow.person).is_(None), ~waits)
    session.exec(update(FileRow).where(or_(unused, left)).values(dropped=True, person=None))


def astray(engine: Engine, blobs: Blobs) -> bool:
    """Whether the newest file that is kept is not on this disk."""
    newest = select(FileRow.blob).where(col(FileRow.dropped).is_(False)).order_by(col(FileRow.at).desc())
    blob = read(engine, lambda session: session.exec(newest.limit(1)).first())
    return blob is not None and not blobs.has(blob)


def clear(engine: Engine, blobs: Blobs) -> None:
    """Delete what was dropped, first the files, then their rows: a crash between leaves only a row."""
    gone = read(engine, lambda session: session.exec(select(FileRow.blob).where(col(FileRow.dropped))).all())
    if not gone:
        return
    for each in gone:
        blobs.delete(each)
    write(engine, lambda session: session.exec(delete(FileRow).where(col(FileRow.blob).in_(gone))))


def clear_strays(engine: Engine, blobs: Blobs, now: datetime) -> None:
    """Delete files that never got a row, because the program ended before their event was kept."""
    for each in blobs.older(now - UNUSED_LASTS):
        if read(engine, lambda session, blob=each: session.get(FileRow, blob)) is None:  # type: ignore[misc] # mypy cannot infer a lambda with a default
            blobs.delete(each)
