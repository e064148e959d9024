"""What the office decides about a nomination that came up: accept, return, burn, strike; and take back."""

from collections.abc import Sequence
from itertools import groupby

from dialogs import home
from dialogs.desk import veil
from dialogs.desk.rights import own_edition, reached, unit_of
from dialogs.heard import is_word
from dialogs.model import Button, Idle, Reply, Turn, World
from dialogs.noting import Noting
from dialogs.prompt import Rows
from dialogs.register import DEEDS, HELD_BACK, UNDOES, Disclose, Happened, Move, Standing
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.fields import named
from knowledge.model import Fact, Form, Material, Notice

SHOWN = 8  # of a list
LONGEST = 500  # characters of a reason
REASONED = frozenset({"send_back", "burn", "strike"})
"""Deeds that need a reason, which those concerned are told."""

_UNTOLD = frozenset({"describe", "save_entry", "clear_entry"})
_PAPER_MAY_COME = frozenset({"submitted", "recommended", "returned", "sent_up", "accepted"})


def decide(scene: Scene, given: str) -> Turn:
    """`decide list <round>`, `decide one|read <nomination>`, `decide <deed> <nomination>`, `decide sure`."""
    verb, _, subject = given.partition(" ")
    if verb == "list":
        return _list(scene, subject)
    if verb == "sure":
        return _sure(scene)
    found = reached(scene.world, subject)
    if found is None:
        return home.help_(scene)
    match verb:
        case "read" if found.veiled:
            return scene.stay(veil.instead(scene.world, found, button("this_one", f"decide one {found.id}")))
        case "read":
            sheet = Reply("", document=f"sheet/{found.id}/pdf")
            return scene.stay(sheet, effects=(Disclose(found.id, "read"),))
        case "history":
            return scene.stay(Reply(_history(scene.world, found), _back(found)))
        case _ if verb in DEEDS:
            return _wish(scene, found, verb)
        case _:
            return one(scene, found)


def find(scene: Scene, wanted: str) -> Turn | None:
    """`/office JJ22-0003` or `/office 张示例`: who is meant, in all rounds; None where nobody is."""
    rounds = [each.round.id for each in scene.world.library.values()]
    found = [
        each for at in rounds for each in scene.world.records.register.page(at, name=wanted, limit=SHOWN)
    ]
    mine = [each for each in found if reached(scene.world, each.id)]
    if len(mine) == 1:
        return one(scene, mine[0])
    return scene.stay(_listed(scene.world, mine)) if mine else None


def one(scene: Scene, standing: Standing, lead: str = "") -> Turn:
    """Where a nomination stands, and what can be done with it."""
    text = described(scene.world, standing)
    said = f"{lead}\n\n{text}" if lead else text
    return _at_desk(
        scene, Reply(said, _actions(scene.world, standing), link=veil.page(scene.world, standing))
    )


def described(world: World, standing: Standing) -> str:
    edition = world.library.get(standing.notice)
    materials = edition.notice.materials if edition else ()
    came = {each.slip: each for each in world.records.postings.ticked(standing.id, "office") if each.done}
    return render(
        "desk_decide",
        "one",
        standing=standing,
        unit=unit_of(world, standing),
        papers=[(each.name, came.get(each.id)) for each in materials if is_paper(each)],
    )


def is_paper(material: Material) -> bool:
    """Does it come to the office by hand or post?"""
    return material.medium != "electronic"


def heard(scene: Scene, state: Noting, text: str) -> Turn:
    """The reason, or yes and no to it."""
    found = reached(scene.world, state.subject)
    if found is None:
        return go(Idle(), *home.help_(scene).replies)
    if state.text and is_word(text, "yes"):
        return _sure(scene)
    if state.text and is_word(text, "no"):
        text = ""
    if len(text) > LONGEST:
        return scene.stay(Reply(render("desk_decide", "too_long", count=len(text))))
    return _open(scene, Noting(state.deed, state.subject, text))


def shown(state: Noting, world: World) -> Reply | None:
    """What the office is asked now: the reason, or a yes to it."""
    found = reached(world, state.subject)
    edition = world.library.get(found.notice) if found else None
    if found is None or edition is None:
        return None
    stop = (button("leave_deed", f"decide one {found.id}"),)
    fact = forfeit(edition.notice)
    if not state.text:
        said = render("desk_decide", "why", deed=state.deed, standing=found, fact=fact)
        return Reply(said, (stop,))
    said = render("desk_decide", "sure", deed=state.deed, standing=found, reason=state.text)
    again = (button("rewrite", f"decide {state.deed} {found.id}"), *stop)
    return Reply(said, ((button(f"sure_{state.deed}", "decide sure"),), again))


def forfeit(notice: Notice) -> Fact | None:
    """What the notice says of a place that is lost for good; None where it says nothing of the kind."""
    lost = {each.topic for each in notice.facts} >= {"false_material", "replacement"}
    return next((each for each in notice.facts if lost and each.topic == "false_material"), None)


