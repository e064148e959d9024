"""Reminders as a person wishes them: which notices, at what hour, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

HOUR = 9  # of the day, where nobody chose another
FIRST, LAST = 8, 21  # nobody is reminded before the one or from the other on
HOURS = (8, 9, 12, 18, 20)
QUIET = (12, 18, 20, LAST)
"""From which hour on somebody wants to be left alone."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """`wanted` False: no reminders of this notice, for ever, whatever the person fills in."""

    notice: str
    wanted: bool = True
    kind: Literal["subscribe"] = "subscribe"


@dataclass(frozen=True, slots=True)
class RemindAt:
    """At what hour, and whether at all; before which days, () as the notice has it; not from `quiet` on."""

    hour: int = HOUR
    silent: bool = False
    leads: tuple[int, ...] = ()
    quiet: int = LAST
    kind: Literal["remind_at"] = "remind_at"


Reminding = Subscribe | RemindAt


@dataclass(frozen=True, slots=True)
class Wishes:
    """`wanted` and `refused` are ids of notices that the person said something about."""

    hour: int = HOUR
    silent: bool = False
    wanted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    leads: tuple[int, ...] = ()
    quiet: int = LAST


@dataclass(frozen=True, slots=True)
class Expected:
    """How many would get a reminder of a round now, of those who chose these `leads`, and why.

    `drafts` and `returned` have something to do about their own form, `contacts` about their unit's;
    `asked` only wanted to be reminded. `bring` have only paper to bring, and hear before that day;
    `others` only hear when it opens. Nobody is counted twice.
    """

    leads: tuple[int, ...]
    drafts: int = 0
    returned: int = 0
    contacts: int = 0
    asked: int = 0
    bring: int = 0
    others: int = 0

    @property
    def total(self) -> int:
        return self.drafts + self.returned + self.contacts + self.asked


class Reminders(Protocol):
    """What a dialog may read of it: `Records.reminders`."""

    def wishes(self) -> Wishes: ...

    def expected(self, notice: str, round: str, papers: Sequence[str]) -> Sequence[Expected]:  # noqa: A002 - the glossary's word
        """Only for the office of the notice. `papers`: the materials that come on paper."""

    def unfilled(self, notice: str, round: str, fields: Sequence[str]) -> Mapping[str, int]:  # noqa: A002 - the glossary's word
        """Field -> how many drafts of the round lack it. Only for the office of the notice."""

    def lost(self, nomination: str) -> bool:
        """Whether messages to its nominee no longer arrive, where the person looks after it."""
