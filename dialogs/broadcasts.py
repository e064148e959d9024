"""Broadcasts: one text to many people at once, chosen by what they have to do with a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from knowledge.model import Form

GROUPS = ("everybody", "liaisons", "drafts", "returned", "submitted")
"""All who take part, the units' contacts, and nominees by the state of their form."""

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
    form: Form | None = None
    entries: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Announced:
    """A broadcast and how far it has come. `state`: held | queued | running | paused | cancelled | done.

    `counts`: state of a letter (due, sent, shown, failed, gone, unknown) -> how many.
    """

    id: str
    audience: Audience
    text: str
    state: str
    at: datetime
    total: int
    counts: Mapping[str, int]
    own: bool  # the person's own doing


class Broadcasts(Protocol):
    """What a dialog may read of it: `Records.broadcasts`; scope as in `Register`."""

    def size(self, audience: Audience) -> int: ...

    def samples(self, audience: Audience) -> Sequence[Recipient]:
        """Three of them."""

    def recent(self) -> Sequence[Announced]:
        """The newest first, of the rounds and units the person reaches."""

    def one(self, broadcast: str) -> Announced | None: ...

    def today(self, unit: str) -> int:
        """How many a unit has sent within a day."""

    def letter(self, broadcast: str) -> tuple[Audience, str, Recipient] | None:
        """What the person is to be told, and the person as the text may speak of it; None once cancelled."""
