"""Who may do what: the units of a round, the seats people hold, and the invitations that lead to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

OFFICE, LIAISON, NOMINEE = "office", "liaison", "nominee"
TOKEN_BYTES = 16
"""A token is 128 random bits: 22 characters, which also fit behind Telegram's /start."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A right: the office of a notice ('' for every notice), or the liaison of one unit in one round."""

    role: str  # office | liaison
    notice: str = ""
    unit: str = ""  # the unit's id


@dataclass(frozen=True, slots=True)
class Unit:
    """A recommending unit in one round. `most` is None where nobody has said how many places it has."""

    id: str
    notice: str
    round: str
    name: str
    unit_class: str = ""  # as in QuotaRow
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that is still open. `name`: whom it is meant for, as the inviting person typed it.

    `until` goes by the clock of the rules where it is made; storage keeps the true time.
    """

    id: str
    role: str  # office | liaison | nominee
    notice: str
    unit: str
    nomination: str  # where a nominee is to confirm what others wrote
    name: str
    until: datetime
    by: str  # the person who invited
    left: int = 1  # how often it can still be used
    unit_name: str = ""
    way: str = ""  # who wrote the nomination that is to be confirmed


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a seat. `name`: as it stood on the invitation."""

    seat: Seat
    person: str
    name: str
    unit_name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class AddUnit:
    """The office names a unit that the notice does not name, or says how many places it has."""

    unit: Unit
    kind: Literal["add_unit"] = "add_unit"


@dataclass(frozen=True, slots=True)
class Invite:
    """`token` (128 random bits) is told once, in the reply; only its hash is kept."""

    invitation: Invitation
    token: str
    kind: Literal["invite"] = "invite"


@dataclass(frozen=True, slots=True)
class Revoke:
    invitation: str
    kind: Literal["revoke"] = "revoke"


@dataclass(frozen=True, slots=True)
class Join:
    """The person takes the seat that the invitation with this token offers; it can be used once."""

    token: str
    kind: Literal["join"] = "join"


@dataclass(frozen=True, slots=True)
class WrongToken:
    """An invitation was guessed wrongly; guesses are limited like those of resume codes."""

    kind: Literal["wrong_token"] = "wrong_token"


@dataclass(frozen=True, slots=True)
class LeaveSeat:
    """A seat ends: given up, taken back by the office, or handed over."""

    seat: Seat
    person: str
    kind: Literal["leave_seat"] = "leave_seat"


@dataclass(frozen=True, slots=True)
class Joining:
    """Where we are: what an invitation leads to was shown, and waits for a yes."""

    token: str
    kind: Literal["joining"] = "joining"


@dataclass(frozen=True, slots=True)
class Inviting:
    """Where we are: an invitation is being made. `asks`: unit | class | places | name | list.

    `unit` is the id of one that is there; of one to be added, its name, class and places are kept here.
    `text` is a list that waits for a yes: a line a person, tabs between the cells.
    """

    notice: str
    role: str
    asks: str
    unit: str = ""
    unit_name: str = ""
    unit_class: str = ""
    most: int = 0
    text: str = ""
    kind: Literal["inviting"] = "inviting"


@dataclass(frozen=True, slots=True)
class Starting:
    """Where we are: a form is to begin, and whom it is for is asked."""

    notice: str
    kind: Literal["starting"] = "starting"


Seating = AddUnit | Invite | Revoke | Join | WrongToken | LeaveSeat


class Seats(Protocol):
    """What a dialog may read of it: `Records.seats`. A person sees only what their seats reach."""

    def units(self, round: str) -> Sequence[Unit]:  # noqa: A002 - the glossary's word
        """All units of a round to its office, by name; to a liaison only the own ones."""

    def unit(self, id: str) -> Unit | None:  # noqa: A002 - the glossary's word
        """None where it does not exist or the person has no seat there."""

    def liaisons(self, unit: str) -> Sequence[str]:
        """Ids of the persons who look after a unit."""

    def made(self, invitation: str) -> Invitation | None:
        """One that the person made, used or not."""

    def people(self, notice: str) -> Sequence[Holder]:
        """Who holds a seat: all of a notice to its office, those of the own unit to a liaison."""

    def taken_up(self, invitation: str) -> Holder | None:
        """Who joined by an invitation that the person made."""

    def invitations(self) -> Sequence[Invitation]:
        """Open ones that the person made, or may revoke by their seat."""

    def named(self, round: str) -> Mapping[str, str]:  # noqa: A002 - the glossary's word
        """Id -> name of every unit of a round, to everybody: what they are called is no secret."""

    def invited(self, token: str) -> Invitation | None:
        """The invitation behind a token, if it is open; used, expired, revoked and wrong look the same."""
