"""Units, seats and invitations; what a person's seats reach."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Engine, bindparam, or_, update
from sqlmodel import Session, col, select

from dialogs.register import ABROAD
from dialogs.seats import LIAISON, NOMINEE, OFFICE, Holder, Invitation, Seat, Unit
from knowledge.model import Edition
from storage.abroad import masked
from storage.desks import InvitationRow, SeatRow, UnitRow
from storage.engine import write
from storage.people import fresh_id, mark_of
from storage.tables import AddressRow, NominationRow, PersonRow
from storage.vault import Vault

if TYPE_CHECKING:
    from storage.records import Past


SETTINGS = "settings"
"""By whom the seats of `OFFICE_IDS` are given."""


_SEATED = select(PersonRow.seated).where(PersonRow.id == bindparam("person"))


def pin_units(engine: Engine, editions: Iterable[Edition]) -> None:
    """The units that the notices name themselves stand in the database from the first start on."""
    known = tuple(editions)

    def work(session: Session) -> None:
        for each in known:
            _pin(session, each)

    write(engine, work)


def unseat(engine: Engine, vault: Vault, office: Iterable[str], at: datetime) -> None:
    """Who was taken off `OFFICE_IDS` loses the seat that came from there."""
    marks = [mark_of(vault, "telegram", each) for each in office]
    stay = select(AddressRow.person).where(col(AddressRow.mark).in_(marks))
    over = (col(SeatRow.by) == SETTINGS, col(SeatRow.until).is_(None), col(SeatRow.person).not_in(stay))
    write(engine, lambda session: session.exec(update(SeatRow).where(*over).values(until=at)))


def unit_called(session: Session, round_id: str, name: str) -> str:
    """The id of the unit of that name in a round, or ''."""
    wanted = select(UnitRow.id).where(UnitRow.round == round_id, UnitRow.name == name.strip())
    return session.exec(wanted).first() or ""


def unit_meant(session: Session, round_id: str, unit: str) -> str:
    """The id of the unit of a round that an id or a name stands for, or ''."""
    row = session.get(UnitRow, unit) if unit else None
    return row.id if row and row.round == round_id else unit_called(session, round_id, unit)


def named(session: Session, round_id: str) -> Mapping[str, str]:
    """Id -> name of every unit of a round."""
    return dict(session.exec(select(UnitRow.id, UnitRow.name).where(UnitRow.round == round_id)).all())


def seats_of(session: Session, person: str) -> tuple[Seat, ...]:
    """The seats a person holds now."""
    session.flush()  # one may just have been taken
    if not session.connection().scalar(_SEATED, {"person": person}):
        return ()
    mine = select(SeatRow).where(SeatRow.person == person, col(SeatRow.until).is_(None))
    return tuple(Seat(row.role, row.notice, row.unit or "") for row in session.exec(mine))


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def opened(row: UnitRow) -> Unit:
    return Unit(row.id, row.notice, row.round, row.name, row.unit_class, row.least, row.most)


class Seats:
    """Satisfies `dialogs.seats.Seats` for one signed-in person; `Register` asks it what is in reach."""

    def __init__(self, past: "Past", seats: tuple[Seat, ...]) -> None:
        self._past = past
        self._session = past.session
        self.held = seats

    def office_of(self, notice: str) -> bool:
        return any(each.role == OFFICE and each.notice in {"", notice} for each in self.held)

    def role_in(self, notice: str, unit: str) -> str:
        """The nearest role that reaches a unit of a notice: liaison, office, or none."""
        if unit and any(each.role == LIAISON and each.unit == unit for each in self.held):
            return LIAISON
        return OFFICE if self.office_of(notice) else ""

    def units(self, round: str) -> Sequence[Unit]:  # noqa: A002 - the glossary's word
        rows = self._session.exec(select(UnitRow).where(UnitRow.round == round).order_by(col(UnitRow.name)))
        return tuple(opened(row) for row in rows if self.role_in(row.notice, row.id))

    def unit(self, id: str) -> Unit | None:  # noqa: A002 - the glossary's word
        row = self._session.get(UnitRow, id) if id else None
        return opened(row) if row and self.role_in(row.notice, row.id) else None

    def liaisons(self, unit: str) -> Sequence[str]:
        if self.unit(unit) is None:
            return ()
        return liaisons(self._session, unit)

    def invitations(self) -> Sequence[Invitation]:
        rows = self._session.exec(
            select(InvitationRow)
            .where(
                *self._open(),
                or_(col(InvitationRow.by) == self._past.person, col(InvitationRow.unit).is_not(None)),
            )
            .order_by(col(InvitationRow.at))
        )
        return tuple(self._listed(self._told(row)) for row in rows if self._mine(row))

    def _listed(self, told: Invitation) -> Invitation:
        """Who is invited to fill in has not agreed to anything yet: no whole name on a channel abroad."""
        hidden = told.role == NOMINEE and self._past.caller.channel in ABROAD
        return replace(told, name=masked(told.name)) if hidden else told

    def invited(self, token: str) -> Invitation | None:
        row = self._session.exec(
            select(InvitationRow).where(InvitationRow.hash == token_hash(token), *self._open())
        ).first()
        return self._told(row) if row else None

    def made(self, invitation: str) -> Invitation | None:
        row = self._session.get(InvitationRow, invitation)
        return self._listed(self._told(row)) if row and row.by == self._past.person else None

    def people(self, notice: str) -> Sequence[Holder]:
        rows = self._session.exec(
            select(SeatRow)
            .where(col(SeatRow.notice).in_({"", notice}), col(SeatRow.until).is_(None))
            .order_by(col(SeatRow.role).desc(), col(SeatRow.unit), col(SeatRow.number))
        )
        return tuple(self._holder(row) for row in rows if self.role_in(notice, row.unit or ""))

    def taken_up(self, invitation: str) -> Holder | None:
        row = self._session.exec(select(SeatRow).where(SeatRow.invitation == invitation)).first()
        return self._holder(row) if row and row.by == self._past.person else None

    def _holder(self, row: SeatRow) -> Holder:
        unit = self._session.get(UnitRow, row.unit) if row.unit else None
        name = self._past.vault.open(row.name, seat_place(row)) if row.name else ""
        return Holder(
            seat=Seat(row.role, row.notice, row.unit or ""),
            person=row.person,
            name=name,
            unit_name=unit.name if unit else "",
            since=row.since,
        )

    def named(self, round: str) -> Mapping[str, str]:  # noqa: A002 - the glossary's word
        return named(self._session, round)

    def _open(self) -> tuple[ColumnElement[bool], ...]:
        return (
            col(InvitationRow.revoked).is_(None),
            col(InvitationRow.left) > 0,
            col(InvitationRow.until) > self._past.real,
        )

    def _mine(self, row: InvitationRow) -> bool:
        return row.by == self._past.person or bool(self.role_in(row.notice, row.unit or ""))

    def _told(self, row: InvitationRow) -> Invitation:
        unit = self._session.get(UnitRow, row.unit) if row.unit else None
        written = self._session.get(NominationRow, row.nomination) if row.nomination else None
        return Invitation(
            id=row.id,
            role=row.role,
            notice=row.notice,
            unit=row.unit or "",
            nomination=row.nomination or "",
            name=self._past.vault.open(row.name, name_place(row.id)),
            until=row.until,
            by=row.by,
            left=row.left,
            unit_name=unit.name if unit else "",
            way=written.way if written else "",
        )


def name_place(invitation: str) -> str:
    """Where the name on an invitation is sealed for."""
    return f"invitations.name:{invitation}"


def liaisons(session: Session, unit: str) -> tuple[str, ...]:
    """The persons who look after a unit, whoever asks."""
    rows = select(SeatRow.person).where(
        SeatRow.unit == unit, SeatRow.role == LIAISON, col(SeatRow.until).is_(None)
    )
    return tuple(session.exec(rows))


def offices(session: Session, notice: str) -> tuple[str, ...]:
    """The persons of a notice's office, whoever asks."""
    rows = select(SeatRow.person).where(
        SeatRow.role == OFFICE, col(SeatRow.notice).in_({"", notice}), col(SeatRow.until).is_(None)
    )
    return tuple(dict.fromkeys(session.exec(rows)))


