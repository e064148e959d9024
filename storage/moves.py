"""What those above the nominee decide, performed in the turn's transaction, within what their seats reach."""

from datetime import datetime
from typing import assert_never

from sqlmodel import col, select

from dialogs.model import Letter
from dialogs.register import (
    DEEDS,
    HELD_BACK,
    TAKING,
    UNDOES,
    Assign,
    Confirm,
    Describe,
    Disclose,
    Move,
    Registering,
    Release,
)
from dialogs.seats import LIAISON, OFFICE
from storage.desks import ReturnRow, UnitRow
from storage.mail import send
from storage.owners import pass_on
from storage.parcels import REMINDER
from storage.records import Past
from storage.register import alike, namesake, reason_place, twin
from storage.seats import liaisons, offices
from storage.tables import LogRow, NominationRow


def perform(past: Past, effect: Registering, event: str, now: datetime) -> None:
    """Raises LookupError where the person's seats do not reach it: nothing of the turn is kept."""
    match effect:
        case Move():
            _move(past, effect, event, now)
        case Assign():
            _assign(past, effect, event)
        case Release():
            _release(past, effect.nomination, event)
        case Describe():
            _describe(past, effect)
        case Confirm():
            _confirm(past, effect, event)
        case Disclose():
            _reached(past, effect.nomination)
        case _:
            assert_never(effect)


def _move(past: Past, move: Move, event: str, now: datetime) -> None:
    deed, row = DEEDS[move.deed], _reached(past, move.nomination)
    if not _may(past, row, move.deed) or row.state not in deed.before:
        raise LookupError("this nomination cannot go there")
    after = _before(past, row.id, UNDOES[move.deed]) if move.deed in UNDOES else deed.after
    if after in TAKING and row.state not in TAKING:
        _one_more(past, row.unit)
    row.state, row.changed, row.late = after, now, row.late or move.late
    line = LogRow(
        at=past.real,
        kind=move.kind,
        person=past.person,
        subject=row.id,
        event=event,
        role=deed.role,
        detail=move.deed,
    )
    past.session.add(line)
    past.session.flush()
    if move.reason and line.number:
        sealed = past.vault.seal(move.reason, reason_place(line.number))
        past.session.add(ReturnRow(log=line.number, nomination=row.id, field=move.field, reason=sealed))
    office = deed.role == OFFICE
    _tell(past, row, f"{row.id} {line.number}", event, unit=office and not move.batch)
    if office and move.batch:
        _tell_unit(past, row.unit, event)


def _may(past: Past, row: NominationRow, deed: str) -> bool:
    if deed in HELD_BACK and (row.held or not row.confirmed):
        return False
    if DEEDS[deed].role == OFFICE:
        return past.seats.office_of(row.notice)
    return past.seats.role_in(row.notice, row.unit) == DEEDS[deed].role


def _before(past: Past, nomination: str, undone: str) -> str:
    """Where a nomination stood before its last deed, which must be the one that is undone."""
    lines = select(LogRow.detail).where(
        LogRow.subject == nomination, col(LogRow.kind).in_(("move", "submit"))
    )
    deeds = past.session.exec(lines.order_by(col(LogRow.number))).all()
    states = ["submitted"]
    for each in deeds:
        states.append(states[-2] if each in UNDOES else DEEDS[each].after if each in DEEDS else "submitted")
    if not deeds or deeds[-1] != undone:
        raise LookupError("something else was done since")
    return states[-2]


def _release(past: Past, nomination: str, event: str) -> None:
    row = _reached(past, nomination)
    if not past.seats.office_of(row.notice):
        raise LookupError("only the level above decides")
    row.held = ""
    for each in liaisons(past.session, row.unit) if row.unit else ():
        send(past, each, f"{event}/released/{row.id}/{each}", Letter("released", row.id))


def _one_more(past: Past, unit: str) -> None:
    """The last word on a unit's places: the dialog has counted in the same transaction."""
    row = past.session.get(UnitRow, unit, with_for_update=True)
    if row is None or (row.most is not None and past.register.taken(unit) >= row.most):
        raise LookupError("no place is left")


