"""Laureates of a notice: entered, told once the list is published, and removed again while it is not."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from dialogs.model import Letter
from dialogs.rounds import EnterLaureate, Laureate, PublishLaureates, RemoveLaureate
from storage.abroad import masked, veiled
from storage.desks import LaureateRow
from storage.mail import send
from storage.parcels import REMINDER
from storage.register import namesake, twin
from storage.seats import liaisons
from storage.tables import LogRow, NominationRow

if TYPE_CHECKING:
    from storage.records import Past


def every(past: "Past", notice: str) -> Sequence[Laureate]:
    """In the order in which they were entered; who is still in a round here is named as the desk may."""
    rows = past.session.exec(
        select(LaureateRow).where(LaureateRow.notice == notice).order_by(col(LaureateRow.number))
    ).all()
    ids = [row.nomination for row in rows if row.nomination]
    hidden = veiled(past.session, past.caller.channel, ids)
    published = _published(past, ids)
    return tuple(
        _opened(past, row, hidden=row.nomination in hidden, published=row.nomination in published)
        for row in rows
    )


def honoured(past: "Past", notice: str, name: str, birth: str) -> bool:
    """Is this person among them? Of whom no birth month is known, the name decides."""
    mark = twin(past.vault, name, birth) if birth else ""
    same = select(LaureateRow.twin).where(
        LaureateRow.notice == notice, LaureateRow.namesake == namesake(past.vault, name)
    )
    return any(each in {None, mark} for each in past.session.exec(same))


def enter(past: "Past", effect: EnterLaureate, now: datetime) -> None:
    past.session.add(
        LaureateRow(
            notice=effect.notice,
            year=effect.year,
            name=past.vault.seal(effect.name, _name_place(effect.notice)),
            employer=past.vault.seal(effect.employer, _employer_place(effect.notice)),
            twin=twin(past.vault, effect.name, effect.birth) if effect.birth else None,
            namesake=namesake(past.vault, effect.name),
            nomination=effect.nomination or None,
            by=past.person,
            at=now,
        )
    )


def remove(past: "Past", effect: RemoveLaureate) -> None:
    """Raises LookupError where it is another notice's, gone already, or published."""
    row = past.session.get(LaureateRow, effect.laureate, with_for_update=True)
    if row is None or row.notice != effect.notice or _published(past, [row.nomination or ""]):
        raise LookupError("this laureate stands")
    past.session.delete(row)


def publish(past: "Past", effect: PublishLaureates) -> None:
    """A letter to everybody named in the round, and to the contacts of their units."""
    named = (
        select(NominationRow)
        .join(LaureateRow, col(LaureateRow.nomination) == col(NominationRow.id))
        .where(NominationRow.round == effect.round, LaureateRow.notice == effect.notice)
    )
    for row in past.session.exec(named).all():
        concerned = {row.person or "", row.nominee or "", *liaisons(past.session, row.unit)} - {""}
        for person in sorted(concerned):
            send(past, person, f"laureate/{row.id}/{person}", Letter("laureate", row.id), REMINDER)


def _published(past: "Past", nominations: Sequence[str]) -> frozenset[str]:
    """Those of these whose list was published after they were named: the log has the order."""
    entered = _last(past, "enter_laureate", nominations)
    rounds = dict(
        past.session.exec(
            select(NominationRow.id, NominationRow.round).where(col(NominationRow.id).in_(nominations))
        ).all()
    )
    told = _last(past, "publish_laureates", list(set(rounds.values())))
    return frozenset(each for each, at in rounds.items() if entered.get(each, 0) < told.get(at, 0))


def _last(past: "Past", kind: str, subjects: Sequence[str]) -> Mapping[str, int]:
    """Subject -> number of the last line of that kind in the log."""
    newest = func.max(col(LogRow.number))
    lines = select(LogRow.subject, newest).where(LogRow.kind == kind, col(LogRow.subject).in_(subjects))
    return {
        subject: number or 0 for subject, number in past.session.exec(lines.group_by(col(LogRow.subject)))
    }


def _opened(past: "Past", row: LaureateRow, *, hidden: bool, published: bool) -> Laureate:
    name = past.vault.open(row.name, _name_place(row.notice))
    employer = past.vault.open(row.employer, _employer_place(row.notice))
    return Laureate(
        year=row.year,
        name=masked(name) if hidden else name,
        employer="" if hidden else employer,
        nomination=row.nomination or "",
        id=row.number or 0,
        published=published,
    )


def _name_place(notice: str) -> str:
    return f"laureates.name:{notice}"


def _employer_place(notice: str) -> str:
    return f"laureates.employer:{notice}"
