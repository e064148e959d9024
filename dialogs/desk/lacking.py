"""What a unit still has to do before a day that matters, nominee by nominee: for its contact's reminder."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.desk import papers, received
from dialogs.desk.case import Case, opened
from dialogs.desk.levels import levels
from dialogs.desk.steps import Step, next_step
from dialogs.model import World
from dialogs.register import WAITING, Standing, unclaimed
from dialogs.seats import LIAISON, Unit
from knowledge.agenda import Point
from knowledge.model import Edition, Field, Material
from knowledge.papers import Slip

_POSTED = frozenset({"posted", "over", "objection", "papers", "send_up"})
_SENT_UP = frozenset({"sent_up"})
SHOWN = 5  # nominees
_NAMED = 3  # papers or fields of each


@dataclass(frozen=True, slots=True)
class Lack:
    """One nominee: the next step, the papers not ticked off, the fields of a draft not filled in.

    `bring`: of what was sent up, the paper that the office has not noted as received.
    """

    standing: Standing
    step: Step | None
    slips: tuple[Slip, ...] = ()
    fields: tuple[Field, ...] = ()
    bring: tuple[Material, ...] = ()
    more: int = 0  # papers or fields that are not named


@dataclass(frozen=True, slots=True)
class UnitLacks:
    """`more`: nominees that are not shown. `left`: places for which nobody is under way."""

    unit: Unit
    shown: tuple[Lack, ...]
    more: int
    left: int | None

    @property
    def unposted(self) -> bool:
        """Whether somebody's public notice has still to begin."""
        begun = (each.bring or _code(each.step) in _POSTED for each in self.shown)
        return bool(self.left or self.more or not all(begun))


def lacking(edition: Edition, point: Point, world: World) -> Sequence[UnitLacks]:
    """The units that the person looks after, without those that have done everything for this day."""
    seats = world.records.seats
    held = [each.unit for each in world.person.seats if each.role == LIAISON]
    units = [unit for id_ in held if (unit := seats.unit(id_)) and unit.round == edition.round.id]
    found = [_of(unit, point, world) for unit in units]
    return [each for each in found if each.shown or each.more or each.left]


def _of(unit: Unit, point: Point, world: World) -> UnitLacks:
    register = world.records.register
    counts = register.counts(unit.round, unit.id).get(unit.id, {})
    waiting = sum(counts.get(state, 0) for state in WAITING)
    page = register.page(unit.round, unit=unit.id, states=frozenset(WAITING), limit=4 * SHOWN)
    cases = [case for each in page if (case := opened(world, each))]
    open_ = [each for each in cases if not _posted(each, point, world)]
    done = len(cases) - len(open_)
    shown = tuple(_lack(each, world) for each in open_[:SHOWN])
    more = max(0, waiting - done - len(shown))
    bring = _to_bring(unit, world) if point.id == "hand_in" else ()
    fit = bring[: SHOWN - len(shown)]
    return UnitLacks(unit, (*shown, *fit), more + len(bring) - len(fit), unclaimed(unit.most, counts))


def _to_bring(unit: Unit, world: World) -> tuple[Lack, ...]:
    """Sent up, and the paper has not come to the office yet."""
    page = world.records.register.page(unit.round, unit=unit.id, states=_SENT_UP, limit=4 * SHOWN)
    missing = ((each, _not_received(each, world)) for each in page)
    return tuple(
        Lack(each, None, bring=found[:_NAMED], more=max(0, len(found) - _NAMED))
        for each, found in missing
        if found
    )


def _not_received(standing: Standing, world: World) -> tuple[Material, ...]:
    came = received.came(world, standing.id)
    return tuple(each for each in received.papers(world, standing) if each.id not in came)


def _posted(case: Case, point: Point, world: World) -> bool:
    """Whether the public notice that the day is about hangs already."""
    its = (each for each in levels(world, case) if each.name == point.level)
    return case.standing.state == "recommended" and any(each.state != "none" for each in its)


def _code(step: Step | None) -> str:
    return step.code if step else ""


def _lack(case: Case, world: World) -> Lack:
    step = next_step(world, case)
    if case.standing.state == "draft":
        filled = world.records.register.filled(case.id)
        fields = tuple(each for each in case.form.asked if not each.optional and each.id not in filled)
        return Lack(case.standing, step, fields=fields[:_NAMED], more=max(0, len(fields) - _NAMED))
    if case.standing.state != "recommended":
        return Lack(case.standing, step)
    slips = tuple(slip for slip, done, _ in papers.lines(world, case) if not done)
    return Lack(case.standing, step, slips[:_NAMED], more=max(0, len(slips) - _NAMED))
