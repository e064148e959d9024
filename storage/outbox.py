"""Durable out: replies and letters wait here until their channel has delivered them; the web page reads here.

Web rows are never claimed: being there is their delivery.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Engine,
    Integer,
    and_,
    bindparam,
    case,
    delete,
    exists,
    inspect,
    literal_column,
    or_,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dialogs.model import Letter
from storage.engine import read, write
from storage.leases import Lease
from storage.parcels import BROADCAST, REPLY, Draft, Parcel, opened, post
from storage.people import Caller
from storage.tables import AddressRow, HeartbeatRow, OutboxRow, PersonRow, StateRow
from storage.vault import Vault

__all__ = ["Outbox", "Outcome", "Parcel"]

OUTAGE = timedelta(seconds=150)  # so long the Bot API keeps a pressed button; after that the press is lost
RECENT = timedelta(days=1)
_IN_HAND = ("taken", "sending")  # being prepared, and on its way
CRASHES = 12  # after so many that happened before it could be sent, a parcel may be their cause


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed parcel: `state` is sent | due | failed | gone | unknown.

    `sent` is the channel's own id; `due` when it may be tried again; `reason` a code, never the text.
    """

    parcel: Parcel
    state: str
    sent: str = ""
    due: datetime | None = None
    reason: str = ""


