"""What came in stays in, once, until it is done."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import update

from bot.receive import Kept
from dialogs.model import Event, Reply, State, Turn, Upload, World
from storage.engine import connect, write
from storage.inbox import FAILURES, INTERRUPTIONS, Inbox, Lane
from storage.tables import InboxRow, OutboxRow
from storage.vault import Vault
from tests.conftest import MakeUrl
from tests.storage.small import event, past, receiver, rows, telegram


def _claimed(inbox: Inbox, *resting: Lane) -> list[Event]:
    return [each.event for each in inbox.claim(resting=resting)]


def _waiting(engine: Engine) -> int:
    return sum(row.state == "waiting" for row in rows(engine, InboxRow))


def test_only_the_new_ones_are_taken(engine: Engine, vault: Vault) -> None:
    inbox, first, second = Inbox(engine, vault), telegram("one"), telegram("two")
    assert inbox.put([first]) == (first,)
    assert inbox.put([first, second, second]) == (second,)


def test_the_cursor_moves_with_the_events(engine: Engine, vault: Vault) -> None:
    inbox = Inbox(engine, vault)
    assert inbox.cursor("tg:1") == 0
    inbox.put([telegram("one")], ("tg:1", 7))
    inbox.put([], ("tg:1", 2**40))
    assert inbox.cursor("tg:1") == 2**40
    inbox.put([], ("tg:1", 3))  # ids start anew after a week of silence
    assert inbox.cursor("tg:1") == 3


def test_lanes_wait_the_longest_first_and_are_worked_in_order(engine: Engine, vault: Vault) -> None:
    inbox, receive = Inbox(engine, vault), receiver(engine, vault)
    first, other, second = event("1"), event("2", address="b2"), event("3")
    inbox.put([first, other, second])
    assert _claimed(inbox) == [first, other]
    receive(first)
    assert _claimed(inbox, Lane("web", "b2")) == [second]
    receive(second)
    assert _claimed(inbox) == [other]  # until it is done
    receive(other)
    assert _claimed(inbox) == []


def test_no_more_are_taken_up_than_asked_for(engine: Engine, vault: Vault) -> None:
    inbox = Inbox(engine, vault)
    inbox.put([event("start", address=f"b{number}") for number in range(5)])
    assert [each.event.address for each in inbox.claim(3)] == ["b0", "b1", "b2"]


def test_what_was_taken_up_before_is_taken_alone(engine: Engine, vault: Vault) -> None:
    """It may be what killed the program: the others must not be counted along with it."""
    inbox = Inbox(engine, vault)
    innocent, deadly, late = (event("start", address=each) for each in ("b1", "b2", "b3"))
    inbox.put([innocent, deadly])
    assert _claimed(inbox) == [innocent, deadly]
    inbox.put([late])
    assert _claimed(inbox) == [innocent]
    receiver(engine, vault)(innocent)
    assert _claimed(inbox) == [deadly]
    assert [row.attempts for row in rows(engine, InboxRow)] == [2, 2, 0]


def test_attempts_are_counted_before_the_work(engine: Engine, vault: Vault) -> None:
    inbox, deadly = Inbox(engine, vault), event("start")
    inbox.put([deadly])
    claims = [claim for _ in range(INTERRUPTIONS + 1) for claim in inbox.claim()]
    assert [(each.attempts, each.hopeless) for each in claims] == [
        *((number, False) for number in range(1, INTERRUPTIONS + 1)),
        (INTERRUPTIONS + 1, True),
    ]
    inbox.release(deadly)
    assert rows(engine, InboxRow)[0].attempts == INTERRUPTIONS


def test_five_failures_of_its_own_are_enough(engine: Engine, vault: Vault) -> None:
    inbox, poison = Inbox(engine, vault), event("start")
    inbox.put([poison])
    for _ in range(FAILURES):
        inbox.failed(poison)
    (claim,) = inbox.claim()
    assert claim.hopeless


def test_what_is_set_aside_is_answered_and_kept_sealed(engine: Engine, vault: Vault) -> None:
    inbox, receive, poison = Inbox(engine, vault), receiver(engine, vault), event("boom")
    inbox.put([poison])
    kept = receive.set_aside(poison)
    assert kept.person
    assert receive.set_aside(poison) == receive(poison)  # nothing more comes of it
    assert _waiting(engine) == 0
    assert rows(engine, InboxRow)[0].body
    assert past(engine, vault, lambda records: records.holdings())["messages"] == 1


def test_what_another_version_kept_and_this_one_cannot_read_blocks_nobody(
    engine: Engine, vault: Vault
) -> None:
    inbox, strange, plain = Inbox(engine, vault), event("1"), event("2")
    inbox.put([strange, plain])
    body = vault.seal('{"version":2}', f"inbox.body:{strange.id}")
    write(
        engine,
        lambda session: session.exec(update(InboxRow).where(InboxRow.id == strange.id).values(body=body)),  # type: ignore[arg-type] # a comparison of columns
    )
    assert _claimed(inbox) == [plain]
    assert [row.state for row in rows(engine, InboxRow)] == ["set_aside", "waiting"]


def test_a_file_is_an_event_that_comes_once(engine: Engine, vault: Vault) -> None:
    inbox, receive = Inbox(engine, vault), receiver(engine, vault)
    sent = telegram("caption", pending=True)
    inbox.put([sent])
    assert inbox.fetching() == ()
    receive(sent)
    assert inbox.fetching() == (sent,)
    uploads = (Upload("h", "a.docx", "docx", 9, text="甲"),)
    assert inbox.fetched(sent, uploads)
    assert not inbox.fetched(sent, uploads)
    assert inbox.fetching() == ()
    (file,) = _claimed(inbox)
    assert file == replace(sent, id=f"{sent.id}/file", text="", pending=False, uploads=uploads)


@pytest.fixture
def shared(new_postgresql: MakeUrl) -> Iterator[Engine]:
    """A database on which several processes work; each is played by a thread."""
    engine = connect(new_postgresql())
    yield engine
    engine.dispose()


@contextmanager
def in_the_middle(engine: Engine, vault: Vault, of: Event) -> Iterator[None]:
    """Another process works on this event."""
    begun, go_on = threading.Event(), threading.Event()

    def step(state: State, _event: Event, _world: World) -> Turn:
        begun.set()
        assert go_on.wait(30)
        return Turn(state, (Reply("done"),))

    receive = receiver(engine, vault)
    receive._step = step
    with ThreadPoolExecutor(1) as threads:
        turn = threads.submit(receive, of, claimed=True)
        assert begun.wait(30)
        try:
            yield
        finally:
            go_on.set()
            with suppress(OperationalError):
                turn.result()


def test_of_a_lane_that_another_process_works_on_nothing_is_offered(shared: Engine, vault: Vault) -> None:
    inbox = Inbox(shared, vault)
    first, second, other = event("1"), event("2"), event("3", address="b2")
    inbox.put([first, second, other])
    with in_the_middle(shared, vault, first):
        assert _claimed(inbox) == [other]
    receiver(shared, vault)(other)
    assert _claimed(inbox) == [second]


def test_what_two_processes_claimed_is_worked_on_by_one(shared: Engine, vault: Vault) -> None:
    inbox, late = Inbox(shared, vault), receiver(shared, vault)
    first, other = event("1"), event("2", address="b2")
    inbox.put([first, other])
    assert _claimed(inbox) == [first, other]  # by us, and also by the other process
    with in_the_middle(shared, vault, first):
        mine = late.turns([first, other], claimed=True)
        assert [bool(each.person) for each in mine] == [False, True]
    assert late(first, claimed=True) == Kept()
    assert len(rows(shared, OutboxRow)) == 4  # each with what was said


def test_what_a_dead_process_worked_on_is_free_at_once(shared: Engine, vault: Vault) -> None:
    inbox, sent = Inbox(shared, vault), event("1")
    inbox.put([sent])
    with in_the_middle(shared, vault, sent):
        assert _claimed(inbox) == []
        with shared.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
                )
            )
        receiver(shared, vault)(sent, claimed=True)
    assert [row.state for row in rows(shared, InboxRow)] == ["done"]
    assert len(rows(shared, OutboxRow)) == 2
