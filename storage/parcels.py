"""Rows of the outbox as the rest of the program knows them, and how they get there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert
from sqlmodel import Session, col, select

from dialogs.model import Letter, Reply
from storage.buttons import conceal
from storage.codec import dump, load
from storage.people import Caller
from storage.tables import OutboxRow
from storage.vault import Vault

REPLY, REMINDER, BROADCAST = 0, 1, 2

_KNOWN = select(OutboxRow.number).where(OutboxRow.key == bindparam("key"))
_POSTED = insert(OutboxRow)


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
    renews: int = 0  # the id of the parcel whose reply this one takes the place of
    edits: str = ""  # what the channel calls that reply

    @property
    def at_once(self) -> bool:
        """It waits neither for its words or files nor for its turn."""
        return self.worded and not self.reply.document and self.priority == REPLY


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be put into the outbox, once under its key."""

    key: str
    event: str = ""
    reply: Reply | None = None
    letter: Letter | None = None
    said: str = ""
    priority: int = REPLY
    renews: int = 0  # as in Parcel


def post(session: Session, vault: Vault, caller: Caller, draft: Draft, now: datetime) -> bool:
    """Put something into the outbox: False where its key is there already."""
    key, connection = _key(draft), session.connection()
    if connection.scalar(_KNOWN, {"key": key}):
        return False
    row = {
        "key": key,
        "event": draft.event or key,
        "person": caller.person or None,
        "channel": caller.channel,
        "mark": caller.mark,
        "address": vault.seal(caller.address, f"outbox.address:{key}"),
        "priority": draft.priority,
        "said": vault.seal(draft.said, f"outbox.said:{key}") if draft.said else None,
        "body": _body(session, vault, draft.reply, caller.person, key) if draft.reply else None,
        "letter": draft.letter.kind if draft.letter else None,
        "subject": draft.letter.subject if draft.letter else "",
        "state": "shown" if caller.channel == "web" else "due",
        "created": now,
        "renews": draft.renews or None,
    }
    connection.execute(_POSTED, row)
    return True


def followers(thing: str) -> str:
    """How the keys of replies begin that show how far a thing has come."""
    return f"progress/{thing}/"


def _key(draft: Draft) -> str:
    follows = draft.reply.follows if draft.reply else ""
    return f"{followers(follows)}{draft.key}" if follows else draft.key


def reword(session: Session, vault: Vault, parcel: Parcel, reply: Reply) -> Parcel | None:
    """A letter's parcel with its words; None where its person was forgotten meanwhile, or nothing is new."""
    row = session.get(OutboxRow, parcel.id, with_for_update=True)
    if row is None or (row.renews and not _renewed(session, vault, row, reply)):
        return None
    if not row.renews:
        row.body = _body(session, vault, reply, row.person or "", row.key)
    return opened(vault, row)


def _renewed(session: Session, vault: Vault, row: OutboxRow, reply: Reply) -> bool:
    """Its buttons are those that are on the screen; what says the same as what is shown is not sent."""
    first = session.get(OutboxRow, row.renews)
    if first is None or first.body is None:
        return False
    new = dump(conceal(session, vault, reply, person=row.person or "", key=first.key))
    before = _shown(session, row) or first
    if before.body and vault.open(before.body, f"outbox.body:{before.key}") == new:
        return False
    row.body, row.sent = vault.seal(new, f"outbox.body:{row.key}"), first.sent
    return True


def _shown(session: Session, row: OutboxRow) -> OutboxRow | None:
    """What took the reply's place before this row."""
    earlier = select(OutboxRow).where(
        OutboxRow.renews == row.renews,
        col(OutboxRow.key).in_(renewals(row.renews or 0)),
        OutboxRow.key != row.key,
        col(OutboxRow.state).in_(("shown", "sent")),
    )
    return session.exec(earlier).first()


def renewals(number: int) -> tuple[str, str]:
    """The keys of what takes the place of a reply: what is shown, and what waits."""
    return f"renewal/{number}/0", f"renewal/{number}/1"


def _body(session: Session, vault: Vault, reply: Reply, person: str, key: str) -> bytes:
    """What is kept of a reply: its buttons press tokens."""
    return vault.seal(dump(conceal(session, vault, reply, person=person, key=key)), f"outbox.body:{key}")


def opened(vault: Vault, row: OutboxRow | Row[Any]) -> Parcel:
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
        renews=row.renews or 0,
        edits=row.sent if row.renews else "",
    )