class Outbox:
    """What is to be delivered, and how it went."""

    def __init__(self, engine: Engine, vault: Vault, lease: Lease | None = None) -> None:
        """Who has lost the `lease` claims nothing more, and keeps only outcomes that were surely sent."""
        self._engine = engine
        self._vault = vault
        self._lease = lease

    def claim(
        self,
        channel: str,
        now: datetime,
        limit: int = 30,
        outcomes: Sequence[Outcome] = (),
        others: int | None = None,
    ) -> tuple[Parcel, ...]:
        """What may be sent now, replies first, at most one an address: the next waits for its outcome.

        `limit` replies at most, and so many `others` (None: as many). The outcomes of earlier parcels are
        kept in the same transaction, before it.
        """
        most = (limit, limit if others is None else others)

        def work(session: Session) -> tuple[Parcel, ...]:
            leads = self._keep(session, outcomes)
            return self._claim(session, channel, now, *most) if leads and channel != "web" else ()

        return write(self._engine, work)

    def _claim(
        self, session: Session, channel: str, now: datetime, replies: int, others: int
    ) -> tuple[Parcel, ...]:
        connection = session.connection()
        if not replies + others:
            return ()
        last = BROADCAST if others else REPLY
        asked = {"channel": channel, "now": now, "last": last, "limit": replies + others}
        rows = connection.execute(_DUE, asked).all()
        first = [row for row in rows if row.priority == REPLY][:replies]
        then = [row for row in rows if row.priority > REPLY][:others]
        parcels = tuple(opened(self._vault, row) for row in (*first, *then))
        if parcels:
            states = [
                {"its_number": each.id, "now": now, "state": "sending" if each.at_once else "taken"}
                for each in parcels
            ]
            connection.execute(_TAKEN, states)
        return tuple(replace(each, attempts=each.attempts + 1) for each in parcels)

    def begin(self, parcels: Sequence[Parcel], outcomes: Sequence[Outcome] = ()) -> bool:
        """All they need is made: from now on they may have arrived. False where we do not lead any more."""

        def work(session: Session) -> bool:
            leads = self._keep(session, outcomes)
            if leads:
                session.connection().execute(_BEGUN, [{"its_number": each.id} for each in parcels])
            return leads

        return write(self._engine, work)

    def settle(self, *outcomes: Outcome) -> None:
        """Each once; of a parcel whose person was forgotten meanwhile nothing is left to be kept."""
        if outcomes:
            write(self._engine, lambda session: self._keep(session, outcomes))

    def _keep(self, session: Session, outcomes: Sequence[Outcome]) -> bool:
        """False where we do not lead any more."""
        leads = self._lease is None or self._lease.holds(session)
        _settle(session, outcomes if leads else [each for each in outcomes if each.state == "sent"])
        return leads

    def sent(self, parcel: Parcel, sent_id: str) -> None:
        self.settle(Outcome(parcel, "sent", sent=sent_id))

    def reopen(self) -> int:
        """At the start: what was being sent when the program ended may have arrived. Returns how many.

        What was only being prepared has surely not.
        """

        def work(session: Session) -> int:
            connection = session.connection()
            opened = connection.execute(_DOUBTED.where(col(OutboxRow.state) == "sending")).rowcount
            opened += connection.execute(_NOT_BEGUN).rowcount
            connection.execute(_LAST_WORD.where(col(OutboxRow.state) == "unknown"))
            return opened

        return write(self._engine, work)

    def after(self, person: str, number: int, limit: int) -> tuple[Parcel, ...]:
        """What a person's page has not shown yet."""
        query = (
            select(OutboxRow)
            .where(OutboxRow.person == person, OutboxRow.channel == "web", col(OutboxRow.number) > number)
            .order_by(col(OutboxRow.number))
            .limit(limit)
        )
        return read(
            self._engine, lambda session: tuple(opened(self._vault, row) for row in session.exec(query))
        )

    def listed(self) -> tuple[Parcel, ...]:
        """What may or may not have arrived, and is not sent again."""
        query = select(OutboxRow).where(OutboxRow.state == "unknown").order_by(col(OutboxRow.number))
        return read(
            self._engine, lambda session: tuple(opened(self._vault, row) for row in session.exec(query))
        )

    def beat(self, now: datetime) -> None:
        """The program is alive; `again` measures an outage from the last beat."""

        def work(session: Session) -> None:
            session.merge(HeartbeatRow(name="main", at=now))

        write(self._engine, work)

    def again(self, now: datetime) -> tuple[str, ...]:
        """Before each beat: after an outage the current question is shown again, once.

        Presses made meanwhile are lost, and nobody tells the person. Returns whom it concerns.
        """

        def work(session: Session) -> tuple[str, ...]:
            beat = session.get(HeartbeatRow, "main")
            if beat is None or now - beat.at <= OUTAGE:
                return ()
            callers = _interrupted(session, self._vault, now - RECENT)
            for caller in callers:
                session.get_one(PersonRow, caller.person, with_for_update=True)
                key = f"again/{beat.at.isoformat()}/{caller.person}"
                post(session, self._vault, caller, Draft(key, letter=Letter("again")), now)
            return tuple(each.person for each in callers)

        return write(self._engine, work)


def _first_due() -> Any:
    """Rows that are due, each the first of its address, and nothing on its way there.

    What was taken but has not left holds up what comes after it, not what comes before.
    """
    row, other = OutboxRow, aliased(OutboxRow)
    rank, other_rank = (tuple_(col(each.priority), col(each.number)) for each in (row, other))
    waits = col(other.state).in_((*_IN_HAND, "due"))
    blocked = exists().where(
        waits, col(other.mark) == col(row.mark), or_(col(other.state) == "sending", other_rank < rank)
    )
    waiting = col(row.state) == literal_column("'due'")  # as in its index: a parameter would not find it
    now = bindparam("now", type_=inspect(row).columns["due"].type)
    return (
        select(*inspect(row).columns)
        .where(row.channel == bindparam("channel"), waiting, row.priority <= bindparam("last"), ~blocked)
        .where(or_(col(row.due).is_(None), col(row.due) <= now))
        .order_by(col(row.priority), col(row.number))
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
    )


