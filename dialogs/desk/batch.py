"""Accepting all of a unit at once: what is complete, each by its own deed; the others are named with why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs import home
from dialogs.desk import veil
from dialogs.desk.received import SIDE, papers
from dialogs.desk.rights import is_office, own_edition
from dialogs.model import Reply, Turn, World
from dialogs.prompt import rows
from dialogs.register import Move, Standing
from dialogs.say import button, render
from dialogs.scene import Scene
from dialogs.seats import Unit

AT_ONCE = 100  # accepted with one press
SHOWN = 20  # of a list

Lacking = tuple[Standing, tuple[str, ...]]  # and the materials that have not come


@dataclass(frozen=True, slots=True)
class Sorted:
    ready: Sequence[Standing]
    lacking: Sequence[Lacking]


def batch(scene: Scene, given: str) -> Turn:
    """`batch <round>`, `batch unit <unit> [sure]`."""
    verb, _, subject = given.partition(" ")
    return _unit(scene, subject) if verb == "unit" else _units(scene, verb)


def _units(scene: Scene, round_id: str) -> Turn:
    """Of which unit? Those with something that was sent up."""
    edition = own_edition(scene.world, round_id)
    if edition is None:
        return home.help_(scene)
    counts = scene.world.records.register.counts(round_id)
    found = [
        (each, counts[each.id]["sent_up"])
        for each in scene.world.records.seats.units(round_id)
        if counts.get(each.id, {}).get("sent_up")
    ]
    doors = tuple(
        button("accept_unit", f"batch unit {each.id}", name=each.name, count=count) for each, count in found
    )
    back = (button("to_overview", f"overview {round_id}"),)
    return scene.stay(Reply(render("desk_batch", "units", count=len(found)), (*rows(doors), back)))


def _unit(scene: Scene, given: str) -> Turn:
    """Shown with their number first, accepted after a yes."""
    unit_id, _, sure = given.partition(" ")
    unit = scene.world.records.seats.unit(unit_id)
    if unit is None or not is_office(scene.world.person, unit.notice):
        return home.help_(scene)
    found = _sorted(scene.world, unit)
    first = found.ready[:AT_ONCE]
    on = (button("batch_on", f"batch {unit.round}"), button("to_overview", f"overview {unit.round}"))
    if sure and first:
        said = render(
            "desk_batch", "accepted", unit=unit, count=len(first), more=len(found.ready) - len(first)
        )
        return scene.stay(Reply(said, (on,)), effects=tuple(_accept(each) for each in first))
    yes = ((button("accept_batch", f"batch unit {unit.id} sure", count=len(first)),),) if first else ()
    return scene.stay(Reply(_said(unit, found, first), (*yes, on)))


def _said(unit: Unit, found: Sorted, first: Sequence[Standing]) -> str:
    return render(
        "desk_batch",
        "sure",
        unit=unit,
        ready=first[:SHOWN],
        count=len(first),
        lacking=found.lacking[:SHOWN],
        others=len(found.lacking),
        note=veil.note([*first[:SHOWN], *(each for each, _ in found.lacking[:SHOWN])]),
    )


def _sorted(world: World, unit: Unit) -> Sorted:
    """Complete: nothing holds it back, and its papers have come."""
    register, wanted = world.records.register, frozenset({"sent_up"})
    page = register.page(unit.round, unit=unit.id, states=wanted, limit=10 * AT_ONCE)
    ticked = world.records.postings.all_ticked([each.id for each in page], SIDE)
    came: Mapping[str, set[str]] = {
        each.id: {tick.slip for tick in ticked.get(each.id, ()) if tick.done} for each in page
    }
    missing = {
        each.id: tuple(one.name for one in papers(world, each) if one.id not in came[each.id])
        for each in page
    }
    ready = [each for each in page if not (each.held or not each.confirmed or missing[each.id])]
    return Sorted(ready, [(each, missing[each.id]) for each in page if each not in ready])


def _accept(standing: Standing) -> Move:
    return Move(standing.id, "accept", batch=True)
