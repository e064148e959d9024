"""What comes next for a nomination, until when, and what it waits for: one line of the board."""

from dataclasses import dataclass
from datetime import date

from dialogs.desk import papers
from dialogs.desk.case import Case
from dialogs.desk.levels import Level, current, levels
from dialogs.model import World
from dialogs.say import render


@dataclass(frozen=True, slots=True)
class Step:
    """`code` chooses the words of `desk_unit.step`; `missing` counts fields or papers."""

    code: str
    until: date | None = None
    missing: int = 0
    level: str = ""


def next_line(world: World, case: Case) -> str:
    found = next_step(world, case)
    return render("desk_unit", "step", step=found, today=case.today) if found else ""


def next_step(world: World, case: Case) -> Step | None:
    """None where nothing is left to do."""
    decide = case.plan.decide_by
    match case.standing.state:
        case "draft":
            return Step("fill", decide, _unfilled(world, case))
        case "submitted":
            return _reviewing(case, decide)
        case "returned":
            return Step("corrected", decide)
        case "recommended":
            return _listed(world, case)
        case "sent_up" | "accepted":
            short = papers.missing(papers.lines(world, case))
            return Step("bring", case.plan.hand_in_by, short) if short else None
        case _:
            return None


def _reviewing(case: Case, decide: date) -> Step:
    if case.standing.held:
        return Step("held")
    return Step("review" if case.standing.confirmed else "confirm", decide)


def _listed(world: World, case: Case) -> Step:
    now = current(levels(world, case))
    if now:
        return _posting(now)
    short = papers.missing(papers.lines(world, case))
    return Step("papers" if short else "send_up", case.plan.hand_in_by, short)


def _posting(now: Level) -> Step:
    if now.state == "none":
        return Step("post", now.latest[0], level=now.name)
    codes = {"running": "posted", "over": "over", "stopped": "objection"}
    return Step(codes[now.state], now.newest.end if now.newest else None, level=now.name)


def _unfilled(world: World, case: Case) -> int:
    filled = world.records.register.filled(case.id)
    form = world.records.register.form(case.id) or case.form
    return sum(not each.optional and each.id not in filled for each in form.asked)
