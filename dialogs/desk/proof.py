"""Pictures beside a public notice: the posted sheet, and the statement that nobody objected."""

from dataclasses import replace

from dialogs.desk import posting, veil
from dialogs.desk.case import Case
from dialogs.model import Idle, Reply, Turn, World
from dialogs.postings import Post
from dialogs.register import AtUnit
from dialogs.say import button, render
from dialogs.scene import Scene, go

TAKEN = frozenset({"jpg", "png", "pdf"})


def wanted(scene: Scene, case: Case, what: str, id_: str) -> Turn:
    """`what` is photo or statement: the next file is it."""
    if posting.at(scene.world, case, id_) is None:
        return posting.overview(scene, case)
    return go(AtUnit(what, case.id, id_), asked(scene.world, case, what))


def asked(world: World, case: Case, what: str) -> Reply:
    said = render("desk_posting", "photo", what=what, channel=world.person.channel)
    return Reply(said, ((button("leave_it", f"unit post {case.id}"),),))


def came(scene: Scene, case: Case, state: AtUnit) -> Turn:
    """A file came where a picture is waited for."""
    one, upload = posting.at(scene.world, case, state.subject), scene.event.uploads[-1]
    if one is None:
        return posting.overview(scene, case)
    if upload.fault or upload.type not in TAKEN:
        return scene.stay(Reply(render("desk_posting", "not_a_photo")), asked(scene.world, case, state.asks))
    is_photo = state.asks == "photo"
    kept = replace(one, photo=upload.hash) if is_photo else replace(one, statement=upload.hash)
    said = render("desk_posting", "photo_came", what=state.asks, posted=one)
    on = (button("this_posting", f"unit post {case.id}"), button("this_nominee", f"unit one {case.id}"))
    return go(Idle(), Reply(said, (on,)), effects=(Post(kept),))


def look(scene: Scene, case: Case, what: str, id_: str) -> Turn:
    """The picture that was kept."""
    one = posting.at(scene.world, case, id_)
    if one is None or not (one.photo if what == "photo" else one.statement):
        return posting.overview(scene, case)
    if case.standing.veiled:
        back = button("this_posting", f"unit post {case.id}")
        return scene.stay(veil.instead(scene.world, case.standing, back))
    return scene.stay(Reply("", document=f"posted/{case.id}/{id_}/{what}"))
