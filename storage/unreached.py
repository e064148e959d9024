"""Whom Telegram no longer reaches: the contacts of their unit hear of it, once until they are back."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dialogs.model import Letter
from dialogs.reminders import FIRST, LAST
from dialogs.seats import LIAISON
from storage.desks import SeatRow
from storage.mail import Post, send
from storage.parcels import REMINDER
from storage.tables import AddressRow, NominationRow, OutboxRow

_LATELY = timedelta(days=2)  # a contact who comes later sees it elsewhere
_CONCERNED = ("draft", "submitted", "returned", "recommended", "sent_up", "accepted")


def tell(post: Post, now: datetime, limit: int) -> None:
    """Letters to those who look after somebody that is not reached. `now`: the clock of the rules."""
    if not FIRST <= now.hour < LAST:
        return
    gone = post.session.exec(select(AddressRow).where(col(AddressRow.gone) > post.real - _LATELY)).all()
    for row in (each for each in gone if each.channel == "telegram" and lost(post.session, each.person)):
        for nomination, liaison in post.session.exec(_contacts(row.person).limit(limit)).all():
            key = f"lost/{row.person}/{row.gone:%Y%m%d%H%M%S}/{liaison}"
            if not post.session.exec(select(OutboxRow.number).where(OutboxRow.key == key)).first():
                send(post, liaison, key, Letter("lost", nomination), REMINDER)


def lost(session: Session, person: str) -> bool:
    """A chat of theirs is shut, and none is open. A page in a browser tells nobody that something came."""
    mine = select(AddressRow.gone).where(AddressRow.person == person, AddressRow.channel == "telegram")
    found = session.exec(mine).all()
    return bool(found) and None not in found


def _contacts(person: str) -> Any:
    """(nomination, contact): the newest of each contact's unit."""
    newer, seat = aliased(NominationRow), SeatRow
    owner = func.coalesce(NominationRow.nominee, NominationRow.person)
    same = (col(newer.unit) == col(NominationRow.unit), col(newer.state).in_(_CONCERNED))
    theirs = func.coalesce(newer.nominee, newer.person) == person
    return (
        select(NominationRow.id, seat.person)
        .join(seat, col(seat.unit) == col(NominationRow.unit))
        .where(owner == person, col(NominationRow.practice).is_(False))
        .where(col(NominationRow.state).in_(_CONCERNED), seat.role == LIAISON, col(seat.until).is_(None))
        .where(~exists().where(theirs, *same, col(newer.started) > col(NominationRow.started)))
        .where(seat.person != person)
    )
