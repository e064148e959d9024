"""One nomination as the liaison of its unit works on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.desk.rights import edition_of, own_unit
from dialogs.model import World
from dialogs.register import Standing
from dialogs.seats import Unit
from knowledge.calendar import Plan, plan
from knowledge.model import Edition, Form


@dataclass(frozen=True, slots=True)
class Case:
    standing: Standing
    edition: Edition
    unit: Unit
    form: Form
    today: date

    @property
    def id(self) -> str:
        return self.standing.id

    @property
    def plan(self) -> Plan:
        return plan(self.edition, self.today)


def case_of(world: World, nomination: str) -> Case | None:
    """None where the nomination does not exist, or is not of a unit that the person looks after."""
    found = world.records.register.one(nomination) if nomination else None
    return opened(world, found) if found else None


def opened(world: World, standing: Standing) -> Case | None:
    unit, edition = own_unit(world, standing.unit), edition_of(world, standing.round)
    if unit is None or edition is None:
        return None
    form = world.records.register.form(standing.id) or edition.notice.form
    return Case(standing, edition, unit, form, world.now.date())


def listed(world: World, unit: Unit, edition: Edition, found: Sequence[Standing]) -> tuple[Case, ...]:
    """Many of one unit at once; their forms are those that are given out now."""
    return tuple(Case(each, edition, unit, edition.notice.form, world.now.date()) for each in found)


def entries(world: World, case: Case) -> Mapping[str, str]:
    return world.records.register.entries(case.id)
