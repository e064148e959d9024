"""How much waits, counted on both databases."""

import pytest
from sqlalchemy import Engine

from bot.receive import Receive
from storage.depths import depths
from storage.engine import write
from storage.inbox import Inbox
from storage.outbox import Outbox, Outcome
from storage.parcels import BROADCAST, REPLY, Draft, post
from storage.people import known
from storage.vault import Vault
from tests.storage.small import REAL, event, receiver, telegram


@pytest.fixture
def receive(engine: Engine, vault: Vault) -> Receive:
    return receiver(engine, vault)


def test_nothing_waits_at_first(engine: Engine) -> None:
    found = depths(engine)
    assert (found.outgoing, found.oldest, found.incoming, found.first, found.unknown) == ({}, {}, 0, None, 0)


def test_what_is_to_be_sent_counts_by_priority_and_age_until_its_outcome(
    engine: Engine, vault: Vault, receive: Receive
) -> None:
    receive(telegram("one"))
    receive(telegram("two"))
    receive(event("on the page it is there already"))
    write(
        engine,
        lambda session: post(
            session,
            vault,
            known(session, vault, "telegram", "700001"),
            Draft("b", priority=BROADCAST),
            REAL,
        ),
    )
    found = depths(engine)
    assert found.outgoing == {REPLY: 2, BROADCAST: 1}
    assert found.oldest == {REPLY: REAL, BROADCAST: REAL}
    outbox = Outbox(engine, vault)
    (first,) = outbox.claim("telegram", REAL)
    assert depths(engine).outgoing[REPLY] == 2, "on its way is not yet arrived"
    outbox.sent(first, "11")
    assert depths(engine).outgoing[REPLY] == 1


def test_what_may_or_may_not_have_arrived_counts_by_itself(
    engine: Engine, vault: Vault, receive: Receive
) -> None:
    receive(telegram("one"))
    outbox = Outbox(engine, vault)
    for _ in range(2):  # a reply is sent again once
        (parcel,) = outbox.claim("telegram", REAL)
        outbox.settle(Outcome(parcel, "unknown"))
    assert depths(engine).unknown == 1


def test_what_came_in_counts_until_its_turn_is_done(engine: Engine, vault: Vault, receive: Receive) -> None:
    inbox = Inbox(engine, vault)
    came = [telegram("one"), telegram("two")]
    inbox.put(came)
    before = depths(engine)
    receive(came[0])
    after = depths(engine)
    assert (before.incoming, after.incoming) == (2, 1)
    assert before.first is not None
    assert after.first is not None
    assert before.first < after.first
