"""Deleting everything that is held about a person."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage import files, questions
from storage.desks import PostingRow, ReturnRow, TickRow
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
    TalkRow,
    ToldRow,
)

_OF_A_NOMINATION = (EntryRow, ReturnRow, PostingRow, TickRow)
_PERSONAL = (ButtonRow, OutboxRow, StateRow, TalkRow, ConsentRow, CodeRow, AddressRow, ToldRow)


def forget(session: Session, person: str, at: datetime) -> None:
    """Withdraw what was submitted, then delete every row with personal data; files go once this is committed.

    What stays, without a person: log rows with ids, inbox ids (so that nothing has its effect twice), and
    registration numbers (so that none is given twice). What is still waiting in the inbox stays too.
    """
    session.flush()
    _let_go_of_nominations(session, person)
    session.exec(update(FileRow).where(col(FileRow.person) == person).values(person=None, dropped=True))
    _blank_inbox(session, person)
    questions.forget(session, person)
    for table in _PERSONAL:
        session.exec(delete(table).where(col(table.person) == person))
    session.exec(delete(PersonRow).where(col(PersonRow.id) == person))
    session.add(DeletionRow(person=person, at=at))
    session.flush()


def _let_go_of_nominations(session: Session, person: str) -> None:
    mine = col(NominationRow.person) == person
    ids = select(NominationRow.id).where(mine)
    files.unname(session, ids)
    for table in _OF_A_NOMINATION:
        session.exec(delete(table).where(col(table.nomination).in_(ids)))
    session.exec(delete(NominationRow).where(mine, col(NominationRow.registration).is_(None)))
    burnt = col(NominationRow.state) == "burnt"  # its place stays taken, whoever it was
    session.exec(update(NominationRow).where(mine, ~burnt).values(person=None, unit="", state="withdrawn"))
    session.exec(update(NominationRow).where(mine, burnt).values(person=None))


def _blank_inbox(session: Session, person: str) -> None:
    session.exec(
        update(InboxRow)
        .where(col(InboxRow.person) == person, col(InboxRow.state) != "waiting")
        .values(person=None, mark="", body=None, pending=False)
    )
