"""The words of a conversation: what came in, what is said, where we are; and what `effects` are kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from dialogs.broadcasts import Announcing
from dialogs.effects import (
    ClearEntry,
    Consent,
    Decline,
    Discard,
    Effect,
    Forget,
    Letter,
    Link,
    NewCode,
    SaveEntry,
    StartNomination,
    Submit,
    Tell,
    Unsay,
    Withdraw,
    WrongCode,
)
from dialogs.noting import Bringing, Noting
from dialogs.records import Records
from dialogs.referrals import Answering
from dialogs.register import AtUnit
from dialogs.rounds import Arranging
from dialogs.seats import Inviting, Joining, Seat, Starting
from knowledge.model import Library

# The rest of the program knows the effects from here, too.
__all__ = [
    "Attachment",
    "Button",
    "Checking",
    "ClearEntry",
    "Confirming",
    "Consent",
    "Consenting",
    "Deciding",
    "Decline",
    "Discard",
    "Effect",
    "Event",
    "Filling",
    "Forget",
    "Idle",
    "Letter",
    "Link",
    "NewCode",
    "Person",
    "Reply",
    "Reviewing",
    "SaveEntry",
    "StartNomination",
    "State",
    "Submit",
    "Talk",
    "Tell",
    "Turn",
    "Unsay",
    "Upload",
    "Withdraw",
    "World",
    "WrongCode",
]

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file a person sent, already checked. `fault` is a code of `wording/upload.j2` when it was refused.

    `hash` is that of what is kept, `original` that of what was received; `bytes` is the size as received.
    """

    hash: str
    name: str
    type: str  # docx | txt | jpg | …
    bytes: int
    pixels: tuple[int, int] | None = None
    text: str = ""  # what could be read from a document
    fault: str = ""
    compressed: bool = False  # a messenger made it smaller on the way
    original: str = ""
    blob: str = ""  # where it is kept, until somebody's turn decides; '' where nothing is
    rows: tuple[tuple[str, ...], ...] = ()  # of a document: paragraphs (one cell) and rows of tables
    inside: tuple["Upload", ...] = ()  # of an archive: its documents, read


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that still lies with the channel: `reference` fetches it, `kind` is photo | file."""

    reference: str
    name: str
    bytes: int
    kind: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person did, whatever the channel. `id` is unique for ever, so that it has its effect once.

    `press` is the action behind a pressed button (see `Button.press`), `stale` when the button is unknown,
    `twice` for the second tap of a double tap.
    `other` names what has no words of its own: voice, sticker, location, …; a text beside it is its caption.
    """

    id: str
    channel: str  # web | telegram
    address: str
    at: datetime  # when it was sent: decides lateness
    text: str = ""
    press: str = ""
    uploads: tuple[Upload, ...] = ()
    pending: bool = False  # a file is still being fetched; an event `<id>/file` follows
    other: str = ""
    edited: bool = False
    forwarded: bool = False
    attachments: tuple[Attachment, ...] = ()  # what `pending` waits for
    sent: str = ""  # the channel's own number of the message; for an edit, of the one that was edited
    quotes: str = ""  # the number of the reply it answers
    expects: str = ""  # nomination and field that were asked when its file was announced

    def __post_init__(self) -> None:
        """Half characters and NUL, which no file or database can hold, are left out of the text."""
        object.__setattr__(self, "text", _UNWRITABLE.sub("", self.text))


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled action. `press` is a command, such as `pick 8f3a category new_employment`, never shown."""

    label: str
    press: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person reads. A channel decides how it looks, never what it says.

    `document` names a file made at sending time: `form/<nomination>/docx|pdf|png` or `mydata/<person>`.
    `link` is a page of the web chat, such as `/resume`, opened from a button-like link.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    document: str = ""
    link: str = ""
    progress: tuple[int, int] | None = None  # n of m fields, for a progress bar
    asks: str = ""  # the nomination and field, such as `8f3a name`
    erases: str = ""  # number of a message of the person's, to be taken out of the chat if possible
    follows: str = ""  # a thing whose progress it shows: the same message is renewed while that goes on


# ── where we are ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Idle:
    kind: Literal["idle"] = "idle"


@dataclass(frozen=True, slots=True)
class Consenting:
    """A consent card is shown (privacy | abroad); `notice` is what was to be started, `token` by what.

    `bringing`: filled Word forms were to be brought in; `way`: a form was to begin, as in StartNomination;
    `resuming`: this draft was to go on.
    """

    notice: str
    card: str = "privacy"
    practice: bool = False
    bringing: bool = False
    token: str = ""
    way: str = ""
    resuming: str = ""
    kind: Literal["consenting"] = "consenting"


@dataclass(frozen=True, slots=True)
class Filling:
    """A field is being asked. `collecting`: a long text arrives in several messages.

    `guided`: how to send the original of a photo was shown here.
    """

    nomination: str
    field: str
    collecting: bool = False
    guided: bool = False
    kind: Literal["filling"] = "filling"


@dataclass(frozen=True, slots=True)
class Confirming:
    """Values that were understood but wait for a yes. `back` is the field to return to, if any."""

    nomination: str
    proposals: tuple[tuple[str, str], ...]  # (field, value)
    back: str
    origin: str = ""  # how they came: forwarded | caption | edited | quoted | elsewhere
    kind: Literal["confirming"] = "confirming"


@dataclass(frozen=True, slots=True)
class Reviewing:
    nomination: str
    kind: Literal["reviewing"] = "reviewing"


@dataclass(frozen=True, slots=True)
class Checking:
    """The guided eligibility talk: the traits known so far, and the one asked now."""

    notice: str
    known: tuple[tuple[str, str], ...] = ()
    trait: str = ""
    kind: Literal["checking"] = "checking"


@dataclass(frozen=True, slots=True)
class Deciding:
    """A serious step waits for a yes: forget | withdraw | restart. `subject` is a nomination or empty."""

    step: str
    subject: str = ""
    kind: Literal["deciding"] = "deciding"


State = (
    Idle
    | Inviting
    | Starting
    | Consenting
    | Filling
    | Confirming
    | Reviewing
    | Checking
    | Deciding
    | Answering
    | Arranging
    | Announcing
    | Joining
    | Noting
    | Bringing
    | AtUnit
)


@dataclass(frozen=True, slots=True)
class Talk:
    """What the last day of conversation was about; forgotten after a day."""

    notice: str = ""
    turns: tuple[str, ...] = ()  # the person's last questions, oldest first
    traits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    state: State
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()
    talk: Talk | None = None  # None: unchanged
    answered: str = ""  # the kind of answer that a question got


# ── what a dialog may read ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    channel: str  # the channel of this event
    roles: frozenset[str] = frozenset()
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """All a turn may depend on besides the state and the event."""

    now: datetime
    library: Library
    person: Person
    records: Records
    ids: Iterator[str]  # fresh identifiers
    tokens: Iterator[str] = field(default_factory=lambda: iter(()))  # fresh secrets for invitations
    talk: Talk = field(default_factory=Talk)
    web: str = ""  # public address of the web chat
    bot: str = ""  # the bot's name on Telegram
    operator: str = ""  # who is responsible for the data; empty: the issuer of the notice
    operator_contact: str = ""
    confirm_above: int = 0  # a broadcast to more people needs a second office person; 0: never
