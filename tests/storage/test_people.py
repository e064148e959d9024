"""Resume codes, and two addresses that turn out to be one person's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.receive import Receive
from dialogs.model import Filling, Idle
from storage.outbox import Outbox
from storage.people import check_key, code_hash, leave, person_at
from storage.tables import AddressRow, CodeRow, EntryRow, PersonRow
from storage.vault import Vault, VaultFault
from tests.storage.small import REAL, event, past, receiver, rows, said, telegram


@pytest.fixture
def receive(engine: Engine, vault: Vault) -> Receive:
    return receiver(engine, vault)


@pytest.mark.parametrize(
    "typed", ["7k3m-1q9z-0x0a", "7K3M1Q9Z0X0A", " 7k3m iq9z oxOa ", "7k3m—lq9z－0x0a\u3000", "7K3M-IQ9Z-OXOA"]
)
def test_a_code_may_be_typed_as_people_type(vault: Vault, typed: str) -> None:
    assert code_hash(vault, typed) == code_hash(vault, "7K3M-1Q9Z-0X0A")


@pytest.mark.parametrize(
    "typed", ["", "7k3m", "7k3m-1q9z-0x0u", "7k3m-1q9z-0x0a-7", "王小花王小花王小花王小花"]
)
def test_what_cannot_be_a_code_is_nobodys(engine: Engine, vault: Vault, typed: str) -> None:
    assert code_hash(vault, typed) is None
    assert past(engine, vault, lambda records: records.person_of(typed)) == ""


def test_only_a_hash_of_the_code_is_kept(engine: Engine, vault: Vault, receive: Receive) -> None:
    person = receive(event("code 7K3M-1Q9Z-0X0A")).person
    assert "7k3m" not in rows(engine, CodeRow)[0].hash
    assert past(engine, vault, lambda records: records.person_of("7k3m1q9z0x0a")) == person
    assert code_hash(Vault(b"x" * 32), "7k3m1q9z0x0a") != rows(engine, CodeRow)[0].hash


def test_a_new_code_ends_the_older_one(engine: Engine, vault: Vault, receive: Receive) -> None:
    person = receive(event("code 000000000001")).person
    receive(event("code 000000000002"))
    assert past(engine, vault, lambda records: records.person_of("000000000001")) == ""
    assert past(engine, vault, lambda records: records.person_of("000000000002")) == person


def test_wrong_guesses_count_for_an_hour_at_their_address(engine: Engine, vault: Vault) -> None:
    now = [REAL - timedelta(minutes=61)]
    receive = receiver(engine, vault, real=lambda: now[0])
    receive(event("link 000000000009"))
    now[0] = REAL
    receive(event("link 000000000009"))
    receive(event("link 000000000009", address="b2"))
    assert past(engine, vault, lambda records: records.wrong_codes()) == 1


def test_forgetting_does_not_reset_the_limit(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(event("link 000000000009"))
    receive(event("forget"))
    assert past(engine, vault, lambda records: records.wrong_codes()) == 1


def test_linking_makes_two_one(engine: Engine, vault: Vault, receive: Receive) -> None:
    """A draft begun on the page goes on in Telegram, together with one begun there."""
    owner = receive(event("start")).person
    receive(event("code 000000000001"))
    receive(telegram("start"))
    receive(telegram("stop"))
    kept = receive(telegram("link 000000000001"))
    assert kept.person == owner
    assert len(kept.persons) == 2
    assert [row.id for row in rows(engine, PersonRow)] == [owner]
    assert len(past(engine, vault, lambda records: records.nominations())) == 2
    assert past(engine, vault, lambda records: records.nominations(), telegram()) == past(
        engine, vault, lambda records: records.nominations()
    )
    assert isinstance(past(engine, vault, lambda records: records.state(), telegram()), Filling)


def test_linking_to_somebody_idle_keeps_where_we_are(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(event("code 000000000001"))
    receive(telegram("start"))
    receive(telegram("link 000000000001"))
    assert isinstance(past(engine, vault, lambda records: records.state()), Filling)


def test_buttons_work_on_after_linking(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(event("code 000000000001"))
    receive(telegram("start"))
    (parcel,) = Outbox(engine, vault).claim("telegram", REAL)
    receive(telegram("link 000000000001"))
    receive(telegram(press=parcel.reply.buttons[0][0].press))
    assert past(engine, vault, lambda records: records.state()) == Idle()


def test_leaving_a_shared_computer(engine: Engine, vault: Vault, receive: Receive) -> None:
    owner = receive(event("start")).person
    receive(event("code 000000000001"))
    assert person_at(engine, vault, "web", "b1") == owner
    leave(engine, vault, "web", "b1")
    assert person_at(engine, vault, "web", "b1") is None
    assert receive(event("who")).person != owner
    assert receive(event("link 000000000001", address="b2")).person == owner
    assert said(Outbox(engine, vault), owner)[:2] == ["[start]", "name?"]


def test_an_address_is_found_without_standing_there(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(telegram("who", address="700001"))
    (row,) = rows(engine, AddressRow)
    assert b"700001" not in row.address
    assert "700001" not in row.mark


def test_a_start_with_another_key_is_refused(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(event("who"))
    check_key(engine, vault)
    with pytest.raises(VaultFault):
        receiver(engine, Vault(b"x" * 32))


def test_linking_while_both_write_loses_nothing(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(event("start"))
    receive(event("code 000000000001"))
    receive(telegram("start"))
    receive(event("start", address="b2"))
    turns = [make(f"field{number}={number}") for number in range(12) for make in (event, telegram)]
    turns.insert(6, telegram("link 000000000001"))
    turns.insert(12, event("link 000000000001", address="b2"))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(receive, turns))
    assert len(rows(engine, PersonRow)) == 1
    drafts = past(engine, vault, lambda records: records.nominations())
    assert len(drafts) == 3
    assert len(rows(engine, EntryRow)) == 24
