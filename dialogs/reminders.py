"""Reminders as a person wishes them: which notices, at what hour, or none."""

from dataclasses import dataclass
from typing import Literal, Protocol

HOUR = 9  # of the day, where nobody chose another
FIRST, LAST = 8, 21  # nobody is reminded before the one or from the other on


@dataclass(frozen=True, slots=True)
class Subscribe:
    """`wanted` False: no reminders of this notice, for ever, whatever the person fills in."""

    notice: str
    wanted: bool = True
    kind: Literal["subscribe"] = "subscribe"


@dataclass(frozen=True, slots=True)
class RemindAt:
    """At what hour, and whether at all."""

    hour: int = HOUR
    silent: bool = False
    kind: Literal["remind_at"] = "remind_at"


Reminding = Subscribe | RemindAt


@dataclass(frozen=True, slots=True)
class Wishes:
    """`wanted` and `refused` are ids of notices that the person said something about."""

    hour: int = HOUR
    silent: bool = False
    wanted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


class Reminders(Protocol):
    """What a dialog may read of it: `Records.reminders`."""

    def wishes(self) -> Wishes: ...
