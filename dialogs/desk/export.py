"""Taking along: the summary table, and packages of everything that belongs to a nominee or a unit."""

from collections.abc import Mapping

from dialogs import home
from dialogs.desk import veil
from dialogs.desk.rights import edition_of, offices, own_edition
from dialogs.model import Reply, Turn
from dialogs.prompt import Rows
from dialogs.say import button, render
from dialogs.scene import Scene

KINDS = ("xlsx", "csv")
WHICH = ("up", "all")
"""up: what was handed in to the office; all: everything that was submitted."""
HOLDS: Mapping[str, frozenset[str]] = {
    "up": frozenset({"sent_up", "accepted"}),
    "all": frozenset({"submitted", "recommended", "sent_up", "accepted", "returned", "burnt"}),
}
"""What a table or a package holds -> the states of the nominations in it."""


def export(scene: Scene, given: str) -> Turn:
    """`/export`, `export <round>`, `export <round> up|all xlsx|csv`."""
    if not offices(scene.world):
        return home.help_(scene)
    round_id, *rest = given.split() or [""]
    edition = own_edition(scene.world, round_id)
    if edition is None:
        return scene.stay(Reply(render("desk_export", "which"), _rounds(scene)))
    if rest and len(rest) == len(("which", "kind")) and rest[0] in WHICH and rest[1] in KINDS:
        if count := scene.world.records.register.veiled(round_id, states=HOLDS[rest[0]]):
            return scene.stay(veil.instead_of_many(scene.world, count))
        said = render("desk_export", "made", kind=rest[1], short=edition.notice.short)
        return scene.stay(Reply(said), Reply("", document=f"table/{round_id}/{rest[0]}/{rest[1]}"))
    counts = scene.world.records.register.counts(round_id)
    said = render("desk_export", "choose", short=edition.notice.short, counts=list(counts.values()))
    return scene.stay(Reply(said, _choices(round_id)))


def package(scene: Scene, given: str) -> Turn:
    """`package one <nomination>`, `package unit <unit>`: made off the lanes, and noted as disclosed."""
    kind, _, subject = given.partition(" ")
    channel = scene.world.person.channel
    seats, register = scene.world.records.seats, scene.world.records.register
    if kind == "one" and subject and (found := register.one(subject)) and scene.world.person.seats:
        if found.veiled:
            return scene.stay(veil.instead(scene.world, found))
        said = render("desk_export", "packed", name=f"{found.registration} {found.name}".strip())
        return scene.stay(Reply(said), Reply("", document=f"package/one/{found.id}/{channel}"))
    if kind == "unit" and (unit := seats.unit(subject)):
        if count := register.veiled(unit.round, unit.id, HOLDS["all"]):
            return scene.stay(veil.instead_of_many(scene.world, count))
        said = render("desk_export", "packed", name=unit.name)
        return scene.stay(Reply(said), Reply("", document=f"package/unit/{unit.id}/{channel}"))
    if kind == "units" and (edition := edition_of(scene.world, subject)):
        return _units(scene, edition.round.id)
    return home.help_(scene)


def _units(scene: Scene, round_id: str) -> Turn:
    """Units with something to pack, each with its button."""
    counts = scene.world.records.register.counts(round_id)
    units = [each for each in scene.world.records.seats.units(round_id) if counts.get(each.id)]
    if not units:
        return home.help_(scene)
    doors = [button("package_unit", f"package unit {each.id}", name=each.name) for each in units]
    rows = tuple(tuple(doors[n : n + 2]) for n in range(0, len(doors), 2))
    return scene.stay(Reply(render("desk_export", "units"), rows))


def _rounds(scene: Scene) -> Rows:
    return tuple(
        (button("export_of", f"export {each.round.id}", short=each.notice.short),)
        for each in offices(scene.world)
    )


def _choices(round_id: str) -> Rows:
    tables = tuple(
        tuple(button(f"export_{which}_{kind}", f"export {round_id} {which} {kind}") for kind in KINDS)
        for which in WHICH
    )
    return (*tables, (button("package_units", f"package units {round_id}"),))
