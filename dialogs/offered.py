"""What came in an unusual way is shown back before it is used.

A forwarded text, the words under a picture, a message changed afterwards, an answer to an older question, and
one from a device that still shows an older question: none of them is taken silently, and none is lost.
"""

from dataclasses import replace

from dialogs import again, correct, entry
from dialogs.draft import Draft, draft_of
from dialogs.heard import change as change_wished
from dialogs.heard import is_fixed
from dialogs.model import Confirming, Decline, Filling, Reply, Turn
from dialogs.prompt import confirm
from dialogs.question import question
from dialogs.say import render
from dialogs.scene import Scene, go
from knowledge import fields
from knowledge.model import Field, Reading
from knowledge.understand import is_question

_Place = tuple[Draft, Field] | None
_CHANGEABLE = frozenset({"draft", "submitted"})
_OWN_WAY = frozenset({"long_text", "file"})  # these confirm by themselves what they were given


def edited(scene: Scene) -> Turn:
    """A message was changed after it was sent: what was saved from it is only changed after a yes."""
    return _without_file(_edited(scene)) if scene.event.pending else _edited(scene)


def _edited(scene: Scene) -> Turn:
    text = scene.event.text.strip()
    if is_question(text):
        return question(scene, text)
    place = _place(scene, *scene.world.records.saved_by(scene.event.sent)) or _asked(scene)
    if place is None or place[1].type == "file" or not text or text.startswith("/") or is_fixed(text):
        return again.repeat(scene, Reply(render("fill", "edited")))
    if place[1].type == "long_text":  # perhaps only one of the messages it was put together from
        return again.repeat(scene, Reply(render("offer", "edited_long", label=place[1].label)))
    return _offer(scene, place, text, "edited")


def caption(scene: Scene) -> Turn | None:
    """The words under a picture, where words are asked; None where they do not answer the question."""
    text, place = scene.event.text.strip(), _asked(scene)
    if place is None or place[1].type in _OWN_WAY or is_fixed(text) or is_question(text):
        return None
    return (
        None
        if _reading(scene, place, text).complaint
        else _without_file(_offer(scene, place, text, "caption"))
    )


def _without_file(turn: Turn) -> Turn:
    """What hangs on the message is not even fetched."""
    return replace(turn, effects=(*turn.effects, Decline()))


def quoted(scene: Scene, text: str) -> Turn | None:
    """An answer to an older question of ours, which it quotes."""
    if not scene.event.quotes or not _is_answer(text):
        return None
    place = _place(scene, *_split(scene.world.records.asked_by(scene.event.quotes)))
    if place is None or place == _asked(scene) or place[1].type in _OWN_WAY:
        return None
    return _offer(scene, place, text, "quoted")


def unusual(scene: Scene, draft: Draft, field: Field, text: str) -> Turn | None:
    """A text where `field` is asked that should not simply be taken for its answer."""
    shown = _place(scene, *_split(scene.world.records.asked_here()))
    if shown and shown[1].id != field.id and shown[1].type not in _OWN_WAY:
        return _from_behind(scene, shown, text)
    if not scene.event.forwarded or field.type in _OWN_WAY:
        return None
    if fields.several(draft.form, text, scene.world.now.date(), at=field.id):
        return None  # is shown back anyway
    return _offer(scene, (draft, field), text, "forwarded")


def _from_behind(scene: Scene, shown: tuple[Draft, Field], text: str) -> Turn:
    """A question is shown here that was answered on another device meanwhile."""
    if _reading(scene, shown, text).complaint:
        return again.repeat(scene, lead=render("offer", "moved_on"))
    return _offer(scene, shown, text, "elsewhere")


def _offer(scene: Scene, place: tuple[Draft, Field], text: str, origin: str) -> Turn:
    """The value as a question; what is wrong with it, or fits several, is said as always."""
    draft, field = place
    if draft.submitted and (closed := correct.closed(scene, draft)):
        return closed
    reading = _reading(scene, place, text)
    if reading.choices or (reading.complaint and place == _asked(scene)):
        return entry.take(scene, draft, field, reading)
    if reading.complaint:
        why = render("reading", reading.complaint, field=field, details=reading.details)
        return again.repeat(scene, Reply(render("offer", "not_taken", label=field.label, why=why)))
    if draft.entries.get(field.id) == reading.value:
        said = render("offer", "the_same", label=field.label, shown=fields.shown(field, reading.value))
        return again.repeat(scene, Reply(said))
    state = Confirming(draft.id, ((field.id, reading.value),), _back(scene, draft), origin)
    return go(state, confirm(draft, state))


def _reading(scene: Scene, place: tuple[Draft, Field], text: str) -> Reading:
    draft, field = place
    reading = fields.read(field, text, scene.world.now.date())
    if not reading.value or reading.complaint:
        return reading
    wrong = fields.cross(field.id, draft.having(field.id, reading.value).entries)
    return Reading(complaint=wrong, details=reading.details) if wrong else reading


def _is_answer(text: str) -> bool:
    return not (is_fixed(text) or is_question(text) or change_wished(text))


def _split(asks: str) -> tuple[str, str]:
    nomination, _, field = asks.partition(" ")
    return nomination, field


def _place(scene: Scene, nomination: str, field_id: str) -> _Place:
    draft = draft_of(scene.world, nomination) if nomination else None
    field = draft.form.field(field_id) if draft else None
    return (draft, field) if draft and field and draft.summary.state in _CHANGEABLE else None


def _asked(scene: Scene) -> _Place:
    return (
        _place(scene, scene.state.nomination, scene.state.field) if isinstance(scene.state, Filling) else None
    )


def _back(scene: Scene, draft: Draft) -> str:
    """The field to return to; '' where none was being asked in this nomination."""
    match scene.state:
        case Filling(nomination=nomination, field=field) if nomination == draft.id:
            return field
        case Confirming(nomination=nomination, back=back) if nomination == draft.id:
            return back
        case _:
            return ""
