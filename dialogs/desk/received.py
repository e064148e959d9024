"""The register of received paper: who brought what and when, what is missing; a wrong click is taken back."""

from collections.abc import Iterator, Mapping, Sequence

from dialogs import home
from dialogs.desk.decide import is_paper
from dialogs.desk.rights import own_edition, reached
from dialogs.heard import is_word
from dialogs.model import Button, Effect, Idle, Reply, Turn, World
from dialogs.noting import Noting
from dialogs.postings import Tick, Ticked
from dialogs.prompt import Rows
from dialogs.register import Standing
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.model import Edition, Material

SIDE = "office"
SHOWN = 8
MOST = 500  # nominations looked at for one list
LONGEST = 60  # characters: whoever brought it

_EXPECTED = frozenset({"recommended", "sent_up", "accepted"})


def received(scene: Scene, given: str) -> Turn:
    """`received <round>`, `received one|all|none <nomination>`, `received yes|no <nomination> <material>`."""
    verb, _, subject = given.partition(" ")
    nomination, _, slip = subject.partition(" ")
    found = reached(scene.world, nomination)
    if found is None:
        return _list(scene, verb)
    match verb:
        case "all":
            return _came(scene, found, [each.id for each in papers(scene.world, found)])
        case "yes":
            return _came(scene, found, [slip])
        case "no":
            return _undone(scene, found, slip)
        case _:
            return one(scene, found)


def one(scene: Scene, standing: Standing) -> Turn:
    reply = _shown(standing, papers(scene.world, standing), came(scene.world, standing.id))
    return go(Idle(), reply) if isinstance(scene.state, Noting) else scene.stay(reply)


def came(world: World, nomination: str) -> Mapping[str, Ticked]:
    """Material -> when it came, and who brought it; what was taken back is not there."""
    return {each.slip: each for each in world.records.postings.ticked(nomination, SIDE) if each.done}


def papers(world: World, standing: Standing) -> tuple[Material, ...]:
    """What of the notice's materials comes on paper."""
    edition = world.library.get(standing.notice)
    return tuple(each for each in edition.notice.materials if is_paper(each)) if edition else ()


def asked(state: Noting, world: World) -> Reply | None:
    """Who brought it?"""
    found = reached(world, state.subject.partition(" ")[0])
    return _who(found) if found else None


def heard(scene: Scene, state: Noting, text: str) -> Turn:
    """Who brought it, or that it does not matter."""
    nomination, *slips = state.subject.split()
    found = reached(scene.world, nomination)
    if found is None:
        return go(Idle(), *home.help_(scene).replies)
    if is_word(text, "skip", "no"):
        return one(scene, found)
    if len(text) > LONGEST:
        return scene.stay(Reply(render("desk_received", "too_long")))
    return _noted(scene, found, slips, text)


def _noted(scene: Scene, standing: Standing, slips: Sequence[str], who: str) -> Turn:
    every = papers(scene.world, standing)
    known = {**came(scene.world, standing.id)}
    ticks = tuple(Tick(standing.id, slip, SIDE, note=who) for slip in slips if slip in known)
    known |= {each.slip: Ticked(each.slip, True, who, known[each.slip].at) for each in ticks}  # noqa: FBT003 - a row's own words
    return go(Idle(), _shown(standing, every, known), effects=ticks)


def _came(scene: Scene, standing: Standing, slips: Sequence[str]) -> Turn:
    """Noted at once; who brought it may follow, or not."""
    known = came(scene.world, standing.id)
    wanted = {each.id for each in papers(scene.world, standing)} - known.keys()
    fresh = tuple(slip for slip in slips if slip in wanted)
    if not fresh:
        return one(scene, standing)
    ticks: tuple[Effect, ...] = tuple(Tick(standing.id, slip, SIDE) for slip in fresh)
    return go(Noting("received", " ".join((standing.id, *fresh))), _who(standing), effects=ticks)


def _undone(scene: Scene, standing: Standing, slip: str) -> Turn:
    every, known = papers(scene.world, standing), dict(came(scene.world, standing.id))
    if known.pop(slip, None) is None:
        return one(scene, standing)
    lead = render("desk_received", "undone")
    reply = _shown(standing, every, known, lead)
    return go(Idle(), reply, effects=(Tick(standing.id, slip, SIDE, done=False),))


def _list(scene: Scene, round_id: str) -> Turn:
    """Nominations that came up, each with what is still missing of it."""
    edition = own_edition(scene.world, round_id)
    if edition is None:
        return home.help_(scene)
    lines = list(_lines(scene.world, edition))
    lacking = [(each, names) for each, names in lines if names]
    said = render(
        "desk_received",
        "list",
        lacking=lacking[:SHOWN],
        complete=len(lines) - len(lacking),
        rest=max(0, len(lacking) - SHOWN),
        most=len(lines) if len(lines) == MOST else 0,
    )
    doors = tuple((_door(each),) for each, _ in lacking[:SHOWN])
    return scene.stay(Reply(said, doors, link=f"/list?round={round_id}&state=sent_up"))


def _lines(world: World, edition: Edition) -> Iterator[tuple[Standing, list[str]]]:
    wanted = [each for each in edition.notice.materials if is_paper(each)]
    found = world.records.register.page(edition.round.id, states=_EXPECTED, limit=MOST)
    ticked = world.records.postings.all_ticked([each.id for each in found], SIDE)
    for each in found:
        done = {one.slip for one in ticked.get(each.id, ()) if one.done}
        yield each, [material.name for material in wanted if material.id not in done]


def _shown(
    standing: Standing, every: Sequence[Material], known: Mapping[str, Ticked], lead: str = ""
) -> Reply:
    lines = [(each, known.get(each.id)) for each in every]
    said = render("desk_received", "one", standing=standing, lines=lines)
    return Reply(f"{lead}\n\n{said}" if lead else said, _buttons(standing, lines))


def _buttons(standing: Standing, lines: Sequence[tuple[Material, Ticked | None]]) -> Rows:
    at = standing.id
    missing = [each for each, tick in lines if tick is None]
    every = ((button("received_all", f"received all {at}"),),) if len(missing) > 1 else ()
    single = tuple(
        (
            button("not_received", f"received no {at} {each.id}", name=each.name)
            if tick
            else button("received_yes", f"received yes {at} {each.id}", name=each.name),
        )
        for each, tick in lines
    )
    return (*every, *single, (button("this_one", f"decide one {at}"),))


def _who(standing: Standing) -> Reply:
    skip = (button("nobody_noted", f"received one {standing.id}"),)
    return Reply(render("desk_received", "who", standing=standing), (skip,))


def _door(standing: Standing) -> Button:
    return button(
        "open_one", f"received one {standing.id}", registration=standing.registration, name=standing.name
    )
