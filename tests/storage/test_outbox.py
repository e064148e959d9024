"""What is due leaves in order for each address; how it went decides what happens next."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.receive import Receive
from dialogs.model import Button, Letter, Reply
from storage.buttons import reveal
from storage.engine import read, write
from storage.outbox import CRASHES, Outbox, Outcome
from storage.parcels import BROADCAST, REMINDER, REPLY, Draft, Parcel, post
from storage.people import known
from storage.tables import AddressRow, ButtonRow, OutboxRow
from storage.vault import Vault
from tests.storage.small import NOW, REAL, event, receiver, rows, said, telegram

MINUTE = timedelta(minutes=1)


@pytest.fixture
def receive(engine: Engine, vault: Vault) -> Receive:
    return receiver(engine, vault)


@pytest.fixture
def outbox(engine: Engine, vault: Vault) -> Outbox:
    return Outbox(engine, vault)


def _queue(engine: Engine, vault: Vault, address: str, *drafts: Draft) -> list[bool]:
    return write(
        engine,
        lambda session: [
            post(session, vault, known(session, vault, "telegram", address), each, REAL) for each in drafts
        ],
    )


def _claimed(outbox: Outbox) -> list[str]:
    return [each.reply.text for each in outbox.claim("telegram", REAL)]


def test_an_address_gets_the_next_when_the_last_is_settled(receive: Receive, outbox: Outbox) -> None:
    for each in ("start", "name=王小花"):
        receive(telegram(each))
    receive(telegram("who", address="700002"))
    first, other = outbox.claim("telegram", REAL)
    assert (first.reply.text, first.attempts, other.address) == ("name?", 1, "700002")
    assert outbox.claim("telegram", REAL) == ()
    outbox.sent(first, "11")
    (second,) = outbox.claim("telegram", REAL)
    assert second.reply.text == "saved name=王小花"


def test_what_failed_for_now_holds_up_its_address(receive: Receive, outbox: Outbox) -> None:
    for each in ("one", "two"):
        receive(telegram(each))
    (first,) = outbox.claim("telegram", REAL)
    outbox.settle(Outcome(first, "due", due=REAL + MINUTE))
    assert outbox.claim("telegram", REAL) == ()
    (again,) = outbox.claim("telegram", REAL + MINUTE)
    assert (again.id, again.attempts) == (first.id, 2)


def test_what_failed_for_good_does_not(engine: Engine, receive: Receive, outbox: Outbox) -> None:
    for each in ("one", "two"):
        receive(telegram(each))
    (first,) = outbox.claim("telegram", REAL)
    outbox.settle(Outcome(first, "failed", reason="refused"))
    assert _claimed(outbox) == ["heard two 0"]
    assert [(row.state, row.reason) for row in rows(engine, OutboxRow)] == [
        ("failed", "refused"),
        ("sending", ""),
    ]


def test_replies_go_before_reminders_before_broadcasts(
    engine: Engine, vault: Vault, receive: Receive, outbox: Outbox
) -> None:
    receive(telegram("stop"))
    _queue(
        engine,
        vault,
        "700001",
        Draft("broadcast/1", reply=Reply("to all"), priority=BROADCAST),
        Draft("remind/1", reply=Reply("remember"), priority=REMINDER),
    )
    receive(telegram("hello"))
    order = []
    while parcels := outbox.claim("telegram", REAL):
        order += [each.reply.text for each in parcels]
        outbox.sent(parcels[0], "1")
    assert order == ["heard hello 0", "remember", "to all"]


def test_so_many_replies_and_so_many_others(
    engine: Engine, vault: Vault, receive: Receive, outbox: Outbox
) -> None:
    """Others only where no reply waits."""
    for number in range(3):
        receive(telegram("hello", address=f"70001{number}"))
        receive(telegram("stop", address=f"70002{number}"))
    for number in range(3):
        draft = Draft(f"broadcast/{number}", reply=Reply("to all"), priority=BROADCAST)
        _queue(engine, vault, f"70002{number}", draft)
    assert [each.priority for each in outbox.claim("telegram", REAL, 1, others=0)] == [REPLY]
    assert [each.priority for each in outbox.claim("telegram", REAL, 1, others=1)] == [REPLY]
    assert [each.priority for each in outbox.claim("telegram", REAL, 1, others=1)] == [REPLY, BROADCAST]
    assert [each.priority for each in outbox.claim("telegram", REAL, 0, others=5)] == [BROADCAST] * 2


def test_a_reply_overtakes_what_was_taken_and_has_not_left(
    engine: Engine, vault: Vault, receive: Receive, outbox: Outbox
) -> None:
    receive(telegram("stop"))
    _queue(engine, vault, "700001", Draft("broadcast/1", reply=Reply("to all"), priority=BROADCAST))
    (broadcast,) = outbox.claim("telegram", REAL)
    receive(telegram("hello"))
    assert _claimed(outbox) == ["heard hello 0"]
    receive(telegram("hello"))
    outbox.begin([broadcast])
    assert _claimed(outbox) == []


def test_to_be_put_back_is_no_attempt(receive: Receive, outbox: Outbox) -> None:
    receive(telegram("hello"))
    for _ in range(2):
        (parcel,) = outbox.claim("telegram", REAL)
        assert parcel.attempts == 1
        outbox.settle(Outcome(replace(parcel, attempts=0), "due"))


def test_what_was_in_doubt_and_turns_out_to_be_sent_is_sent(
    engine: Engine, vault: Vault, receive: Receive, outbox: Outbox
) -> None:
    """As when another process took over from one that was only slow."""
    receive(telegram("stop"))
    _queue(engine, vault, "700001", Draft("remind/1", reply=Reply("remember"), priority=REMINDER))
    (parcel,) = outbox.claim("telegram", REAL)
    outbox.begin([parcel])
    outbox.reopen()
    outbox.sent(parcel, "11")
    assert [(row.state, row.sent) for row in rows(engine, OutboxRow)] == [("sent", "11")]


def test_what_is_queued_twice_is_there_once(engine: Engine, vault: Vault, receive: Receive) -> None:
    receive(telegram("stop"))
    draft = Draft("remind/r/s/3d/p", letter=Letter("due"))
    assert _queue(engine, vault, "700001", draft, draft) == [True, False]


def test_an_unknown_outcome(engine: Engine, vault: Vault, receive: Receive, outbox: Outbox) -> None:
    """A reply is sent once more, anything else is only listed."""
    receive(telegram("hello"))
    _queue(engine, vault, "700001", Draft("remind/1", reply=Reply("remember"), priority=REMINDER))
    for _ in range(2):
        (reply,) = outbox.claim("telegram", REAL)
        assert reply.reply.text == "heard hello 0"
        outbox.settle(Outcome(reply, "unknown"))
    (reminder,) = outbox.claim("telegram", REAL)
    outbox.settle(Outcome(reminder, "unknown"))
    assert outbox.claim("telegram", REAL) == ()
    assert [each.id for each in outbox.listed()] == [reply.id, reminder.id]


def test_what_was_being_sent_at_a_crash_is_unknown(receive: Receive, outbox: Outbox) -> None:
    receive(telegram("hello"))
    outbox.claim("telegram", REAL)
    assert outbox.reopen() == 1
    assert _claimed(outbox) == ["heard hello 0"]


def test_what_was_being_prepared_at_a_crash_has_surely_not_arrived(
    engine: Engine, vault: Vault, receive: Receive, outbox: Outbox
) -> None:
    """Until it may be what makes the program crash."""
    receive(telegram("stop"))
    _queue(engine, vault, "700001", Draft("n/0", reply=Reply("the form", document="form/n/docx")))
    for _ in range(CRASHES):
        assert _claimed(outbox) == ["the form"]
        assert outbox.reopen() == 1
    assert [(row.state, row.doubts) for row in rows(engine, OutboxRow)] == [("failed", 0)]


def test_what_had_begun_to_be_sent_at_a_crash_may_have_arrived(
    engine: Engine, vault: Vault, receive: Receive, outbox: Outbox
) -> None:
    receive(telegram("stop"))
    _queue(engine, vault, "700001", Draft("n/0", reply=Reply("the form", document="form/n/docx")))
    for _ in range(2):
        (parcel,) = outbox.claim("telegram", REAL)
        assert not parcel.at_once
        outbox.begin([parcel])
        assert outbox.reopen() == 1
    assert [(row.state, row.doubts) for row in rows(engine, OutboxRow)] == [("unknown", 2)]


def test_outcomes_are_kept_before_the_next_is_claimed(receive: Receive, outbox: Outbox) -> None:
    for each in ("one", "two"):
        receive(telegram(each))
    (first,) = outbox.claim("telegram", REAL)
    (second,) = outbox.claim("telegram", REAL, outcomes=[Outcome(first, "sent", sent="11")])
    assert second.reply.text == "heard two 0"


def test_an_outcome_is_settled_once(engine: Engine, receive: Receive, outbox: Outbox) -> None:
    receive(telegram("hello"))
    (parcel,) = outbox.claim("telegram", REAL)
    outbox.sent(parcel, "11")
    outbox.settle(Outcome(parcel, "due", due=REAL))
    outbox.settle(Outcome(parcel, "gone"))
    assert [(row.state, row.sent) for row in rows(engine, OutboxRow)] == [("sent", "11")]


def test_nothing_more_is_sent_to_somebody_who_is_gone(
    engine: Engine, receive: Receive, outbox: Outbox
) -> None:
    for each in ("one", "two"):
        receive(telegram(each))
    receive(telegram("three", address="700002"))
    outbox.settle(Outcome(outbox.claim("telegram", REAL)[0], "gone"))
    assert sorted(row.state for row in rows(engine, OutboxRow)) == ["gone", "gone", "sending"]
    assert sorted(row.gone == REAL for row in rows(engine, AddressRow)) == [False, True]
    receive(telegram("back again"))
    assert {row.gone for row in rows(engine, AddressRow)} == {None}
    assert _claimed(outbox) == ["heard back 0"]


def test_web_rows_are_never_claimed(receive: Receive, outbox: Outbox) -> None:
    person = receive(event("hello")).person
    assert outbox.claim("web", REAL) == ()
    assert said(outbox, person) == ["[hello]", "heard hello 0"]


def test_the_page_asks_for_what_came_after(receive: Receive, outbox: Outbox) -> None:
    person = receive(event("one")).person
    receive(event("two"))
    receive(event("else", address="b2"))
    first = outbox.after(person, 0, 1)
    assert [each.said for each in first] == ["one"]
    rest = outbox.after(person, first[0].id, 100)
    assert [each.said or each.reply.text for each in rest] == ["heard one 0", "two", "heard two 0"]
    assert outbox.after(person, rest[-1].id, 100) == ()


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────────


def _token(outbox: Outbox, person: str) -> str:
    return outbox.after(person, 0, 100)[-1].reply.buttons[0][0].press


def test_a_button_shows_a_token_and_never_its_action(
    engine: Engine, vault: Vault, receive: Receive, outbox: Outbox
) -> None:
    person = receive(event("start")).person
    token = _token(outbox, person)
    assert len(token.encode()) <= 64
    assert token != "stop"
    assert b"stop" not in rows(engine, ButtonRow)[0].body
    assert read(engine, lambda session: reveal(session, vault, token, person, NOW)) == Button(
        "enough", "stop"
    )


@pytest.mark.parametrize("how", ["forged", "foreign", "another's command"])
def test_a_press_that_is_not_ones_own_is_stale(receive: Receive, outbox: Outbox, how: str) -> None:
    owner = receive(event("start")).person
    press = {"forged": "0" * 16, "foreign": _token(outbox, owner), "another's command": "forget"}[how]
    kept = receive(event(press=press, address="b2"))
    assert said(outbox, kept.person) == ["heard stale 0"]
    assert len(outbox.after(owner, 0, 10)) == 2


# ── letters ──────────────────────────────────────────────────────────────────────────────────────────


def _again(outbox: Outbox, away: timedelta) -> list[str]:
    outbox.beat(REAL - away)
    outbox.again(REAL)
    for each in outbox.claim("telegram", REAL, 100):
        outbox.sent(each, "1")
    outbox.again(REAL)
    return [each.address for each in outbox.claim("telegram", REAL, 100) if each.letter]


def _settled(outbox: Outbox) -> None:
    while parcels := outbox.claim("telegram", REAL, 100):
        for each in parcels:
            outbox.sent(each, "1")


def test_after_an_outage_the_open_question_is_shown_again_once(receive: Receive, outbox: Outbox) -> None:
    receive(telegram("start", address="1"))
    receive(telegram("stop", address="2"))
    receive(event("start"))
    _settled(outbox)
    outbox.beat(REAL - timedelta(seconds=151))
    (person,) = outbox.again(REAL)
    outbox.again(REAL)
    (parcel,) = outbox.claim("telegram", REAL)
    assert (parcel.person, parcel.address, parcel.letter) == (person, "1", Letter("again"))
    assert not parcel.worded


def test_a_short_restart_is_no_outage(receive: Receive, outbox: Outbox) -> None:
    receive(telegram("start"))
    _settled(outbox)
    assert outbox.again(REAL) == ()  # the very first start
    outbox.beat(REAL - timedelta(seconds=150))
    assert outbox.again(REAL) == ()


def test_who_was_away_for_a_day_or_is_gone_is_left_alone(
    engine: Engine, vault: Vault, outbox: Outbox
) -> None:
    now = [REAL - timedelta(hours=25)]
    receive = receiver(engine, vault, real=lambda: now[0])
    receive(telegram("start", address="long ago"))
    now[0] = REAL - timedelta(hours=1)
    receive(telegram("start", address="gone"))
    receive(telegram("start", address="there"))
    for each in outbox.claim("telegram", REAL):
        outbox.settle(Outcome(each, "gone" if each.address == "gone" else "sent"))
    outbox.beat(REAL - timedelta(minutes=10))
    assert len(outbox.again(REAL)) == 1
    assert [each.address for each in outbox.claim("telegram", REAL)] == ["there"]


def test_a_letter_is_worded_when_it_is_sent(receive: Receive, outbox: Outbox) -> None:
    receive(telegram("start"))
    _settled(outbox)
    outbox.beat(REAL - timedelta(minutes=10))
    outbox.again(REAL)
    (parcel,) = outbox.claim("telegram", REAL)
    worded = receive.word(parcel)
    assert worded is not None
    assert worded.reply.text == "again: filling"
    receive(telegram(press=worded.reply.buttons[0][0].press))  # its button works
    assert receive.word(parcel) is None  # nothing is open any more


def test_a_worded_letter_keeps_its_words(receive: Receive, outbox: Outbox) -> None:
    receive(telegram("start"))
    _settled(outbox)
    outbox.beat(REAL - timedelta(minutes=10))
    outbox.again(REAL)
    (parcel,) = outbox.claim("telegram", REAL)
    first = receive.word(parcel)
    outbox.settle(Outcome(parcel, "unknown"))
    (again,) = outbox.claim("telegram", REAL)
    assert again.worded
    assert isinstance(first, Parcel)
    assert receive.word(again) is again
    assert again.reply == first.reply
