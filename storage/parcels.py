"""Rows of the outbox as the rest of the program knows them, and how they get there."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from dialogs.model import Letter, Reply
from storage.buttons import conceal
from storage.codec import dump, load
from storage.people import Caller
from storage.tables import OutboxRow
from storage.vault import Vault

REPLY, REMINDER, BROADCAST = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Parcel:
    """`id` rises; `said` is what the person did (web); the buttons of `reply` press tokens.

    `event` is the event it belongs to, or a letter's key. A letter that is not `worded` has an empty reply.
    """

    id: int
    person: str
    channel: str
    address: str
    priority: int
    said: str
    reply: Reply
    letter: Letter | None
    attempts: int
    created: datetime
    event: str = ""
    worded: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be put into the outbox, once under its key."""

    key: str
    event: str = ""
    reply: Reply | None = None
    letter: Letter | None = None
    said: str = ""
    priority: int = REPLY


def post(session: Session, vault: Vault, caller: Caller, draft: Draft, now: datetime) -> bool:
    """Put something into the outbox: False where its key is there already."""
    if session.exec(select(OutboxRow.number).where(OutboxRow.key == draft.key)).first():
        return False
    row = OutboxRow(
        key=draft.key,
        event=draft.event or draft.key,
        person=caller.person or None,
        channel=caller.channel,
        mark=caller.mark,
        address=vault.seal(caller.address, f"outbox.address:{draft.key}"),
        priority=draft.priority,
        letter=draft.letter.kind if draft.letter else None,
        subject=draft.letter.subject if draft.letter else "",
        state="shown" if caller.channel == "web" else "due",
        created=now,
    )
    if draft.said:
        row.said = vault.seal(draft.said, f"outbox.said:{draft.key}")
    if draft.reply:
        word(session, vault, row, draft.reply)
    session.add(row)
    session.flush()
    return True


def reword(session: Session, vault: Vault, parcel: Parcel, reply: Reply) -> Parcel | None:
    """A letter's parcel with its words; None where its person was forgotten meanwhile."""
    row = session.get(OutboxRow, parcel.id, with_for_update=True)
    if row is None:
        return None
    word(session, vault, row, reply)
    return opened(vault, row)


def word(session: Session, vault: Vault, row: OutboxRow, reply: Reply) -> None:
    """Give a row its words."""
    kept = conceal(session, vault, reply, person=row.person or "", key=row.key)
    row.body = vault.seal(dump(kept), f"outbox.body:{row.key}")


def opened(vault: Vault, row: OutboxRow) -> Parcel:
    assert row.number is not None
    return Parcel(
        id=row.number,
        person=row.person or "",
        channel=row.channel,
        address=vault.open(row.address, f"outbox.address:{row.key}"),
        priority=row.priority,
        said=vault.open(row.said, f"outbox.said:{row.key}") if row.said else "",
        reply=load(Reply, vault.open(row.body, f"outbox.body:{row.key}")) if row.body else Reply(""),
        letter=Letter(row.letter, row.subject) if row.letter else None,
        attempts=row.attempts,
        created=row.created,
        event=row.event,
        worded=row.body is not None,
    )
