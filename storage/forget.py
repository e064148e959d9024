"""Deleting everything that is held about a person."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage import files, questions
from storage.desks import InvitationRow, PostingRow, ReturnRow, SeatRow, TickRow
from storage.owners import owned_by, pass_on
from storage.seats import liaisons
from storage.tables import (
    AddressRow,
    ButtonRow,
    CodeRow,
    ConsentRow,
    DeletionRow,
    EntryRow,
    FileRow,
    InboxRow,
    NominationRow,
    OutboxRow,
    PersonRow,
    StateRow,
    SubscriptionRow,
    TalkRow,
    ToldRow,
    WishRow,
)

_OF_A_NOMINATION = (EntryRow, ReturnRow, PostingRow, TickRow, InvitationRow)
_PERSONAL = (
    ButtonRow,
    OutboxRow,
    StateRow,
    TalkRow,
    ConsentRow,
    CodeRow,
    AddressRow,
    ToldRow,
    SubscriptionRow,
    WishRow,
)


def forget(session: Session, person: str, at: datetime) -> None:
    """Withdraw what was submitted, then delete every row with personal data; files go once this is committed.

    What stays, without a person: log rows with ids, inbox ids (so that nothing has its effect twice), and
    registration numbers (so that none is given twice). What is still waiting in the inbox stays too.
    """
    session.flush()
    _hand_on(session, person)
    _let_go_of_nominations(session, person)
    session.exec(update(FileRow).where(col(FileRow.person) == person).values(person=None, dropped=True))
    _blank_inbox(session, person)
    questions.forget(session, person)
    for table in _PERSONAL:
        session.exec(delete(table).where(col(table.person) == person))
    session.exec(delete(SeatRow).where(col(SeatRow.person) == person))
    session.exec(update(InvitationRow).where(col(InvitationRow.by) == person).values(by=""))
    session.exec(delete(PersonRow).where(col(PersonRow.id) == person))
    session.add(DeletionRow(person=person, at=at))
    session.flush()


def _hand_on(session: Session, person: str) -> None:
    """What the person wrote about others stays: with the nominee who agreed to it, or with the unit."""
    written = select(NominationRow).where(NominationRow.person == person, NominationRow.way != "self")
    for row in session.exec(written).all():
        others = liaisons(session, row.unit) if row.way == "union" else ()
        heir = row.nominee or next((each for each in reversed(others) if each != person), None)
        if heir and heir != person:
            pass_on(session, row, heir)


def _let_go_of_nominations(session: Session, person: str) -> None:
    mine = owned_by(person)
    ids = select(NominationRow.id).where(mine)
    files.unname(session, ids)
    for table in _OF_A_NOMINATION:
        session.exec(delete(table).where(col(table.nomination).in_(ids)))
    session.exec(delete(NominationRow).where(mine, col(NominationRow.registration).is_(None)))
    burnt = col(NominationRow.state) == "burnt"  # its place stays taken, whoever it was
    session.exec(update(NominationRow).where(mine, ~burnt).values(unit="", state="withdrawn"))
    session.exec(update(NominationRow).where(mine).values(person=None, nominee=None))


def _blank_inbox(session: Session, person: str) -> None:
    session.exec(
        update(InboxRow)
        .where(col(InboxRow.person) == person, col(InboxRow.state) != "waiting")
        .values(person=None, mark="", body=None, pending=False)
    )