def _list(scene: Scene, round_id: str) -> Turn:
    """What came up and waits for the office, in the order of the numbers."""
    edition = own_edition(scene.world, round_id)
    if edition is None:
        return home.help_(scene)
    found = scene.world.records.register.page(round_id, states=frozenset({"sent_up"}), limit=SHOWN + 1)
    reply = _listed(scene.world, found[:SHOWN], more=len(found) > SHOWN)
    many = ((button("accept_many", f"batch {round_id}"),),) if len(found) > 1 else ()
    rows = (*many, *reply.buttons)
    return _at_desk(scene, Reply(reply.text, rows, link=f"/list?round={round_id}&state=sent_up"))


def _listed(world: World, found: Sequence[Standing], *, more: bool = False) -> Reply:
    units = {each.id: unit_of(world, each) for each in found}
    said = render("desk_decide", "list", found=found, units=units, more=more, note=veil.note(found))
    return Reply(said, tuple((_door(each),) for each in found))


def _wish(scene: Scene, standing: Standing, deed: str) -> Turn:
    """Done at once, or after a reason and a yes."""
    if not _possible(scene.world, standing, deed):
        return one(scene, standing, render("desk_decide", "not_now"))
    if deed in REASONED:
        return _open(scene, Noting(deed, standing.id))
    return _done(standing, Move(standing.id, deed))


def _sure(scene: Scene) -> Turn:
    state = scene.state
    found = reached(scene.world, state.subject) if isinstance(state, Noting) else None
    if not isinstance(state, Noting) or found is None or not state.text or state.deed not in REASONED:
        return home.help_(scene)
    if not _possible(scene.world, found, state.deed):
        return one(scene, found, render("desk_decide", "not_now"))
    return _done(found, Move(found.id, state.deed, _field(scene.world, found, state.text), state.text))


def _done(standing: Standing, move: Move) -> Turn:
    undo = next((each for each, undone in UNDOES.items() if undone == move.deed), "")
    row = (button("undo", f"decide {undo} {standing.id}"),) if undo else ()
    said = render("desk_decide", "done", deed=move.deed, standing=standing)
    buttons: Rows = ((*row, button("this_one", f"decide one {standing.id}")), _on(standing))
    return go(Idle(), Reply(said, buttons), effects=(move,))


def _possible(world: World, standing: Standing, deed: str) -> bool:
    """By the state it is in; what takes a deed back, only while that deed was the last one."""
    if DEEDS[deed].role != "office" or standing.state not in DEEDS[deed].before:
        return False
    if deed in HELD_BACK and (standing.held or not standing.confirmed):
        return False
    if deed == "burn" and not forfeit(world.library[standing.notice].notice):
        return False
    return deed not in UNDOES or _last_deed(world, standing.id) == UNDOES[deed]


def _last_deed(world: World, nomination: str) -> str:
    deeds = [each.kind for each in world.records.register.history(nomination)]
    return next((each for each in reversed(deeds) if each in DEEDS or each == "submit"), "")


def _field(world: World, standing: Standing, reason: str) -> str:
    """The field that the reason begins with, as in 工作单位：和公章不一样."""
    form = world.records.register.form(standing.id)
    head, colon, _ = reason.replace(":", "：").partition("：")
    found = named(form, head) if form and colon else ()
    return found[0].id if len(found) == 1 else ""


def _open(scene: Scene, state: Noting) -> Turn:
    reply = shown(state, scene.world)
    return go(state, reply) if reply else home.help_(scene)


def _at_desk(scene: Scene, reply: Reply) -> Turn:
    """Looking at something ends what was being written, and leaves a form as it is."""
    return go(Idle(), reply) if isinstance(scene.state, Noting) else scene.stay(reply)


def _actions(world: World, standing: Standing) -> Rows:
    at = standing.id
    deeds = [each for each in DEEDS if _possible(world, standing, each)]
    undoes = [button("undo", f"decide {each} {at}") for each in deeds if each in UNDOES]
    plain = [button(f"office_{each}", f"decide {each} {at}") for each in deeds if each not in UNDOES]
    held = ((button("look_held", f"held one {at}"),),) if standing.held else ()
    comes = standing.state in _PAPER_MAY_COME
    paper = ((button("receive_one", f"received one {at}"),),) if comes else ()
    return (
        *held,
        *paper,
        *((each,) for each in undoes),
        *(tuple(plain[n : n + 2]) for n in range(0, len(plain), 2)),
        (button("read", f"decide read {at}"), button("package_one", f"package one {at}")),
        (button("history", f"decide history {at}"), *_on(standing)),
    )


def _on(standing: Standing) -> tuple[Button, ...]:
    return (button("to_overview", f"overview {standing.round}"),)


def _back(standing: Standing) -> Rows:
    return ((button("this_one", f"decide one {standing.id}"),),)


def happened(lines: Sequence[Happened], form: Form | None) -> list[str]:
    """What happened to a nomination, a line each; what was done several times in a row stands there once."""
    labels = {each.id: each.label for each in form.fields} if form else {}
    said = [
        render("desk_decide", "happened", each=each, label=labels.get(each.field, ""))
        for each in lines
        if each.kind not in _UNTOLD
    ]
    return [key for key, _ in groupby(said)]


def _history(world: World, standing: Standing) -> str:
    register = world.records.register
    lines = happened(register.history(standing.id), register.form(standing.id))
    return render("desk_decide", "history", standing=standing, lines=lines)


def _door(standing: Standing) -> Button:
    return button(
        "open_one", f"decide one {standing.id}", registration=standing.registration, name=standing.name
    )
