"""Nominations that wait for the level above: the same person twice, or one honoured before."""

from dialogs import home
from dialogs.desk import veil
from dialogs.desk.decide import one as whole
from dialogs.desk.rights import own_edition, reached
from dialogs.model import Button, Idle, Reply, Turn, World
from dialogs.noting import Noting
from dialogs.prompt import Rows
from dialogs.register import DEEDS, Release, Standing
from dialogs.rounds import Laureate
from dialogs.say import button, render
from dialogs.scene import Scene, go

SHOWN = 8


def held(scene: Scene, given: str) -> Turn:
    """`held <round>` lists them, `held one|release <nomination>` shows what was found, or lets it go on."""
    verb, _, subject = given.partition(" ")
    found = reached(scene.world, subject)
    if found is None:
        return _list(scene, verb)
    if not found.held:
        return whole(scene, found, render("desk_held", "settled"))
    return _released(found) if verb == "release" else _one(scene, found)


def _list(scene: Scene, round_id: str) -> Turn:
    if own_edition(scene.world, round_id) is None:
        return home.help_(scene)
    found = scene.world.records.register.waiting(round_id)
    said = render("desk_held", "list", found=found[:SHOWN], more=max(0, len(found) - SHOWN))
    buttons: Rows = tuple((_door(each),) for each in found[:SHOWN])
    return _at_desk(scene, Reply(said, (*buttons, (button("to_overview", f"overview {round_id}"),))))


def _one(scene: Scene, standing: Standing) -> Turn:
    """Both sides stand beside each other: only the level above sees this."""
    world = scene.world
    twins = world.records.register.twins(standing.id)
    if hidden := next((each for each in (standing, *twins) if each.veiled), None):
        back = button("this_one", f"decide one {standing.id}")
        return _at_desk(scene, veil.instead(world, hidden, back))
    said = render(
        "desk_held",
        "one",
        standing=standing,
        unit=world.records.seats.unit(standing.unit),
        twins=[(each, world.records.seats.unit(each.unit)) for each in twins],
        laureates=_honoured(world, standing),
    )
    at = standing.id
    strike = (button("office_strike", f"decide strike {at}"),) if _strikes(standing) else ()
    others = tuple((_door(each, "decide one"),) for each in twins)
    buttons = (
        (button("release", f"held release {at}"), *strike),
        *others,
        (button("this_one", f"decide one {at}"),),
    )
    return _at_desk(scene, Reply(said, buttons))


def _released(standing: Standing) -> Turn:
    said = render("desk_held", "released", standing=standing)
    buttons = (
        (button("this_one", f"decide one {standing.id}"), button("held_on", f"held {standing.round}")),
    )
    return go(Idle(), Reply(said, buttons), effects=(Release(standing.id),))


def _strikes(standing: Standing) -> bool:
    return standing.state in DEEDS["strike"].before


def _honoured(world: World, standing: Standing) -> list[Laureate]:
    """Laureates of that name; whether it is the same person, people judge."""
    name = "".join(standing.name.split())
    known = world.records.rounds.laureates(standing.notice)
    return [each for each in known if "".join(each.name.split()) == name]


def _door(standing: Standing, verb: str = "held one") -> Button:
    return button("open_one", f"{verb} {standing.id}", registration=standing.registration, name=standing.name)


def _at_desk(scene: Scene, reply: Reply) -> Turn:
    return go(Idle(), reply) if isinstance(scene.state, Noting) else scene.stay(reply)
