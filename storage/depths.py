"""How much waits, in numbers only: what an operator watches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from storage.engine import read
from storage.tables import InboxRow, OutboxRow

_UNSENT = ("due", "taken", "sending")


@dataclass(frozen=True, slots=True)
class Depths:
    """`outgoing` and `oldest` go by priority; `first` is the number of the event that has waited longest."""

    outgoing: Mapping[int, int]
    oldest: Mapping[int, datetime]
    incoming: int
    first: int | None
    unknown: int  # sends that may or may not have arrived


def depths(engine: Engine) -> Depths:
    return read(engine, _depths)


def _depths(session: Session) -> Depths:
    unsent = session.exec(
        select(OutboxRow.priority, func.count(), func.min(OutboxRow.created))
        .where(col(OutboxRow.state).in_(_UNSENT))
        .group_by(col(OutboxRow.priority))
    ).all()
    incoming, first = session.exec(
        select(func.count(), func.min(InboxRow.number)).where(InboxRow.state == "waiting")
    ).one()
    unknown = session.exec(select(func.count()).where(OutboxRow.state == "unknown")).one()
    return Depths(
        {priority: count for priority, count, _ in unsent},
        {priority: since for priority, _, since in unsent},
        incoming,
        first,
        unknown,
    )
