"""Many invitations at once: a list is read line by line, reported, and waits for a yes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs.model import Reply, Upload, World
from dialogs.say import button, render, words
from dialogs.seats import LIAISON, Inviting
from knowledge.model import Edition, QuotaRow
from knowledge.units import class_rows, find, row_of

MOST = 700  # invitations at once
SHOWN = 15  # lines that cannot be invited
LONGEST = 40  # characters of a name

_COLUMNS = ("unit", "class", "places", "name")


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who can be invited, and to what."""

    wanted: Inviting
    name: str


Bad = tuple[int, str, str]
"""The line, whom or what it names, and why it cannot be."""


def text_of(uploads: Sequence[Upload]) -> str:
    """What the files say; one that was refused has still told its rows."""
    return "\n".join(each.text for each in uploads if each.rows or not each.fault)


def asked(state: Inviting, world: World, unit: str) -> Reply:
    """The list is asked for; or the report, with a yes to be said."""
    leave = (button("leave_inviting", "invite"),)
    if not state.text:
        short = world.library[state.notice].notice.short
        sheet = f"roster/{state.notice}" if state.role == LIAISON else ""
        said = render("desk_roster", "send", short=short, role=state.role, unit=unit)
        return Reply(said, (leave,), document=sheet)
    good, bad = read(state, world)
    if not good and not bad:
        return Reply(render("desk_roster", "nothing", role=state.role), (leave,))
    said = render(
        "desk_roster",
        "report",
        good=good,
        bad=bad[:SHOWN],
        total=len(good) + len(bad),
        more=len(bad[SHOWN:]),
    )
    yes = ((button("invite_listed", "invite listed", count=len(good)),),) if good else ()
    return Reply(said, (*yes, leave))


def read(state: Inviting, world: World) -> tuple[Sequence[Listed], Sequence[Bad]]:
    """Those who can be invited, and the lines that cannot; headings and empty lines are neither."""
    good: dict[tuple[str, str], Listed] = {}
    bad: list[Bad] = []
    line = _liaison(state, world) if state.role == LIAISON else _nominee(state)
    for number, cells in _rows(state):
        found = line(cells)
        name = " ".join(filter(None, (cells.get("unit", ""), cells.get("name", ""))))
        if isinstance(found, str):
            bad.append((number, name, found))
            continue
        known = (found.wanted.unit or found.wanted.unit_name, found.name)
        why = "twice" if known in good else "many" if len(good) >= MOST else ""
        if why:
            bad.append((number, name, why))
        else:
            good[known] = found
    return tuple(good.values()), tuple(bad)


def _rows(state: Inviting) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each line with its number, its cells by what they mean."""
    heads: tuple[str, ...] = _COLUMNS if state.role == LIAISON else ("name",)
    named: Mapping[str, Sequence[str]] = words()["roster"]
    for number, line in enumerate(state.text.splitlines(), 1):
        cells = [each.strip() for each in line.split("\t")]
        meant = [next((key for key, labels in named.items() if each in labels), "") for each in cells]
        if "name" in meant:
            heads = tuple(meant)
        elif any(cells):
            yield number, dict(zip(heads, cells, strict=False))


def _nominee(state: Inviting) -> Callable[[Mapping[str, str]], Listed | str]:
    def line(cells: Mapping[str, str]) -> Listed | str:
        return _named(replace(state, text=""), cells.get("name", ""))

    return line


def _liaison(state: Inviting, world: World) -> Callable[[Mapping[str, str]], Listed | str]:
    """Reads a line by the units there are, and the classes that the notice gives places to."""
    edition = world.library[state.notice]
    units = world.records.seats.named(edition.round.id)

    def line(cells: Mapping[str, str]) -> Listed | str:
        typed, name = cells.get("unit", ""), cells.get("name", "")
        found = find(typed, units)
        if len(found) > 1:
            return "several"
        bare = Inviting(state.notice, LIAISON, "list")
        if found:
            return _named(replace(bare, unit=found[0]), name)
        fresh = _fresh(replace(bare, unit_name=typed[:LONGEST]), edition, cells)
        return fresh if isinstance(fresh, str) else _named(fresh, name)

    return line


def _fresh(wanted: Inviting, edition: Edition, cells: Mapping[str, str]) -> Inviting | str:
    """A unit that is not there yet, with its class and places."""
    quotas, classes = edition.notice.quotas, class_rows(edition.notice)
    if not wanted.unit_name or (quotas and not classes):
        return "unknown"
    if not quotas:
        return wanted
    labelled = (each for each in classes if cells.get("class") in {each.label, each.unit_class})
    row = next(labelled, None) or row_of(edition.notice, wanted.unit_name)
    return _placed(wanted, row, cells.get("places", "")) if row else "class"


def _placed(wanted: Inviting, row: QuotaRow, typed: str) -> Inviting | str:
    known = replace(wanted, unit_class=row.unit_class, most=row.most)
    if not typed and row.least in {0, row.most}:
        return known
    if not typed.isdecimal() or not row.least <= int(typed) <= row.most:
        return "places"
    return replace(known, most=int(typed))


def _named(wanted: Inviting, name: str) -> Listed | str:
    name = " ".join(name.split())
    return "nobody" if not name else "long" if len(name) > LONGEST else Listed(wanted, name)
