"""Durable out: replies and letters wait here until their channel has delivered them; the web page reads here.

Web rows are never claimed: being there is their delivery.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Integer, and_, bindparam, exists, inspect, or_, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dialogs.model import Letter
from storage.engine import read, write
from storage.parcels import REPLY, Draft, Parcel, opened, post
from storage.people import Caller
from storage.tables import AddressRow, HeartbeatRow, OutboxRow, PersonRow, StateRow
from storage.vault import Vault

__all__ = ["Outbox", "Parcel"]

OUTAGE = timedelta(seconds=150)  # so long the Bot API keeps a pressed button; after that the press is lost
RECENT = timedelta(days=1)

_Change = Callable[[OutboxRow], None]


class Outbox:
    """What is to be delivered, and how it went."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def claim(self, channel: str, now: datetime, limit: int = 30) -> tuple[Parcel, ...]:
        """What may be sent now, replies first, at most one an address: the next waits for its outcome."""
        if channel == "web":
            return ()

        def work(session: Session) -> tuple[Parcel, ...]:
            rows = session.exec(_DUE, params={"channel": channel, "now": now, "limit": limit}).all()
            for row in rows:
                row.state, row.tried, row.attempts = "sending", now, row.attempts + 1
            return tuple(opened(self._vault, row) for row in rows)

        return write(self._engine, work)

    def sent(self, parcel: Parcel, sent_id: str) -> None:
        def change(row: OutboxRow) -> None:
            row.state, row.sent = "sent", sent_id

        self._settle(parcel, change)

    def later(self, parcel: Parcel, at: datetime) -> None:
        """It did not arrive, for sure; it is due again then."""

        def change(row: OutboxRow) -> None:
            row.state, row.due = "due", at

        self._settle(parcel, change)

    def failed(self, parcel: Parcel, reason: str) -> None:
        """It cannot be delivered, or need not be any more. The reason is a code, never the text."""

        def change(row: OutboxRow) -> None:
            row.state, row.reason = "failed", reason

        self._settle(parcel, change)

    def unknown(self, parcel: Parcel) -> None:
        """It may have arrived: a reply is due once more, anything else is only listed."""
        self._settle(parcel, _doubt)

    def gone(self, parcel: Parcel) -> None:
        """Nobody is at this address any more: nothing that waits is sent there."""

        def change(row: OutboxRow) -> None:
            row.state = "gone"

        def work(session: Session) -> None:
            row = _sending(session, parcel)
            if row is None:
                return
            address = session.get(AddressRow, row.mark)
            if address:
                address.gone = row.tried
            waiting = and_(col(OutboxRow.mark) == row.mark, col(OutboxRow.state) == "due")
            session.exec(update(OutboxRow).where(waiting).values(state="gone"))
            _settle(session, row, change)

        write(self._engine, work)

    def reopen(self) -> int:
        """At the start: what was being sent when the program ended may have arrived. Returns how many."""

        def work(session: Session) -> int:
            rows = session.exec(select(OutboxRow).where(OutboxRow.state == "sending")).all()
            for row in rows:
                _settle(session, row, _doubt)
            return len(rows)

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
        """At the start, before the first beat: after an outage the current question is shown again, once.

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

    def _settle(self, parcel: Parcel, change: _Change) -> None:
        def work(session: Session) -> None:
            row = _sending(session, parcel)
            if row:
                _settle(session, row, change)

        write(self._engine, work)


def _first_due() -> Any:
    """Rows that are due, each the first of its address, and nothing on its way there."""
    row, other = OutboxRow, aliased(OutboxRow)
    rank, other_rank = (tuple_(col(each.priority), col(each.number)) for each in (row, other))
    ahead = and_(col(other.state) == "due", other_rank < rank)
    blocked = exists().where(col(other.mark) == col(row.mark), or_(col(other.state) == "sending", ahead))
    now = bindparam("now", type_=inspect(row).columns["due"].type)
    return (
        select(row)
        .where(row.channel == bindparam("channel"), row.state == "due", ~blocked)
        .where(or_(col(row.due).is_(None), col(row.due) <= now))
        .order_by(col(row.priority), col(row.number))
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
    )


_DUE = _first_due()  # built once: it is asked with every reply


def _sending(session: Session, parcel: Parcel) -> OutboxRow | None:
    """The row of a claimed parcel; None where its person was forgotten meanwhile."""
    row = session.get(OutboxRow, parcel.id, with_for_update=True)
    return row if row and row.state == "sending" else None


def _settle(session: Session, row: OutboxRow, change: _Change) -> None:
    change(row)
    if row.person is None and row.state != "due":
        session.delete(row)  # the last word to somebody who was forgotten


def _doubt(row: OutboxRow) -> None:
    once_more = row.priority == REPLY and not row.doubts
    row.state, row.due, row.doubts = "due" if once_more else "unknown", None, row.doubts + 1


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
