"""The register: nominations as their unit and the office see them, and what they do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from knowledge.model import Form

ABROAD = frozenset({"telegram"})
"""Channels whose servers stand abroad: a nominee agrees to that separately (PIPL 39)."""

TAKING = frozenset({"recommended", "sent_up", "accepted", "burnt"})
"""The states in which a nomination takes one of its unit's places; a burnt one takes it for good."""
WAITING = ("draft", "submitted", "returned", "recommended")
"""The states in which a unit still has to do something about a nomination."""


def unclaimed(most: int | None, counts: Mapping[str, int]) -> int | None:
    """Places for which nobody is under way, of a unit with `most`; `counts` as in `Register.counts`."""
    under_way = sum(counts.get(each, 0) for each in {*TAKING, *WAITING})
    return None if most is None else max(0, most - under_way)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody may do with a nomination: from which states, and to which it leads."""

    role: str  # office | liaison
    before: frozenset[str]
    after: str


DEEDS: Mapping[str, Deed] = {
    "recommend": Deed("liaison", frozenset({"submitted"}), "recommended"),
    "take_back": Deed("liaison", frozenset({"recommended"}), "submitted"),
    "send_up": Deed("liaison", frozenset({"recommended"}), "sent_up"),
    "return": Deed("liaison", frozenset({"submitted", "recommended"}), "returned"),
    "drop": Deed("liaison", frozenset({"submitted", "recommended", "returned"}), "withdrawn"),
    "send_back": Deed("office", frozenset({"sent_up", "accepted"}), "returned"),
    "accept": Deed("office", frozenset({"sent_up"}), "accepted"),
    "unaccept": Deed("office", frozenset({"accepted"}), "sent_up"),
    "burn": Deed("office", frozenset({"recommended", "sent_up", "accepted"}), "burnt"),
    "unburn": Deed("office", frozenset({"burnt"}), "sent_up"),
    "unsend_back": Deed("office", frozenset({"returned"}), "sent_up"),
    "strike": Deed("office", frozenset({"submitted", "recommended", "returned", "sent_up"}), "withdrawn"),
    "unstrike": Deed("office", frozenset({"withdrawn"}), "submitted"),
}
"""Deed -> who may do it, when, and what it leads to. `strike`: the level above calls it a repetition."""

UNDOES: Mapping[str, str] = {
    "unaccept": "accept",
    "unburn": "burn",
    "unsend_back": "send_back",
    "unstrike": "strike",
}
"""A deed that takes another one back -> that one; it leads to where the nomination stood before."""

HELD_BACK = frozenset({"recommend", "send_up", "accept"})
"""What cannot be done with a nomination that waits for the level above, or for the nominee's own word."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One nomination, as those above the nominee see it. `shares` has a sign a share of the notice's quotas:
    1 counts for it, 0 does not, - is not known.
    """

    id: str
    notice: str
    round: str
    unit: str  # the unit's id, '' where it is not clear yet
    state: str
    registration: str
    name: str
    employer: str
    digest: str
    started: datetime
    changed: datetime
    submitted: datetime | None
    way: str = "self"  # self | colleague | union: who wrote it
    confirmed: bool = True  # by the nominee, or on paper; False while others' words wait for it
    held: str = ""  # twin | laureate: waits for the level above; to everybody but the office only: held
    late: bool = False
    shares: str = ""
    category: str = ""  # the group it counts for, where a notice wants a mix
    veiled: bool = False  # this channel stands abroad and the nominee has not agreed: no personal data here


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of a nomination's history. `role`: in which role it was done."""

    at: datetime
    kind: str  # the kind of the effect, or the deed
    role: str  # nominee | liaison | office | program
    field: str = ""
    reason: str = ""
    number: int = 0  # of its line in the log
    detail: str = ""  # the field that was changed, or how it was taken along


@dataclass(frozen=True, slots=True)
class AtUnit:
    """A liaison is asked to type or send something; `text` is what was typed and waits for a yes.

    `asks`: reason | drop | begin | objection | note | photo | statement | consent.
    `subject`: the field, level, slip or posting it is about.
    """

    asks: str
    nomination: str
    subject: str = ""
    text: str = ""
    kind: Literal["at_unit"] = "at_unit"


