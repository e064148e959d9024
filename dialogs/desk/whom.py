"""Whom a form is for: oneself, a colleague, or somebody of one's unit. Asked once, in one tap."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs.desk.rights import own_units
from dialogs.model import Reply, Turn, World
from dialogs.records import NominationSummary
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import Starting, Unit
from knowledge.model import Edition, Field, Form

UNIT = "recommending_unit"
_WAY = {"self": "self", "colleague": "masses", "union": "union"}  # as Suzhou's form has them
_BRIEF = frozenset({"name", "employer", "mobile", UNIT})


def is_asked(scene: Scene, edition: Edition) -> bool:
    """Where the notice takes self-nominations beside others', and of whoever looks after a unit."""
    return bool(_way_field(edition.notice.form) or own_unit_in(scene.world, edition))


def card(scene: Scene, edition: Edition) -> Turn:
    return go(Starting(edition.notice.id), shown(Starting(edition.notice.id), scene.world))


def shown(state: Starting, world: World) -> Reply:
    edition = world.library[state.notice]
    unit = own_unit_in(world, edition)
    ways = ["self", *(["colleague"] if _way_field(edition.notice.form) else []), *(["union"] if unit else [])]
    said = render("desk_whom", "whom", short=edition.notice.short, unit=unit.name if unit else "", ways=ways)
    return Reply(said, tuple((button(f"for_{way}", f"for {way} {state.notice}"),) for way in ways))


def own_unit_in(world: World, edition: Edition) -> Unit | None:
    """The unit of this round that the person looks after."""
    return next(iter(own_units(world, edition.round.id)), None)


def given(form: Form, way: str, unit_name: str) -> Mapping[str, str]:
    """What need not be asked any more: the unit, and the way where the form has a box for it."""
    found = dict[str, str]()
    if (field := _way_field(form)) is not None:
        found[field.id] = _WAY[way]
    unit = form.field(UNIT)
    if unit_name and unit is not None:
        value = next((key for key, label in unit.options.items() if label == unit_name), "")
        found[UNIT] = value or ("" if unit.options else unit_name)
    return {key: value for key, value in found.items() if value}


def in_sight(edition: Edition, summary: NominationSummary) -> Edition:
    """Of a colleague no more is asked than who and where, until the colleague agrees."""
    if summary.way != "colleague" or summary.nominee or summary.confirmed:
        return edition
    form = edition.notice.form
    few = tuple(each for each in form.fields if each.id in _BRIEF)
    return replace(edition, notice=replace(edition.notice, form=replace(form, fields=few)))


def _way_field(form: Form) -> Field | None:
    return next((each for each in form.asked if set(_WAY.values()) <= set(each.options)), None)
