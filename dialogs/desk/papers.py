"""The checklist of a nomination at the unit: seals, copies, look-ups; ticked off in the chat."""

from collections.abc import Sequence

from dialogs.desk.case import Case
from dialogs.model import Button, Idle, Reply, Turn, World
from dialogs.postings import Tick
from dialogs.prompt import Rows
from dialogs.register import AtUnit
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.papers import EVIDENCED, Slip, slips

SIDE = "unit"
LONGEST = 60  # characters: who looked, and when

_ON_A_BUTTON = 16  # characters

Line = tuple[Slip, bool, str]  # whether it is done, and what was noted


def checklist(scene: Scene, case: Case, *fresh: Tick) -> Turn:
    """The lines, each with its tick; `fresh` are the ticks of this turn."""
    found = lines(scene.world, case)
    noted = {each.slip: each for each in fresh}
    found = [_renewed(line, noted.get(line[0].id)) for line in found]
    said = render(
        "desk_papers", "list", standing=case.standing, lines=found, plan=case.plan, today=case.today
    )
    return go(Idle(), Reply(said, _buttons(case, found)), effects=fresh)


def _renewed(line: Line, fresh: Tick | None) -> Line:
    return (line[0], fresh.done, fresh.note) if fresh else line


def tick(scene: Scene, case: Case, slip_id: str) -> Turn:
    """Done: at once, or after a note of who looked and when."""
    slip = _slip(case, slip_id)
    if slip is None:
        return checklist(scene, case)
    if slip.act in EVIDENCED:
        return go(AtUnit("note", case.id, slip.id), asked(case, slip.id))
    return checklist(scene, case, Tick(case.id, slip.id, SIDE))


def untick(scene: Scene, case: Case, slip_id: str) -> Turn:
    slip = _slip(case, slip_id)
    return checklist(scene, case, *((Tick(case.id, slip.id, SIDE, done=False),) if slip else ()))


def asked(case: Case, slip_id: str) -> Reply:
    slip = _slip(case, slip_id)
    return Reply(
        render("desk_papers", "who_looked", slip=slip, today=case.today),
        ((button("leave_it", f"unit papers {case.id}"),),),
    )


def heard(scene: Scene, case: Case, state: AtUnit, text: str) -> Turn:
    """Who looked, and when."""
    if len(text) > LONGEST:
        return scene.stay(Reply(render("desk_papers", "too_long")))
    return checklist(scene, case, Tick(case.id, state.subject, SIDE, note=text))


def lines(world: World, case: Case) -> list[Line]:
    done = {each.slip: each for each in world.records.postings.ticked(case.id, SIDE) if each.done}
    return [
        (each, each.id in done, done[each.id].note if each.id in done else "")
        for each in slips(case.edition.notice)
    ]


def missing(found: Sequence[Line]) -> int:
    return sum(not done for _, done, _ in found)


def _slip(case: Case, slip_id: str) -> Slip | None:
    return next((each for each in slips(case.edition.notice) if each.id == slip_id), None)


def _buttons(case: Case, found: Sequence[Line]) -> Rows:
    return (*((_button(case, slip, done=done),) for slip, done, _ in found), _home(case))


def _button(case: Case, slip: Slip, *, done: bool) -> Button:
    label = render("desk_papers", "label", slip=slip)
    name, verb = ("not_done", "untick") if done else ("done", "tick")
    return button(name, f"unit {verb} {case.id} {slip.id}", label=label[:_ON_A_BUTTON])


def _home(case: Case) -> tuple[Button, ...]:
    return button("this_nominee", f"unit one {case.id}"), button("to_board", f"unit board {case.unit.id}")
