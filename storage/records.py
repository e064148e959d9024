"""What is on record about one person: the part of the past that dialogs, documents and letters may read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Row, bindparam, func, inspect, or_, text
from sqlmodel import Session, col, select

from dialogs.model import (
    Idle,
    Reply,
    State,
    Talk,
)
from dialogs.records import NominationSummary
from dialogs.referrals import (
    Answered,
    Asked,
)
from knowledge.model import Form, Ruling
from storage import forms, questions, rulings
from storage.broadcasts import Broadcasts
from storage.codec import CodecFault, load, load_state
from storage.owners import owned_by
from storage.people import Caller, owner_of
from storage.postings import Postings
from storage.register import Register
from storage.reminders import Reminders
from storage.rounds import Rounds
from storage.seats import Seats, seats_of
from storage.tables import (
    AddressRow,
    CodeRow,
    ConsentRow,
    EntryRow,
    FileRow,
    InboxRow,
    NominationRow,
    OutboxRow,
    QuestionRow,
    StateRow,
    TalkRow,
    ToldRow,
    WrongCodeRow,
)
from storage.vault import Vault

TALK_LASTS = timedelta(days=1)
GUESSES_COUNT = timedelta(hours=1)
_LATELY = 4  # replies of a channel among which its last question is looked for


# Built once and run on the connection, without making objects of the rows: they are asked with every turn.
_STATE = select(StateRow.body).where(StateRow.person == bindparam("person"))
_TALK = select(TalkRow.body, TalkRow.at).where(TalkRow.person == bindparam("person"))
_NOMINATIONS = (
    select(*inspect(NominationRow).columns)
    .where(owned_by(bindparam("person")), NominationRow.state != "discarded")
    .order_by(col(NominationRow.changed).desc(), col(NominationRow.id))
)
_ENTRIES = (
    select(EntryRow.field, EntryRow.number, EntryRow.value)
    .where(EntryRow.nomination == bindparam("nomination"))
    .order_by(col(EntryRow.number))
)
_OWN = select(NominationRow.id, NominationRow.digest, NominationRow.way, NominationRow.nominee).where(
    NominationRow.id == bindparam("nomination"), owned_by(bindparam("person"))
)
_LAST_CHANNEL = (
    select(OutboxRow.channel)
    .where(OutboxRow.person == bindparam("person"))
    .order_by(col(OutboxRow.number).desc())
    .limit(1)
)


class Past:
    """One person's past, read in one transaction; satisfies `dialogs.model.Records`. `real`: true time."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        caller: Caller,
        real: datetime,
    ) -> None:
        self.session = session
        self.vault = vault
        self.caller = caller
        self.real = real
        self.reached: list[str] = []  # others to whom this turn wrote

    @property
    def person(self) -> str:
        return self.caller.person

    @cached_property
    def seats(self) -> Seats:
        return Seats(self, seats_of(self.session, self.person))

    @cached_property
    def register(self) -> Register:
        return Register(self, self.seats)

    @cached_property
    def postings(self) -> Postings:
        return Postings(self)

    @cached_property
    def broadcasts(self) -> Broadcasts:
        return Broadcasts(self)

    @cached_property
    def reminders(self) -> Reminders:
        return Reminders(self)

    @cached_property
    def rounds(self) -> Rounds:
        return Rounds(self)

    def state(self) -> State:
        """Where we are; what an older or newer program kept and this one does not know counts as idle."""
        body = self.session.connection().scalar(_STATE, {"person": self.person})
        if body is None:
            return Idle()
        try:
            return load_state(self.vault.open(body, f"states.body:{self.person}"))
        except CodecFault:
            return Idle()

    def talk(self) -> Talk:
        row = self.session.connection().execute(_TALK, {"person": self.person}).first()
        if row is None or self.real - row.at > TALK_LASTS:
            return Talk()
        return load(Talk, self.vault.open(row.body, f"talks.body:{self.person}"))

    def entries(self, nomination: str) -> Mapping[str, str]:
        """Field -> value of one of the person's own nominations; '' is a skipped field."""
        return {} if self._own(nomination) is None else self.values(nomination)

    def values(self, nomination: str) -> Mapping[str, str]:
        """As `entries`, whoever's it is: the caller has looked whether it may be read."""
        rows = self.session.connection().execute(_ENTRIES, {"nomination": nomination})
        latest = {row.field: row for row in rows}
        return {
            name: self.vault.open(row.value, version_place(nomination, name, row.number))
            for name, row in latest.items()
            if row.value is not None
        }

    def opened(self, row: EntryRow) -> str:
        return self.vault.open(row.value, entry_place(row)) if row.value else ""

    def owns(self, nomination: str) -> bool:
        """Whether it is one of the person's own nominations."""
        return self._own(nomination) is not None

    def role(self, nomination: str) -> str:
        """In which role the person acts on a nomination: by a seat, or as nominee or colleague."""
        row = self._own(nomination)
        if row is None or (row.way == "union" and row.nominee != self.person):
            return self.register.role(nomination)
        return "colleague" if row.way == "colleague" and row.nominee != self.person else "nominee"

    def nominations(self) -> Sequence[NominationSummary]:
        """The person's own, discarded ones left out, newest change first."""
        rows = self.session.connection().execute(_NOMINATIONS, {"person": self.person})
        return tuple(summary(row, self.person) for row in rows)

    def form(self, nomination: str) -> Form | None:
        """The form that one of the person's own nominations was started with."""
        row = self._own(nomination)
        return forms.find(self.session, row.digest) if row else None

    def consented(self, card: str) -> str:
        rows = self.session.exec(
            select(ConsentRow)
            .where(
                ConsentRow.person == self.person,
                ConsentRow.channel == self.caller.channel,
                ConsentRow.card == card,
            )
            .order_by(col(ConsentRow.number).desc())
        )
        latest = rows.first()
        return latest.version if latest else ""

    def last_registration(self, round: str) -> int:  # noqa: A002 - the glossary's word
        """The highest serial number given in the round so far. Who reads it first registers first."""
        if self.session.get_bind().dialect.name == "postgresql":
            # Held to the end of the transaction. SQLite has one writer at a time anyway.
            lock = text("SELECT pg_advisory_xact_lock(hashtext(:round))")
            self.session.connection().execute(lock, {"round": round})
        highest = self.session.exec(
            select(func.max(NominationRow.serial)).where(NominationRow.round == round)
        ).one()
        return highest or 0

    def person_of(self, code: str) -> str:
        return owner_of(self.session, self.vault, code)

    def wrong_codes(self) -> int:
        """Guesses from this address in the last hour."""
        return self.session.exec(
            select(func.count()).where(
                WrongCodeRow.mark == self.caller.mark, WrongCodeRow.at > self.real - GUESSES_COUNT
            )
        ).one()

    def saved_by(self, sent: str) -> tuple[str, str]:
        """Any version counts: who edits an old message may mean to return to it."""
        ids = select(InboxRow.id).where(
            InboxRow.person == self.person, InboxRow.channel == self.caller.channel, InboxRow.sent == sent
        )
        row = self.session.exec(
            select(EntryRow)
            .join(NominationRow, col(NominationRow.id) == col(EntryRow.nomination))
            .where(owned_by(self.person), NominationRow.state != "discarded")
            .where(col(EntryRow.event).in_(ids), col(EntryRow.value).is_not(None))
        ).first()
        return (row.nomination, row.field) if row and sent else ("", "")

    def asked_by(self, sent: str) -> str:
        mine = OutboxRow.person == self.person, OutboxRow.channel == self.caller.channel
        row = self.session.exec(select(OutboxRow).where(*mine, OutboxRow.sent == sent)).first()
        return self._asks(row) if row and sent else ""

    def asked_here(self) -> str:
        newest = self.session.connection().scalar(_LAST_CHANNEL, {"person": self.person})
        if newest is None or newest == self.caller.channel:
            return ""
        mine = select(OutboxRow).where(OutboxRow.person == self.person).order_by(col(OutboxRow.number).desc())
        here = self.session.exec(mine.where(OutboxRow.channel == self.caller.channel).limit(_LATELY)).all()
        return next((asks for row in here if (asks := self._asks(row))), "")

    def _asks(self, row: OutboxRow) -> str:
        if row.body is None:
            return ""
        return load(Reply, self.vault.open(row.body, f"outbox.body:{row.key}")).asks

    def holdings(self) -> Mapping[str, int]:
        """What is held about the person, by kind."""
        texts = or_(col(OutboxRow.said).is_not(None), col(OutboxRow.body).is_not(None))
        mine = OutboxRow.person == self.person
        return {
            "consents": self._count(ConsentRow.person == self.person),
            "codes": self._count(CodeRow.person == self.person),
            "messages": self._count(mine, col(OutboxRow.letter).is_(None), texts)
            + self._count(InboxRow.mark == self.caller.mark, col(InboxRow.body).is_not(None)),
            "letters": self._count(mine, col(OutboxRow.letter).is_not(None)),
            "files": self._count(FileRow.person == self.person),
            "addresses": self._count(AddressRow.person == self.person),
            "questions": self._count(QuestionRow.person == self.person),
            "rulings": self._count(ToldRow.person == self.person),
        }

    def questions(self) -> Sequence[Asked]:
        """Everybody's that wait for the office, without whose they are."""
        return questions.waiting(self.session, self.vault)

    def waiting(self) -> int:
        return self._count(QuestionRow.person == self.person, QuestionRow.state == "open")

    def answered(self, question: str) -> Answered | None:
        return questions.answered(self.session, self.vault, self.person, question)

    def ruling(self, id: str, version: int) -> Ruling | None:  # noqa: A002 - the glossary's word
        return rulings.earlier(self.session, self.vault, id, version)

    def _count(self, *conditions: object) -> int:
        return self.session.exec(select(func.count()).where(*conditions)).one()  # type: ignore[arg-type] # comparisons of columns are typed bool

    def _own(self, nomination: str) -> Row[str, str] | None:
        mine = {"nomination": nomination, "person": self.person}
        return self.session.connection().execute(_OWN, mine).first()


def entry_place(row: EntryRow) -> str:
    """Where an entry's value is sealed for."""
    return version_place(row.nomination, row.field, row.number)


def version_place(nomination: str, field: str, number: int) -> str:
    return f"entries.value:{nomination}/{field}/{number}"


def summary(row: NominationRow | Row[Any], person: str = "") -> NominationSummary:
    """As `person` sees it."""
    return NominationSummary(
        id=row.id,
        notice=row.notice,
        round=row.round,
        state=row.state,
        practice=row.practice,
        registration=row.registration or "",
        digest=row.digest,
        started=row.started,
        changed=row.changed,
        submitted=row.submitted,
        way=row.way,
        confirmed=row.confirmed,
        nominee=row.nominee is not None and row.nominee == person,
    )
