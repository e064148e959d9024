"""Rounds that the office opens, moves, and closes; late admissions and laureates."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from sqlmodel import col, select

from dialogs.rounds import (
    AdmitLate,
    CloseRound,
    ConfirmRules,
    EnterLaureate,
    Laureate,
    MoveDeadline,
    OpenRound,
    Rounding,
)
from storage.desks import AdmissionRow, LaureateRow
from storage.register import namesake, twin

if TYPE_CHECKING:
    from storage.records import Past


class Rounds:
    """Satisfies `dialogs.rounds.Rounds` for one signed-in person."""

    def __init__(self, past: "Past") -> None:
        self._past = past

    def late_until(self, nomination: str, unit: str) -> datetime | None:
        rows = self._past.session.exec(
            select(AdmissionRow).where(AdmissionRow.unit == unit).order_by(col(AdmissionRow.number))
        )
        return max((row.until for row in rows if row.nomination in {None, nomination}), default=None)

    def laureates(self, notice: str) -> Sequence[Laureate]:
        if not self._past.seats.office_of(notice):
            return ()
        rows = self._past.session.exec(
            select(LaureateRow).where(LaureateRow.notice == notice).order_by(col(LaureateRow.number))
        )
        return tuple(
            Laureate(
                row.year,
                self._past.vault.open(row.name, "laureates.name"),
                self._past.vault.open(row.employer, "laureates.employer"),
                row.nomination or "",
            )
            for row in rows
        )

    def honoured(self, notice: str, name: str, birth: str, employer: str) -> bool:  # noqa: ARG002 - see rounds' issue
        mark = twin(self._past.vault, name, birth) if birth else ""
        rows = self._past.session.exec(
            select(LaureateRow).where(
                LaureateRow.notice == notice, LaureateRow.namesake == namesake(self._past.vault, name)
            )
        )
        return any(row.twin in {None, mark} for row in rows)


def perform(past: "Past", effect: Rounding, now: datetime) -> None:
    """Raises LookupError where the person is not the office of the notice."""
    match effect:
        case EnterLaureate():
            _enter(past, effect, now)
        case OpenRound() | MoveDeadline() | ConfirmRules() | AdmitLate() | CloseRound():
            raise NotImplementedError
        case _:
            assert_never(effect)


def _enter(past: "Past", effect: EnterLaureate, now: datetime) -> None:
    if not past.seats.office_of(effect.notice):
        raise LookupError("only the office enters laureates")
    past.session.add(
        LaureateRow(
            notice=effect.notice,
            year=effect.year,
            name=past.vault.seal(effect.name, "laureates.name"),
            employer=past.vault.seal(effect.employer, "laureates.employer"),
            twin=twin(past.vault, effect.name, effect.birth) if effect.birth else None,
            namesake=namesake(past.vault, effect.name),
            nomination=effect.nomination or None,
            by=past.person,
            at=now,
        )
    )
