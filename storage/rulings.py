"""The office's readings in all their versions, who was told which, and the letters when one changes."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from dialogs.model import (
    Letter,
)
from dialogs.referrals import (
    AnswerQuestion,
    ChangeRuling,
)
from knowledge.model import Ruling
from storage.mail import Sender, send
from storage.parcels import REMINDER
from storage.tables import CursorRow, OutboxRow, RulingRow, ToldRow
from storage.vault import Vault

_CURSOR = "rulings"
_VERSION = select(CursorRow.value).where(CursorRow.name == bindparam("name"))
_LETTER = "ruling_changed"


def version(session: Session) -> int:
    """A number that rises with every change to any ruling or round."""
    return session.connection().scalar(_VERSION, {"name": _CURSOR}) or 0


def touch(session: Session) -> None:
    """From the next turn on, the library is read anew."""
    cursor = session.get(CursorRow, _CURSOR, with_for_update=True) or CursorRow(name=_CURSOR, value=0)
    cursor.value += 1 + secrets.randbelow(1 << 20)  # a number that was rolled back is not given again
    session.add(cursor)
    session.flush()


def current(session: Session, vault: Vault) -> Mapping[str, tuple[Ruling, ...]]:
    """Notice -> the rulings that hold."""
    rows = session.exec(select(RulingRow).order_by(col(RulingRow.id), col(RulingRow.version)))
    found: dict[str, dict[str, Ruling]] = {}
    for row in rows:
        found.setdefault(row.notice, {})[row.id] = _ruling(vault, row)
    return {notice: tuple(rulings.values()) for notice, rulings in found.items()}


def earlier(session: Session, vault: Vault, ruling: str, number: int) -> Ruling | None:
    row = session.get(RulingRow, (ruling, number))
    return _ruling(vault, row) if row else None


def add(sender: Sender, effect: AnswerQuestion, notice: str, point: str, now: datetime) -> None:
    ruling = Ruling(effect.ruling, "", effect.text, effect.author, now.date(), point, effect.settles)
    _keep(sender, ruling, notice, 1)


def change(sender: Sender, effect: ChangeRuling, now: datetime) -> None:
    """A new version; whoever was told an earlier one gets a letter."""
    last = _last(sender.session, effect.ruling)
    if last is None:
        return
    number, old = last.version + 1, _ruling(sender.vault, last)
    new = replace(old, text=effect.text, author=effect.author, on=now.date(), settles=effect.settles)
    _keep(sender, new, last.notice, number)
    told = sender.session.exec(
        select(ToldRow).where(ToldRow.ruling == effect.ruling).order_by(col(ToldRow.person)).with_for_update()
    )
    for each in told.all():
        _recall(sender, each, number)


def tell(session: Session, ruling: str, person: str, at: datetime) -> None:
    """The person is told the ruling as it stands."""
    last = _last(session, ruling)
    if last:
        session.merge(ToldRow(ruling=ruling, person=person, version=last.version, at=at))


def _recall(sender: Sender, told: ToldRow, number: int) -> None:
    """A letter that nobody has read yet gives way to the new one, which tells what the person really got."""
    session, old = sender.session, told.version
    unread = session.exec(
        select(OutboxRow)
        .where(OutboxRow.key == _key(told), OutboxRow.letter == _LETTER)
        .where(col(OutboxRow.body).is_(None), col(OutboxRow.state).in_(("shown", "due")))
    ).first()
    if unread:
        old = int(unread.subject.partition(" ")[2])
        session.delete(unread)
    told.version = number
    session.flush()
    send(sender, told.person, _key(told), Letter(_LETTER, f"{told.ruling} {old}"), REMINDER)


def _key(told: ToldRow) -> str:
    return f"ruling/{told.ruling}/{told.version}/{told.person}"


def _keep(sender: Sender, ruling: Ruling, notice: str, number: int) -> None:
    session, vault = sender.session, sender.vault
    row = RulingRow(
        id=ruling.id,
        version=number,
        notice=notice,
        point=vault.seal(ruling.point, _place("point", ruling.id, number)),
        text=vault.seal(ruling.text, _place("text", ruling.id, number)),
        author=ruling.author,
        on=ruling.on,
        settles=ruling.settles,
    )
    session.add(row)
    touch(session)


def _last(session: Session, ruling: str) -> RulingRow | None:
    newest = select(func.max(RulingRow.version)).where(RulingRow.id == ruling).scalar_subquery()
    return session.exec(select(RulingRow).where(RulingRow.id == ruling, RulingRow.version == newest)).first()


def _ruling(vault: Vault, row: RulingRow) -> Ruling:
    return Ruling(
        id=row.id,
        clause="",  # known to who holds the notice
        text=vault.open(row.text, _place("text", row.id, row.version)),
        author=row.author,
        on=row.on,
        point=vault.open(row.point, _place("point", row.id, row.version)),
        settles=row.settles,
    )


def _place(column: str, ruling: str, number: int) -> str:
    return f"rulings.{column}:{ruling}/{number}"
