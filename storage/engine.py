"""The database: SQLite in a file, or PostgreSQL; one synchronous path for both."""

import errno
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from sqlmodel import Session

MIGRATIONS = Path(__file__).with_name("migrations")
RERUNS = 5
_PATIENCE = 30  # seconds that one writer waits for another
# One connection for each thread that may want one: lanes, deliveries, and what the pages ask for.
_POOL: dict[str, int] = {"pool_size": 16, "max_overflow": 32}
# A process that hangs in the middle of a transaction, or whose machine is gone, holds nobody up for longer.
_SERVER = {"timezone": "UTC", "lock_timeout": f"{_PATIENCE}s", "idle_in_transaction_session_timeout": "10s"}
_LINE = {"connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
_CROSSED = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}

T = TypeVar("T")


def connect(url: str) -> Engine:
    """An engine for a SQLAlchemy address; a SQLite file's folder is made."""
    # Parameters are personal data: they must not stand in an error that is logged.
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        url,
        **_POOL,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": _PATIENCE // 3,
            "options": f"-c timezone=UTC -c lock_timeout={_PATIENCE}s",
        },
    )


def _sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(
        url,
        **_POOL,
        hide_parameters=True,
        connect_args={"timeout": _PATIENCE},
        # SQLite lets writers wait by asking again and again: within this process they stand in line.
        execution_options={"line": Lock()},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: pysqlite's own BEGIN loses updates
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def read(engine: Engine, work: Callable[[Session], T]) -> T:
    """Work that only reads: on SQLite it waits for no writer, on PostgreSQL it may take its time."""
    reading: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        reading = {"isolation_level": "AUTOCOMMIT"}
    with Session(engine.execution_options(**reading), expire_on_commit=False) as session, session.begin():
        return work(session)


def write(engine: Engine, work: Callable[[Session], T], reruns: int = RERUNS) -> T:
    """Work in one transaction. Rolled back and run again where another crossed it, at most so often."""
    for left in reversed(range(reruns + 1)):
        try:
            with _line(engine), Session(engine) as session, session.begin():
                return work(session)
        except DBAPIError as error:
            if not left or not _crossed(error):
                raise
            time.sleep(secrets.randbelow(20) / 1000)
    raise AssertionError  # the loop returns or raises


def _line(engine: Engine) -> AbstractContextManager[object]:
    line: Lock | None = engine.get_execution_options().get("line")
    return line or nullcontext()


def _crossed(error: DBAPIError) -> bool:
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) in _CROSSED


def away(error: BaseException) -> bool:
    """Does the database or the disk take nothing just now? Then it is worth another attempt."""
    if isinstance(error, OperationalError | InterfaceError | PoolIsEmpty):
        return True
    return isinstance(error, OSError) and error.errno in _FULL


def purge(engine: Engine) -> bool:
    """After a deletion: what was deleted must not stay readable in SQLite's write-ahead log (P36).

    False where a reader held on to the log for too long; then the next purge does it.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()  # a checkpoint runs outside of any transaction
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _log, _done = cursor.fetchone() or (0, 0, 0)
        cursor.close()
        return not busy
    finally:
        connection.close()


def upgrade(engine: Engine) -> None:
    """Bring the tables up to date."""
    from alembic import command

    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # two processes may start at once
            connection.execute(text("SELECT pg_advisory_xact_lock(7119)"))
        command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Any:
    """Alembic's settings without an ini file; migrations run on the given connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
