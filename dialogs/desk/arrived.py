"""Letters to the liaisons of a unit: somebody has handed in, or withdrawn."""

from dialogs.desk.case import case_of
from dialogs.model import Reply, World
from dialogs.register import DEEDS, TAKING
from dialogs.say import button, render

_RETURNS = frozenset({"return", "send_back"})


def submitted(nomination: str, world: World) -> Reply | None:
    """At once; not where it was withdrawn, or went elsewhere, before the letter left."""
    case = case_of(world, nomination)
    if case is None or case.standing.state != "submitted":
        return None
    again = any(each.kind in _RETURNS for each in world.records.register.history(nomination))
    said = render("desk_unit", "submitted", standing=case.standing, unit=case.unit, again=again)
    buttons = (button("read_full", f"unit read {case.id}"), button("this_nominee", f"unit one {case.id}"))
    return Reply(said, (buttons,))


def posting_over(subject: str, world: World) -> Reply | None:
    """A public notice has run its time, and nobody has said yet how it went."""
    nomination, _, posting = subject.partition(" ")
    case = case_of(world, nomination)
    found = next((each for each in world.records.postings.of(nomination) if each.id == posting), None)
    if case is None or found is None or found.state != "running":
        return None
    said = render("desk_unit", "posting_over", standing=case.standing, posted=found)
    return Reply(said, ((button("public_notice", f"unit post {case.id}"),),))


def withdrew(nomination: str, world: World) -> Reply | None:
    case = case_of(world, nomination)
    if case is None or case.standing.state != "withdrawn":
        return None
    deeds = [each.kind for each in world.records.register.history(nomination) if each.kind in DEEDS]
    freed = bool(deeds) and DEEDS[deeds[-1]].after in TAKING
    said = render("desk_unit", "withdrew", standing=case.standing, unit=case.unit, freed=freed)
    return Reply(said, ((button("to_board", f"unit board {case.unit.id}"),),))


def lost(nomination: str, world: World) -> Reply | None:
    """Telegram brings the nominee nothing any more; not where they are back, or need nothing more."""
    case = case_of(world, nomination)
    if case is None or case.standing.state == "withdrawn" or not world.records.reminders.lost(nomination):
        return None
    mobile = world.records.register.entries(nomination).get("mobile", "")
    closes = case.edition.round.closes
    said = render(
        "remind",
        "lost",
        standing=case.standing,
        short=case.edition.notice.short,
        closes=closes if world.now <= closes else None,
        mobile=mobile,
        web=world.web,
    )
    return Reply(said, ((button("this_nominee", f"unit one {case.id}"),),))
