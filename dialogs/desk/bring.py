"""Filled Word forms become drafts: read, reported line by line, and kept after a yes."""

from collections.abc import Iterator, Sequence

from dialogs import home, privacy
from dialogs.desk.rights import is_office, own_units
from dialogs.heard import is_word
from dialogs.model import (
    Consent,
    Consenting,
    Effect,
    Idle,
    Reply,
    SaveEntry,
    StartNomination,
    Turn,
    Upload,
    World,
)
from dialogs.noting import Bringing, Brought
from dialogs.prompt import Rows
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import LIAISON, Unit
from knowledge.model import Edition, Form
from knowledge.sheet import read_sheet

MOST = 60  # sheets at once
SHOWN = 5  # drafts that can be opened at once
_UNIT = "recommending_unit"


def bring(scene: Scene, given: str) -> Turn:
    """`/bring`, `bring <notice>`, `bring keep`: for contacts and the office."""
    reach = _reach(scene.world)
    if not reach:
        return home.help_(scene)
    if given == "keep":
        return _kept(scene)
    edition = next((each for each in reach if each.notice.id == given), reach[0] if len(reach) == 1 else None)
    if edition is None:
        return scene.stay(Reply(render("desk_bring", "which"), _which(reach)))
    if card := privacy.card_needed(scene, others=True):
        return _card(scene, card, edition)
    return _open(scene, Bringing(edition.notice.id))


def agreed(scene: Scene, state: Consenting) -> Turn:
    """The person agreed to the card that is shown: the next card, or the files."""
    edition = next((each for each in _reach(scene.world) if each.notice.id == state.notice), None)
    if edition is None:
        return home.help_(scene)
    given = Consent(state.card, privacy.version(state.card))
    if card := privacy.card_needed(scene, state.card, others=True):
        after = _card(scene, card, edition)
    else:
        after = _open(scene, Bringing(edition.notice.id))
    return go(after.state, *after.replies, effects=(given,))


def _card(scene: Scene, card: str, edition: Edition) -> Turn:
    shown = privacy.show_card(scene, card, edition, practice=False)
    return go(Consenting(edition.notice.id, card, bringing=True), *shown.replies)


def asked(state: Bringing, world: World) -> Reply | None:
    """Files are asked for; or the report, with a yes to be said."""
    edition = world.library.get(state.notice)
    if edition is None or edition not in _reach(world):
        return None
    if not state.found:
        said = render("desk_bring", "send", title=edition.notice.form.title, most=MOST)
        return Reply(said, ((button("leave_deed", "cancel"),),))
    form = edition.notice.form
    lines = [_line(form, each) for each in state.found]
    good = [each for each in state.found if each.entries]
    said = render("desk_bring", "report", lines=lines, good=len(good), most=MOST)
    keep = ((button("keep_drafts", "bring keep", count=len(good)),),) if good else ()
    return Reply(said, (*keep, (button("leave_deed", "cancel"),)))


def heard(scene: Scene, state: Bringing, text: str) -> Turn:
    """A yes or a no to what was read; anything else shows it again."""
    if is_word(text, "yes", "finished") and state.found:
        return _kept(scene)
    if is_word(text, "no"):
        return left()
    return _open(scene, state)


def came(scene: Scene, state: Bringing) -> Turn:
    """One or more files: read, and put behind those that came before."""
    edition = scene.world.library.get(state.notice)
    if edition is None:
        return left()
    fresh = tuple(_read(scene.world, edition.notice.form, each) for each in _sheets(scene.event.uploads))
    return _open(scene, Bringing(state.notice, (*state.found, *fresh)[:MOST]))


def left() -> Turn:
    """Nothing is kept."""
    return go(Idle(), Reply(render("desk_bring", "left")))


def _sheets(uploads: Sequence[Upload]) -> Iterator[Upload]:
    for each in uploads:
        if each.inside:
            yield from each.inside
        else:
            yield each


def _read(world: World, form: Form, upload: Upload) -> Brought:
    if upload.fault or not upload.rows:
        return Brought(upload.name, fault=upload.fault or "other_kind")
    sheet = read_sheet(form, upload.rows, world.now.date())
    if not sheet.known:
        return Brought(upload.name, fault="not_this_form")
    return Brought(upload.name, tuple(sheet.entries.items()), tuple(sheet.unread.items()))


def _line(form: Form, brought: Brought) -> dict[str, object]:
    """A line of the report: whose it is, how much was read, what is missing or was not understood."""
    entries = dict(brought.entries)
    labels = {each.id: each.label for each in form.fields}
    missing = [
        each.label
        for each in form.asked
        if not each.optional and each.group == "sheet" and each.id not in entries and each.type != "file"
    ]
    return {
        "file": brought.name,
        "name": entries.get("name", ""),
        "read": len(entries),
        "unread": [(labels[field], text) for field, text in brought.unread],
        "missing": [label for label in missing if label not in {labels[each] for each, _ in brought.unread}],
        "fault": brought.fault,
    }


def _kept(scene: Scene) -> Turn:
    state = scene.state
    if not isinstance(state, Bringing):
        return home.help_(scene)
    edition = next((each for each in _reach(scene.world) if each.notice.id == state.notice), None)
    good = [each for each in state.found if each.entries]
    if edition is None or not good:
        return left()
    begun = [(next(scene.world.ids), each) for each in good]
    effects = tuple(effect for id_, each in begun for effect in _draft(scene.world, edition, id_, each))
    said = render("desk_bring", "kept", count=len(begun))
    doors: Rows = tuple(
        (button("resume_name", f"resume {id_}", name=dict(each.entries).get("name", each.name)),)
        for id_, each in begun[:SHOWN]
    )
    return go(Idle(), Reply(said, (*doors, (button("mine", "mine"),))), effects=effects)


def _draft(world: World, edition: Edition, nomination: str, brought: Brought) -> Iterator[Effect]:
    form, at = edition.notice.form, edition.round
    entries, field, unit = dict(brought.entries), form.field(_UNIT), _own_unit(world, at.id)
    yield StartNomination(
        nomination,
        edition.notice.id,
        at.id,
        form.digest,
        practice=False,
        way="union",
        unit=unit.id if unit else "",
    )
    if field and unit and unit.name in field.options and not entries.get(_UNIT):
        entries[_UNIT] = unit.name
    yield from (SaveEntry(nomination, field_id, value) for field_id, value in entries.items())


def _own_unit(world: World, round_id: str) -> Unit | None:
    """A contact's own unit is the one that recommends."""
    units = own_units(world, round_id)
    return units[0] if len(units) == 1 else None


def _reach(world: World) -> tuple[Edition, ...]:
    """The notices at whose desks the person sits."""
    person = world.person
    own = {each.notice for each in person.seats if each.role == LIAISON}
    return tuple(each for key, each in world.library.items() if key in own or is_office(person, key))


def _which(reach: Sequence[Edition]) -> Rows:
    return tuple((button("notice", f"bring {each.notice.id}", short=each.notice.short),) for each in reach)


def _open(scene: Scene, state: Bringing) -> Turn:
    reply = asked(state, scene.world)
    return go(state, reply) if reply else home.help_(scene)
