"""One event's view of what is kept: was it seen, where are we, what is on record; and keeping its turn."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Update, bindparam, insert, update
from sqlmodel import Session, col

from dialogs.model import Event, Filling, Idle, Letter, SaveEntry, State, Talk, Turn
from dialogs.postings import Post
from storage import files, postings
from storage.buttons import reveal
from storage.codec import dump
from storage.effects import perform
from storage.inbox import arrive, body_place, find
from storage.parcels import Draft, post
from storage.people import Caller, join, known
from storage.records import Past
from storage.tables import InboxRow, StateRow, TalkRow
from storage.vault import Vault

# Built once: they are run with every turn.
_ITS = col(InboxRow.id) == bindparam("its_id")
_DONE = (
    update(InboxRow)
    .where(_ITS)
    .values(state="done", **{name: bindparam(name) for name in ("person", "mark", "pending", "body")})
)
_SET_ASIDE = (
    update(InboxRow).where(_ITS).values(state=bindparam("state"), person=bindparam("person"), pending=False)
)
_STATE = (
    update(StateRow)
    .where(col(StateRow.person) == bindparam("its_person"))
    .values(kind=bindparam("kind"), body=bindparam("body"))
)
_TALK = (
    update(TalkRow)
    .where(col(TalkRow.person) == bindparam("its_person"))
    .values(body=bindparam("body"), at=bindparam("at"))
)


class Ledger(Past):
    """Opened in the turn's transaction; locks the event and its person, so that one turn runs at a time."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        event: Event,
        now: datetime,
        real: datetime | None = None,
    ) -> None:
        """`now` is the time that rules go by, `real` the true one."""
        row = find(session, event.id)
        if row is None:
            arrive(session, vault, [event])
        self._state = row.state if row else "waiting"
        self._pending = row.pending if row else event.pending
        self._now = now
        super().__init__(session, vault, self._caller(session, vault, event, real or now), real or now)
        button = reveal(session, vault, event.press, self.person, self.real) if event.press else None
        self.event = replace(event, press=button.press) if button else event
        self._said = button.label if button else event.text or ", ".join(each.name for each in event.uploads)

    def _caller(self, session: Session, vault: Vault, event: Event, real: datetime) -> Caller:
        if self.seen():  # an event given twice makes nobody known again who was forgotten meanwhile
            return known(session, vault, event.channel, event.address)
        return join(session, vault, event.channel, event.address, real)

    def seen(self) -> bool:
        """Whether the event had its effect already, or was set aside."""
        return self._state != "waiting"

    @property
    def fetches(self) -> bool:
        """Whether the event's file is still to be fetched."""
        return self._state == "done" and self._pending

    def keep(self, turn: Turn) -> None:
        """Perform the effects, keep where we are, and put the replies into the outbox."""
        for effect in turn.effects:
            perform(self, effect, self.event.id, self._now)
        kinds = {each.kind for each in turn.effects}
        self._settle_files(turn)
        self._pending = self._pending and kinds.isdisjoint({"decline", "forget"})
        self._finish(turn.state, forgotten="forget" in kinds, unsaid="unsay" in kinds)
        if "forget" in kinds:
            self._part()
        else:
            self._keep_state(turn.state, linked="link" in kinds)
            self._keep_talk(turn.talk)
        self._answer(turn, unsaid="unsay" in kinds)

    def set_aside(self) -> None:
        """Nothing can be made of the event; its sender is told so."""
        row = {"its_id": self.event.id, "state": "set_aside", "person": self.person}
        self.session.connection().execute(_SET_ASIDE, row)
        files.settle(self.session, self.event, {}, self.real)
        self._post(Draft(f"{self.event.id}/set_aside", self.event.id, letter=Letter("set_aside")))

    def _settle_files(self, turn: Turn) -> None:
        """Pictures of a public notice belong to the nominee it is about, and go when they are forgotten."""
        named: dict[str, str] = {}
        for effect in turn.effects:
            if isinstance(effect, SaveEntry):
                named |= dict.fromkeys(effect.files, self.person)
            if isinstance(effect, Post):
                named |= dict.fromkeys(postings.pictures(effect.posted), postings.owner(self, effect.posted))
        files.settle(self.session, self.event, named, self.real)

    def _finish(self, state: State, *, forgotten: bool, unsaid: bool) -> None:
        """The body goes, unless its file is still to be fetched. Who is forgotten leaves no trace."""
        asked = f"{state.nomination} {state.field}" if isinstance(state, Filling) else ""
        event = replace(self.event, text="" if unsaid else self.event.text, expects=asked)
        self._state = "done"
        row = {
            "its_id": event.id,
            "person": None if forgotten else self.person,
            "mark": "" if forgotten else self.caller.mark,
            "pending": self._pending,
            "body": self.vault.seal(dump(event), body_place(event.id)) if self._pending else None,
        }
        self.session.connection().execute(_DONE, row)

    def _part(self) -> None:
        """The person is forgotten. A browser goes on as somebody new, so that it can show the last word."""
        self.caller = replace(self.caller, person="")
        if self.caller.channel == "web":
            self.caller = join(self.session, self.vault, "web", self.caller.address, self.real)

    def _keep_state(self, state: State, *, linked: bool) -> None:
        """After two became one, what the joined person was in the middle of goes on."""
        if linked and not isinstance(self.state(), Idle):
            return
        sealed = self.vault.seal(dump(state), f"states.body:{self.person}")
        self._put(StateRow, _STATE, {"kind": state.kind, "body": sealed})

    def _keep_talk(self, talk: Talk | None) -> None:
        if talk is not None:
            sealed = self.vault.seal(dump(talk), f"talks.body:{self.person}")
            self._put(TalkRow, _TALK, {"body": sealed, "at": self.real})

    def _put(self, table: type[StateRow | TalkRow], change: Update, row: Mapping[str, object]) -> None:
        """The person's only row of a table; no race, since the person is locked."""
        connection = self.session.connection()
        if not connection.execute(change, {"its_person": self.person, **row}).rowcount:
            connection.execute(insert(table), {"person": self.person, **row})

    def _answer(self, turn: Turn, *, unsaid: bool) -> None:
        if self.event.channel == "web" and self._said and not unsaid:
            self._post(Draft(self.event.id, self.event.id, said=self._said))
        for number, reply in enumerate(turn.replies):
            self._post(Draft(f"{self.event.id}/{number}", self.event.id, reply=reply))

    def _post(self, draft: Draft) -> None:
        post(self.session, self.vault, self.caller, draft, self.real)
