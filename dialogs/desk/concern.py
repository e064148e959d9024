"""What a question is about where it does not say so: the asker's own notice, the asker's own unit."""

from dialogs.desk.quota import places
from dialogs.desk.rights import own_units
from dialogs.model import World
from dialogs.say import render
from dialogs.seats import Unit
from knowledge.question import Answer

QUOTA = "quota"
OF_ALL = "quotas"  # the manner of an answer to which no unit was named


def own_notice(world: World) -> str:
    """The only notice that the person has to do with; '' where there is none, or several."""
    seats = {each.notice for each in own_units(world)} | {each.notice for each in world.person.seats}
    found = (seats - {""}) or {each.notice for each in world.records.nominations()}
    return found.pop() if len(found) == 1 else ""


def own_unit(world: World, found: Answer) -> Unit | None:
    """The unit that is meant where a contact asks for places and names no unit."""
    if found.topic != QUOTA or found.manner != OF_ALL:
        return None
    mine = [each for each in own_units(world) if (each.notice,) == found.notices]
    return mine[0] if len(mine) == 1 else None


def own_places(world: World, unit: Unit) -> str:
    """Where the unit's places stand, in a line."""
    return render("desk_concern", "own_places", unit=unit, places=places(world, unit))
