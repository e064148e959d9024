"""Replies that show how far something has come: the newest of each person is renewed in place, not sent anew.

A reply that `follows` a thing has a key by which it is found; a letter that `renews` it takes its place. Two
such rows at most belong to a reply: the one that is shown, and the one that waits.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from dialogs.model import Letter
from storage.mail import Sender
from storage.parcels import REMINDER, Draft, followers, post, renewals
from storage.people import Caller
from storage.tables import OutboxRow, PersonRow

KIND = "progress"
_ON_SCREEN = ("shown", "sent")


def renew(sender: Sender, thing: str) -> bool:
    """False where a reply has not left itself yet. What waits already is worded when it leaves anyway."""
    newest = {row.person: row for row in _replies(sender.session, thing) if row.person}
    for person, row in newest.items():
        if row.state in _ON_SCREEN:
            sender.session.get(PersonRow, person, with_for_update=True)
            _renew(sender, row, person or "", thing)
    return not any(_waits(row) for row in newest.values())


def _renew(sender: Sender, first: OutboxRow, person: str, thing: str) -> None:
    number, session = first.number or 0, sender.session
    before = _renewals(session, number)
    if any(_waits(each) for each in before):
        return
    shown = [each for each in before if each.state in _ON_SCREEN][-1:]
    for each in before:
        if each not in shown:
            session.delete(each)
    session.flush()
    place = sender.vault.open(first.address, f"outbox.address:{first.key}")
    caller = Caller(person, first.channel, place, first.mark)
    key = next(each for each in renewals(number) if each not in {one.key for one in shown})
    draft = Draft(key, letter=Letter(KIND, thing), priority=REMINDER, renews=number)
    post(session, sender.vault, caller, draft, sender.real)
    sender.reached.append(person)


def _waits(row: OutboxRow) -> bool:
    """On a page, what nobody has looked at has no words yet."""
    return row.state in {"due", "taken", "sending"} or (row.state == "shown" and row.body is None)


def _renewals(session: Session, number: int) -> Sequence[OutboxRow]:
    mine = col(OutboxRow.key).in_(renewals(number))
    return session.exec(select(OutboxRow).where(mine).order_by(col(OutboxRow.number))).all()


def _replies(session: Session, thing: str) -> Sequence[OutboxRow]:
    """By the range of their keys, oldest first."""
    first = followers(thing)
    mine = (col(OutboxRow.key) >= first, col(OutboxRow.key) < first[:-1] + chr(ord("/") + 1))
    return session.exec(select(OutboxRow).where(*mine).order_by(col(OutboxRow.number))).all()