@dataclass(frozen=True, slots=True)
class Move:
    """A deed of `DEEDS`; the nominee, and the unit where the office did it, get a letter.

    `late`: it is done after the deadline, by a named exception.
    """

    nomination: str
    deed: str
    field: str = ""  # the field a return is about
    reason: str = ""
    late: bool = False
    batch: bool = False  # one of several at once: the unit gets one letter for all
    kind: Literal["move"] = "move"


@dataclass(frozen=True, slots=True)
class Assign:
    """A nomination goes to a unit of its round: the office knows which, or the unit takes it up."""

    nomination: str
    unit: str
    kind: Literal["assign"] = "assign"


@dataclass(frozen=True, slots=True)
class Release:
    """The level above has looked: the same person, or not; a held nomination goes on, or is withdrawn."""

    nomination: str
    kind: Literal["release"] = "release"


@dataclass(frozen=True, slots=True)
class Describe:
    """What a submitted nomination is counted and found by; renewed whenever an entry changes.

    Of `name`, `birth` and `employer` only keyed hashes are kept.
    """

    nomination: str
    name: str
    birth: str
    employer: str
    shares: str
    category: str
    kind: Literal["describe"] = "describe"


@dataclass(frozen=True, slots=True)
class Confirm:
    """The nominee agrees to what others wrote; `paper`: on paper, as the liaison noted."""

    nomination: str
    paper: bool = False
    kind: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True)
class Disclose:
    """Somebody read or took along a nomination: logged, and shown to the nominee."""

    nomination: str
    how: str  # read | document | package | export
    kind: Literal["disclose"] = "disclose"


Registering = Move | Assign | Release | Describe | Confirm | Disclose


class Register(Protocol):
    """What a dialog may read of it: `Records.register`.

    Storage answers from the seats of the signed-in person: what they do not reach is as missing as what
    does not exist. On a channel abroad it tells of a nominee who has not agreed to it neither entries nor
    name, employer or reasons: see `Standing.veiled`.
    """

    def one(self, nomination: str) -> Standing | None: ...

    def entries(self, nomination: str) -> Mapping[str, str]:
        """Nothing of a draft: until it is handed in, its text is the writer's alone."""

    def filled(self, nomination: str) -> frozenset[str]:
        """The fields that are filled in, also of a draft, without what stands in them."""

    def form(self, nomination: str) -> Form | None:
        """The form it was started with."""

    def page(  # noqa: PLR0913 - a search has that many sides
        self,
        round: str,  # noqa: A002 - the glossary's word
        *,
        unit: str = "",
        states: frozenset[str] = frozenset(),
        name: str = "",
        after: str = "",
        limit: int = 50,
    ) -> Sequence[Standing]:
        """By registration number, drafts last. `name` is the whole name, or a registration number.

        `after` is the last id of a page.
        """

    def veiled(self, round: str, unit: str = "", states: frozenset[str] = frozenset()) -> int:  # noqa: A002 - the glossary's word
        """How many of these may be shown in full on the web only; drafts and withdrawn ones do not count."""

    def counts(self, round: str, unit: str = "") -> Mapping[str, Mapping[str, int]]:  # noqa: A002 - the glossary's word
        """Unit -> state -> how many; practice and discarded ones are not counted."""

    def marks(self, round: str, unit: str = "") -> Mapping[str, int]:  # noqa: A002 - the glossary's word
        """How many are held, late, unconfirmed, and without a unit."""

    def waiting(self, round: str) -> Sequence[Standing]:  # noqa: A002 - the glossary's word
        """Those that are held, oldest first. Only for the office."""

    def unclaimed(self, round: str) -> Sequence[Standing]:  # noqa: A002 - the glossary's word
        """Handed in for a unit that nobody could make out. Only for the office."""

    def shares(self, round: str, unit: str = "") -> Mapping[str, int]:  # noqa: A002 - the glossary's word
        """`Standing.shares` -> how many of those on the list: recommended, sent up or accepted."""

    def groups(self, round: str, unit: str = "") -> Mapping[str, int]:  # noqa: A002 - the glossary's word
        """`Standing.category` -> how many of those on the list."""

    def taken(self, unit: str) -> int:
        """Places taken. Who reads it holds the unit until the turn is kept: two at once cannot both pass."""

    def history(self, nomination: str) -> Sequence[Happened]:
        """Oldest first. Also for the nominee."""

    def twins(self, nomination: str) -> Sequence[Standing]:
        """The same person elsewhere in the round. Only for the office."""
