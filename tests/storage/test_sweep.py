"""What is not needed any more goes."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from dialogs.seats import OFFICE
from storage.desks import InvitationRow, LaureateRow, RoundRow
from storage.engine import write
from storage.outbox import Outbox
from storage.sweep import expire, retire, sweep
from storage.tables import ButtonRow, EntryRow, InboxRow, NominationRow, OutboxRow, TalkRow, WrongCodeRow
from storage.vault import Vault
from tests.seats import invited
from tests.storage.small import NOW, REAL, ROUND, event, past, receiver, rows, said, telegram

WEEK = timedelta(days=7, seconds=1)


def test_delivered_texts_go_after_a_week_but_not_the_newest_buttons(engine: Engine, vault: Vault) -> None:
    receive, outbox = receiver(engine, vault), Outbox(engine, vault)
    for each in ("ask", "hello", "ask", "hello"):
        receive(telegram(each))
        (parcel,) = outbox.claim("telegram", REAL)
        outbox.sent(parcel, "1")
    receive(telegram("still due"))
    for _ in range(2):
        sweep(engine, REAL + WEEK)
        assert [row.body is not None for row in rows(engine, OutboxRow)] == [False, False, True, False, True]
        assert {row.key for row in rows(engine, ButtonRow)} == {rows(engine, OutboxRow)[2].key}


def test_a_week_is_not_over_before_it_is_over(engine: Engine, vault: Vault) -> None:
    receive, outbox = receiver(engine, vault), Outbox(engine, vault)
    receive(telegram("hello"))
    outbox.sent(outbox.claim("telegram", REAL)[0], "1")
    sweep(engine, REAL + timedelta(days=6))
    assert rows(engine, OutboxRow)[0].body


def test_the_history_of_the_page_stays(engine: Engine, vault: Vault) -> None:
    person = receiver(engine, vault)(event("start")).person
    sweep(engine, REAL + timedelta(days=400))
    assert said(Outbox(engine, vault), person) == ["[start]", "name?"]


def test_talks_guesses_and_what_was_set_aside_go(engine: Engine, vault: Vault) -> None:
    receive = receiver(engine, vault)
    receive(event("talk one"))
    receive(event("link 000000000009"))
    receive.set_aside(event("boom"))
    sweep(engine, NOW + WEEK)
    assert rows(engine, InboxRow)[-1].body is None
    assert len(rows(engine, TalkRow)) == len(rows(engine, WrongCodeRow)) == 1
    sweep(engine, REAL + timedelta(days=2))
    assert rows(engine, TalkRow) == []
    assert rows(engine, WrongCodeRow) == []
    assert len(rows(engine, InboxRow)) == 3


def test_a_name_on_an_invitation_goes_a_month_after_it_ran_out(engine: Engine, vault: Vault) -> None:
    invited(engine, vault, OFFICE, at=REAL, days=14)
    sweep(engine, REAL + timedelta(days=44))
    assert len(rows(engine, InvitationRow)) == 1
    sweep(engine, REAL + timedelta(days=44, seconds=1))
    assert rows(engine, InvitationRow) == []


def test_drafts_go_thirty_days_after_the_round_closed(engine: Engine, vault: Vault) -> None:
    receive, closed = receiver(engine, vault), NOW + timedelta(days=40)
    for each in ("start", "name=王小花", "submit", "start", "name=王小草"):
        receive(event(each))
    for each in ("start", "name=李小草"):
        receive(event(each, address="b2"))
    day = timedelta(days=1)
    assert expire(engine, closed + 30 * day, {ROUND: closed}) == 0
    assert expire(engine, closed + 31 * day, {}) == 0  # the notice is missing for a while
    assert expire(engine, closed + 31 * day, {ROUND: closed}) == 2
    assert expire(engine, closed + 31 * day, {ROUND: closed}) == 0
    assert [row.state for row in rows(engine, NominationRow) if row.registration] == ["submitted"]
    assert len(rows(engine, EntryRow)) == 1
    (kept,) = past(engine, vault, lambda records: records.nominations())
    assert kept.registration == "XC22-0001"


def test_a_practice_draft_of_a_closed_round_lasts_from_its_last_change(engine: Engine, vault: Vault) -> None:
    receiver(engine, vault)(event("start"))
    closed = NOW - timedelta(days=1000)
    assert expire(engine, NOW + timedelta(days=29), {ROUND: closed}) == 0
    assert expire(engine, NOW + timedelta(days=31), {ROUND: closed}) == 1


def test_half_a_year_after_archiving_only_the_laureates_stay(engine: Engine, vault: Vault) -> None:
    receive = receiver(engine, vault)
    for each in ("start", "name=王小花", "submit", "start", "name=王小草", "submit"):
        receive(event(each))
    honoured, other = (row.id for row in sorted(rows(engine, NominationRow), key=lambda row: row.serial or 0))
    _archive(engine, honoured)
    assert retire(engine, NOW + timedelta(days=180)) == 0
    assert retire(engine, NOW + timedelta(days=181)) == 1
    assert retire(engine, NOW + timedelta(days=181)) == 0
    assert {row.nomination for row in rows(engine, EntryRow)} == {honoured}
    assert [row.registration for row in rows(engine, NominationRow) if row.id == other] == ["XC22-0002"]


def _archive(engine: Engine, honoured: str) -> None:
    closed = RoundRow(id=ROUND, notice=ROUND, opens=NOW, closes=NOW, state="archived", at=NOW)
    laureate = LaureateRow(
        notice=ROUND, year=2022, name=b"", employer=b"", namesake="", nomination=honoured, by="", at=NOW
    )

    def work(session: Session) -> None:
        session.add(closed)
        session.add(laureate)

    write(engine, work)
