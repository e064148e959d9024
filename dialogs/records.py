"""What a dialog may read of the past; storage satisfies it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dialogs.broadcasts import Broadcasts
from dialogs.postings import Postings
from dialogs.referrals import Referred
from dialogs.register import Register
from dialogs.reminders import Reminders
from dialogs.rounds import Rounds
from dialogs.seats import Seats
from knowledge.model import Form


@dataclass(frozen=True, slots=True)
class NominationSummary:
    """`state` is draft | submitted | recommended | sent_up | accepted | returned | withdrawn | burnt."""

    id: str
    notice: str
    round: str
    state: str
    practice: bool
    registration: str
    digest: str
    started: datetime
    changed: datetime
    submitted: datetime | None = None
    way: str = "self"  # self | colleague | union: who wrote it
    confirmed: bool = True
    nominee: bool = False  # the reader is the nominee of what others wrote


class Records(Referred, Protocol):
    """What a dialog may read of the past; storage's Ledger satisfies it."""

    def entries(self, nomination: str) -> Mapping[str, str]:
        """Field -> value of one of the person's own nominations; '' is a skipped field."""

    def nominations(self) -> Sequence[NominationSummary]:
        """The person's own, discarded ones left out, newest change first."""

    def form(self, nomination: str) -> Form | None:
        """The form that one of the person's own nominations was started with."""

    def consented(self, card: str) -> str:
        """The version of the card the person last agreed to on this channel, or ''."""

    def last_registration(self, round: str) -> int:  # noqa: A002 - the glossary's word
        """The highest serial number given in the round so far, 0 for none."""

    def person_of(self, code: str) -> str:
        """The person a resume code belongs to, or ''."""

    def wrong_codes(self) -> int:
        """How often this address guessed a resume code wrongly in the last hour."""

    def saved_by(self, sent: str) -> tuple[str, str]:
        """The nomination and field that the person's message of this number was saved in, or two ''."""

    def asked_by(self, sent: str) -> str:
        """What the reply of this number asked (`Reply.asks`), or ''."""

    def asked_here(self) -> str:
        """What was asked last on this channel, if the conversation has gone on elsewhere since; or ''."""

    def holdings(self) -> Mapping[str, int]:
        """What is held about the person, by kind: consents, codes, messages, letters, questions, …"""

    @property
    def seats(self) -> Seats: ...

    @property
    def register(self) -> Register: ...

    @property
    def postings(self) -> Postings: ...

    @property
    def broadcasts(self) -> Broadcasts: ...

    @property
    def reminders(self) -> Reminders: ...

    @property
    def rounds(self) -> Rounds: ...
