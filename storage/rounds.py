"""Rounds that the office opens, moves, and closes; late admissions and laureates."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from sqlalchemy import Engine, exists, or_
from sqlmodel import Session, col, select

from dialogs.model import Letter
from dialogs.rounds import (
    AdmitLate,
    CloseRound,
    ConfirmRules,
    EnterLaureate,
    Laureate,
    MoveDeadline,
    OpenRound,
    PublishLaureates,
    RemoveLaureate,
    Rounding,
)
from dialogs.seats import LIAISON, Seat
from knowledge.build import SHANGHAI
from knowledge.model import Round
from knowledge.rounds import Kept
from storage import laureates
from storage.desks import AdmissionRow, RoundRow, SeatRow, UnitRow
from storage.engine import read, write
from storage.mail import Post, send
from storage.parcels import REMINDER
from storage.people import fresh_id
from storage.rulings import touch
from storage.seats import take, unit_called
from storage.tables import AddressRow, NominationRow, OutboxRow
from storage.vault import Vault

if TYPE_CHECKING:
    from storage.records import Past

_UNIT_FIELD = "recommending_unit"
TOLD_WITHIN = timedelta(days=3)  # after a deadline was moved; who comes later sees the new one anyway


class Rounds:
    """Satisfies `dialogs.rounds.Rounds` for one signed-in person."""

    def __init__(self, past: "Past") -> None:
        self._past = past

    def late_until(self, nomination: str) -> datetime | None:
        row = self._past.session.get(NominationRow, nomination)
        if row is None:
            return None
        unit = row.unit or unit_called(
            self._past.session, row.round, self._past.values(nomination).get(_UNIT_FIELD, "")
        )
        rows = self._past.session.exec(select(AdmissionRow).where(AdmissionRow.unit == unit)) if unit else ()
        return max((each.until for each in rows if each.nomination in {None, nomination}), default=None)

    def unit_late_until(self, unit: str) -> datetime | None:
        rows = self._past.session.exec(select(AdmissionRow).where(AdmissionRow.unit == unit))
        return max((each.until for each in rows if each.nomination is None), default=None)

    def laureates(self, notice: str) -> Sequence[Laureate]:
        if not self._past.seats.office_of(notice):
            return ()
        return laureates.every(self._past, notice)

    def honoured(self, notice: str, name: str, birth: str) -> bool:
        return laureates.honoured(self._past, notice, name, birth)


def current(session: Session) -> Mapping[str, tuple[Kept, ...]]:
    """Notice -> its rounds that the office opened or changed."""
    found: dict[str, list[Kept]] = {}
    for row in session.exec(select(RoundRow).order_by(col(RoundRow.opens))):
        found.setdefault(row.notice, []).append(_kept(row))
    return {notice: tuple(rounds) for notice, rounds in found.items()}


def closes(engine: Engine) -> Mapping[str, datetime]:
    """Round -> when it closes, of those the office opened or changed."""
    rows = read(engine, lambda session: session.exec(select(RoundRow)).all())
    return {row.id: row.closes for row in rows}


def perform(past: "Past", effect: Rounding, now: datetime) -> None:
    """Raises LookupError where the person is not the office of the notice: nothing of the turn is kept."""
    match effect:
        case OpenRound():
            _open(past, effect, now)
        case MoveDeadline():
            _move(past, effect, now)
        case ConfirmRules():
            _confirm(past, effect)
        case AdmitLate():
            _admit(past, effect, now)
        case EnterLaureate() | RemoveLaureate() | PublishLaureates():
            _office(past, effect.notice)
            _honour(past, effect, now)
        case CloseRound():
            row = _known(past, effect, now)
            row.state, row.at = effect.state, now
            touch(past.session)
        case _:
            assert_never(effect)


def _honour(past: "Past", effect: EnterLaureate | RemoveLaureate | PublishLaureates, now: datetime) -> None:
    match effect:
        case EnterLaureate():
            laureates.enter(past, effect, now)
        case RemoveLaureate():
            laureates.remove(past, effect)
        case PublishLaureates():
            laureates.publish(past, effect)


def tell_moves(engine: Engine, vault: Vault, real: datetime, limit: int) -> tuple[str, ...]:
    """Letters to those whom a moved deadline concerns and who have none yet; the persons who got one."""
    moved = read(engine, lambda session: _moved_lately(session, real))
    if not moved:
        return ()

    def work(session: Session) -> tuple[str, ...]:
        post = Post(session, vault, real)
        for row in moved:
            prefix = f"deadline/{row.id}/{row.closes:%Y%m%d%H%M}/"
            for person in _concerned(session, row.id, prefix)[: limit - len(post.reached)]:
                send(post, person, prefix + person, Letter("deadline", row.notice), REMINDER)
        return tuple(post.reached)

    return write(engine, work)


def _moved_lately(session: Session, real: datetime) -> Sequence[RoundRow]:
    return session.exec(select(RoundRow).where(col(RoundRow.moved) > real - TOLD_WITHIN)).all()


def _concerned(session: Session, round_id: str, prefix: str) -> Sequence[str]:
    """Who has a nomination or a seat in the round, can be reached, and has no letter of that key."""
    nominees = select(NominationRow.person).where(
        NominationRow.round == round_id, col(NominationRow.state).not_in(("withdrawn", "discarded"))
    )
    liaisons = (
        select(SeatRow.person)
        .join(UnitRow, col(UnitRow.id) == col(SeatRow.unit))
        .where(UnitRow.round == round_id, col(SeatRow.until).is_(None))
    )
    told = exists().where(col(OutboxRow.key) == prefix + col(AddressRow.person))
    return session.exec(
        select(AddressRow.person)
        .where(or_(col(AddressRow.person).in_(nominees), col(AddressRow.person).in_(liaisons)))
        .where(col(AddressRow.gone).is_(None), ~told)
        .distinct()
    ).all()


def _kept(row: RoundRow) -> Kept:
    stages = {name: date.fromisoformat(day) for name, day in json.loads(row.stages).items()}
    opens, closes = row.opens.astimezone(SHANGHAI), row.closes.astimezone(SHANGHAI)
    known = Round(row.id, row.notice, opens, closes, row.code, stages, row.state)
    return Kept(known, frozenset(json.loads(row.carried)))


def _open(past: "Past", effect: OpenRound, now: datetime) -> None:
    """The units and their contacts come along from the round before; their places as well."""
    _office(past, effect.notice)
    past.session.add(
        RoundRow(
            id=effect.round,
            notice=effect.notice,
            code=effect.code,
            opens=effect.opens,
            closes=effect.closes,
            stages=json.dumps({name: day.isoformat() for name, day in effect.stages}),
            carried=json.dumps(effect.carried),
            by=past.person,
            at=now,
        )
    )
    past.session.flush()
    for row in past.session.exec(select(UnitRow).where(UnitRow.round == effect.before)).all():
        _bring_along(past, row, effect.round)
    touch(past.session)


def _bring_along(past: "Past", before: UnitRow, round_id: str) -> None:
    unit = UnitRow(
        id=fresh_id(),
        notice=before.notice,
        round=round_id,
        name=before.name,
        unit_class=before.unit_class,
        least=before.least,
        most=before.most,
    )
    past.session.add(unit)
    past.session.flush()
    seats = select(SeatRow).where(
        SeatRow.unit == before.id, SeatRow.role == LIAISON, col(SeatRow.until).is_(None)
    )
    for each in past.session.exec(seats).all():
        take(past.session, each.person, Seat(LIAISON, unit.notice, unit.id), past.person, past.real)


def _move(past: "Past", effect: MoveDeadline, now: datetime) -> None:
    row = _known(past, effect, now)
    row.closes, row.at, row.by, row.moved = effect.closes, now, past.person, past.real
    touch(past.session)


def _known(past: "Past", effect: MoveDeadline | CloseRound, now: datetime) -> RoundRow:
    """The round's row; of the round that a notice itself announces there is none before it is changed."""
    _office(past, effect.notice)
    row = past.session.get(RoundRow, effect.round, with_for_update=True)
    if row is None:
        row = RoundRow(
            id=effect.round,
            notice=effect.notice,
            code=effect.code,
            opens=effect.opens,
            closes=effect.closes,
            by=past.person,
            at=now,
        )
        past.session.add(row)
    return row


def _confirm(past: "Past", effect: ConfirmRules) -> None:
    row = _held(past, effect.round)
    left = set(json.loads(row.carried)) - set(effect.rules) if effect.rules else set()
    row.carried = json.dumps(sorted(left))
    touch(past.session)


def _admit(past: "Past", effect: AdmitLate, now: datetime) -> None:
    unit = past.session.get_one(UnitRow, effect.unit)
    _office(past, unit.notice)
    past.session.add(
        AdmissionRow(
            round=unit.round,
            unit=unit.id,
            nomination=effect.nomination or None,
            until=effect.until,
            reason=past.vault.seal(effect.reason, f"admissions.reason:{unit.id}"),
            by=past.person,
            at=now,
        )
    )


def _held(past: "Past", round_id: str) -> RoundRow:
    row = past.session.get_one(RoundRow, round_id, with_for_update=True)
    _office(past, row.notice)
    return row


def _office(past: "Past", notice: str) -> None:
    if not past.seats.office_of(notice):
        raise LookupError("only the office of the notice may")
