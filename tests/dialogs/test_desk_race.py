"""Two liaisons press at once, through the whole of a turn: one place is given once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.receive import House, Receive
from dialogs.model import Event, SaveEntry, StartNomination, State, Submit, Turn, World
from dialogs.seats import LIAISON, Seat
from storage.engine import read, write
from storage.people import join
from storage.seats import take, unit_called
from storage.tables import LogRow, NominationRow
from storage.vault import Vault
from tests.chat import library

NOTICE, UNIT = "jiujiang-2022", "庐山西海"  # one place
NOW = datetime.fromisoformat("2022-07-04T09:00:00+08:00")
CROWD = 6


class Scene:
    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine, self.vault = engine, vault
        self.house = House(library(), lambda: NOW)
        self.receive = Receive(engine, vault, self.house)
        for name in ("anna", "bert"):
            self._seat(name)

    def _seat(self, name: str) -> None:
        def work(session: Session) -> None:
            person = join(session, self.vault, "web", name, NOW).person
            unit = unit_called(session, NOTICE, UNIT)
            take(session, person, Seat(LIAISON, NOTICE, unit), "", NOW)

        write(self.engine, work)

    def nominate(self, name: str) -> None:
        def handed_in(state: State, _event: Event, world: World) -> Turn:
            digest = world.library[NOTICE].notice.form.digest
            serial = world.records.last_registration(NOTICE) + 1
            effects = (
                StartNomination(name, NOTICE, NOTICE, digest, practice=False),
                SaveEntry(name, "name", name),
                Submit(name, f"JJ22-{serial:04d}", UNIT, NOW),
            )
            return Turn(state, (), effects)

        receive = Receive(self.engine, self.vault, self.house, step=handed_in)
        receive(Event(f"web:{name}", "web", name, NOW, "x"))

    def say(self, who: str, text: str, number: int) -> None:
        self.receive(Event(f"web:{who}:{number}:{text}", "web", who, NOW, text))

    def states(self) -> list[str]:
        return sorted(read(self.engine, lambda session: session.exec(select(NominationRow.state)).all()))


@pytest.fixture
def scene(engine: Engine, vault: Vault) -> Scene:
    return Scene(engine, vault)


def test_one_place_is_given_once_however_many_press(scene: Scene) -> None:
    names = [f"n{number}" for number in range(CROWD)]
    for each in names:
        scene.nominate(each)
    with ThreadPoolExecutor(CROWD) as crowd:
        list(
            crowd.map(
                lambda pair: scene.say(
                    ("anna", "bert")[pair[0] % 2], f"/unit recommend {pair[1]} sure", pair[0]
                ),
                enumerate(names),
            )
        )
    assert scene.states() == ["recommended", *["submitted"] * (CROWD - 1)]


def test_the_same_nominee_is_recommended_once(scene: Scene) -> None:
    scene.nominate("n1")
    with ThreadPoolExecutor(2) as crowd:
        pressed = [crowd.submit(scene.say, who, "/unit recommend n1 sure", 1) for who in ("anna", "bert")]
    for each in pressed:
        if (error := each.exception()) is not None:  # the lane runs such a turn again
            assert isinstance(error, LookupError)
    assert scene.states() == ["recommended"]
    deeds = read(
        scene.engine, lambda session: session.exec(select(LogRow).where(LogRow.kind == "move")).all()
    )
    assert len(deeds) == 1