def _tell(past: Past, row: NominationRow, subject: str, event: str, *, unit: bool) -> None:
    """The nominee hears of it, and the unit of what the office did."""
    others = {row.person, row.nominee, *(liaisons(past.session, row.unit) if unit else ())}
    for each in sorted(other for other in others if other and other != past.person):
        send(past, each, f"{event}/moved/{row.id}/{each}", Letter("moved", subject))


def _tell_unit(past: Past, unit: str, event: str) -> None:
    """One letter for all that the office did at once."""
    for each in (one for one in liaisons(past.session, unit) if one != past.person):
        send(past, each, f"{event}/batch/{unit}/{each}", Letter("batch", unit))


def _assign(past: Past, effect: Assign, event: str) -> None:
    row = _reached(past, effect.nomination)
    unit = past.seats.unit(effect.unit)
    if unit is None or unit.round != row.round or row.state in TAKING:
        raise LookupError("this nomination cannot go there")
    row.unit = unit.id
    announce(past, row, event)


def _describe(past: Past, effect: Describe) -> None:
    """Where it changes who is meant, it is looked up anew; else the level above has had the last word."""
    row = past.session.get_one(NominationRow, effect.nomination)
    if not past.owns(row.id):
        _reached(past, row.id)
    before = row.namesake, row.twin, row.employer
    row.namesake = namesake(past.vault, effect.name)
    row.twin = twin(past.vault, effect.name, effect.birth) if effect.birth else None
    row.employer = past.vault.mark("".join(effect.employer.split()).casefold(), "employer")
    row.shares, row.category = effect.shares, effect.category
    if before != (row.namesake, row.twin, row.employer):
        row.held = _repeats(past, row, effect)


def _repeats(past: Past, row: NominationRow, effect: Describe) -> str:
    """Why it must be held. Always looked up in both places: the time it takes tells nothing either."""
    past.session.flush()
    twins = past.session.exec(alike(row).limit(1)).first()
    honoured = past.rounds.honoured(row.notice, effect.name, effect.birth)
    return "twin" if twins else "laureate" if honoured else ""


def _confirm(past: Past, effect: Confirm, event: str) -> None:
    """By the nominee, whose it is from now on; or on paper, as the unit's contact saw it."""
    row = past.session.get_one(NominationRow, effect.nomination)
    if row.nominee and row.nominee == past.person:
        tell_writer(past, row, "agreed", event)
        pass_on(past.session, row, past.person)
    elif not effect.paper or past.seats.role_in(row.notice, row.unit) != LIAISON:
        raise LookupError("only the nominee agrees to what others wrote")
    row.confirmed = True


def _reached(past: Past, nomination: str) -> NominationRow:
    row = past.register.row(nomination, lock=True)
    if row is None:
        raise LookupError("this nomination is out of reach")
    return row


def tell_writer(past: Past, row: NominationRow, kind: str, event: str) -> None:
    """Who wrote about somebody hears that the nominee agreed, or refused."""
    if row.person and row.nominee == past.person and row.person != past.person and not row.confirmed:
        send(past, row.person, f"{event}/{kind}/{row.id}", Letter(kind, row.notice))


def tell_office(past: Past, row: NominationRow) -> None:
    """Handed in for a unit that nobody could make out: once a day, however many there are."""
    day = f"{past.real:%Y%m%d}"
    for each in offices(past.session, row.notice):
        send(past, each, f"unclaimed/{row.round}/{day}/{each}", Letter("unclaimed", row.round), REMINDER)


def announce(past: Past, row: NominationRow, event: str, kind: str = "submitted") -> tuple[str, ...]:
    """Those who look after the unit hear at once that somebody has submitted, or withdrawn; who was told."""
    others = liaisons(past.session, row.unit) if row.unit else ()
    for each in (other for other in others if other != past.person):
        send(past, each, f"{event}/{kind}/{row.id}/{each}", Letter(kind, row.id))
    return others
