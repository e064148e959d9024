"""Two that turned out to be one person: everything of the first goes over to the second."""

from dataclasses import replace

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.desks import InvitationRow, SeatRow
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
    SubscriptionRow,
    TalkRow,
    ToldRow,
    WishRow,
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
_ONE_EACH = (StateRow, TalkRow, WishRow)


def link(session: Session, caller: Caller, other: str) -> Caller:
    """The caller as the other person, with both one's addresses, drafts, nominations and history."""
    if other == caller.person or session.get(PersonRow, other, with_for_update=True) is None:
        return caller
    session.flush()
    for table in _OWNED:
        session.exec(update(table).where(col(table.person) == caller.person).values(person=other))
    _link_told(session, caller.person, other)
    _link_seats(session, caller.person, other)
    _link_subscriptions(session, caller.person, other)
    for each in _ONE_EACH:
        session.exec(delete(each).where(col(each.person) == caller.person))
    session.exec(delete(PersonRow).where(col(PersonRow.id) == caller.person))
    return replace(caller, person=other)


def _link_subscriptions(session: Session, person: str, other: str) -> None:
    """What either refused stays refused."""
    for row in session.exec(select(SubscriptionRow).where(SubscriptionRow.person == person)).all():
        theirs = session.get(SubscriptionRow, (other, row.notice))
        if theirs is None:
            row.person = other
        else:
            theirs.wanted = theirs.wanted and row.wanted
            session.delete(row)
    session.flush()


def _link_seats(session: Session, person: str, other: str) -> None:
    """Both one's seats, each once; what either invited to, and what either is the nominee of."""
    held = select(SeatRow).where(SeatRow.person == other, col(SeatRow.until).is_(None))
    theirs = {(row.role, row.notice, row.unit) for row in session.exec(held)}
    for row in session.exec(select(SeatRow).where(SeatRow.person == person)).all():
        if row.until is None and (row.role, row.notice, row.unit) in theirs:
            session.delete(row)
        else:
            row.person = other
            session.get_one(PersonRow, other).seated = True
    session.exec(update(InvitationRow).where(col(InvitationRow.by) == person).values(by=other))
    session.exec(update(NominationRow).where(col(NominationRow.nominee) == person).values(nominee=other))
    session.flush()


def _link_told(session: Session, person: str, other: str) -> None:
    """Of a ruling that both were told, the other's version stays."""
    both = select(ToldRow.ruling).where(ToldRow.person == other)
    mine = col(ToldRow.person) == person
    session.exec(delete(ToldRow).where(mine, col(ToldRow.ruling).in_(both)))
    session.exec(update(ToldRow).where(mine).values(person=other))
