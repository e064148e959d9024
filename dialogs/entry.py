"""One message at a field: read it, keep it, confirm it, or say kindly what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from dialogs import correct, files, fill
from dialogs.draft import Draft
from dialogs.model import ClearEntry, Confirming, Effect, Filling, Letter, Reply, SaveEntry, Tell, Turn, Unsay
from dialogs.prompt import ask, labelled, several
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge import chars, fields
from knowledge.model import Field, Reading

_NEVER_KEPT = frozenset({"identity_number", "bank_card", "password"})
_ONE_MESSAGE = 3500  # Telegram cuts a text at 4,096 units: beyond this, more may be on its way


def heard(scene: Scene, draft: Draft, field: Field, text: str) -> Turn:
    """What a person typed where `field` is asked."""
    if field.type == "long_text":
        return _long(scene, draft, field, text)
    if field.type == "file":
        return files.typed(scene, draft, field, text)
    today = scene.world.now.date()
    if not draft.submitted and (proposals := fields.several(draft.form, text, today, at=field.id)):
        return propose(draft, proposals, field)
    reading = fields.read(field, text, today)
    other = fields.misplaced(draft.form, field, text)
    if other and reading.value and not (reading.doubt or reading.complaint):
        reading = replace(reading, doubt="misplaced", details={"label": other.label})
    return take(scene, draft, field, reading)


def take(scene: Scene, draft: Draft, field: Field, reading: Reading) -> Turn:
    """Act on what was understood."""
    if reading.complaint:
        return complain(draft, field, reading)
    if reading.choices:
        return _choose(draft, field, reading)
    wrong = fields.cross(field.id, draft.having(field.id, reading.value).entries)
    if wrong:
        return complain(draft, field, Reading(complaint=wrong, details=reading.details))
    if reading.doubt:
        return _doubt(draft, field, reading)
    kept = keep(scene, draft, field, reading.value)
    simple = str(reading.details.get("simplified", ""))
    return replace(kept, replies=(_simpler(draft, field, reading, simple), *kept.replies)) if simple else kept


def _simpler(draft: Draft, field: Field, reading: Reading, simple: str) -> Reply:
    """A name in traditional characters stands as it was typed; its simplified form is offered once."""
    said = render("offer", "simplified", shown=reading.shown, simple=simple)
    return Reply(said, ((button("change_to", f"force {draft.id} {field.id} {simple}", value=simple),),))


def keep(scene: Scene, draft: Draft, field: Field, value: str) -> Turn:
    """Save it: in a draft the form goes on, in a submitted nomination it is a correction."""
    if draft.submitted:
        return correct.keep(scene, draft, field, value)
    return fill.keep(draft, field, value)


def complain(draft: Draft, field: Field, reading: Reading) -> Turn:
    """Say what is wrong and ask again; a text that is only too long is kept as it is meanwhile."""
    said = render("reading", reading.complaint, field=field, details=reading.details)
    kept: tuple[Effect, ...] = ()
    if reading.complaint == "too_long" and reading.value and not draft.submitted:
        kept = (SaveEntry(draft.id, field.id, reading.value),)
        draft = draft.having(field.id, reading.value)
    if reading.complaint in _NEVER_KEPT:
        kept = (Unsay(),)
    return go(Filling(draft.id, field.id), ask(draft, field, said), effects=kept)


def propose(draft: Draft, proposals: tuple[tuple[str, str], ...], field: Field) -> Turn:
    """Several fields were written at once: show them back and wait for a yes."""
    return go(Confirming(draft.id, proposals, field.id), several(draft, proposals, "several"))


def accept(scene: Scene, draft: Draft, state: Confirming) -> Turn:
    """The person said yes to what was proposed; a device on which something else was said hears of it."""
    if len(state.proposals) == 1 and (field := draft.form.field(state.proposals[0][0])):
        kept = keep(scene, draft, field, state.proposals[0][1])
        told = (Tell(Letter("changed", f"{draft.id} {field.id}")),) if state.origin == "elsewhere" else ()
        return replace(kept, effects=(*kept.effects, *told))
    saved = tuple(SaveEntry(draft.id, field, value) for field, value in state.proposals)
    lead = render("fill", "noted_several", pairs=labelled(draft, state.proposals))
    for field_id, value in state.proposals:
        draft = draft.having(field_id, value)
    return fill.onward(draft, lead, saved)


def reject(draft: Draft, state: Confirming) -> Turn:
    """The person said no: nothing was kept, and what was open is open again."""
    if field := draft.form.field(state.back):
        return fill.goto(draft, field)
    field = draft.form.field(state.proposals[0][0]) or draft.form.asked[0]
    return fill.kept(draft, field)


def finished(scene: Scene, draft: Draft, field: Field) -> Turn:
    """写完了: what was collected is the answer."""
    value = draft.entries.get(field.id, "")
    return take(scene, draft, field, fields.read(field, value, scene.world.now.date()))


def rewrite(draft: Draft, field: Field) -> Turn:
    """重新写: the text or the files collected so far are dropped."""
    if draft.submitted:
        return fill.kept(draft, field)
    emptied = draft.without(field.id)
    lead = render("files" if field.type == "file" else "fill", "rewrite", label=field.label)
    dropped = ClearEntry(draft.id, field.id)
    return go(Filling(draft.id, field.id), ask(emptied, field, lead), effects=(dropped,))


def document(scene: Scene, draft: Draft, field: Field, text: str) -> Turn:
    """The text of an uploaded file: all of the answer."""
    return take(scene, draft, field, fields.read(field, text, scene.world.now.date()))


def _long(scene: Scene, draft: Draft, field: Field, text: str) -> Turn:
    """A long text may come in several messages: each part is kept at once."""
    collecting = isinstance(scene.state, Filling) and scene.state.collecting
    before = draft.entries.get(field.id, "") if collecting else ""
    reading = fields.read(field, _joined(before, text), scene.world.now.date())
    if reading.complaint and reading.complaint != "too_long":
        return complain(draft, field, reading)
    if draft.submitted or not (collecting or _more_to_come(field, text, reading)):
        return take(scene, draft, field, reading)
    return _collect(draft, field, reading.value)


def _joined(before: str, text: str) -> str:
    """A messenger cuts a long text wherever it is full; elsewhere a new message is a new line."""
    cut = len(before) >= _ONE_MESSAGE and not re.search(r"[。！？!?.…”\n]$", before)
    return before + ("" if cut or not before else "\n") + text


def _more_to_come(field: Field, text: str, reading: Reading) -> bool:
    """A message as long as a messenger allows, or far shorter than what is wanted, is rarely all."""
    wanted = field.chars.about or 0
    return len(text) >= _ONE_MESSAGE or chars.count(reading.value) < wanted // 2


def _collect(draft: Draft, field: Field, value: str) -> Turn:
    said = render(
        "fill",
        "collecting",
        label=field.label,
        count=chars.count(value),
        about=field.chars.about,
    )
    buttons = (
        button("finished", f"done {draft.id} {field.id}"),
        button("redo", f"redo {draft.id} {field.id}"),
    )
    state = Filling(draft.id, field.id, collecting=True)
    return go(state, Reply(said, (buttons,)), effects=(SaveEntry(draft.id, field.id, value),))


def _choose(draft: Draft, field: Field, reading: Reading) -> Turn:
    """The text fits several values: ask which."""
    said = render("reading", reading.doubt or "which", field=field, details=reading.details)
    buttons = tuple(
        button("field", f"pick {draft.id} {field.id} {value}", label=fields.shown(field, value))
        for value in reading.choices
    )
    return go(Filling(draft.id, field.id), Reply(said, (buttons,)))


def _doubt(draft: Draft, field: Field, reading: Reading) -> Turn:
    """Understood, but unusual: one question before it is kept."""
    details: Mapping[str, str | int] = {**reading.details, "shown": reading.shown}
    said = render("reading", reading.doubt, field=field, details=details)
    buttons = (button("yes", f"accept {draft.id}"), button("no", f"reject {draft.id}"))
    state = Confirming(draft.id, ((field.id, reading.value),), field.id)
    return go(state, Reply(said, (buttons,)))
