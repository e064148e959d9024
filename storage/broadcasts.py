"""Broadcasts: kept as one row each, counted by what became of each letter."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from sqlalchemy import ColumnElement, case, func, or_, update
from sqlmodel import Session, col, select

from dialogs.broadcasts import (
    Announce,
    Announced,
    Announcement,
    Audience,
    Broadcasting,
    Missed,
    Recipient,
    Steer,
)
from dialogs.model import Letter
from dialogs.register import unclaimed
from dialogs.seats import OFFICE
from knowledge.build import SHANGHAI
from storage import forms
from storage.audiences import STATES, audience_of, letters, people
from storage.desks import BroadcastRow, SeatRow, UnitRow
from storage.mail import send
from storage.seats import liaisons, seat_place
from storage.spreading import AGAIN
from storage.tables import NominationRow, OutboxRow

if TYPE_CHECKING:
    from storage.records import Past

_SAMPLES = 3
_NAMED = 30  # of those whom it did not reach
_LATELY = 20
_DAY = timedelta(days=1)
_MISSED = ("failed", "gone", "unknown")


class Broadcasts:
    """Satisfies `dialogs.broadcasts.Broadcasts` for one signed-in person."""

    def __init__(self, past: "Past") -> None:
        self._past = past
        self._session = past.session

    def size(self, audience: Audience) -> int:
        if not self.reaches(audience):
            return 0
        everybody = people(audience, self._past.person).subquery()
        return self._session.exec(select(func.count()).select_from(everybody)).one()

    def samples(self, audience: Audience) -> Sequence[Recipient]:
        if not self.reaches(audience):
            return ()
        some = people(audience, self._past.person).order_by("person").limit(_SAMPLES)
        return tuple(self._recipient(audience, each) for each in self._session.exec(some))

    def recent(self) -> Sequence[Announced]:
        rows = self._session.exec(select(BroadcastRow).order_by(col(BroadcastRow.at).desc()).limit(_LATELY))
        return tuple(self._announced(row) for row in rows if self.reaches(audience_of(row)))

    def one(self, broadcast: str) -> Announced | None:
        row = self._session.get(BroadcastRow, broadcast)
        return self._announced(row) if row and self.reaches(audience_of(row)) else None

    def today(self, unit: str) -> int:
        since = self._past.real - _DAY
        mine = col(BroadcastRow.by).in_(liaisons(self._session, unit))
        sent = select(func.count()).where(BroadcastRow.unit == unit, mine, col(BroadcastRow.made) > since)
        return self._session.exec(sent).one()

    def missed(self, broadcast: str) -> Sequence[Missed]:
        row = self._session.get(BroadcastRow, broadcast)
        if row is None or not self.reaches(audience_of(row)):
            return ()
        rows = self._session.exec(
            select(OutboxRow.person, OutboxRow.state)
            .where(letters(row.id), col(OutboxRow.state).in_(_MISSED), col(OutboxRow.person).is_not(None))
            .order_by(col(OutboxRow.number))
            .limit(_NAMED)
        )
        return tuple(Missed(state, *self._called(row.round, person or "")) for person, state in rows)

    def _called(self, round_id: str, person: str) -> tuple[str, str]:
        """Name and unit of somebody, as far as a seat of the reader and the channel let them be told."""
        mine = _of(person, round_id)
        nomination = self._session.exec(select(NominationRow.id).where(*mine)).first()
        found = self._past.register.one(nomination) if nomination else None
        named = self._past.seats.named(round_id)
        if found:
            return found.name, named.get(found.unit, "")
        seat = self._session.exec(
            select(SeatRow).where(SeatRow.person == person, col(SeatRow.unit).in_(named))
        ).first()
        if seat is None:
            return "", ""
        name = self._past.vault.open(seat.name, seat_place(seat)) if seat.name else ""
        return name, named.get(seat.unit or "", "")

    def letter(self, broadcast: str) -> Announcement | None:
        row = self._session.get(BroadcastRow, broadcast)
        if row is None or row.state == "cancelled":
            return None
        audience, me = audience_of(row), self._past.person
        unit = self._session.get(UnitRow, row.unit) if row.unit else None
        wrote = unit.name if unit and row.by in liaisons(self._session, unit.id) else ""
        return Announcement(audience, self._text(row), self._recipient(audience, me), wrote)

    def reaches(self, audience: Audience) -> bool:
        """Whether the person's seats let them write to these people."""
        role = self._past.seats.role_in(audience.notice, audience.unit)
        return role == "office" or bool(role and audience.unit)

    def _recipient(self, audience: Audience, person: str) -> Recipient:
        row = self._session.exec(
            select(NominationRow)
            .where(*_of(person, audience.round), col(NominationRow.state).in_(STATES["everybody"]))
            .order_by(col(NominationRow.changed).desc())
        ).first()
        if row is None:
            return self._contact(audience, person)
        entries = self._past.values(row.id)
        unit = self._session.get(UnitRow, row.unit) if row.unit else None
        form = forms.find(self._session, row.digest)
        return Recipient(self._name(row.id, person, entries), unit.name if unit else "", form, entries)

    def _contact(self, audience: Audience, person: str) -> Recipient:
        """Somebody who has no nomination of their own: most often a unit's contact."""
        seat = select(UnitRow).join(SeatRow, col(SeatRow.unit) == col(UnitRow.id))
        held = (SeatRow.person == person, UnitRow.round == audience.round, col(SeatRow.until).is_(None))
        unit = self._session.exec(seat.where(*held)).first()
        if unit is None:
            return Recipient()
        counts = self._past.register.counts(unit.round, unit.id).get(unit.id, {})
        return Recipient(unit=unit.name, left=unclaimed(unit.most, counts))

    def _name(self, nomination: str, person: str, entries: Mapping[str, str]) -> str:
        """To oneself as it is; to others as far as the channel may tell it."""
        if person == self._past.person:
            return entries.get("name", "")
        standing = self._past.register.one(nomination)
        return standing.name if standing else ""

    def _announced(self, row: BroadcastRow) -> Announced:
        # On a page, what nobody has looked at has no words yet.
        seen = case(
            (col(OutboxRow.state) != "shown", col(OutboxRow.state)),
            (col(OutboxRow.body).is_(None), "laid"),
            else_="shown",
        )
        found = self._session.exec(
            select(seen, OutboxRow.reason, func.count())
            .where(letters(row.id))
            .group_by(seen, OutboxRow.reason)
        ).all()
        counts, reasons = Counter[str](), Counter[str]()
        for state, reason, number in found:
            counts[state] += number
            reasons[reason] += number if state == "failed" else 0
        return Announced(
            id=row.id,
            audience=audience_of(row),
            text=self._text(row),
            state="running" if row.state == AGAIN else row.state,
            at=row.at.astimezone(SHANGHAI),
            total=row.total,
            counts=counts,
            own=row.by == self._past.person,
            reasons=+reasons,
        )

    def _text(self, row: BroadcastRow) -> str:
        return self._past.vault.open(row.text, f"broadcasts.text:{row.id}")


