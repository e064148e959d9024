"""The database keeps its promises: durable, patient, quiet about what stands in it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from storage.engine import purge, read, write
from storage.tables import CursorRow, PersonRow
from tests.storage.small import rows

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def _count(session: Session) -> None:
    row = session.get_one(CursorRow, "c", with_for_update=True)
    row.value += 1


def test_no_update_is_lost(engine: Engine) -> None:
    write(engine, lambda session: session.add(CursorRow(name="c", value=0)))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: write(engine, _count), range(80)))
    assert rows(engine, CursorRow)[0].value == 80


def test_reading_waits_for_no_writer(engine: Engine) -> None:
    begun, release = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        session.add(CursorRow(name="c", value=1))
        session.flush()
        begun.set()
        release.wait(20)

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write, engine, slow)
        begun.wait(20)
        assert read(engine, lambda session: session.get(CursorRow, "c")) is None
        release.set()
        writing.result()
    assert rows(engine, CursorRow)[0].value == 1


def test_an_error_tells_no_values(engine: Engine) -> None:
    write(engine, lambda session: session.add(PersonRow(id="p1", since=SINCE)))
    with pytest.raises(IntegrityError) as error:
        write(engine, lambda session: session.add(PersonRow(id="p1", since=SINCE)))
    assert "[SQL parameters hidden" in str(error.value)


def test_a_commit_is_on_the_disk_and_a_deletion_is_one(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_purge_empties_the_log(sqlite_engine: Engine) -> None:
    write(sqlite_engine, lambda session: session.add(PersonRow(id="p1", since=SINCE)))
    assert purge(sqlite_engine)
    assert Path(f"{sqlite_engine.url.database}-wal").stat().st_size == 0
