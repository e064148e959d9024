"""Who wishes to be reminded of what, and who is due a reminder and has none yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, assert_never

from sqlalchemy import ColumnElement, exists, false, or_, update
from sqlmodel import Session, col, select

from dialogs.model import Letter
from dialogs.reminders import FIRST, HOUR, LAST, Expected, RemindAt, Reminding, Subscribe, Wishes
from storage import expecting, unreached
from storage.mail import Post, send
from storage.parcels import REMINDER
from storage.tables import NominationRow, OutboxRow, SubscriptionRow, WishRow

if TYPE_CHECKING:
    from storage.records import Past

NUDGE_AFTER = timedelta(days=7)  # since a draft was touched, and since the last nudge
NUDGES = 3


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to remind people of today: `subject` is the letter's, the first of `keys` the slot's.

    Who had a letter of one of the `keys` needs none. It is for those who chose these `leads`.
    """

    notice: str
    round: str
    keys: tuple[str, ...]
    subject: str
    today: bool  # the slot's own day: each person's hour counts
    leads: tuple[int, ...] = ()


class Reminders:
    """Satisfies `dialogs.reminders.Reminders` for one signed-in person."""

    def __init__(self, past: "Past") -> None:
        self._past = past

    def wishes(self) -> Wishes:
        session, person = self._past.session, self._past.person
        row = session.get(WishRow, person) or WishRow(person=person, hour=HOUR, silent=False)
        rows = session.exec(select(SubscriptionRow).where(SubscriptionRow.person == person)).all()
        return Wishes(
            row.hour,
            row.silent,
            frozenset(each.notice for each in rows if each.wanted),
            frozenset(each.notice for each in rows if not each.wanted),
            leads_of(row.leads),
            row.quiet,
        )

    def expected(self, notice: str, round: str, papers: Sequence[str]) -> Sequence[Expected]:  # noqa: A002 - the glossary's word
        if not self._past.seats.office_of(notice):
            return ()
        return expecting.expected(self._past.session, notice, round, papers)

    def unfilled(self, notice: str, round: str, fields: Sequence[str]) -> Mapping[str, int]:  # noqa: A002 - the glossary's word
        if not self._past.seats.office_of(notice):
            return {}
        return expecting.unfilled(self._past.session, self._past.vault, round, fields)

    def lost(self, nomination: str) -> bool:
        row = self._past.register.row(nomination)
        return row is not None and unreached.lost(self._past.session, row.nominee or row.person or "")


def perform(past: "Past", effect: Reminding) -> None:
    match effect:
        case Subscribe():
            row = SubscriptionRow(
                person=past.person, notice=effect.notice, wanted=effect.wanted, at=past.real
            )
            past.session.merge(row)
        case RemindAt():
            wish = WishRow(person=past.person, hour=effect.hour, silent=effect.silent, quiet=effect.quiet)
            wish.leads = leads_kept(effect.leads)
            past.session.merge(wish)
        case _:
            assert_never(effect)


def chosen(session: Session) -> Sequence[tuple[int, ...]]:
    """The lead times that people chose; () is as the notices have them."""
    found = session.exec(select(WishRow.leads).where(WishRow.leads != "").distinct().order_by(WishRow.leads))
    return ((), *map(leads_of, found))


def remind(post: Post, occasion: Occasion, now: datetime, limit: int) -> int:
    """Letters to those who are due this reminder; how many there were."""
    if not FIRST <= now.hour < LAST:
        return 0
    prefixes = [f"remind/{occasion.round}/{each}/" for each in occasion.keys]
    due = post.session.exec(_due(occasion, prefixes, now).limit(limit)).all()
    for person in due:
        send(post, person, prefixes[0] + person, Letter("remind", occasion.subject), REMINDER)
    theirs = (col(NominationRow.person).in_(due), col(NominationRow.round) == occasion.round)
    if due:
        post.session.exec(update(NominationRow).where(*theirs).values(nudged=now))
    return len(due)


def nudge(post: Post, rounds: Sequence[str], now: datetime, limit: int) -> int:
    """Letters about drafts left alone for a week: at most one in a week, and three in all."""
    if not FIRST <= now.hour < LAST:
        return 0
    rows = post.session.exec(_left_alone(rounds, now).limit(limit)).all()
    return sum(_nudged(post, row, now) for row in rows)


def _due(occasion: Occasion, prefixes: Sequence[str], now: datetime) -> Any:
    """Persons concerned who can be reached, did not refuse, and have no letter of these keys yet."""
    concerned = expecting.concerned(occasion.notice, occasion.round, before=now).subquery()
    person = concerned.c.person
    told = exists().where(col(OutboxRow.key).in_([each + person for each in prefixes]))
    likes = (col(WishRow.leads) == leads_kept(occasion.leads),) if occasion.leads else ()
    chose = exists().where(col(WishRow.person) == person, *(likes or (col(WishRow.leads) != "",)))
    mine = chose if occasion.leads else ~chose
    return (
        select(person)
        .where(mine, ~told, expecting.reached(person), expecting.open_to(person), ~_waits(person, now))
        .where(*([~_waits_for_the_usual_hour(person, now)] if occasion.today else []))
        .order_by(person)
    )


def _waits(person: Any, now: datetime) -> Any:
    """Until the hour the person chose, and from the hour on at which they want to be left alone."""
    wish = col(WishRow.person) == person
    return exists().where(wish, or_(col(WishRow.hour) > now.hour, col(WishRow.quiet) <= now.hour))


def _waits_for_the_usual_hour(person: Any, now: datetime) -> ColumnElement[bool]:
    """Before it, only those who chose an earlier one are due."""
    if now.hour >= HOUR:
        return false()
    return ~exists().where(col(WishRow.person) == person, col(WishRow.hour) <= now.hour)


def _left_alone(rounds: Sequence[str], now: datetime) -> Any:
    refused = exists().where(
        col(SubscriptionRow.person) == col(NominationRow.person),
        col(SubscriptionRow.notice) == col(NominationRow.notice),
        ~col(SubscriptionRow.wanted),
    )
    person = col(NominationRow.person)
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
        .where(~refused, expecting.open_to(person), expecting.reached(person), ~_waits(person, now))
        .order_by(col(NominationRow.id))
    )


def _nudged(post: Post, row: NominationRow, now: datetime) -> bool:
    row.nudged, row.nudges = now, row.nudges + 1
    key = f"nudge/{row.id}/{row.nudges}"
    send(post, row.person or "", key, Letter("nudge", row.id), REMINDER)
    return True


def leads_of(kept: str) -> tuple[int, ...]:
    return tuple(int(each) for each in kept.split(",") if each)


def leads_kept(leads: Sequence[int]) -> str:
    return ",".join(map(str, sorted(leads, reverse=True)))
