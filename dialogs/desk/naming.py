"""Naming this round's laureates among the accepted, and telling them once the list is published."""

from collections.abc import Mapping

from dialogs.desk import veil
from dialogs.desk.arranging import edition_of, offices
from dialogs.model import Idle, Reply, Turn, World
from dialogs.register import Standing
from dialogs.rounds import EnterLaureate, Laureate, PublishLaureates, RemoveLaureate
from dialogs.say import button, render
from dialogs.scene import Scene, go

SHOWN = 5  # of a list
PUBLISHED = 200  # names in one text
ACCEPTED = frozenset({"accepted"})


def naming(scene: Scene, given: str) -> Turn:
    """`round laureates <notice> [after]`: the accepted, a few at a time."""
    notice, _, after = given.partition(" ")
    edition = edition_of(scene.world, notice)
    if edition is None:
        return go(Idle(), Reply(render("desk_rounds", "not_yours")))
    few = scene.world.records.register.page(edition.round.id, states=ACCEPTED, after=after, limit=SHOWN)
    named = _named(scene.world, notice)
    said = render("desk_rounds", "accepted", short=edition.notice.short, few=few, named=named)
    rows = tuple(
        (button("honour", f"round honour {each.id}", name=each.name),) for each in few if each.id not in named
    )
    more = (button("more", f"round laureates {notice} {few[-1].id}"),) if len(few) == SHOWN else ()
    undo = tuple(
        (button("unhonour", f"round unhonour {each.id}", name=each.name),)
        for each in few
        if each.id in named and not named[each.id].published
    )
    publish = ((button("publish", f"round publish {notice}"),),) if named else ()
    back = button("round_back", f"round show {notice}")
    return go(Idle(), Reply(said, (*rows, *undo, *publish, (*more, back))))


def honour(scene: Scene, nomination: str) -> Turn:
    """One of the accepted is a laureate."""
    found = _accepted(scene.world, nomination)
    if found is None or found.id in _named(scene.world, found.notice):
        return go(Idle(), Reply(render("desk_rounds", "not_accepted")))
    if found.veiled:  # the list is made of what the nominee wrote
        back = button("round_back", f"round show {found.notice}")
        return go(Idle(), veil.instead(scene.world, found, back))
    edition = edition_of(scene.world, found.notice)
    assert edition is not None
    birth = scene.world.records.register.entries(found.id).get("birth", "")
    year = edition.round.opens.year
    effect = EnterLaureate(found.notice, year, found.name, birth, found.employer, found.id)
    said = render("desk_rounds", "honoured", name=found.name)
    on = ((button("name_more", f"round laureates {found.notice}"),),)
    return go(Idle(), Reply(said, on), effects=(effect,))


def unhonour(scene: Scene, given: str) -> Turn:
    """`round unhonour <nomination> [sure]`: somebody was named by mistake; possible until the list is out."""
    nomination, _, sure = given.partition(" ")
    found = _accepted(scene.world, nomination)
    laureate = _named(scene.world, found.notice).get(found.id) if found else None
    if found is None or laureate is None or laureate.published:
        return go(Idle(), Reply(render("desk_rounds", "not_unhonoured")))
    on = button("name_more", f"round laureates {found.notice}")
    if not sure:
        yes = button("unhonour_sure", f"round unhonour {found.id} sure")
        return go(Idle(), Reply(render("desk_rounds", "unhonour", name=found.name), ((yes, on),)))
    effect = RemoveLaureate(laureate.id, found.notice, found.id)
    return go(
        Idle(), Reply(render("desk_rounds", "unhonoured", name=found.name), ((on,),)), effects=(effect,)
    )


def publish(scene: Scene, notice: str) -> Turn:
    """The list as a text, and a letter to everybody on it and to their units."""
    edition = edition_of(scene.world, notice)
    named = _named(scene.world, notice) if edition else {}
    if edition is None or not named:
        return go(Idle(), Reply(render("desk_rounds", "not_accepted")))
    register = scene.world.records.register
    accepted = register.page(edition.round.id, states=ACCEPTED, limit=PUBLISHED)
    shown = [each for each in accepted if each.id in named]
    said = render("desk_rounds", "published", edition=edition, shown=shown)
    back = ((button("round_back", f"round show {notice}"),),)
    return go(Idle(), Reply(said, back), effects=(PublishLaureates(edition.round.id, notice),))


def word(nomination: str, world: World) -> Reply | None:
    """The letter: to the laureate, or to the unit's contact."""
    mine = next((each for each in world.records.nominations() if each.id == nomination), None)
    if mine and mine.notice in world.library:
        return Reply(render("desk_rounds", "you_are_honoured", award=world.library[mine.notice].notice.award))
    found = world.records.register.one(nomination)
    if found is None:
        return None
    award = world.library[found.notice].notice.award
    return Reply(render("desk_rounds", "yours_is_honoured", name=found.name, award=award))


def _accepted(world: World, nomination: str) -> Standing | None:
    found = world.records.register.one(nomination)
    mine = {each.notice.id for each in offices(world)}
    return found if found and found.state == "accepted" and found.notice in mine else None


def _named(world: World, notice: str) -> Mapping[str, Laureate]:
    """Nominations whose nominees are laureates already."""
    return {each.nomination: each for each in world.records.rounds.laureates(notice) if each.nomination}
