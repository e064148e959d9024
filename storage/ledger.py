"""One event's view of what is kept: was it seen, where are we, what is on record; and keeping its turn."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from dialogs.model import Event, Idle, Letter, SaveEntry, State, Talk, Turn
from storage import files
from storage.buttons import reveal
from storage.codec import dump
from storage.effects import perform
from storage.inbox import arrive, body_place, find
from storage.parcels import Draft, post
from storage.people import Caller, join, known
from storage.records import Past
from storage.tables import StateRow, TalkRow
from storage.vault import Vault


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
        row = find(session, event.id) or arrive(session, vault, event)
        assert row is not None
        self._row = row
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
        return self._row.state != "waiting"

    @property
    def fetches(self) -> bool:
        """Whether the event's file is still to be fetched."""
        return self._row.state == "done" and self._row.pending

    def keep(self, turn: Turn) -> None:
        """Perform the effects, keep where we are, and put the replies into the outbox."""
        self._row.person = self.person
        for effect in turn.effects:
            perform(self, effect, self.event.id, self._now)
        kinds = {each.kind for each in turn.effects}
        self._settle_files(turn)
        self._row.pending = self._row.pending and "decline" not in kinds
        self._finish(unsaid="unsay" in kinds)
        if "forget" in kinds:
            self._part()
        else:
            self._keep_state(turn.state, linked="link" in kinds)
            self._keep_talk(turn.talk)
        self._answer(turn, unsaid="unsay" in kinds)

    def set_aside(self) -> None:
        """Nothing can be made of the event; its sender is told so."""
        self._row.state, self._row.person, self._row.pending = "set_aside", self.person, False
        files.settle(self.session, self.event, self.person, frozenset(), self.real)
        self._post(Draft(f"{self.event.id}/set_aside", self.event.id, letter=Letter("set_aside")))

    def _settle_files(self, turn: Turn) -> None:
        named = {each for effect in turn.effects if isinstance(effect, SaveEntry) for each in effect.files}
        files.settle(self.session, self.event, self.person, frozenset(named), self.real)

    def _finish(self, *, unsaid: bool) -> None:
        """The body goes, unless its file is still to be fetched."""
        row, event = self._row, replace(self.event, text="") if unsaid else self.event
        row.state = "done"
        row.body = self.vault.seal(dump(event), body_place(row.id)) if row.pending else None

    def _part(self) -> None:
        """The person is forgotten. A browser goes on as somebody new, so that it can show the last word."""
        self._row.person, self._row.mark, self._row.body, self._row.pending = None, "", None, False
        self.caller = replace(self.caller, person="")
        if self.caller.channel == "web":
            self.caller = join(self.session, self.vault, "web", self.caller.address, self.real)

    def _keep_state(self, state: State, *, linked: bool) -> None:
        """After two became one, what the joined person was in the middle of goes on."""
        if linked and not isinstance(self.state(), Idle):
            return
        sealed = self.vault.seal(dump(state), f"states.body:{self.person}")
        self.session.merge(StateRow(person=self.person, kind=state.kind, body=sealed))

    def _keep_talk(self, talk: Talk | None) -> None:
        if talk is not None:
            sealed = self.vault.seal(dump(talk), f"talks.body:{self.person}")
            self.session.merge(TalkRow(person=self.person, body=sealed, at=self.real))

    def _answer(self, turn: Turn, *, unsaid: bool) -> None:
        if self.event.channel == "web" and self._said and not unsaid:
            self._post(Draft(self.event.id, self.event.id, said=self._said))
        for number, reply in enumerate(turn.replies):
            self._post(Draft(f"{self.event.id}/{number}", self.event.id, reply=reply))

    def _post(self, draft: Draft) -> None:
        post(self.session, self.vault, self.caller, draft, self.real)
