"""Public notice and papers: what was posted where and until when, and what of the papers is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Posted:
    """The public notice of one nomination at one level. `state`: running | stopped (an objection) | clear."""

    id: str
    nomination: str
    level: str
    begin: date
    end: date
    state: str
    objection: str = ""
    photo: str = ""  # hash of the picture of the posted sheet
    statement: str = ""  # hash of the picture of the 无异议 statement


@dataclass(frozen=True, slots=True)
class Post:
    """A public notice begins, or what is known of it changes."""

    posted: Posted
    kind: Literal["post"] = "post"


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a nomination's checklist is done, or not after all. `side`: unit | office (received)."""

    nomination: str
    slip: str  # the line, such as form/seal/2
    side: str
    done: bool = True
    note: str = ""  # who brought it; who looked and when
    kind: Literal["tick"] = "tick"


Posting = Post | Tick


@dataclass(frozen=True, slots=True)
class Ticked:
    slip: str
    done: bool
    note: str
    at: datetime


class Postings(Protocol):
    """What a dialog may read of it: `Records.postings`; scope as in `Register`."""

    def of(self, nomination: str) -> Sequence[Posted]: ...

    def all_of(self, nominations: Sequence[str]) -> Mapping[str, Sequence[Posted]]:
        """The same for many at once; what is out of reach is not among them."""

    def all_ticked(self, nominations: Sequence[str], side: str) -> Mapping[str, Sequence[Ticked]]:
        """The same for many at once; what is out of reach is not among them."""

    def ticked(self, nomination: str, side: str) -> Sequence[Ticked]:
        """The newest tick of each line."""
