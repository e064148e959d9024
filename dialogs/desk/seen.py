"""谁看过、改过: a nomination's history, as its nominee reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dialogs.draft import Draft
from dialogs.model import Reply, Turn
from dialogs.register import Happened
from dialogs.say import button, render
from dialogs.scene import Scene
from knowledge.build import SHANGHAI

_WRITING = frozenset({"save_entry", "clear_entry"})
_INNER = frozenset({"describe", "resume", "release"})  # follows from something else, or is the office's alone
SHOWN = 25  # lines, the newest


@dataclass(frozen=True, slots=True)
class Line:
    """What one role did on one day; of changes to fields, which."""

    on: date
    role: str
    kind: str
    fields: tuple[str, ...] = ()
    detail: str = ""


def seen(scene: Scene, draft: Draft) -> Turn:
    lines = tuple(_lines(draft, scene.world.records.register.history(draft.id)))
    said = render("desk_seen", "seen", lines=lines[-SHOWN:], more=max(0, len(lines) - SHOWN))
    return scene.stay(Reply(said, ((button("mine", "mine"),),)))


def _lines(draft: Draft, history: Sequence[Happened]) -> Iterator[Line]:
    """Changes that one role made on one day stand in one line."""
    open_: Line | None = None
    for each in (one for one in history if one.kind not in _INNER):
        line = _line(draft, each)
        if open_ and line.fields and replace(line, fields=open_.fields) == open_:
            open_ = replace(open_, fields=tuple(dict.fromkeys((*open_.fields, *line.fields))))
            continue
        if open_:
            yield open_
        open_ = line
    if open_:
        yield open_


def _day(each: Happened) -> date:
    return each.at.astimezone(SHANGHAI).date()


def _line(draft: Draft, each: Happened) -> Line:
    if each.kind not in _WRITING:
        return Line(_day(each), each.role, each.kind, detail=each.detail)
    field = draft.form.field(each.detail)
    return Line(_day(each), each.role, "save_entry", (field.label if field else each.detail,))