# Built once: they are run with every reply.
_DUE = _first_due()
_ITS = col(OutboxRow.number) == bindparam("its_number")
_TAKEN = (
    update(OutboxRow)
    .where(_ITS)
    .values(state=bindparam("state"), tried=bindparam("now"), attempts=OutboxRow.attempts + 1)
)
_BEGUN = update(OutboxRow).where(_ITS, col(OutboxRow.state) == "taken").values(state="sending")
_SETTLED = (
    update(OutboxRow)
    .where(_ITS, col(OutboxRow.state).in_(_IN_HAND))
    .values({name: bindparam(name) for name in ("state", "sent", "due", "reason", "attempts")})
)
_SENT = (  # also what another sender was in doubt about by then
    update(OutboxRow)
    .where(_ITS, or_(*(col(OutboxRow.state) == each for each in (*_IN_HAND, "unknown"))))
    .values(state="sent", sent=bindparam("its_sent"), due=None, reason="")
)
_FIRST_DOUBT = and_(col(OutboxRow.priority) == REPLY, col(OutboxRow.doubts) == 0)
# The same words once more in the same message do no harm.
_HARMLESS = and_(col(OutboxRow.renews).is_not(None), col(OutboxRow.doubts) < CRASHES)
_DOUBTED = update(OutboxRow).values(
    state=case((or_(_FIRST_DOUBT, _HARMLESS), "due"), else_="unknown"),
    due=None,
    doubts=OutboxRow.doubts + 1,
)
_NOT_BEGUN = (
    update(OutboxRow)
    .where(col(OutboxRow.state) == "taken")
    .values(state=case((col(OutboxRow.attempts) < CRASHES, "due"), else_="failed"))
)
_LAST_WORD = delete(OutboxRow).where(col(OutboxRow.person).is_(None))


def _settle(session: Session, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    connection = session.connection()
    if sent := [each for each in outcomes if each.state == "sent"]:
        connection.execute(_SENT, [{"its_number": each.parcel.id, "its_sent": each.sent} for each in sent])
    for each in outcomes:
        row = {"its_number": each.parcel.id}
        if each.state == "unknown":
            connection.execute(_DOUBTED.where(_ITS, col(OutboxRow.state).in_(_IN_HAND)), row)
        elif each.state != "sent" and connection.execute(_SETTLED, {**row, **_values(each)}).rowcount:
            _nobody_there(session, each)
        if not each.parcel.person:  # the last word to somebody who was forgotten
            connection.execute(_LAST_WORD.where(_ITS, col(OutboxRow.state) != "due"), row)
    return tuple(outcomes)


def _values(outcome: Outcome) -> dict[str, Any]:
    parcel = outcome.parcel
    own = {"sent": outcome.sent or parcel.edits, "attempts": parcel.attempts}
    return {"state": outcome.state, "due": outcome.due, "reason": outcome.reason, **own}


def _nobody_there(session: Session, outcome: Outcome) -> None:
    """Where somebody is gone, nothing that waits is sent there."""
    if outcome.state != "gone":
        return
    row = session.get_one(OutboxRow, outcome.parcel.id)
    address = session.get(AddressRow, row.mark)
    if address and address.gone is None:
        address.gone = row.tried
    waiting = and_(col(OutboxRow.mark) == row.mark, col(OutboxRow.state) == "due")
    session.exec(update(OutboxRow).where(waiting).values(state="gone"))


def _interrupted(session: Session, vault: Vault, since: datetime) -> tuple[Caller, ...]:
    """Who was in the middle of something on Telegram, at the address they last wrote from."""
    rows = session.exec(
        select(AddressRow)
        .join(StateRow, col(StateRow.person) == col(AddressRow.person))
        .where(AddressRow.channel == "telegram", StateRow.kind != "idle", AddressRow.active > since)
        .where(col(AddressRow.gone).is_(None))
        .order_by(col(AddressRow.active))
    )
    latest = {row.person: row for row in rows}
    return tuple(
        Caller(row.person, row.channel, vault.open(row.address, f"addresses.address:{row.mark}"), row.mark)
        for row in latest.values()
    )
