"""Broadcasts under way: letters, some at a tick, and what those who watch are shown of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, and_, exists, func, or_
from sqlmodel import Session, col, select

from dialogs.model import Letter
from storage import renewals
from storage.audiences import audience_of, letters, people, prefix
from storage.desks import BroadcastRow
from storage.engine import read, write
from storage.mail import Post, send
from storage.parcels import BROADCAST
from storage.tables import OutboxRow
from storage.vault import Vault

AGAIN = "again"
"""Running once more for those of unknown outcome, and for nobody new."""

_UNDER_WAY = ("held", "queued", "running", AGAIN, "paused")
_WAITING = ("due", "taken", "sending")


def expand(engine: Engine, vault: Vault, now: datetime, real: datetime, limit: int) -> tuple[str, ...]:
    """Letters of what is to be sent now, at most `limit`; the persons who got one."""
    due = read(engine, lambda session: session.exec(_due(now)).all())

    def work(session: Session) -> tuple[str, ...]:
        post = Post(session, vault, real)
        for each in due:
            row = session.get(BroadcastRow, each, with_for_update=True)
            if row and row.state in {"queued", "running", AGAIN}:
                _expand(post, row, limit - len(post.reached))
        return tuple(post.reached)

    return write(engine, work) if due else ()


def _due(now: datetime) -> Any:
    return select(BroadcastRow.id).where(
        or_(
            and_(col(BroadcastRow.state) == "queued", col(BroadcastRow.at) <= now),
            col(BroadcastRow.state).in_(("running", AGAIN)),
        )
    )


def _expand(post: Post, row: BroadcastRow, limit: int) -> None:
    """Whoever has no letter yet; once nobody is left and nothing waits, it is done."""
    left = [] if row.state == AGAIN else _untold(post.session, row, limit)
    row.state = AGAIN if row.state == AGAIN else "running"
    for each in left:
        send(post, each, prefix(row.id) + each, Letter("broadcast", row.id), BROADCAST)
    if left:
        return
    counts = _counts(post.session, row.id)
    row.total = sum(counts.values())  # who came or went meanwhile
    if not any(counts.get(each) for each in _WAITING):
        row.state = "done"


def _untold(session: Session, row: BroadcastRow, limit: int) -> Sequence[str]:
    everybody = people(audience_of(row), row.by).subquery()
    person = everybody.c.person
    told = exists().where(col(OutboxRow.key) == prefix(row.id) + person)
    found: Sequence[str] = session.exec(select(person).where(~told).order_by(person).limit(limit)).all()
    return found


def _counts(session: Session, broadcast: str) -> Mapping[str, int]:
    state = col(OutboxRow.state)
    return dict(session.exec(select(state, func.count()).where(letters(broadcast)).group_by(state)).all())


def renew(engine: Engine, vault: Vault, real: datetime) -> tuple[str, ...]:
    """Shows those who watch a broadcast what has changed; they are returned."""
    changed = read(engine, lambda session: [row.id for row in _watched(session) if _news(session, row)])

    def work(session: Session) -> tuple[str, ...]:
        post = Post(session, vault, real)
        for each in changed:
            row = session.get(BroadcastRow, each, with_for_update=True)
            if row and (news := _news(session, row)) and renewals.renew(post, row.id):
                row.shown = news
        return tuple(post.reached)

    return write(engine, work) if changed else ()


def _watched(session: Session) -> Sequence[BroadcastRow]:
    """Those under way, and those that ended since they were shown last."""
    ended_unseen = ~col(BroadcastRow.shown).startswith(col(BroadcastRow.state))
    return session.exec(
        select(BroadcastRow).where(or_(col(BroadcastRow.state).in_(_UNDER_WAY), ended_unseen))
    ).all()


def _news(session: Session, row: BroadcastRow) -> str:
    """All that the message tells, in short; '' where it is shown already."""
    counts = sorted(_counts(session, row.id).items())
    found = " ".join((row.state, str(row.total), *(f"{state}:{number}" for state, number in counts)))
    return "" if found == row.shown else found
