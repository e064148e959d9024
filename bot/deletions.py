"""Who was forgotten, in a file beside the database: a backup from before must not bring them back (P31).

Each line is the id of a person, which says nothing to anybody. Keep a copy of it apart from the backups.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from storage.engine import purge, read, write
from storage.forget import forget
from storage.tables import DeletionRow, PersonRow

FILE = "deletions.txt"


class Deletions:
    """The file of one data folder."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._path = folder / FILE

    def apply(self) -> int:
        """At the start: whoever the file names and a restored database still knows is forgotten again."""
        named = listed(self._path)

        def work(session: Session) -> int:
            known = select(PersonRow).where(col(PersonRow.id).in_(named)).with_for_update()
            back = session.exec(known).all()
            for row in back:
                forget(session, row.id, row.since)
            return len(back)

        count = write(self._engine, work) if named else 0
        if count:
            purge(self._engine)
        return count

    def note(self) -> None:
        """Everybody who was forgotten stands in the file, which only grows."""
        gone = read(self._engine, lambda session: session.exec(select(DeletionRow.person)).all())
        fresh = set(gone) - listed(self._path)
        if fresh:
            add(self._path, sorted(fresh))


def listed(path: Path) -> frozenset[str]:
    """Whom a file names."""
    return frozenset(path.read_text("ascii").split()) if path.exists() else frozenset()


def add(path: Path, persons: Iterable[str]) -> None:
    """Append to the file, and be sure that it is on the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as file:
        file.writelines(f"{each}\n" for each in persons)
        file.flush()
        os.fsync(file.fileno())
