"""Each event has its effect once; entries, state and replies are kept together or not at all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.receive import Receive
from dialogs.model import Event, Filling, Idle, Reply, State, Submit, Talk, Turn, World
from storage.engine import write
from storage.forms import pinned
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.tables import EntryRow, InboxRow, LogRow, NominationRow, OutboxRow, PersonRow, StateRow
from storage.vault import Vault
from tests.storage.small import FORM, NOW, REAL, event, past, receiver, rows, said, telegram


@pytest.fixture
def receive(engine: Engine, vault: Vault) -> Receive:
    return receiver(engine, vault)


def test_each_event_given_twice_has_its_effect_once(engine: Engine, vault: Vault, receive: Receive) -> None:
    talk = [event("start"), event("name=王小花"), event("name=王小华"), event("submit")]
    for each in talk:
        receive(each)
        receive(each)
    (nomination,) = past(engine, vault, lambda records: records.nominations())
    assert nomination.registration == "XC22-0001"
    assert past(engine, vault, lambda records: records.entries(nomination.id)) == {"name": "王小华"}
    assert [row.number for row in rows(engine, EntryRow)] == [1, 2]
    keys = [row.key for row in rows(engine, OutboxRow)]
    assert keys == [
        key
        for each, replies in zip(talk, (1, 2, 2, 1), strict=True)
        for key in (each.id, *(f"{each.id}/{number}" for number in range(replies)))
    ]


def test_a_turn_that_fails_leaves_nothing(engine: Engine, vault: Vault, receive: Receive) -> None:
    with pytest.raises(RuntimeError):
        receive(event("boom"))
    for table in (PersonRow, OutboxRow, InboxRow, LogRow):
        assert rows(engine, table) == []


def test_nothing_personal_stands_in_the_clear(engine: Engine, vault: Vault, receive: Receive) -> None:
    for each in ("start", "name=王小花", "talk 王小花", "submit"):
        receive(event(each, channel="telegram", address="700001"))
    dumped = "".join(
        repr(row.model_dump()) + str(row.model_dump().values())
        for table in (EntryRow, InboxRow, OutboxRow, LogRow, NominationRow, PersonRow)
        for row in rows(engine, table)
    )
    for personal in ("王小花", "700001", "王小花".encode().hex()):
        assert personal not in dumped


def test_the_body_of_an_event_goes_when_it_is_done(engine: Engine, vault: Vault, receive: Receive) -> None:
    inbox = Inbox(engine, vault)
    first = event("start")
    assert inbox.put([first]) == (first,)
    assert rows(engine, InboxRow)[0].body
    receive(first)
    assert [(row.id, row.state, row.body) for row in rows(engine, InboxRow)] == [(first.id, "done", None)]


def test_the_page_shows_what_was_typed_and_pressed(engine: Engine, vault: Vault, receive: Receive) -> None:
    outbox = Outbox(engine, vault)
    person = receive(event("start")).person
    button = outbox.after(person, 0, 10)[-1].reply.buttons[0][0]
    receive(event(press=button.press))
    assert said(outbox, person) == ["[start]", "name?", "[enough]"]
    assert [each.event.rpartition(":")[0] for each in outbox.after(person, 0, 10)] == ["web:b1"] * 3


def test_on_telegram_nothing_is_echoed(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(telegram("start"))
    assert [row.said for row in rows(engine, OutboxRow)] == [None]


def test_the_state_is_the_persons_own(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(event("start"))
    other = event("who", address="b2")
    receive(other)
    assert isinstance(past(engine, vault, lambda records: records.state()), Filling)
    assert past(engine, vault, lambda records: records.state(), other) == Idle()
    assert past(engine, vault, lambda records: records.nominations(), other) == ()


def test_a_nomination_cannot_be_read_or_changed_by_another(
    engine: Engine, vault: Vault, receive: Receive
) -> None:
    receive(event("start"))
    (nomination,) = past(engine, vault, lambda records: records.nominations())
    thief = event(f"correct {nomination.id} name=李小偷", address="b2")
    with pytest.raises(LookupError):
        receive(thief)
    receive(event("who", address="b2"))
    assert past(engine, vault, lambda records: records.entries(nomination.id), thief) == {}
    assert past(engine, vault, lambda records: records.form(nomination.id), thief) is None


def test_a_submitted_nomination_can_be_corrected(engine: Engine, vault: Vault, receive: Receive) -> None:
    for each in ("start", "name=王小花", "submit"):
        receive(event(each))
    (before,) = past(engine, vault, lambda records: records.nominations())
    receive(event(f"correct {before.id} name=王小华"))
    (after,) = past(engine, vault, lambda records: records.nominations())
    assert (after.state, after.registration, after.submitted) == ("submitted", "XC22-0001", NOW)
    assert past(engine, vault, lambda records: records.entries(after.id)) == {"name": "王小华"}
    assert [row.number for row in rows(engine, EntryRow)] == [1, 2]


def test_skipped_cleared_withdrawn_discarded(engine: Engine, vault: Vault, receive: Receive) -> None:
    for each in ("start", "name=", "phone=1", "clear phone"):
        receive(event(each))
    (draft,) = past(engine, vault, lambda records: records.nominations())
    assert past(engine, vault, lambda records: records.entries(draft.id)) == {"name": ""}
    assert past(engine, vault, lambda records: records.form(draft.id)) == FORM == pinned(engine, FORM.digest)
    receive(event(f"withdraw {draft.id}"))
    assert past(engine, vault, lambda records: records.nominations())[0].state == "withdrawn"
    receive(event(f"discard {draft.id}"))
    assert past(engine, vault, lambda records: records.nominations()) == ()
    assert rows(engine, EntryRow) == []


def test_consent_holds_on_its_own_channel(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(event("consent 1"))
    receive(event("consent 2"))
    receive(telegram("who"))
    assert past(engine, vault, lambda records: records.consented("privacy")) == "2"
    assert past(engine, vault, lambda records: records.consented("abroad")) == ""
    assert past(engine, vault, lambda records: records.consented("privacy"), telegram()) == ""


def test_a_talk_is_forgotten_after_a_day(engine: Engine, vault: Vault) -> None:
    now = [REAL]
    receive = receiver(engine, vault, real=lambda: now[0])
    receive(event("talk one"))
    receive(event("talk two"))
    assert past(engine, vault, lambda records: records.talk()) == Talk(turns=("one", "two"))
    now[0] += timedelta(days=1, seconds=1)
    receive(event("talk three"))
    now[0] = REAL
    assert past(engine, vault, lambda records: records.talk()) == Talk(turns=("three",))


def test_what_must_not_be_kept_is_nowhere(engine: Engine, vault: Vault, receive: Receive) -> None:
    person = receive(event("unsay 110101190001010011")).person
    assert said(Outbox(engine, vault), person) == ["not kept"]
    waiting = telegram("unsay 110101190001010011", pending=True)
    Inbox(engine, vault).put([waiting])
    receive(waiting)
    (kept,) = Inbox(engine, vault).fetching()
    assert kept.text == ""


def test_the_office_is_known_by_its_address(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(telegram("who", address="700009"))
    receive(telegram("who", address="700001"))
    parcels = Outbox(engine, vault).claim("telegram", REAL)
    assert [(each.address, each.reply.text) for each in parcels] == [("700009", "office"), ("700001", "")]


def test_what_is_held_is_counted(engine: Engine, vault: Vault, receive: Receive) -> None:
    for each in ("consent 1", "code 0000 0000 0001", "start"):
        receive(event(each))
    held = past(engine, vault, lambda records: records.holdings())
    assert {kind: count for kind, count in held.items() if count} == {
        "consents": 1,
        "codes": 1,
        "messages": 4,
        "addresses": 1,
    }


def test_two_channels_of_one_person_at_once_lose_nothing(
    engine: Engine, vault: Vault, receive: Receive
) -> None:
    receive(event("start"))
    receive(event("code 0000-0000-0001"))
    receive(telegram("link 0000 0000 0001"))
    (draft,) = past(engine, vault, lambda records: records.nominations())
    said = [make(f"field{number}={number}") for number in range(20) for make in (event, telegram)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(receive, [*said, *said]))
    entries = past(engine, vault, lambda records: records.entries(draft.id))
    assert entries == {f"field{number}": str(number) for number in range(20)}
    assert len(rows(engine, EntryRow)) == 40
    assert len({row.key for row in rows(engine, OutboxRow)}) == len(rows(engine, OutboxRow))


def test_the_same_event_on_eight_threads_has_its_effect_once(
    engine: Engine, vault: Vault, receive: Receive
) -> None:
    first = event("start")
    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(receive, [first] * 8))
    assert [bool(each.person) for each in kept].count(True) == 1
    assert len(rows(engine, NominationRow)) == len(rows(engine, PersonRow)) == 1


def test_registration_numbers_follow_each_other_under_a_race(
    engine: Engine, vault: Vault, receive: Receive
) -> None:
    addresses = [f"b{number}" for number in range(12)]
    for each in addresses:
        receive(event("start", address=each))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(receive, [event("submit", address=each) for each in addresses]))
    given = sorted(row.registration or "" for row in rows(engine, NominationRow))
    assert given == [f"XC22-{number:04d}" for number in range(1, 13)]


def test_a_number_that_was_taken_meanwhile_reruns_the_turn(engine: Engine, vault: Vault) -> None:
    """A step that does not look first: it sees the number taken only when it is refused."""
    receive = receiver(engine, vault)
    for each in ("b1", "b2"):
        receive(event("start", address=each))
    receive(event("submit", address="b1"))
    tried: list[int] = []

    def guess(state: State, _event: Event, _world: World) -> Turn:
        assert isinstance(state, Filling)
        tried.append(1)
        number = f"XC22-{len(tried):04d}"
        return Turn(Idle(), (Reply(number),), (Submit(state.nomination, number, "小城工会"),))

    kept = with_step(receive, guess)(event("submit", address="b2"))
    assert len(tried) == 2
    assert said(Outbox(engine, vault), kept.person)[-1] == "XC22-0002"


def test_a_turn_is_not_rerun_for_ever(engine: Engine, vault: Vault) -> None:
    receive = receiver(engine, vault)
    for each in ("b1", "b2"):
        receive(event("start", address=each))
    receive(event("submit", address="b1"))
    tried: list[int] = []

    def stubborn(state: State, _event: Event, _world: World) -> Turn:
        assert isinstance(state, Filling)
        tried.append(1)
        return Turn(Idle(), (), (Submit(state.nomination, "XC22-0001", "小城工会"),))

    with pytest.raises(IntegrityError):
        with_step(receive, stubborn)(event("submit", address="b2"))
    assert len(tried) == 6


def test_a_state_that_nobody_knows_any_more_is_idle(engine: Engine, vault: Vault, receive: Receive) -> None:
    """As after going back to an older program: the drafts are there, only the place in them is lost."""
    person = receive(event("start")).person
    dream = vault.seal('{"kind":"dreaming"}', f"states.body:{person}")
    write(engine, lambda session: session.merge(StateRow(person=person, kind="dreaming", body=dream)))
    assert past(engine, vault, lambda records: records.state()) == Idle()
    assert len(past(engine, vault, lambda records: records.nominations())) == 1


def with_step(receive: Receive, step: Callable[[State, Event, World], Turn]) -> Receive:
    receive._step = step
    return receive
