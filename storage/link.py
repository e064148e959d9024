"""Two that turned out to be one person: everything of the first goes over to the second."""

from dataclasses import replace

from sqlalchemy import delete, update
from sqlmodel import Session, col

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
    StateRow,
    TalkRow,
)

_OWNED = (AddressRow, ConsentRow, CodeRow, NominationRow, InboxRow, OutboxRow, ButtonRow, FileRow)
_ONE_EACH = (StateRow, TalkRow)


def link(session: Session, caller: Caller, other: str) -> Caller:
    """The caller as the other person, with both one's addresses, drafts, nominations and history."""
    if other == caller.person or session.get(PersonRow, other, with_for_update=True) is None:
        return caller
    session.flush()
    for table in _OWNED:
        session.exec(update(table).where(col(table.person) == caller.person).values(person=other))
    for each in _ONE_EACH:
        session.exec(delete(each).where(col(each.person) == caller.person))
    session.exec(delete(PersonRow).where(col(PersonRow.id) == caller.person))
    return replace(caller, person=other)
