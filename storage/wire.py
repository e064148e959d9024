"""Between processes on one PostgreSQL: who has something new, so that another process need not look for it.

A notice is given in the transaction that makes it true. One that is lost costs time only: whoever waits for
it looks by himself from time to time. A SQLite file has one process only, which needs no wire.
"""

import json
import logging
import secrets
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from storage.engine import write

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)

MOST = 300  # persons in one notice; PostgreSQL takes less than 8000 bytes
GLANCE = 0.5  # seconds after which the listener sees that it is to end
LONGEST_PAUSE = 30.0

_TELL = text("SELECT pg_notify('zuimei', :notice)")


@dataclass(frozen=True, slots=True)
class News:
    """`persons` have something new; `fetch`: the file of an event is to be fetched."""

    persons: tuple[str, ...] = ()
    fetch: bool = False


class Wire:
    """One process's end."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._shared = engine.dialect.name == "postgresql"
        self._name = secrets.token_hex(4)  # what we said ourselves we know
        self._closed = threading.Event()
        self._listener: threading.Thread | None = None
        self._failures = 0

    def tell(self, session: Session, news: News) -> None:
        """The other processes hear of it when the transaction commits."""
        if not self._shared or not (news.persons or news.fetch):
            return
        for first in range(0, len(news.persons) or 1, MOST):
            some = news.persons[first : first + MOST]
            notice = json.dumps({"by": self._name, "persons": some, "fetch": news.fetch})
            session.connection().execute(_TELL, {"notice": notice})

    def announce(self, news: News) -> None:
        """What is kept already."""
        if self._shared and (news.persons or news.fetch):
            write(self._engine, lambda session: self.tell(session, news))

    def listen(self, heard: Callable[[News], object]) -> None:
        """From now on `heard` is called, in a thread of its own, with what other processes tell."""
        if self._shared:
            self._listener = threading.Thread(target=self._listen, args=(heard,), name="wire", daemon=True)
            self._listener.start()

    def close(self) -> None:
        self._closed.set()
        if self._listener:
            self._listener.join()

    def _listen(self, heard: Callable[[News], object]) -> None:
        from psycopg import Error

        while not self._closed.wait(min(2.0**self._failures - 1, LONGEST_PAUSE)):
            try:
                self._hear(heard)
            except (Error, SQLAlchemyError) as error:
                self._failures = min(self._failures + 1, 16)
                log.warning("other processes cannot be heard for now: %s", type(error).__name__)

    def _hear(self, heard: Callable[[News], object]) -> None:
        with closing(self._connection()) as connection:
            connection.execute("LISTEN zuimei")
            self._failures = 0
            heard(News(fetch=True))  # whatever was told while nobody listened
            while not self._closed.is_set():
                for notice in connection.notifies(timeout=GLANCE):
                    self._pass_on(json.loads(notice.payload), heard)

    def _pass_on(self, notice: dict[str, Any], heard: Callable[[News], object]) -> None:
        if notice["by"] != self._name:
            heard(News(tuple(notice["persons"]), notice["fetch"]))

    def _connection(self) -> "psycopg.Connection[Any]":
        """One that is not the pool's any more."""
        taken = self._engine.raw_connection()
        connection = cast("psycopg.Connection[Any]", taken.driver_connection)
        taken.detach()
        connection.autocommit = True
        return connection
