"""The plan backward from the deadline, as dates and a picture; what remains when it has become too late."""

from datetime import date

from dialogs import home
from dialogs.desk.levels import beside
from dialogs.desk.rights import edition_of, own_unit
from dialogs.model import Reply, Turn
from dialogs.say import button, render
from dialogs.scene import Scene
from knowledge.calendar import plan
from knowledge.model import Edition, Fact


def timetable(scene: Scene, unit_id: str) -> Turn:
    """时间表: the last day for each step."""
    unit = own_unit(scene.world, unit_id)
    edition = edition_of(scene.world, unit.round) if unit else None
    if unit is None or edition is None:
        return home.help_(scene)
    today = scene.world.now.date()
    found = plan(edition, today)
    picture = f"timeline/{edition.round.id}/{today.isoformat()}"
    late = (Reply(too_late(edition, today)),) if found.too_late else ()
    to_board = ((button("to_board", f"unit board {unit.id}"),),)
    said = render("desk_posting", "assumed", duty=edition.notice.public_notice, plan=found)
    return scene.stay(Reply(_dates(edition, today), document=picture), *late, Reply(said, to_board))


def too_late(edition: Edition, today: date) -> str:
    """That it no longer fits, and what then remains possible by the notice."""
    late = fact(edition, "late")
    return render(
        "desk_posting",
        "too_late",
        plan=plan(edition, today),
        duty=edition.notice.public_notice,
        today=today,
        late=late,
        clause=edition.notice.clause(late.cites.clause).label if late else "",
        beside=beside(edition, today),
        contact=next(iter(edition.notice.contacts), None),
    )


def clause(edition: Edition) -> str:
    """How the clause that demands the public notice is cited."""
    duty = edition.notice.public_notice
    return edition.notice.clause(duty.cites.clause).label if duty else ""


def fact(edition: Edition, topic: str) -> Fact | None:
    return next((each for each in edition.notice.facts if each.topic == topic), None)


def _dates(edition: Edition, today: date) -> str:
    return render(
        "desk_posting",
        "plan",
        short=edition.notice.short,
        plan=plan(edition, today),
        duty=edition.notice.public_notice,
        clause=clause(edition),
        today=today,
    )
