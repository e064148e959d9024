"""Letters to somebody other than the caller: to the address that person used last."""

from datetime import datetime
from typing import Protocol

from sqlmodel import Session, col, select

from dialogs.model import Letter
from storage.parcels import REPLY, Draft, post
from storage.people import Caller
from storage.tables import AddressRow, PersonRow
from storage.vault import Vault


class Sender(Protocol):
    """A turn that writes letters; `storage.records.Past` satisfies it."""

    session: Session
    vault: Vault
    real: datetime
    reached: list[str]  # persons with something new, whose pages are to be woken


class Post:
    """A sender outside of any turn: a tick."""

    def __init__(self, session: Session, vault: Vault, real: datetime) -> None:
        self.session = session
        self.vault = vault
        self.real = real
        self.reached: list[str] = []


def send(sender: Sender, person: str, key: str, letter: Letter, priority: int = REPLY) -> None:
    """Once under its key. Locks the person, so that the numbers of their page rise as they are kept."""
    session, vault = sender.session, sender.vault
    session.get(PersonRow, person, with_for_update=True)
    row = session.exec(
        select(AddressRow)
        .where(AddressRow.person == person, col(AddressRow.gone).is_(None))
        .order_by(col(AddressRow.active).desc(), col(AddressRow.mark))
    ).first()
    if row is None:
        return
    address = vault.open(row.address, f"addresses.address:{row.mark}")
    caller = Caller(person, row.channel, address, row.mark)
    if post(session, vault, caller, Draft(key, letter=letter, priority=priority), sender.real):
        sender.reached.append(person)
