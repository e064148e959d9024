"""One event, one transaction: whatever the channel, every event ends here."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from bot.editions import Editions
from dialogs import letters
from dialogs.model import Event, Forget, Letter, Person, Reply, State, Turn, World
from dialogs.seats import OFFICE, TOKEN_BYTES, Seat
from dialogs.step import step
from knowledge.model import Library
from storage import files, forms
from storage.blobs import Blobs
from storage.engine import RERUNS, purge, write
from storage.inbox import ours
from storage.ledger import Ledger
from storage.parcels import Parcel, reword
from storage.people import Caller, check_key, fresh_id, mark_of
from storage.records import Past
from storage.seats import SETTINGS, pin_units, take, unseat
from storage.vault import Vault
from storage.wire import News, Wire

Step = Callable[[State, Event, World], Turn]
Word = Callable[[Letter, State, World], Reply | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a turn left behind: whom it concerns, and the channels that have something to deliver.

    `persons` has more than one where two became one, or where a browser goes on as somebody new after
    `/forget`: all their pages must be woken.
    """

    person: str = ""
    channels: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    fetch: bool = False  # the event's file is to be fetched now
    answered: str = ""  # as in Turn


@dataclass(frozen=True, slots=True)
class House:
    """What all turns share besides the database. `now` is the time that rules go by, moved in a rehearsal."""

    library: Library
    now: Callable[[], datetime]
    web: str = ""
    operator: str = ""
    operator_contact: str = ""
    office: frozenset[str] = frozenset()  # Telegram addresses that have the office role from the start
    confirm_above: int = 0  # as in World
    bot: Callable[[], str] = str  # the bot's name in links to it; '' while it is not known


def true_time() -> datetime:
    return datetime.now(UTC)


class Receive:
    """Turns an event into what is kept, once, however often it is given."""

    def __init__(  # noqa: PLR0913 - the composition root names them all
        self,
        engine: Engine,
        vault: Vault,
        house: House,
        *,
        step: Step = step,
        word: Word = letters.word,
        real: Callable[[], datetime] = true_time,
        blobs: Blobs | None = None,
        wire: Wire | None = None,
    ) -> None:
        """Raises `VaultFault` where the data are sealed with another key."""
        check_key(engine, vault)
        forms.pin(engine, (each.notice.form for each in house.library.values()), real())
        pin_units(engine, house.library.values())
        unseat(engine, vault, house.office, real())
        self._engine = engine
        self._vault = vault
        self._house = house
        self._step = step
        self._word = word
        self._real = real
        self._blobs = blobs
        self._wire = wire
        self._editions = Editions(house.library)

    def __call__(self, event: Event, *, claimed: bool = False) -> Kept:
        """The whole of a turn. Where another crossed it, it is run again: `step` is pure, so that is free."""
        (kept,) = self.turns([event], claimed=claimed)
        return kept

    def turns(self, events: Sequence[Event], *, claimed: bool = False) -> tuple[Kept, ...]:
        """A turn each, all in one transaction: to reach the disk takes as long for many as for one.

        Where one of several goes wrong it raises and none is kept; then each can be given by itself. Of those
        that were `claimed` from the inbox, what another process works on is left to it.
        """

        def work(session: Session) -> list[tuple[Kept, bool]]:
            mine = ours(session, events) if claimed else {each.id for each in events}
            turns = [self._turn(session, each) if each.id in mine else (Kept(), False) for each in events]
            self._tell(session, [kept for kept, _ in turns])
            return turns

        done = write(self._engine, work, reruns=RERUNS if len(events) == 1 else 0)
        forgotten = any(each for _, each in done)
        if self._blobs and (forgotten or any(each.blob for event in events for each in event.uploads)):
            files.clear(self._engine, self._blobs)
        if forgotten:
            purge(self._engine)
        return tuple(kept for kept, _ in done)

    def _turn(self, session: Session, event: Event) -> tuple[Kept, bool]:
        """What is kept, and whether somebody was forgotten."""
        ledger = self._open(session, event)
        if ledger.seen():
            return Kept(), False
        before = ledger.person
        turn = self._step(ledger.state(), ledger.event, self._world(ledger))
        ledger.keep(turn)
        session.flush()
        session.expunge_all()  # the next turn of this transaction reads everything anew
        persons = tuple(dict.fromkeys((ledger.person, before, *ledger.reached)))
        kept = Kept(ledger.person, (event.channel,), persons, ledger.fetches, turn.answered)
        return kept, any(isinstance(each, Forget) for each in turn.effects)

    def set_aside(self, event: Event) -> Kept:
        """Give an event up that failed too often; its sender gets a letter."""

        def work(session: Session) -> Kept:
            ledger = self._open(session, event)
            if ledger.seen():
                return Kept()
            ledger.set_aside()
            kept = Kept(ledger.person, (event.channel,), (ledger.person,))
            self._tell(session, [kept])
            return kept

        return write(self._engine, work)

    def _tell(self, session: Session, turns: Sequence[Kept]) -> None:
        """Other processes hear of it, which deliver it or show it on a page."""
        if self._wire:
            persons = dict.fromkeys(each for kept in turns for each in kept.persons if each)
            self._wire.tell(session, News(tuple(persons), any(each.fetch for each in turns)))

    def word(self, parcel: Parcel) -> Parcel | None:
        """A letter with its words, which it keeps from now on. None where it is no longer needed."""
        return self.words([parcel])[0]

    def words(self, parcels: Sequence[Parcel]) -> tuple[Parcel | None, ...]:
        """Several in one transaction; where one goes wrong it raises and none has its words."""
        if all(each.letter is None or each.worded for each in parcels):
            return tuple(parcels)
        return write(self._engine, lambda session: tuple(self._worded(session, each) for each in parcels))

    def _worded(self, session: Session, parcel: Parcel) -> Parcel | None:
        if parcel.letter is None or parcel.worded:
            return parcel
        mark = mark_of(self._vault, parcel.channel, parcel.address)
        caller = Caller(parcel.person, parcel.channel, parcel.address, mark)
        past = Past(session, self._vault, caller, self._real())
        reply = self._word(parcel.letter, past.state(), self._world(past))
        worded = reword(session, self._vault, parcel, reply) if reply else None
        session.flush()
        session.expunge_all()  # as between turns
        return worded

    def _open(self, session: Session, event: Event) -> Ledger:
        ledger = Ledger(session, self._vault, event, self._house.now(), self._real())
        if event.channel == "telegram" and event.address in self._house.office and ledger.person:
            take(session, ledger.person, Seat(OFFICE), SETTINGS, self._real())
        return ledger

    def _world(self, past: Past) -> World:
        caller, house = past.caller, self._house
        held = past.seats.held
        return World(
            now=house.now(),
            library=self._editions(past.session, past.vault),
            person=Person(caller.person, caller.channel, frozenset(each.role for each in held), held),
            records=past,
            ids=_ids(),
            tokens=_tokens(),
            talk=past.talk(),
            web=house.web,
            bot=house.bot(),
            operator=house.operator,
            operator_contact=house.operator_contact,
            confirm_above=house.confirm_above,
        )


def _ids() -> Iterator[str]:
    while True:
        yield fresh_id()


def _tokens() -> Iterator[str]:
    while True:
        yield secrets.token_urlsafe(TOKEN_BYTES)
