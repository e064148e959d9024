"""Rounds: one running of a notice after the other, with dates, exceptions and laureates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Arranging:
    """The office arranges something about a round, step by step: `deed` is open | move | late.

    `subject` is a notice, or a unit; `given` are the answers so far, days as ISO dates or instants.
    """

    deed: str
    subject: str
    given: tuple[str, ...] = ()
    kind: Literal["arranging"] = "arranging"


@dataclass(frozen=True, slots=True)
class OpenRound:
    """The office opens the next round by giving its dates. `stages`: (stage, its last day).

    Rules and facts of last year, named in `carried`, hold on as 去年口径 until the office confirms them.
    The units of the round `before` come along with their contacts.
    """

    round: str
    notice: str
    code: str
    opens: datetime
    closes: datetime
    stages: tuple[tuple[str, date], ...]
    carried: tuple[str, ...]
    before: str
    kind: Literal["open_round"] = "open_round"


@dataclass(frozen=True, slots=True)
class MoveDeadline:
    """Everything that hangs on it moves along, and those concerned are told."""

    round: str
    notice: str
    code: str
    opens: datetime
    closes: datetime
    kind: Literal["move_deadline"] = "move_deadline"


@dataclass(frozen=True, slots=True)
class ConfirmRules:
    """What was carried over from last year holds this year, too. No `rules`: all of them."""

    round: str
    rules: tuple[str, ...] = ()
    kind: Literal["confirm_rules"] = "confirm_rules"


@dataclass(frozen=True, slots=True)
class AdmitLate:
    """A named exception: a unit, or one of its nominations, may hand in after the deadline."""

    unit: str
    until: datetime
    reason: str
    nomination: str = ""
    kind: Literal["admit_late"] = "admit_late"


@dataclass(frozen=True, slots=True)
class EnterLaureate:
    """Somebody who was honoured; `nomination` where it came from a round here, else of an earlier year."""

    notice: str
    year: int
    name: str
    birth: str
    employer: str
    nomination: str = ""
    kind: Literal["enter_laureate"] = "enter_laureate"


@dataclass(frozen=True, slots=True)
class RemoveLaureate:
    """Entered by mistake, and not published yet."""

    laureate: int
    notice: str
    nomination: str = ""
    kind: Literal["remove_laureate"] = "remove_laureate"


@dataclass(frozen=True, slots=True)
class PublishLaureates:
    """The laureates named in a round, and the contacts of their units, hear of it."""

    round: str
    notice: str
    kind: Literal["publish_laureates"] = "publish_laureates"


@dataclass(frozen=True, slots=True)
class CloseRound:
    """closed: the list stands. archived: what is not needed any more is deleted on time."""

    round: str
    notice: str
    code: str
    opens: datetime
    closes: datetime
    state: str  # closed | archived
    kind: Literal["close_round"] = "close_round"


Rounding = (
    OpenRound
    | MoveDeadline
    | ConfirmRules
    | AdmitLate
    | EnterLaureate
    | RemoveLaureate
    | PublishLaureates
    | CloseRound
)


@dataclass(frozen=True, slots=True)
class Laureate:
    year: int
    name: str
    employer: str
    nomination: str
    id: int = 0
    published: bool = False  # with the list of the round: it stands


class Rounds(Protocol):
    """What a dialog may read of it: `Records.rounds`."""

    def late_until(self, nomination: str) -> datetime | None:
        """Until when a named exception lets a nomination in, if one does."""

    def unit_late_until(self, unit: str) -> datetime | None:
        """Until when a named exception lets a whole unit hand in, if one does."""

    def laureates(self, notice: str) -> Sequence[Laureate]:
        """Only for the office of the notice."""

    def honoured(self, notice: str, name: str, birth: str) -> bool:
        """Is this person among the laureates entered? Only for deciding; never told to the asker."""