def seat_place(row: SeatRow) -> str:
    """Where the name on a seat is sealed for; the person may become another one's, the invitation stays."""
    return f"seats.name:{row.invitation}"


def take(session: Session, person: str, seat: Seat, by: str, at: datetime) -> SeatRow | None:
    """A person gets a seat; having it already changes nothing."""
    if seat in seats_of(session, person):
        return None
    session.get_one(PersonRow, person).seated = True
    row = SeatRow(person=person, role=seat.role, notice=seat.notice, unit=seat.unit or None, since=at, by=by)
    session.add(row)
    return row


def invite(session: Session, vault: Vault, invitation: Invitation, token: str, at: datetime) -> None:
    """Keep an invitation; of its token only the hash. `at` and its `until` are true times."""
    session.add(
        InvitationRow(
            id=invitation.id,
            hash=token_hash(token),
            role=invitation.role,
            notice=invitation.notice,
            unit=invitation.unit or None,
            nomination=invitation.nomination or None,
            name=vault.seal(invitation.name, name_place(invitation.id)),
            by=invitation.by,
            at=at,
            until=invitation.until,
            left=invitation.left,
        )
    )


def _pin(session: Session, edition: Edition) -> None:
    quotas, round_id = edition.notice.quotas, edition.round.id
    for row in quotas.rows if quotas else ():
        if row.unit and not unit_called(session, round_id, row.unit):
            session.add(
                UnitRow(
                    id=fresh_id(),
                    notice=edition.notice.id,
                    round=round_id,
                    name=row.unit,
                    unit_class=row.unit_class,
                    least=row.least,
                    most=row.most or None,
                )
            )
