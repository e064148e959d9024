"""Changing what stands: 改电话 138…, 第3项, a list of fields, a late press on an earlier question."""

import re

from dialogs import again, correct, entry, fill
from dialogs.draft import Draft
from dialogs.heard import Change
from dialogs.model import Filling, Reply, Turn
from dialogs.prompt import rows
from dialogs.say import button, render
from dialogs.scene import Scene
from knowledge import fields
from knowledge.model import Field, Reading


def change(scene: Scene, draft: Draft, wish: Change) -> Turn | None:
    """Act on a wish to change a field; None where the words name no field and mean something else."""
    named = fields.named(draft.form, wish.field)
    if not named:
        return None
    if len(named) == 1:
        return _to(scene, draft, named[0], wish.value)
    if wish.value and (only := _fitting(scene, named, wish.value)):
        return _to(scene, draft, only, wish.value)
    buttons = tuple(
        button("which", f"goto {draft.id} {each.id}", label=each.label, hint=_tell_apart(each))
        for each in named
    )
    return scene.stay(Reply(render("fill", "which", word=wish.field), rows(buttons)))


def choose(scene: Scene, draft: Draft) -> Turn:
    """改一项: every field of the form as a button."""
    if draft.submitted and (closed := correct.closed(scene, draft)):
        return closed
    buttons = tuple(
        button("field", f"goto {draft.id} {each.id}", label=each.label) for each in draft.form.asked
    )
    return scene.stay(Reply(render("fill", "choose_field"), rows(buttons)))


def goto(scene: Scene, draft: Draft, field: Field) -> Turn:
    """Ask this field now, whatever came before."""
    if draft.submitted and (closed := correct.closed(scene, draft)):
        return closed
    return fill.goto(draft, field)


def pressed(scene: Scene, draft: Draft, field: Field, value: str) -> Turn:
    """A choice button: an answer where its field is being asked, otherwise a late press, handled kindly."""
    asked_now = isinstance(scene.state, Filling) and scene.state.field == field.id
    if asked_now or field.id not in draft.entries:
        return force(scene, draft, field, value)
    return _late(scene, draft, field, value)


def force(scene: Scene, draft: Draft, field: Field, value: str) -> Turn:
    """Take what a button offers: an option as it is, anything else like typed text."""
    if value in field.options:
        return entry.take(scene, draft, field, Reading(value=value, shown=field.options[value]))
    return entry.take(scene, draft, field, fields.read(field, value, scene.world.now.date()))


def _to(scene: Scene, draft: Draft, field: Field, value: str) -> Turn:
    if draft.submitted and (closed := correct.closed(scene, draft)):
        return closed
    if not value:
        return fill.goto(draft, field)
    return entry.take(scene, draft, field, fields.read(field, value, scene.world.now.date()))


def _fitting(scene: Scene, named: tuple[Field, ...], value: str) -> Field | None:
    """Of several fields of one name, the only one that accepts the value."""
    today = scene.world.now.date()
    good = [
        each for each in named if not (read := fields.read(each, value, today)).complaint and not read.doubt
    ]
    return good[0] if len(good) == 1 else None


def _tell_apart(field: Field) -> str:
    """The first words of the hint; it is there for that."""
    return re.split("[，。]", field.hint, maxsplit=1)[0]


def _late(scene: Scene, draft: Draft, field: Field, value: str) -> Turn:
    stands = draft.entries[field.id]
    said = render("fill", "already", label=field.label, shown=fields.shown(field, stands))
    if stands == value:
        return again.repeat(scene, lead=said)
    wanted = fields.shown(field, value)
    buttons = (
        button("change_to", f"force {draft.id} {field.id} {value}", value=wanted),
        button("continue", f"resume {draft.id}"),
    )
    return scene.stay(Reply(said, (buttons,)))