def perform(past: "Past", effect: Broadcasting, now: datetime) -> None:
    """Raises LookupError where the person may not write to these people: nothing of the turn is kept."""
    match effect:
        case Announce():
            _announce(past, effect, now)
        case Steer():
            _steer(past, effect, now)
        case _:
            assert_never(effect)


def _announce(past: "Past", effect: Announce, now: datetime) -> None:
    if not past.broadcasts.reaches(effect.audience):
        raise LookupError("these people are out of reach")
    past.session.add(
        BroadcastRow(
            id=effect.broadcast,
            **asdict(effect.audience),
            text=past.vault.seal(effect.text, f"broadcasts.text:{effect.broadcast}"),
            state="held" if effect.held else "queued",
            at=effect.at or now,
            made=past.real,
            total=past.broadcasts.size(effect.audience),
            by=past.person,
        )
    )
    if effect.held:
        past.session.flush()
        _ask_another(past, effect)


def _ask_another(past: "Past", effect: Announce) -> None:
    """The other office persons of the notice: one of them has to agree."""
    others = past.session.exec(
        select(SeatRow.person).where(
            SeatRow.role == OFFICE,
            col(SeatRow.notice).in_(("", effect.audience.notice)),
            col(SeatRow.until).is_(None),
            SeatRow.person != past.person,
        )
    ).all()
    for person in dict.fromkeys(others):
        send(past, person, f"agree/{effect.broadcast}/{person}", Letter("agree", effect.broadcast))


def _steer(past: "Past", effect: Steer, now: datetime) -> None:
    row = past.session.get_one(BroadcastRow, effect.broadcast, with_for_update=True)
    if not past.broadcasts.reaches(audience_of(row)):
        raise LookupError("this broadcast is out of reach")
    match effect.deed:
        case "approve":
            if row.by == past.person:
                raise LookupError("somebody else has to agree")
            row.state, row.at = "queued", max(row.at, now)
        case "pause":
            row.state = "paused"
            _turn(past.session, row.id, "due", "paused")
        case "resume":
            row.state = "queued"  # which runs, unless it is for later
            _turn(past.session, row.id, "paused", "due")
        case "cancel":
            row.state = "cancelled"
            _turn(past.session, row.id, "due", "cancelled")
            _turn(past.session, row.id, "paused", "cancelled")
        case "resend":
            row.state = AGAIN
            _turn(past.session, row.id, "unknown", "due")
        case _:
            raise LookupError("no such deed")


def _turn(session: Session, broadcast: str, before: str, after: str) -> None:
    waiting = (letters(broadcast), col(OutboxRow.state) == before)
    session.exec(update(OutboxRow).where(*waiting).values(state=after))


def _of(person: str, round_id: str) -> tuple[ColumnElement[bool], ...]:
    """The nominations that somebody wrote, or is the nominee of, in a round."""
    mine = or_(col(NominationRow.person) == person, col(NominationRow.nominee) == person)
    return mine, col(NominationRow.round) == round_id
