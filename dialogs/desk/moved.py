"""What the nominee, and the unit's contact, are told when somebody above did something with a nomination."""

from collections.abc import Sequence

from dialogs.desk.rights import edition_of, unit_of
from dialogs.model import Button, Reply, World
from dialogs.prompt import Rows
from dialogs.register import UNDOES, Happened
from dialogs.say import button, render
from knowledge.model import Field

_TO_CHANGE = frozenset({"return", "send_back"})


def word(subject: str, world: World) -> Reply | None:
    """`<nomination> <line of the log>`; None where it was taken back before it was told."""
    nomination, _, number = subject.partition(" ")
    lines = world.records.register.history(nomination)
    line = next((each for each in lines if str(each.number) == number), None)
    if line is None or _taken_back(line, lines):
        return None
    own = next((each for each in world.records.nominations() if each.id == nomination), None)
    standing = None if own else world.records.register.one(nomination)
    known = own or standing
    edition = edition_of(world, known.round) if known else None
    if known is None or edition is None:
        return None
    form = world.records.register.form(nomination) or edition.notice.form
    field = form.field(line.field)
    entries = world.records.entries(nomination) if own else {}
    said = render(
        "desk_moved",
        "moved",
        deed=line.kind,
        short=edition.notice.short,
        registration=known.registration,
        name=standing.name if standing else entries.get("name", ""),
        own=own is not None,
        unit=unit_of(world, standing) if standing else None,
        label=field.label if field else "",
        reason=line.reason,
    )
    return Reply(said, _doors(nomination, line, field) if own else ((_at_unit(nomination),),))


def batch(unit_id: str, world: World) -> Reply | None:
    """The office has accepted several of a unit at once."""
    unit = world.records.seats.unit(unit_id)
    edition = edition_of(world, unit.round) if unit else None
    if unit is None or edition is None:
        return None
    count = world.records.register.counts(unit.round, unit.id).get(unit.id, {}).get("accepted", 0)
    said = render("desk_batch", "letter", unit=unit, short=edition.notice.short, count=count)
    return Reply(said, ((button("to_board", f"unit board {unit.id}"),),))


def released(nomination: str, world: World) -> Reply | None:
    """The level above has looked at a nomination that was held."""
    standing = world.records.register.one(nomination)
    edition = edition_of(world, standing.round) if standing else None
    if standing is None or edition is None or standing.held:
        return None
    said = render("desk_held", "released_letter", short=edition.notice.short, standing=standing)
    return Reply(said, ((button("this_one", f"unit one {nomination}"),),))


def _taken_back(line: Happened, lines: Sequence[Happened]) -> bool:
    undo = next((each for each, undone in UNDOES.items() if undone == line.kind), "")
    return any(each.kind == undo and each.number > line.number for each in lines)


def _doors(nomination: str, line: Happened, field: Field | None) -> Rows:
    """A return leads to the very field it is about, and from there to handing in again."""
    if line.kind not in _TO_CHANGE:
        return ((button("show_it", f"show {nomination}"),),)
    change = button("edit", f"edit {nomination}")
    if field:
        change = button("change_field", f"goto {nomination} {field.id}", label=field.label)
    return (change,), (button("submit_again", f"submit {nomination}"),)


def _at_unit(nomination: str) -> Button:
    return button("this_nominee", f"unit one {nomination}")
