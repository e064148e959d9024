"""Whom the reminders of a round concern, and how many of them have something to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, union
from sqlmodel import Session, col, select

from dialogs.register import TAKING
from dialogs.reminders import Expected
from dialogs.seats import LIAISON
from storage.desks import SeatRow, TickRow, UnitRow
from storage.tables import AddressRow, EntryRow, NominationRow, SubscriptionRow, WishRow
from storage.vault import Vault

_UNFINISHED = ("draft", "returned", "submitted", "recommended")
_WITH_UNIT = frozenset(_UNFINISHED)
_UNDER_WAY = _WITH_UNIT | TAKING


def concerned(notice: str, round_id: str, before: datetime | None = None) -> Select[Any]:
    """Who asked for it, who has something unfinished in the round, and who looks after a unit of it.

    Whoever began today needs no reminder today: `before` is now.
    """
    begun = [] if before is None else [col(NominationRow.started) < _midnight(before)]
    asked = select(SubscriptionRow.person).where(
        SubscriptionRow.notice == notice, col(SubscriptionRow.wanted)
    )
    unfinished = (*_of_round(round_id), col(NominationRow.state).in_(_UNFINISHED), *begun)
    writers = select(NominationRow.person).where(*unfinished)
    nominees = select(NominationRow.nominee).where(*unfinished)
    liaisons = (
        select(SeatRow.person)
        .join(UnitRow, col(UnitRow.id) == col(SeatRow.unit))
        .where(UnitRow.round == round_id, SeatRow.role == LIAISON, col(SeatRow.until).is_(None))
    )
    everybody = union(asked, writers, nominees, liaisons).subquery()
    person = everybody.c.person
    refused = exists().where(
        col(SubscriptionRow.person) == person,
        col(SubscriptionRow.notice) == notice,
        ~col(SubscriptionRow.wanted),
    )
    return select(person).where(person.is_not(None), ~refused)


def reached(person: Any) -> ColumnElement[bool]:
    """Whether a letter gets there at all."""
    return exists().where(col(AddressRow.person) == person, col(AddressRow.gone).is_(None))


def open_to(person: Any) -> ColumnElement[bool]:
    """Did not say: no reminders at all."""
    return ~exists().where(col(WishRow.person) == person, col(WishRow.silent))


def expected(session: Session, notice: str, round_id: str, papers: Sequence[str] = ()) -> Sequence[Expected]:
    """Those who have something to do now, by the lead times they chose; nobody is counted twice."""
    people = concerned(notice, round_id).subquery()
    person = people.c.person
    due = select(person).where(reached(person), open_to(person))
    everybody = frozenset(session.exec(due).all())
    own = _own(session, round_id)
    reasons = {
        "returned": own.get("returned", frozenset()),
        "drafts": own.get("draft", frozenset()),
        "contacts": _lacking(session, round_id),
        "bring": _liaisons(session, round_id, _bringing(session, round_id, papers)),
        "asked": everybody - frozenset().union(*own.values()) - _liaisons(session, round_id),
    }
    wished = dict(session.exec(select(WishRow.person, WishRow.leads).where(WishRow.leads != "")).all())
    counts: dict[str, dict[str, int]] = {}
    for each in everybody:
        why = next((name for name, who in reasons.items() if each in who), "others")
        mine = counts.setdefault(wished.get(each, ""), {})
        mine[why] = mine.get(why, 0) + 1
    return tuple(
        Expected(tuple(int(lead) for lead in leads.split(",") if lead), **mine)
        for leads, mine in sorted(counts.items())
    )


def unfilled(session: Session, vault: Vault, round_id: str, fields: Sequence[str]) -> Mapping[str, int]:
    """Field -> how many drafts have no answer there. What was skipped is as short as nothing, sealed."""
    nothing = len(vault.seal("", "entries.value"))
    drafts = (*_of_round(round_id), col(NominationRow.state) == "draft")
    every = session.exec(select(func.count()).where(*drafts)).one()
    newest = (
        select(EntryRow.nomination, EntryRow.field, func.max(EntryRow.number).label("number"))
        .join(NominationRow, col(NominationRow.id) == col(EntryRow.nomination))
        .where(*drafts, col(EntryRow.field).in_(fields))
        .group_by(col(EntryRow.nomination), col(EntryRow.field))
        .subquery()
    )
    its = and_(
        col(EntryRow.nomination) == newest.c.nomination,
        col(EntryRow.field) == newest.c.field,
        col(EntryRow.number) == newest.c.number,
    )
    filled = dict(
        session.exec(
            select(EntryRow.field, func.count())
            .join(newest, its)
            .where(func.length(col(EntryRow.value)) > nothing)
            .group_by(col(EntryRow.field))
        ).all()
    )
    return {field: every - filled.get(field, 0) for field in fields if every > filled.get(field, 0)}


def _own(session: Session, round_id: str) -> Mapping[str, frozenset[str]]:
    """State -> those with a nomination of their own in it."""
    rows = session.exec(
        select(NominationRow.state, NominationRow.person, NominationRow.nominee).where(*_of_round(round_id))
    ).all()
    found: dict[str, set[str]] = {}
    for state, *people in rows:
        found.setdefault(state, set()).update(each for each in people if each)
    return {state: frozenset(people) for state, people in found.items()}


def _lacking(session: Session, round_id: str) -> frozenset[str]:
    """Contacts whose unit has somebody waiting, or a place for which nobody is under way."""
    tally = session.exec(
        select(NominationRow.unit, NominationRow.state, func.count())
        .where(*_of_round(round_id))
        .group_by(col(NominationRow.unit), col(NominationRow.state))
    ).all()
    units = session.exec(select(UnitRow).where(UnitRow.round == round_id)).all()
    lacking = set()
    for unit in units:
        counts = {state: number for where, state, number in tally if where == unit.id}
        under_way = sum(counts.get(each, 0) for each in _UNDER_WAY)
        if any(counts.get(each) for each in _WITH_UNIT) or (unit.most or 0) > under_way:
            lacking.add(unit.id)
    return _liaisons(session, round_id, lacking)


def _bringing(session: Session, round_id: str, papers: Sequence[str]) -> set[str]:
    """Units that sent somebody up whose paper the office has not noted as received."""
    sent_up = (*_of_round(round_id), col(NominationRow.state) == "sent_up")
    rows = session.exec(select(NominationRow.id, NominationRow.unit).where(*sent_up)).all()
    ticks = session.exec(
        select(TickRow.nomination, TickRow.slip, TickRow.done)
        .join(NominationRow, col(NominationRow.id) == col(TickRow.nomination))
        .where(*sent_up, TickRow.side == "office")
        .order_by(col(TickRow.number))
    ).all()
    newest = {(nomination, slip): done for nomination, slip, done in ticks}
    return {unit for id_, unit in rows if not all(newest.get((id_, each)) for each in papers)}


def _liaisons(session: Session, round_id: str, units: set[str] | None = None) -> frozenset[str]:
    rows = session.exec(
        select(SeatRow.person, SeatRow.unit)
        .join(UnitRow, col(UnitRow.id) == col(SeatRow.unit))
        .where(UnitRow.round == round_id, SeatRow.role == LIAISON, col(SeatRow.until).is_(None))
    ).all()
    return frozenset(person for person, unit in rows if units is None or unit in units)


def _of_round(round_id: str) -> tuple[ColumnElement[bool], ...]:
    practice = col(NominationRow.practice).is_(False)
    return col(NominationRow.round) == round_id, practice, col(NominationRow.state) != "discarded"


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
