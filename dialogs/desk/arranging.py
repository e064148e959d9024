"""What arranging a round's dates shares: the days given so far, and whose notices they are."""

from collections.abc import Sequence
from datetime import date

from dialogs.model import Reply, World
from dialogs.prompt import Rows
from dialogs.rounds import Arranging
from dialogs.say import button, render
from dialogs.seats import OFFICE
from knowledge.model import Edition

_ISO = len("2027-07-20")


def given_days(state: Arranging) -> Sequence[date]:
    """The days among the first two answers, in their order."""
    return [
        date.fromisoformat(each) for each in state.given[:2] if each[:4].isdecimal() and len(each) == _ISO
    ]


def offices(world: World) -> Sequence[Edition]:
    """The notices whose office the person is."""
    held = {each.notice for each in world.person.seats if each.role == OFFICE}
    return [each for each in world.library.values() if held & {"", each.notice.id}]


def edition_of(world: World, notice: str) -> Edition | None:
    """A notice whose office the person is."""
    return next((each for each in offices(world) if each.notice.id == notice), None)


def leave(state: Arranging) -> Rows:
    back = f"round show {state.subject}" if state.deed in {"open", "move"} else "round"
    return ((button("round_leave", back),),)


def sure(state: Arranging, said: str) -> Reply:
    """Everything is given: it waits for a yes."""
    return Reply(said, ((button("round_go", "round go"),), *leave(state)))


def complaint(why: str, **details: object) -> Reply:
    """What is wrong with an answer, and what would be right."""
    return Reply(render("desk_rounds", why, **details))
