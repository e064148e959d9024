"""Public notices and the ticks of a nomination's checklist."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from sqlalchemy import exists
from sqlmodel import col, select

from dialogs.model import Letter
from dialogs.postings import Post, Posted, Posting, Tick, Ticked
from dialogs.reminders import FIRST, LAST
from storage import files
from storage.desks import PostingRow, SeatRow, TickRow
from storage.mail import Sender, send
from storage.parcels import REMINDER
from storage.tables import NominationRow, OutboxRow

if TYPE_CHECKING:
    from storage.records import Past


class Postings:
    """Satisfies `dialogs.postings.Postings` for one signed-in person."""

    def __init__(self, past: "Past") -> None:
        self._past = past

    def of(self, nomination: str) -> Sequence[Posted]:
        if self._past.register.row(nomination) is None and not self._past.owns(nomination):
            return ()
        rows = self._past.session.exec(
            select(PostingRow)
            .where(PostingRow.nomination == nomination)
            .order_by(col(PostingRow.begin), col(PostingRow.end))
        )
        return tuple(self._opened(row) for row in rows)

    def all_of(self, nominations: Sequence[str]) -> Mapping[str, Sequence[Posted]]:
        rows = self._past.session.exec(
            select(PostingRow)
            .where(col(PostingRow.nomination).in_(self._past.register.reached(nominations)))
            .order_by(col(PostingRow.begin), col(PostingRow.end))
        )
        found: dict[str, list[Posted]] = {}
        for row in rows:
            found.setdefault(row.nomination, []).append(self._opened(row))
        return found

    def ticked(self, nomination: str, side: str) -> Sequence[Ticked]:
        if self._past.register.row(nomination) is None:
            return ()
        rows = self._past.session.exec(
            select(TickRow)
            .where(TickRow.nomination == nomination, TickRow.side == side)
            .order_by(col(TickRow.number))
        )
        newest = {row.slip: row for row in rows}
        return tuple(Ticked(row.slip, row.done, self._note(row), row.at) for row in newest.values())

    def all_ticked(self, nominations: Sequence[str], side: str) -> Mapping[str, Sequence[Ticked]]:
        reached = self._past.register.reached(nominations)
        rows = self._past.session.exec(
            select(TickRow)
            .where(col(TickRow.nomination).in_(reached), TickRow.side == side)
            .order_by(col(TickRow.number))
        )
        newest = {(row.nomination, row.slip): row for row in rows}
        found: dict[str, list[Ticked]] = {}
        for row in newest.values():
            found.setdefault(row.nomination, []).append(Ticked(row.slip, row.done, self._note(row), row.at))
        return found

    def _opened(self, row: PostingRow) -> Posted:
        said = self._past.vault.open(row.objection, _place(row.id)) if row.objection else ""
        return Posted(
            row.id, row.nomination, row.level, row.begin, row.end, row.state, said, row.photo, row.statement
        )

    def _note(self, row: TickRow) -> str:
        return self._past.vault.open(row.note, _note_place(row.nomination, row.slip)) if row.note else ""


def remind(post: Sender, now: datetime, limit: int) -> None:
    """To the contacts of the unit, on the morning after a public notice has run its time."""
    if not FIRST <= now.hour < LAST:
        return
    key = "posted/" + col(PostingRow.id) + "/" + col(SeatRow.person)
    over = (
        select(PostingRow.id, PostingRow.nomination, SeatRow.person)
        .join(NominationRow, col(NominationRow.id) == col(PostingRow.nomination))
        .join(SeatRow, col(SeatRow.unit) == col(NominationRow.unit))
        .where(PostingRow.state == "running", col(PostingRow.end) < now.date())
        .where(col(SeatRow.until).is_(None), ~exists().where(col(OutboxRow.key) == key))
        .limit(limit)
    )
    for posting, nomination, person in post.session.exec(over).all():
        letter = Letter("posting_over", f"{nomination} {posting}")
        send(post, person, f"posted/{posting}/{person}", letter, REMINDER)


def perform(past: "Past", effect: Posting, now: datetime) -> None:
    """Raises LookupError where the person's seats do not reach the nomination."""
    nomination = effect.posted.nomination if isinstance(effect, Post) else effect.nomination
    if past.register.row(nomination, lock=True) is None:
        raise LookupError("this nomination is out of reach")
    match effect:
        case Post():
            _post(past, effect.posted)
        case Tick():
            _tick(past, effect, now)
        case _:
            assert_never(effect)


def _post(past: "Past", posted: Posted) -> None:
    sealed = past.vault.seal(posted.objection, _place(posted.id)) if posted.objection else None
    past.session.merge(
        PostingRow(
            id=posted.id,
            nomination=posted.nomination,
            level=posted.level,
            begin=posted.begin,
            end=posted.end,
            state=posted.state,
            objection=sealed,
            photo=posted.photo,
            statement=posted.statement,
        )
    )
    files.name(past.session, posted.nomination, f"posting/{posted.id}", pictures(posted))


def pictures(posted: Posted) -> tuple[str, ...]:
    """The hashes of its pictures."""
    return tuple(each for each in (posted.photo, posted.statement) if each)


def owner(past: "Past", posted: Posted) -> str:
    """Whose its pictures are: the nominee's, or whoever wrote for them."""
    row = past.session.get_one(NominationRow, posted.nomination)
    return row.nominee or row.person or past.person


def _tick(past: "Past", tick: Tick, now: datetime) -> None:
    note = past.vault.seal(tick.note, _note_place(tick.nomination, tick.slip)) if tick.note else None
    past.session.add(
        TickRow(
            nomination=tick.nomination,
            side=tick.side,
            slip=tick.slip,
            done=tick.done,
            note=note,
            by=past.person,
            at=now,
        )
    )


def _place(posting: str) -> str:
    return f"postings.objection:{posting}"


def _note_place(nomination: str, slip: str) -> str:
    return f"ticks.note:{nomination}/{slip}"
