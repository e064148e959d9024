"""Broadcasts: one text to many people at once, chosen by what they have to do with a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from knowledge.model import Form

GROUPS = ("everybody", "liaisons", "drafts", "returned", "submitted")
"""All who take part, the units' contacts, and nominees by the state of their form."""

CHANNELS = ("", "telegram", "web")

A_DAY = 2  # broadcasts of one unit within a day


@dataclass(frozen=True, slots=True)
class Audience:
    """`unit` '' is every unit; `channel` '' is whatever a person used last."""

    notice: str
    round: str
    group: str = "everybody"
    unit: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Announcing:
    """A broadcast is being prepared. `asks`: what the person types now (text | when), or nothing."""

    audience: Audience
    text: str = ""
    asks: str = "text"
    kind: Literal["announcing"] = "announcing"


@dataclass(frozen=True, slots=True)
class Announce:
    """`at` None is at once. `held`: a second office person has to agree first."""

    broadcast: str
    audience: Audience
    text: str
    at: datetime | None = None
    held: bool = False
    kind: Literal["announce"] = "announce"


@dataclass(frozen=True, slots=True)
class Steer:
    """`deed`: pause | resume | cancel | approve | resend (to those of unknown outcome)."""

    broadcast: str
    deed: str
    kind: Literal["steer"] = "steer"


Broadcasting = Announce | Steer


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody it goes to, as far as the text may speak of it."""

    name: str = ""
    unit: str = ""
    form: Form | None = None  # of the own nomination; None where there is none
    entries: Mapping[str, str] = field(default_factory=dict)
    left: int | None = None  # of a unit's contact: places for which nobody is under way, where that is known


@dataclass(frozen=True, slots=True)
class Announced:
    """A broadcast and how far it has come. `state`: held | queued | running | paused | cancelled | done.

    `counts`: state of a letter (due, sent, shown, failed, gone, unknown) -> how many; laid: it lies on a page
    that nobody has opened since.
    """

    id: str
    audience: Audience
    text: str
    state: str
    at: datetime
    total: int
    counts: Mapping[str, int]
    own: bool  # the person's own doing
    reasons: Mapping[str, int] = field(default_factory=dict)  # why those that failed did -> how many

    @property
    def arrived(self) -> int:
        return self.counts.get("sent", 0) + self.counts.get("shown", 0)

    @property
    def open(self) -> int:
        """How many it has still to go out to."""
        ended = sum(self.counts.get(each, 0) for each in ("laid", "failed", "gone", "unknown", "cancelled"))
        return max(0, self.total - self.arrived - ended)


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody whom it did not reach, or may not have. `state`: failed | gone | unknown.

    `name` is '' where nobody knows it, or where it is not to be told.
    """

    state: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """A broadcast as it goes to one person. `unit` wrote it; '' is the office."""

    audience: Audience
    text: str
    recipient: Recipient
    unit: str = ""


class Broadcasts(Protocol):
    """What a dialog may read of it: `Records.broadcasts`; scope as in `Register`."""

    def size(self, audience: Audience) -> int: ...

    def samples(self, audience: Audience) -> Sequence[Recipient]:
        """Three of them."""

    def recent(self) -> Sequence[Announced]:
        """The newest first, of the rounds and units the person reaches."""

    def one(self, broadcast: str) -> Announced | None: ...

    def today(self, unit: str) -> int:
        """How many its contacts have sent to a unit within a day."""

    def missed(self, broadcast: str) -> Sequence[Missed]:
        """Some of those whom it did not reach."""

    def letter(self, broadcast: str) -> Announcement | None:
        """What the person is to be told; None once cancelled."""
