"""What a reminder says, worded when it leaves: the very day, and what this person still lacks."""

from collections.abc import Sequence

from dialogs.desk.lacking import UnitLacks, lacking
from dialogs.draft import Draft, open_draft
from dialogs.fill import draft_button
from dialogs.model import Button, Reply, World
from dialogs.say import button, render
from knowledge.agenda import Point, points
from knowledge.calendar import plan, working
from knowledge.model import Edition


def reminder(subject: str, world: World) -> Reply | None:
    """`subject`: notice and point. None where nothing is lacking, the point has passed, or it is refused."""
    notice, _, wanted = subject.partition(" ")
    edition = world.library.get(notice)
    wishes = world.records.reminders.wishes()
    if edition is None or wishes.silent or notice in wishes.refused:
        return None
    point = next((each for each in points(edition) if f"{each.id}{each.level}" == wanted), None)
    if point is None or point.day < world.now.date():
        return None
    return _worded(edition, point, world, asked=notice in wishes.wanted)


def nudge(nomination: str, world: World) -> Reply | None:
    """An unfinished draft that was left alone."""
    found = next((each for each in world.records.nominations() if each.id == nomination), None)
    draft = open_draft(world, found) if found and found.state == "draft" else None
    if draft is None or world.now > draft.edition.round.closes:
        return None
    short, missing = draft.edition.notice.short, draft.missing()
    said = render("remind", "nudge", short=short, missing=missing, until=draft.edition.round.closes)
    return Reply(said, ((draft_button(draft),), (_off(draft.summary.notice, short),)))


def _worded(edition: Edition, point: Point, world: World, *, asked: bool) -> Reply | None:
    notice = edition.notice
    if point.id in {"opens", "online_vote"}:
        said = render("remind", point.id, short=notice.short, day=point.day, round=edition.round)
        return Reply(said, ((_off(notice.id, notice.short),),))
    mine, units = _mine(edition, world), lacking(edition, point, world)
    if not mine and not units and not (asked and not _taking_part(edition, world)):
        return None
    planned = plan(edition, world.now.date())
    late = planned.too_late and bool(planned.postings)
    said = render(
        "remind",
        "due",
        short=notice.short,
        point=point,
        plan=planned,
        today=world.now.date(),
        weekend=not working(edition.round.closes.date()),
        closes=edition.round.closes,
        mine=mine,
        units=units,
        late=late and (bool(mine) or any(each.unposted for each in units)),
        paper=any(each.medium != "electronic" for each in notice.materials),
        contact=next(iter(notice.contacts), None),
    )
    return Reply(said, (*_doors(mine, units), (_off(notice.id, notice.short),)))


def _mine(edition: Edition, world: World) -> Sequence[Draft]:
    """The person's own nominations of this round for which they still have something to do."""
    every = (
        open_draft(world, each) for each in world.records.nominations() if each.state in {"draft", "returned"}
    )
    return [
        each
        for each in every
        if each and each.summary.round == edition.round.id and not each.summary.practice
    ]


def _taking_part(edition: Edition, world: World) -> bool:
    """Somebody who only asked to be reminded hears of the last day; who has done everything does not."""
    return any(each.round == edition.round.id for each in world.records.nominations())


def _doors(mine: Sequence[Draft], units: Sequence[UnitLacks]) -> tuple[tuple[Button, ...], ...]:
    own = tuple((draft_button(each),) for each in mine[:2])
    return (*own, *((((button("unit_desk", "unit"),),)) if units else ()))


def _off(notice: str, short: str) -> Button:
    return button("remind_off", f"remind off {notice}", short=short)
