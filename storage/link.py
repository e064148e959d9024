"""Two that turned out to be one person: everything of the first goes over to the second."""

from dataclasses import replace

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.people import Caller
from storage.tables import (
    AddressRow,
    ButtonRow,
    CodeRow,
    ConsentRow,
    FileRow,
    InboxRow,
    NominationRow,
    OutboxRow,
    PersonRow,
    QuestionRow,
    StateRow,
    TalkRow,
    ToldRow,
)

_OWNED = (
    AddressRow,
    ConsentRow,
    CodeRow,
    NominationRow,
    InboxRow,
    OutboxRow,
    ButtonRow,
    FileRow,
    QuestionRow,
)
_ONE_EACH = (StateRow, TalkRow)


def link(session: Session, caller: Caller, other: str) -> Caller:
    """The caller as the other person, with both one's addresses, drafts, nominations and history."""
    if other == caller.person or session.get(PersonRow, other, with_for_update=True) is None:
        return caller
    session.flush()
    for table in _OWNED:
        session.exec(update(table).where(col(table.person) == caller.person).values(person=other))
    _link_told(session, caller.person, other)
    for each in _ONE_EACH:
        session.exec(delete(each).where(col(each.person) == caller.person))
    session.exec(delete(PersonRow).where(col(PersonRow.id) == caller.person))
    return replace(caller, person=other)


def _link_told(session: Session, person: str, other: str) -> None:
    """Of a ruling that both were told, the other's version stays."""
    both = select(ToldRow.ruling).where(ToldRow.person == other)
    mine = col(ToldRow.person) == person
    session.exec(delete(ToldRow).where(mine, col(ToldRow.ruling).in_(both)))
    session.exec(update(ToldRow).where(mine).values(person=other))
