"""Corrections after submitting, until the deadline: the number stays, the sheet is made anew."""

from dialogs.draft import Draft
from dialogs.model import Idle, Reply, SaveEntry, Turn
from dialogs.review import shortened
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.fields import shown
from knowledge.model import Field


def in_time(scene: Scene, draft: Draft) -> bool:
    """Was the event sent before the round closed, or while a named exception lets it in?"""
    if scene.event.at <= draft.edition.round.closes:
        return True
    until = scene.world.records.rounds.late_until(draft.id)
    return until is not None and scene.event.at <= until


def closed(scene: Scene, draft: Draft) -> Turn | None:
    """The refusal once the deadline has passed; None while corrections are possible."""
    if in_time(scene, draft):
        return None
    return go(Idle(), Reply(render("fill", "correction_closed", until=draft.edition.round.closes)))


def keep(scene: Scene, draft: Draft, field: Field, value: str) -> Turn:
    """Put the corrected value into the submitted nomination."""
    if refused := closed(scene, draft):
        return refused
    said = render("fill", "corrected", label=field.label, shown=shortened(shown(field, value)))
    buttons = (button("documents", f"documents {draft.id}"), button("edit", f"edit {draft.id}"))
    return go(Idle(), Reply(said, (buttons,)), effects=(SaveEntry(draft.id, field.id, value),))
