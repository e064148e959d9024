"""A unit of a small round with people at its desk: turns that only have effects, on a real database."""

from collections.abc import Callable
from itertools import count
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from bot.receive import House, Receive
from dialogs.model import Effect, Event, Letter, Reply, SaveEntry, StartNomination, State, Submit, Turn, World
from dialogs.register import Describe
from dialogs.seats import LIAISON, OFFICE, Seat
from storage import forms
from storage.desks import UnitRow
from storage.engine import write
from storage.outbox import Outbox
from storage.people import join, person_at
from storage.records import Past
from storage.seats import take
from storage.tables import NominationRow
from storage.vault import Vault
from tests.storage.small import FORM, NOW, REAL, ROUND, edition, event, past, rows

T = TypeVar("T")
Said = Callable[[World], Effect | tuple[Effect, ...]]


class Desks:
    """`boss` is the office, `anna` and `bert` look after unit u1 with two places, `carl` after unit u2."""

    def __init__(self, engine: Engine, vault: Vault, most: int | None = 2) -> None:
        self.engine, self.vault = engine, vault
        self._serial = count(1)
        forms.pin(engine, (FORM,), REAL)
        write(engine, lambda session: self._furnish(session, most))

    def _furnish(self, session: Session, most: int | None) -> None:
        for each in ("u1", "u2"):
            session.add(UnitRow(id=each, notice=ROUND, round=ROUND, name=f"{each}工会", most=most))
        session.flush()
        for name, unit in (("anna", "u1"), ("bert", "u1"), ("carl", "u2")):
            person = join(session, self.vault, "web", name, REAL).person
            take(session, person, Seat(LIAISON, ROUND, unit), "", REAL)
        take(session, join(session, self.vault, "web", "boss", REAL).person, Seat(OFFICE, ROUND), "", REAL)

    def do(self, who: str, *effects: Effect, when: Said | None = None, at: Event | None = None) -> None:
        """A turn of somebody's; `when` makes its effects from what the world shows, `at` is what came in."""

        def step(state: State, _event: Event, world: World) -> Turn:
            made = when(world) if when else effects
            return Turn(state, (), made if isinstance(made, tuple) else (made,))

        self.receiver(step)(at or event(address=who))

    def receiver(self, step: Callable[[State, Event, World], Turn]) -> Receive:
        house = House({ROUND: edition()}, lambda: NOW)
        return Receive(self.engine, self.vault, house, step=step, word=_word, real=lambda: REAL)

    def submitted(self, who: str, unit: str = "u1", shares: str = "", name: str = "") -> str:
        """The id of a nomination that somebody has handed in; without a name, of somebody new."""
        serial = next(self._serial)
        name = name or f"王小花{serial}"
        id_ = f"n{serial}"
        self.do(
            who,
            StartNomination(id_, ROUND, ROUND, FORM.digest, practice=False),
            SaveEntry(id_, "name", name),
            Submit(id_, f"XC22-{serial:04d}", f"{unit}工会"),
            Describe(id_, name, "1985-03", "小城快递", shares, ""),
        )
        return id_

    def state(self, nomination: str) -> str:
        return next(row.state for row in rows(self.engine, NominationRow) if row.id == nomination)

    def letters(self, who: str) -> list[str]:
        """What has come for somebody, as `kind subject`."""
        person = person_at(self.engine, self.vault, "web", who) or ""
        parcels = Outbox(self.engine, self.vault).after(person, 0, 100)
        return [f"{each.letter.kind} {each.letter.subject}" for each in parcels if each.letter]

    def look(self, who: str, at: Callable[[Past], T]) -> T:
        return past(self.engine, self.vault, at, event(address=who))


def _word(letter: Letter, _state: State, _world: World) -> Reply:
    return Reply(letter.kind)
