"""Retention: what is not needed any more goes, once a day. Doing it twice is as good as once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, update
from sqlmodel import Session, col, select

from storage import files
from storage.blobs import Blobs
from storage.desks import InvitationRow, LaureateRow, RoundRow
from storage.engine import purge, write
from storage.records import GUESSES_COUNT, TALK_LASTS
from storage.tables import (
    ButtonRow,
    EntryRow,
    InboxRow,
    LogRow,
    NominationRow,
    OutboxRow,
    TalkRow,
    WrongCodeRow,
)

MESSAGES_LAST = timedelta(days=7)
DRAFTS_LAST = timedelta(days=30)
UNCONFIRMED_LASTS = timedelta(days=14)  # what a colleague wrote, and the nominee has not agreed to
INVITATIONS_LAST = timedelta(days=30)  # after they ran out
ARCHIVED_LAST = timedelta(days=180)
_SETTLED = ("sent", "failed", "gone", "unknown")


def sweep(engine: Engine, now: datetime, blobs: Blobs | None = None) -> None:
    """Ids of events stay for ever, and what the web page shows as the person's history."""

    def work(session: Session) -> None:
        session.exec(delete(TalkRow).where(col(TalkRow.at) < now - TALK_LASTS))
        session.exec(delete(WrongCodeRow).where(col(WrongCodeRow.at) < now - GUESSES_COUNT))
        _blank_delivered(session, now - MESSAGES_LAST)
        set_aside = (col(InboxRow.state) == "set_aside", col(InboxRow.at) < now - MESSAGES_LAST)
        session.exec(update(InboxRow).where(*set_aside).values(body=None))
        files.drop_unused(session, now)

        # A name on it was typed by somebody else; the seat that came of it has its own.
        session.exec(delete(InvitationRow).where(col(InvitationRow.until) < now - INVITATIONS_LAST))

    write(engine, work)
    if blobs:
        files.clear(engine, blobs)
        files.clear_strays(engine, blobs, now)
    purge(engine)


def expire(engine: Engine, now: datetime, closes: Mapping[str, datetime]) -> int:
    """Discard drafts thirty days after their round closed, as the consent card says.

    `now` is the time that rules go by. A practice draft, begun later, lasts as long from its last change.
    Where a round is not known, its notice may only be missing for a while: its drafts stay.
    """

    def work(session: Session) -> int:
        drafts = session.exec(select(NominationRow).where(NominationRow.state == "draft")).all()
        over = [
            each
            for each in drafts
            if (each.round in closes and max(closes[each.round], each.changed) + DRAFTS_LAST < now)
            or (each.way == "colleague" and not each.confirmed and each.started + UNCONFIRMED_LASTS < now)
        ]
        for each in over:
            each.state = "discarded"
            session.exec(delete(EntryRow).where(col(EntryRow.nomination) == each.id))
            files.unname(session, [each.id])
            session.add(LogRow(at=now, kind="expire", person=each.person or "", subject=each.id))
        return len(over)

    count = write(engine, work)
    purge(engine)
    return count


def retire(engine: Engine, now: datetime) -> int:
    """Of an archived round, what those told who were not honoured goes after half a year; numbers stay.

    The laureates' nominations go into the office's own archive as packages, and stay here until it says so.
    """

    def work(session: Session) -> int:
        over = select(RoundRow.id).where(RoundRow.state == "archived", col(RoundRow.at) < now - ARCHIVED_LAST)
        honoured = select(LaureateRow.nomination).where(col(LaureateRow.nomination).is_not(None))
        filled = select(EntryRow.nomination).where(col(EntryRow.nomination) == col(NominationRow.id)).exists()
        ids = session.exec(
            select(NominationRow.id).where(
                col(NominationRow.round).in_(over), col(NominationRow.id).not_in(honoured), filled
            )
        ).all()
        for each in ids:
            session.exec(delete(EntryRow).where(col(EntryRow.nomination) == each))
            files.unname(session, [each])
            session.add(LogRow(at=now, kind="retire", person="", subject=each, role="program"))
        return len(ids)

    count = write(engine, work)
    if count:
        purge(engine)
    return count


def _blank_delivered(session: Session, before: datetime) -> None:
    """What was delivered long ago, except each person's newest buttons: they may be pressed after months."""
    newest = (
        select(func.max(OutboxRow.number))
        .join(ButtonRow, col(ButtonRow.key) == col(OutboxRow.key))
        .group_by(col(OutboxRow.person))
    )
    old = (
        select(OutboxRow.number, OutboxRow.key)
        .where(OutboxRow.channel != "web", col(OutboxRow.state).in_(_SETTLED))
        .where(col(OutboxRow.body).is_not(None), col(OutboxRow.tried) < before)
        .where(col(OutboxRow.number).not_in(newest))
    )
    for number, key in session.exec(old).all():
        session.exec(delete(ButtonRow).where(col(ButtonRow.key) == key))
        session.exec(update(OutboxRow).where(col(OutboxRow.number) == number).values(body=None))
