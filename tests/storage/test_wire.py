"""Processes on one PostgreSQL hear of each other what is new; what is lost on the way is only slower."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from storage.engine import connect, write
from storage.wire import MOST, News, Wire
from tests.conftest import MakeUrl

BEGUN = News(fetch=True)


@pytest.fixture
def shared(new_postgresql: MakeUrl) -> Iterator[Engine]:
    engine = connect(new_postgresql())
    yield engine
    engine.dispose()


@contextmanager
def hearing(wire: Wire) -> Iterator["Queue[News]"]:
    heard: Queue[News] = Queue()
    wire.listen(heard.put)
    try:
        assert heard.get(timeout=30) == BEGUN  # while it was not listening, anything may have come
        yield heard
    finally:
        wire.close()


def test_what_a_transaction_tells_is_heard_by_the_others_when_it_commits(shared: Engine) -> None:
    one, other = Wire(shared), Wire(shared)

    def undone(session: Session) -> None:
        one.tell(session, News(("nobody",)))
        raise LookupError

    with hearing(one) as own, hearing(other) as heard:
        with pytest.raises(LookupError):
            write(shared, undone)
        write(shared, lambda session: one.tell(session, News(("p1", "p2"), fetch=True)))
        assert heard.get(timeout=30) == News(("p1", "p2"), fetch=True)
        other.announce(News(("p3",)))
        assert own.get(timeout=30) == News(("p3",))
        assert own.empty()
        assert heard.empty()


def test_many_persons_fit(shared: Engine) -> None:
    persons = tuple(f"{number:016}" for number in range(2 * MOST + 1))
    one, other = Wire(shared), Wire(shared)
    with hearing(other) as heard:
        one.announce(News(persons))
        assert tuple(each for _ in range(3) for each in heard.get(timeout=30).persons) == persons


def test_a_line_that_breaks_is_made_anew(shared: Engine) -> None:
    one, other = Wire(shared), Wire(shared)
    with hearing(other) as heard:
        with shared.begin() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            )
        assert heard.get(timeout=30) == BEGUN
        one.announce(News(("p1",)))
        assert heard.get(timeout=30) == News(("p1",))


def test_a_file_has_one_process_and_needs_no_wire(sqlite_engine: Engine) -> None:
    one, other = Wire(sqlite_engine), Wire(sqlite_engine)
    heard: Queue[News] = Queue()
    other.listen(heard.put)
    one.announce(News(("p1",)))
    with pytest.raises(Empty):
        heard.get(timeout=0.2)
    other.close()
