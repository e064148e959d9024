"""Whose desk is it? What is offered follows from the seats; storage decides by them once more."""

from dialogs.model import Person, World
from dialogs.register import Standing
from dialogs.seats import LIAISON, OFFICE, Unit
from knowledge.model import Edition
from knowledge.rounds import in_round


def is_office(person: Person, notice: str) -> bool:
    """Is the person the office of this notice?"""
    return any(each.role == OFFICE and each.notice in {"", notice} for each in person.seats)


def offices(world: World) -> tuple[Edition, ...]:
    """The notices whose office the person is, each with its running round."""
    return tuple(each for key, each in world.library.items() if is_office(world.person, key))


def own_units(world: World, round_id: str = "") -> tuple[Unit, ...]:
    """The units the person looks after, in one round or in all."""
    mine = (world.records.seats.unit(each.unit) for each in world.person.seats if each.role == LIAISON)
    known = (each for each in mine if each and each.notice in world.library)
    return tuple(each for each in known if round_id in {"", each.round})


def own_unit(world: World, unit: str) -> Unit | None:
    """A unit that the person looks after, by its id."""
    mine = any(each.role == LIAISON and each.unit == unit for each in world.person.seats)
    return world.records.seats.unit(unit) if mine else None


def edition_of(world: World, round_id: str) -> Edition | None:
    """The edition as it is for a round that the person's desk reaches."""
    for each in world.library.values():
        if round_id in {each.round.id, *(other.id for other in each.others)}:
            return in_round(each, round_id)
    return None


def own_edition(world: World, round_id: str) -> Edition | None:
    """The same, for the office of its notice only."""
    found = edition_of(world, round_id)
    return found if found and is_office(world.person, found.notice.id) else None


def reached(world: World, nomination: str) -> Standing | None:
    """A nomination of which the person is the office."""
    found = world.records.register.one(nomination) if nomination else None
    return found if found and is_office(world.person, found.notice) else None


def unit_of(world: World, standing: Standing) -> Unit | None:
    return world.records.seats.unit(standing.unit)
