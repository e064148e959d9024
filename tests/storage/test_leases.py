"""Of several processes on one database one holds the lease; a SQLite file has one process only."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage.engine import connect, read, write
from storage.leases import Lease
from storage.outbox import Outbox, Outcome
from storage.tables import LeaseRow, OutboxRow
from storage.vault import Vault
from tests.conftest import MakeUrl
from tests.storage.small import REAL, receiver, rows, telegram

LONG, SHORT = 60.0, 0.2


@pytest.fixture
def shared(new_postgresql: MakeUrl) -> Iterator[Engine]:
    engine = connect(new_postgresql())
    yield engine
    engine.dispose()


def holds(engine: Engine, lease: Lease) -> bool:
    return write(engine, lease.holds)


def test_one_holds_it_until_it_is_given_back(shared: Engine) -> None:
    one, other = (Lease(shared, "lead", LONG) for _ in range(2))
    assert [one.take(), other.take(), one.take()] == [True, False, True]
    assert [holds(shared, each) for each in (one, other)] == [True, False]
    other.release()  # what it does not hold
    assert not other.take()
    one.release()
    assert other.take()


def test_who_does_not_renew_it_loses_it(shared: Engine) -> None:
    one, other = Lease(shared, "lead", SHORT), Lease(shared, "lead", LONG)
    assert one.take()
    time.sleep(2 * SHORT)
    assert not holds(shared, one)
    assert other.take()
    assert not one.take()


def test_each_name_is_a_lease_of_its_own(shared: Engine) -> None:
    one, other = Lease(shared, "lead", LONG), Lease(shared, "else", LONG)
    assert one.take()
    assert other.take()


def test_a_file_has_one_process_and_needs_none(sqlite_engine: Engine) -> None:
    lease = Lease(sqlite_engine, "lead", SHORT)
    assert lease.take()
    assert read(sqlite_engine, lease.holds)
    assert rows(sqlite_engine, LeaseRow) == []


def test_who_lost_the_lead_claims_nothing_and_disturbs_nobody(shared: Engine, vault: Vault) -> None:
    one, other = Lease(shared, "lead", SHORT), Lease(shared, "lead", LONG)
    first, second = Outbox(shared, vault, one), Outbox(shared, vault, other)
    for address in ("700001", "700002"):
        receiver(shared, vault)(telegram("start", address=address))
    assert one.take()
    late, arrived = first.claim("telegram", REAL)
    time.sleep(2 * SHORT)
    assert other.take()
    second.reopen()
    assert len(second.claim("telegram", REAL)) == 2
    again = Outcome(late, "due", due=REAL)
    assert first.claim("telegram", REAL, 9, [again, Outcome(arrived, "sent", sent="7")]) == ()
    first.settle(again)
    assert [row.state for row in rows(shared, OutboxRow)] == ["sending", "sent"]
