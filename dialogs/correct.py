"""Corrections after submitting, until the deadline: the number stays, the sheet is made anew."""

from dialogs.draft import Draft
from dialogs.model import Effect, Idle, Reply, SaveEntry, Submit, Turn
from dialogs.prompt import Rows
from dialogs.register import Describe
from dialogs.review import shortened
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.fields import shown
from knowledge.model import Field
from knowledge.shares import signs
from knowledge.units import find

UNIT_FIELD = "recommending_unit"


def in_time(scene: Scene, draft: Draft) -> bool:
    """Was the event sent before the round closed, or is it let in by name or sent back by the office?"""
    if scene.event.at <= draft.edition.round.closes:
        return True
    until = scene.world.records.rounds.late_until(draft.id)
    if until is not None and scene.event.at <= until:
        return True
    history = scene.world.records.register.history(draft.id) if draft.returned else ()
    return any(each.kind == "send_back" for each in history)


def closed(scene: Scene, draft: Draft) -> Turn | None:
    """The refusal once it is on a list, or the deadline has passed; None while corrections are possible."""
    if draft.listed:
        said = render("mine", "listed", state=draft.summary.state, **_asked_whom(draft))
        return go(Idle(), Reply(said, ((button("mine", "mine"),),)))
    if in_time(scene, draft):
        return None
    return go(Idle(), Reply(render("fill", "correction_closed", until=draft.edition.round.closes)))


def keep(scene: Scene, draft: Draft, field: Field, value: str) -> Turn:
    """Put the corrected value into the submitted nomination."""
    if refused := closed(scene, draft):
        return refused
    said = render(
        "fill",
        "corrected",
        label=field.label,
        shown=shortened(shown(field, value)),
        returned=draft.returned,
        paper=bool(draft.edition.notice.materials),
    )
    return go(Idle(), Reply(said, _onward(draft)), effects=_effects(scene, draft, field, value))


def described(scene: Scene, draft: Draft) -> Describe:
    """What a nomination is counted and found by."""
    values, quotas = draft.entries, draft.edition.notice.quotas
    return Describe(
        draft.id,
        name=values.get("name", ""),
        birth=values.get("birth", ""),
        employer=values.get("employer", ""),
        shares=signs(quotas, draft.form, values, scene.world.now.date()),
        category=values.get("category", ""),
    )


def unit_meant(scene: Scene, draft: Draft) -> str:
    """The id of the recommending unit as it was typed; '' where it is not clear, and the office decides."""
    field = draft.form.field(UNIT_FIELD)
    typed = draft.entries.get(UNIT_FIELD, "")
    units = scene.world.records.seats.named(draft.edition.round.id)
    found = find(shown(field, typed), units) if field and typed else ()
    return found[0] if len(found) == 1 else ""


def _effects(scene: Scene, draft: Draft, field: Field, value: str) -> tuple[Effect, ...]:
    """The value; what follows from it for lists; and another unit hears of it at once."""
    after = draft.having(field.id, value)
    saved: tuple[Effect, ...] = (SaveEntry(draft.id, field.id, value),)
    if described(scene, after) != described(scene, draft):
        saved = (*saved, described(scene, after))
    moved = field.id == UNIT_FIELD and value != draft.entries.get(UNIT_FIELD) and not draft.returned
    if moved:
        saved = (
            *saved,
            Submit(draft.id, draft.summary.registration, unit_meant(scene, after), draft.summary.submitted),
        )
    return saved


def _onward(draft: Draft) -> Rows:
    edit = button("edit", f"edit {draft.id}")
    if draft.returned:
        return ((button("submit_again", f"submit {draft.id}"), edit),)
    return ((button("documents", f"documents {draft.id}"), edit),)


def _asked_whom(draft: Draft) -> dict[str, object]:
    contact = next(iter(draft.edition.notice.contacts), None)
    return {"unit": draft.entries.get(UNIT_FIELD, ""), "contact": contact}
