"""Who is at an address, and the resume codes by which a person is found from another device."""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine, bindparam, delete, insert, update
from sqlmodel import Session, col, select

from storage.engine import read, write
from storage.tables import AddressRow, CodeRow, PersonRow
from storage.vault import Vault

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
"""The digits of identifiers and codes: none looks like another."""

_CODE = re.compile(rf"[{CROCKFORD}]{{12}}")
_ALIKE = str.maketrans(
    {"o": "0", "i": "1", "l": "1", "-": "", "–": "", "—": "", "－": "", " ": "", "\u3000": ""}
)
_SCRYPT = {"n": 2**14, "r": 8, "p": 1, "maxmem": 2**26, "dklen": 32}  # some 40 ms a guess


@dataclass(frozen=True, slots=True)
class Caller:
    """A person at one address; `person` is '' where nobody is known there."""

    person: str
    channel: str
    address: str
    mark: str


# Built once: they are run with every turn.
_WHO = select(AddressRow.person).where(AddressRow.mark == bindparam("mark")).with_for_update()
_HEARD = (
    update(AddressRow)
    .where(col(AddressRow.mark) == bindparam("its_mark"))
    .values(active=bindparam("now"), gone=None)
)
_LOCKED = select(PersonRow.id).where(PersonRow.id == bindparam("person")).with_for_update()


def fresh_id() -> str:
    """An identifier that cannot be guessed in sensible time and is still short enough to read out."""
    return random_digits(8)


def random_digits(number: int) -> str:
    """Five random bits each."""
    return "".join(CROCKFORD[each % len(CROCKFORD)] for each in secrets.token_bytes(number))


def mark_of(vault: Vault, channel: str, address: str) -> str:
    return vault.mark(f"{channel}\0{address}", "address")


def known(session: Session, vault: Vault, channel: str, address: str) -> Caller:
    """Who is at an address, without making anybody; locks the address's row."""
    mark = mark_of(vault, channel, address)
    person = session.connection().scalar(_WHO, {"mark": mark})
    return Caller(person or "", channel, address, mark)


def join(session: Session, vault: Vault, channel: str, address: str, now: datetime) -> Caller:
    """Who is at an address, a new person where it is unknown; locks the person for this transaction."""
    caller = known(session, vault, channel, address)
    if not caller.person:
        return _new(session, vault, caller, now)
    connection = session.connection()
    connection.execute(_HEARD, {"its_mark": caller.mark, "now": now})
    connection.execute(_LOCKED, {"person": caller.person}).one()
    return caller


def _new(session: Session, vault: Vault, caller: Caller, now: datetime) -> Caller:
    new = replace(caller, person=fresh_id() + fresh_id())
    connection = session.connection()
    connection.execute(insert(PersonRow), {"id": new.person, "since": now})
    sealed = vault.seal(caller.address, f"addresses.address:{caller.mark}")
    row = {"mark": new.mark, "channel": new.channel, "person": new.person, "address": sealed, "active": now}
    connection.execute(insert(AddressRow), row)
    return new


def person_at(engine: Engine, vault: Vault, channel: str, address: str) -> str | None:
    """The person whose address this is."""
    mark = mark_of(vault, channel, address)
    row = read(engine, lambda session: session.get(AddressRow, mark))
    return row.person if row else None


def leave(engine: Engine, vault: Vault, channel: str, address: str) -> None:
    """The address is nobody's any more (the exit button of a shared computer); what was written stays."""
    mark = mark_of(vault, channel, address)
    write(engine, lambda session: session.exec(delete(AddressRow).where(col(AddressRow.mark) == mark)))


def check_key(engine: Engine, vault: Vault) -> None:
    """Raises `VaultFault` where data were sealed with another key: better than taking everybody for new."""
    row = read(engine, lambda session: session.exec(select(AddressRow).limit(1)).first())
    if row:
        vault.open(row.address, f"addresses.address:{row.mark}")


def code_hash(vault: Vault, code: str) -> str | None:
    """What is kept of a resume code; None where it cannot be one. Case, dashes, O or 0, I or 1 do not matter.

    The salt is the same for all codes, so that a code finds its row; it follows from the vault's key, which
    is not in the database.
    """
    normal = code.strip().lower().translate(_ALIKE)
    if not _CODE.fullmatch(normal):
        return None
    return hashlib.scrypt(normal.encode(), salt=vault.derive("resume code"), **_SCRYPT).hex()


def owner_of(session: Session, vault: Vault, code: str) -> str:
    hashed = code_hash(vault, code)
    row = session.get(CodeRow, hashed) if hashed else None
    return row.person if row else ""
