"""Broadcasts: kept as one row, expanded some at a tick, counted by what became of each letter."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, assert_never

from sqlalchemy import Engine, and_, exists, func, or_, union, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dialogs.broadcasts import Announce, Announced, Audience, Broadcasting, Recipient, Steer
from dialogs.model import Letter
from knowledge.build import SHANGHAI
from storage import forms
from storage.desks import BroadcastRow, SeatRow, UnitRow
from storage.engine import read, write
from storage.mail import Post, send
from storage.parcels import BROADCAST
from storage.tables import AddressRow, NominationRow, OutboxRow, SubscriptionRow
from storage.vault import Vault

if TYPE_CHECKING:
    from storage.records import Past

_STATES: Mapping[str, tuple[str, ...]] = {
    "everybody": ("draft", "submitted", "returned", "recommended", "sent_up", "accepted"),
    "drafts": ("draft",),
    "returned": ("returned",),
    "submitted": ("submitted", "recommended", "sent_up", "accepted"),
    "liaisons": (),
}
_WAITING = ("due", "taken", "sending")
_SAMPLES = 3
_LATELY = 20
_DAY = timedelta(days=1)


class Broadcasts:
    """Satisfies `dialogs.broadcasts.Broadcasts` for one signed-in person."""

    def __init__(self, past: "Past") -> None:
        self._past = past
        self._session = past.session

    def size(self, audience: Audience) -> int:
        if not self.reaches(audience):
            return 0
        people = _people(audience).subquery()
        return self._session.exec(select(func.count()).select_from(people)).one()

    def samples(self, audience: Audience) -> Sequence[Recipient]:
        if not self.reaches(audience):
            return ()
        people = self._session.exec(_people(audience).order_by("person").limit(_SAMPLES)).all()
        return tuple(self._recipient(audience, each) for each in people)

    def recent(self) -> Sequence[Announced]:
        rows = self._session.exec(select(BroadcastRow).order_by(col(BroadcastRow.at).desc()).limit(_LATELY))
        return tuple(self._announced(row) for row in rows if self.reaches(_audience(row)))

    def one(self, broadcast: str) -> Announced | None:
        row = self._session.get(BroadcastRow, broadcast)
        return self._announced(row) if row and self.reaches(_audience(row)) else None

    def today(self, unit: str) -> int:
        since = self._past.real - _DAY
        sent = select(func.count()).where(BroadcastRow.unit == unit, col(BroadcastRow.made) > since)
        return self._session.exec(sent).one()

    def letter(self, broadcast: str) -> tuple[Audience, str, Recipient] | None:
        row = self._session.get(BroadcastRow, broadcast)
        if row is None or row.state == "cancelled":
            return None
        audience = _audience(row)
        return audience, self._text(row), self._recipient(audience, self._past.person)

    def reaches(self, audience: Audience) -> bool:
        """Whether the person's seats let them write to these people."""
        role = self._past.seats.role_in(audience.notice, audience.unit)
        return role == "office" or bool(role and audience.unit)

    def _recipient(self, audience: Audience, person: str) -> Recipient:
        row = self._session.exec(
            select(NominationRow)
            .where(
                or_(col(NominationRow.person) == person, col(NominationRow.nominee) == person),
                NominationRow.round == audience.round,
                col(NominationRow.state).in_(_STATES["everybody"]),
            )
            .order_by(col(NominationRow.changed).desc())
        ).first()
        if row is None:
            seat = select(UnitRow.name).join(SeatRow, col(SeatRow.unit) == col(UnitRow.id))
            mine = seat.where(SeatRow.person == person, UnitRow.round == audience.round)
            return Recipient(unit=self._session.exec(mine).first() or "")
        entries = self._past.values(row.id)
        unit = self._session.get(UnitRow, row.unit) if row.unit else None
        return Recipient(
            entries.get("name", ""), unit.name if unit else "", forms.find(self._session, row.digest), entries
        )

    def _announced(self, row: BroadcastRow) -> Announced:
        counts = dict(
            self._session.exec(
                select(OutboxRow.state, func.count()).where(_letters(row.id)).group_by(col(OutboxRow.state))
            ).all()
        )
        return Announced(
            id=row.id,
            audience=_audience(row),
            text=self._text(row),
            state=row.state,
            at=row.at.astimezone(SHANGHAI),
            total=row.total,
            counts=counts,
            own=row.by == self._past.person,
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


def expand(engine: Engine, vault: Vault, now: datetime, real: datetime, limit: int) -> tuple[str, ...]:
    """Letters of what is to be sent now, at most `limit`; the persons who got one."""
    due = read(engine, lambda session: session.exec(_due(now)).all())

    def work(session: Session) -> tuple[str, ...]:
        post = Post(session, vault, real)
        for each in due:
            row = session.get(BroadcastRow, each, with_for_update=True)
            if row and row.state in {"queued", "running"}:
                _expand(post, row, limit - len(post.reached))
        return tuple(post.reached)

    return write(engine, work) if due else ()


def _due(now: datetime) -> Any:
    return select(BroadcastRow.id).where(
        or_(
            and_(col(BroadcastRow.state) == "queued", col(BroadcastRow.at) <= now),
            col(BroadcastRow.state) == "running",
        )
    )


def _expand(post: Post, row: BroadcastRow, limit: int) -> None:
    """Whoever has no letter yet; once nobody is left and nothing waits, it is done."""
    row.state, prefix = "running", _prefix(row.id)
    people = _people(_audience(row)).subquery()
    told = exists().where(col(OutboxRow.key) == prefix + people.c.person)
    left = post.session.exec(
        select(people.c.person).where(~told).order_by(people.c.person).limit(limit)
    ).all()
    for each in left:
        send(post, each, prefix + each, Letter("broadcast", row.id), BROADCAST)
    waiting = select(func.count()).where(
        _letters(row.id), col(OutboxRow.state).in_(("due", "taken", "sending"))
    )
    if not left and not post.session.exec(waiting).one():
        row.state = "done"


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


def _steer(past: "Past", effect: Steer, now: datetime) -> None:
    row = past.session.get_one(BroadcastRow, effect.broadcast, with_for_update=True)
    if not past.broadcasts.reaches(_audience(row)):
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
            row.state = "running"
            _turn(past.session, row.id, "paused", "due")
        case "cancel":
            row.state = "cancelled"
            _turn(past.session, row.id, "due", "cancelled")
            _turn(past.session, row.id, "paused", "cancelled")
        case "resend":
            row.state = "running"
            _turn(past.session, row.id, "unknown", "due")
        case _:
            raise LookupError("no such deed")


def _turn(session: Session, broadcast: str, before: str, after: str) -> None:
    waiting = (_letters(broadcast), col(OutboxRow.state) == before)
    session.exec(update(OutboxRow).where(*waiting).values(state=after))


def _people(audience: Audience) -> Any:
    """The persons of an audience who can be reached."""
    parts = []
    if states := _STATES[audience.group]:
        unit = [NominationRow.unit == audience.unit] if audience.unit else []
        owner = func.coalesce(NominationRow.nominee, NominationRow.person)
        parts.append(
            select(owner.label("person")).where(
                NominationRow.round == audience.round,
                col(NominationRow.practice).is_(False),
                col(NominationRow.state).in_(states),
                *unit,
            )
        )
    if audience.group in {"everybody", "liaisons"} and not audience.unit:
        parts.append(
            select(col(SeatRow.person).label("person"))
            .join(UnitRow, col(UnitRow.id) == col(SeatRow.unit))
            .where(UnitRow.round == audience.round, col(SeatRow.until).is_(None))
        )
    if audience.group == "everybody" and not audience.unit:
        parts.append(
            select(col(SubscriptionRow.person).label("person")).where(
                SubscriptionRow.notice == audience.notice, col(SubscriptionRow.wanted)
            )
        )
    every = union(*parts).subquery()
    return select(every.c.person).where(_reached(every.c.person, audience.channel))


def _reached(person: Any, channel: str) -> Any:
    """Whether a letter gets there, and through that channel, where one is named."""
    address, later = AddressRow, aliased(AddressRow)
    used_since = exists().where(
        col(later.person) == person, col(later.gone).is_(None), col(later.active) > col(address.active)
    )
    through = [col(address.channel) == channel, ~used_since] if channel else []
    return exists().where(col(address.person) == person, col(address.gone).is_(None), *through)


def _letters(broadcast: str) -> Any:
    """The rows of a broadcast, found by the range of their keys."""
    prefix = _prefix(broadcast)
    return and_(col(OutboxRow.key) >= prefix, col(OutboxRow.key) < prefix[:-1] + chr(ord(prefix[-1]) + 1))


def _prefix(broadcast: str) -> str:
    return f"broadcast/{broadcast}/"


def _audience(row: BroadcastRow) -> Audience:
    return Audience(row.notice, row.round, row.group, row.unit, row.channel)
