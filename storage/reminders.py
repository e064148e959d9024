"""Who wishes to be reminded of what, and who is due a reminder and has none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, assert_never

from sqlalchemy import ColumnElement, Select, exists, func, or_, union
from sqlmodel import Session, col, select

from dialogs.model import Letter
from dialogs.reminders import FIRST, HOUR, LAST, RemindAt, Reminding, Subscribe, Wishes
from storage.desks import SeatRow, UnitRow
from storage.mail import Post, send
from storage.parcels import REMINDER
from storage.tables import AddressRow, NominationRow, OutboxRow, SubscriptionRow, WishRow

if TYPE_CHECKING:
    from storage.records import Past

NUDGE_AFTER = timedelta(days=7)  # since a draft was touched, and since the last nudge
NUDGES = 3
_UNFINISHED = ("draft", "returned", "submitted", "recommended")


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to remind people of today: `key` is the slot's, `subject` the letter's."""

    notice: str
    round: str
    key: str
    subject: str
    today: bool  # the slot's own day: each person's hour counts


class Reminders:
    """Satisfies `dialogs.reminders.Reminders` for one signed-in person."""

    def __init__(self, past: "Past") -> None:
        self._past = past

    def wishes(self) -> Wishes:
        session, person = self._past.session, self._past.person
        row = session.get(WishRow, person)
        rows = session.exec(select(SubscriptionRow).where(SubscriptionRow.person == person)).all()
        return Wishes(
            row.hour if row else HOUR,
            row.silent if row else False,
            frozenset(each.notice for each in rows if each.wanted),
            frozenset(each.notice for each in rows if not each.wanted),
        )


def perform(past: "Past", effect: Reminding) -> None:
    match effect:
        case Subscribe():
            row = SubscriptionRow(
                person=past.person, notice=effect.notice, wanted=effect.wanted, at=past.real
            )
            past.session.merge(row)
        case RemindAt():
            past.session.merge(WishRow(person=past.person, hour=effect.hour, silent=effect.silent))
        case _:
            assert_never(effect)


def remind(post: Post, occasion: Occasion, now: datetime, limit: int) -> int:
    """Letters to those who are due this reminder; how many there were."""
    if not FIRST <= now.hour < LAST:
        return 0
    prefix = f"remind/{occasion.round}/{occasion.key}/"
    due = post.session.exec(_due(occasion, prefix, now).limit(limit)).all()
    for person in due:
        send(post, person, prefix + person, Letter("remind", occasion.subject), REMINDER)
    return len(due)


def nudge(post: Post, rounds: Sequence[str], now: datetime, limit: int) -> int:
    """Letters about drafts left alone for a week: at most one in a week, and three in all."""
    if not FIRST <= now.hour < LAST:
        return 0
    rows = post.session.exec(_left_alone(rounds, now).limit(limit)).all()
    return sum(_nudged(post, row, now) for row in rows)


def expected(session: Session, notice: str, round_id: str) -> int:
    """How many people a reminder of this round would be put down for now."""
    people = _concerned(notice, round_id).subquery()
    return session.exec(select(func.count()).select_from(people)).one()


def _due(occasion: Occasion, prefix: str, now: datetime) -> Any:
    """Persons concerned who can be reached, did not refuse, and have no letter of this key yet."""
    concerned = _concerned(occasion.notice, occasion.round, before=now).subquery()
    person = concerned.c.person
    told = exists().where(col(OutboxRow.key) == prefix + person)
    reached = exists().where(col(AddressRow.person) == person, col(AddressRow.gone).is_(None))
    silent = exists().where(col(WishRow.person) == person, col(WishRow.silent))
    waits: ColumnElement[bool] = exists().where(col(WishRow.person) == person, col(WishRow.hour) > now.hour)
    if occasion.today and now.hour < HOUR:  # before the usual hour, only those who chose an earlier one
        chose = exists().where(col(WishRow.person) == person, col(WishRow.hour) <= now.hour)
        waits = ~chose
    return select(person).where(~told, reached, ~silent, ~waits).order_by(person)


def _concerned(notice: str, round_id: str, before: datetime | None = None) -> Select[Any]:
    """Who asked for it, who has something unfinished in the round, and who looks after a unit of it.

    Whoever began today needs no reminder today: `before` is now.
    """
    begun = [] if before is None else [col(NominationRow.started) < _midnight(before)]
    asked = select(SubscriptionRow.person).where(
        SubscriptionRow.notice == notice, col(SubscriptionRow.wanted)
    )
    nominees = select(NominationRow.person).where(
        NominationRow.round == round_id,
        col(NominationRow.practice).is_(False),
        col(NominationRow.state).in_(_UNFINISHED),
        *begun,
    )
    liaisons = (
        select(SeatRow.person)
        .join(UnitRow, col(UnitRow.id) == col(SeatRow.unit))
        .where(UnitRow.round == round_id, col(SeatRow.until).is_(None))
    )
    everybody = union(asked, nominees, liaisons).subquery()
    person = everybody.c.person
    refused = exists().where(
        col(SubscriptionRow.person) == person,
        col(SubscriptionRow.notice) == notice,
        ~col(SubscriptionRow.wanted),
    )
    return select(person).where(person.is_not(None), ~refused)


def _left_alone(rounds: Sequence[str], now: datetime) -> Any:
    refused = exists().where(
        col(SubscriptionRow.person) == col(NominationRow.person),
        col(SubscriptionRow.notice) == col(NominationRow.notice),
        ~col(SubscriptionRow.wanted),
    )
    silent = exists().where(col(WishRow.person) == col(NominationRow.person), col(WishRow.silent))
    return (
        select(NominationRow)
        .where(
            col(NominationRow.round).in_(rounds),
            NominationRow.state == "draft",
            col(NominationRow.practice).is_(False),
            col(NominationRow.person).is_not(None),
            col(NominationRow.changed) < now - NUDGE_AFTER,
            or_(col(NominationRow.nudged).is_(None), col(NominationRow.nudged) < now - NUDGE_AFTER),
            col(NominationRow.nudges) < NUDGES,
        )
        .where(~refused, ~silent)
        .order_by(col(NominationRow.id))
    )


def _nudged(post: Post, row: NominationRow, now: datetime) -> bool:
    row.nudged, row.nudges = now, row.nudges + 1
    key = f"nudge/{row.id}/{row.nudges}"
    send(post, row.person or "", key, Letter("nudge", row.id), REMINDER)
    return True


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
