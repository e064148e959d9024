"""Several people at one nomination or one place at the same moment: whole turns, on both databases."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import Engine

from dialogs.model import Effect, Event, State, Turn, World
from dialogs.register import DEEDS, TAKING, Move, Standing
from dialogs.seats import OFFICE, Seat
from storage.engine import write
from storage.people import join
from storage.seats import take
from storage.tables import LogRow
from storage.vault import Vault
from tests.storage.desks import Desks
from tests.storage.small import REAL, ROUND, event, rows

RACERS = 8
ROUNDS = 4

Decide = Callable[[World], Effect | None]


@pytest.fixture
def desks(engine: Engine, vault: Vault) -> Desks:
    """One place a unit; a second person at the office."""
    made = Desks(engine, vault, most=1)
    seat = Seat(OFFICE, ROUND)
    write(
        engine,
        lambda session: take(session, join(session, vault, "web", "chef", REAL).person, seat, "", REAL),
    )
    return made


def at_once(desks: Desks, *presses: tuple[str, Decide]) -> None:
    """Each looks, decides by what is seen, and acts, as a dialog does; who was overtaken does nothing."""

    def press(one: tuple[str, Decide]) -> None:
        who, decide = one

        def step(state: State, _event: Event, world: World) -> Turn:
            effect = decide(world)
            return Turn(state, (), (effect,) if effect else ())

        with suppress(LookupError):  # the lane runs it again, and then finds it done
            desks.receiver(step)(event(address=who))

    with ThreadPoolExecutor(len(presses)) as crowd:
        list(crowd.map(press, presses))


def when(nomination: str, deed: str) -> Decide:
    """Press the button if it is still there."""

    def decide(world: World) -> Effect | None:
        found: Standing | None = world.records.register.one(nomination)
        return Move(nomination, deed, reason="原因") if found and found.state in DEEDS[deed].before else None

    return decide


def if_free(nomination: str, unit: str = "u1") -> Decide:
    def decide(world: World) -> Effect | None:
        return None if world.records.register.taken(unit) else Move(nomination, "recommend")

    return decide


def deeds(desks: Desks, nomination: str) -> list[str]:
    return [
        row.detail for row in rows(desks.engine, LogRow) if row.kind == "move" and row.subject == nomination
    ]


def taken(desks: Desks, nominations: Sequence[str]) -> int:
    return sum(desks.state(each) in TAKING for each in nominations)


def test_one_place_goes_to_one(desks: Desks) -> None:
    ids = [desks.submitted(f"nominee{number}") for number in range(RACERS)]
    at_once(desks, *((("anna", "bert")[n % 2], if_free(each)) for n, each in enumerate(ids)))
    assert taken(desks, ids) == 1


def test_the_places_of_two_units_do_not_stand_in_each_others_way(desks: Desks) -> None:
    first = [desks.submitted(f"a{number}") for number in range(3)]
    second = [desks.submitted(f"c{number}", unit="u2") for number in range(3)]
    at_once(
        desks,
        *(("anna", if_free(each)) for each in first),
        *(("carl", if_free(each, "u2")) for each in second),
    )
    assert (taken(desks, first), taken(desks, second)) == (1, 1)


def test_a_place_that_becomes_free_is_taken_once(desks: Desks) -> None:
    """One of the office strikes a nomination while two contacts want its place."""
    for number in range(ROUNDS):
        ids = [desks.submitted(f"nominee{number}{each}") for each in "abc"]
        desks.do("anna", Move(ids[0], "recommend"), Move(ids[0], "send_up"))
        others = ((who, if_free(each)) for who, each in zip(("anna", "bert"), ids[1:], strict=True))
        at_once(desks, ("boss", when(ids[0], "strike")), *others)
        assert desks.state(ids[0]) == "withdrawn"
        assert taken(desks, ids) <= 1
        for each in ids[1:]:
            if desks.state(each) in TAKING:
                desks.do("anna", Move(each, "take_back"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("accept", "send_back"), ("accept", "burn"), ("accept", "accept"), ("send_back", "send_back")],
)
def test_two_of_the_office_decide_one_thing(desks: Desks, one: str, other: str) -> None:
    """Only one after the other, and only where the second is still possible."""
    nomination = desks.submitted("nina")
    for deed in ("recommend", "send_up"):
        desks.do("anna", Move(nomination, deed))
    at_once(desks, ("boss", when(nomination, one)), ("chef", when(nomination, other)))
    done = deeds(desks, nomination)[2:]
    state = "sent_up"
    for each in done:
        assert state in DEEDS[each].before, f"{each} came after {state}"
        state = DEEDS[each].after
    assert done
    assert desks.state(nomination) == state
    assert len(done) == 1 or one != other
    assert len(desks.letters("nina")) == 2 + len(done)


def test_the_office_burns_while_the_unit_takes_back(desks: Desks) -> None:
    """Whoever comes second finds it decided: a burnt place is never free again."""
    for number in range(ROUNDS):
        nomination = desks.submitted(f"nominee{number}", unit="u2")
        desks.do("carl", Move(nomination, "recommend"))
        at_once(desks, ("boss", when(nomination, "burn")), ("carl", when(nomination, "take_back")))
        if desks.state(nomination) == "burnt":
            break
        assert desks.state(nomination) == "submitted"
        assert deeds(desks, nomination) == ["recommend", "take_back"]
    else:
        desks.do("carl", Move(nomination, "recommend"))
        desks.do("boss", Move(nomination, "burn", reason="原因"))
    with pytest.raises(LookupError):
        desks.do("carl", Move(desks.submitted("nora", unit="u2"), "recommend"))
