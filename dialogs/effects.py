"""What a turn keeps, as data: storage performs it. Nothing here is done by a dialog."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dialogs.broadcasts import Broadcasting
from dialogs.postings import Posting
from dialogs.referrals import Referral
from dialogs.register import Registering
from dialogs.reminders import Reminding
from dialogs.rounds import Rounding
from dialogs.seats import Seating


@dataclass(frozen=True, slots=True)
class Letter:
    """Something worded only when it is sent: `again` re-shows the current question."""

    kind: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """The person agreed to the card `card` (privacy | abroad) in the version `version`."""

    card: str
    version: str
    kind: Literal["consent"] = "consent"


@dataclass(frozen=True, slots=True)
class StartNomination:
    nomination: str
    notice: str
    round: str
    digest: str
    practice: bool
    way: str = "self"  # self | colleague | union: who writes it
    unit: str = ""  # the unit's id, where an invitation or a liaison's seat tells it
    kind: Literal["start_nomination"] = "start_nomination"


@dataclass(frozen=True, slots=True)
class SaveEntry:
    """An empty value marks a field that was skipped. `files` are the hashes of the files it names."""

    nomination: str
    field: str
    value: str
    files: tuple[str, ...] = ()
    kind: Literal["save_entry"] = "save_entry"


@dataclass(frozen=True, slots=True)
class ClearEntry:
    nomination: str
    field: str
    kind: Literal["clear_entry"] = "clear_entry"


@dataclass(frozen=True, slots=True)
class Submit:
    nomination: str
    registration: str
    unit: str
    at: datetime | None = None  # when it was sent, however late it is worked on
    late: bool = False  # after the deadline, let in by a named exception
    kind: Literal["submit"] = "submit"


@dataclass(frozen=True, slots=True)
class Withdraw:
    nomination: str
    kind: Literal["withdraw"] = "withdraw"


@dataclass(frozen=True, slots=True)
class Discard:
    """A draft is thrown away at its owner's wish."""

    nomination: str
    kind: Literal["discard"] = "discard"


@dataclass(frozen=True, slots=True)
class Link:
    """The address joins the person behind a resume code, together with its drafts."""

    person: str
    kind: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class NewCode:
    """A resume code is given to the person; only its hash is kept."""

    code: str
    kind: Literal["new_code"] = "new_code"


@dataclass(frozen=True, slots=True)
class WrongCode:
    """A resume code was guessed wrongly; guesses are limited."""

    kind: Literal["wrong_code"] = "wrong_code"


@dataclass(frozen=True, slots=True)
class Forget:
    """Everything held about the person is deleted."""

    kind: Literal["forget"] = "forget"


@dataclass(frozen=True, slots=True)
class Unsay:
    """What was just sent must not be kept (an identity number): its text is blanked wherever it stands."""

    kind: Literal["unsay"] = "unsay"


@dataclass(frozen=True, slots=True)
class Tell:
    """A letter to the person's other channels: something changed behind their back."""

    letter: Letter
    kind: Literal["tell"] = "tell"


@dataclass(frozen=True, slots=True)
class Decline:
    """The file that was announced is not to be fetched from its channel."""

    kind: Literal["decline"] = "decline"


Effect = (
    Consent
    | StartNomination
    | SaveEntry
    | ClearEntry
    | Submit
    | Withdraw
    | Discard
    | Link
    | NewCode
    | WrongCode
    | Forget
    | Unsay
    | Decline
    | Tell
    | Referral
    | Seating
    | Registering
    | Posting
    | Broadcasting
    | Reminding
    | Rounding
)
