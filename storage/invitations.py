"""Invitations: made, taken up once, revoked; and seats that end."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from sqlmodel import col, select

from dialogs.model import Letter
from dialogs.seats import (
    LIAISON,
    NOMINEE,
    OFFICE,
    AddUnit,
    Invitation,
    Invite,
    Join,
    LeaveSeat,
    Revoke,
    Seat,
    Seating,
    Unit,
    WrongToken,
)
from storage.desks import InvitationRow, SeatRow, UnitRow
from storage.mail import send
from storage.owners import pass_on
from storage.seats import invite, liaisons, name_place, seat_place, take, token_hash
from storage.tables import NominationRow, WrongCodeRow

if TYPE_CHECKING:
    from storage.records import Past


def perform(past: "Past", effect: Seating, now: datetime) -> None:
    """Raises LookupError where the person's seats do not allow it: nothing of the turn is kept."""
    match effect:
        case AddUnit():
            _add_unit(past, effect.unit)
        case Invite():
            _may_invite(past, effect.invitation)
            until = past.real + (effect.invitation.until - now)  # a rehearsal moves the dates of rules only
            invite(past.session, past.vault, replace(effect.invitation, until=until), effect.token, past.real)
        case Revoke():
            _revoke(past, effect.invitation)
        case Join():
            _join(past, effect.token, now)
        case WrongToken():
            past.session.add(WrongCodeRow(mark=past.caller.mark, at=past.real))
        case LeaveSeat():
            _leave(past, effect)
        case _:
            assert_never(effect)


def _add_unit(past: "Past", unit: Unit) -> None:
    if not past.seats.office_of(unit.notice):
        raise LookupError("only the office names units")
    past.session.merge(
        UnitRow(
            id=unit.id,
            notice=unit.notice,
            round=unit.round,
            name=unit.name,
            unit_class=unit.unit_class,
            least=unit.least,
            most=unit.most,
        )
    )
    past.session.flush()


def _may_invite(past: "Past", made: Invitation) -> None:
    """Who wrote about somebody may send the link to confirm it; all else follows from the seats."""
    if made.nomination:
        if made.role != NOMINEE or not past.owns(made.nomination):
            raise LookupError("this nomination is another person's")
    else:
        _reach(past, made.role, made.notice, made.unit)


def _reach(past: "Past", role: str, notice: str, unit: str) -> None:
    """The office invites office people and liaisons; a unit invites nominees, and its own successors."""
    allowed = past.seats.office_of(notice) or (role != OFFICE and past.seats.role_in(notice, unit) == LIAISON)
    if not allowed:
        raise LookupError("this invitation is out of reach")


def _revoke(past: "Past", invitation: str) -> None:
    row = past.session.get_one(InvitationRow, invitation)
    if row.by != past.person:
        _reach(past, row.role, row.notice, row.unit or "")
    row.revoked = past.real


def _join(past: "Past", token: str, now: datetime) -> None:
    row = past.session.exec(
        select(InvitationRow).where(InvitationRow.hash == token_hash(token)).with_for_update()
    ).one()
    if row.left < 1 or row.revoked or row.until <= past.real:
        raise LookupError("this invitation is no longer open")
    row.left -= 1
    if row.role in {OFFICE, LIAISON}:
        _sit(past, row)
    elif row.nomination:
        nomination = past.session.get_one(NominationRow, row.nomination)
        if nomination.person == past.person:
            raise LookupError("nobody confirms what they wrote themselves")
        nomination.nominee, nomination.changed = past.person, now
    elif row.left == 0 and row.by != past.person:  # by a poster for many, each of them is no news
        send(past, row.by, f"begun/{row.id}", Letter("begun", row.id))


def _sit(past: "Past", row: InvitationRow) -> None:
    """The name goes along to the seat, and whoever invited is told."""
    taken = take(past.session, past.person, Seat(row.role, row.notice, row.unit or ""), row.by, past.real)
    if taken is None:
        return
    name = past.vault.open(row.name, name_place(row.id))
    taken.invitation = row.id
    taken.name = past.vault.seal(name, seat_place(taken))
    send(past, row.by, f"joined/{row.id}/{past.person}", Letter("joined", row.id))


def _leave(past: "Past", effect: LeaveSeat) -> None:
    if effect.person != past.person and not past.seats.office_of(effect.seat.notice):
        raise LookupError("this seat is somebody else's")
    rows = past.session.exec(
        select(SeatRow).where(
            SeatRow.person == effect.person,
            SeatRow.role == effect.seat.role,
            SeatRow.notice == effect.seat.notice,
            col(SeatRow.unit) == (effect.seat.unit or None),
            col(SeatRow.until).is_(None),
        )
    )
    for row in rows:
        row.until = past.real
        if row.unit:
            _hand_over(past, row.person, row.unit)


def _hand_over(past: "Past", person: str, unit: str) -> None:
    """What a liaison filled in for others goes on with whoever looks after the unit now."""
    past.session.flush()
    heir = next(reversed(liaisons(past.session, unit)), "")
    written = select(NominationRow).where(
        NominationRow.person == person, NominationRow.unit == unit, NominationRow.way == "union"
    )
    for row in past.session.exec(written).all() if heir else ():
        pass_on(past.session, row, heir)
