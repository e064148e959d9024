"""Public notice of one nomination: the text to post, when it begins and ends, objections, the outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dialogs.desk import veil
from dialogs.desk.case import Case, entries
from dialogs.desk.levels import Level, current, hand_in, in_time, levels
from dialogs.desk.timetable import clause, fact, too_late
from dialogs.model import Button, Idle, Reply, Turn, World
from dialogs.postings import Post, Posted
from dialogs.prompt import Rows, rows
from dialogs.register import AtUnit, Standing
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.calendar import DAY, after, period, published, working
from knowledge.model import Edition
from knowledge.understand.numbers import days as days_in

LONGEST = 500  # characters of an objection


def overview(scene: Scene, case: Case, lead: str = "") -> Turn:
    """Where the public notice of one nomination stands, and the next step."""
    return go(Idle(), shown(scene.world, case, lead))


def shown(world: World, case: Case, lead: str = "") -> Reply:
    found = levels(world, case)
    duty = case.edition.notice.public_notice
    said = render(
        "desk_posting",
        "overview",
        standing=case.standing,
        levels=found,
        duty=duty,
        clause=clause(case.edition),
        today=case.today,
    )
    now = current(found)
    late = render("desk_posting", "late_level", level=now, plan=case.plan) if now and now.late else ""
    text = "\n\n".join(each for each in (lead, said, late) if each)
    rows_ = (*_steps(case, now), *_pictures(case, found), _home(case))
    return Reply(text, tuple(row for row in rows_ if row))


def begin(scene: Scene, case: Case, number: str) -> Turn:
    """Which day does it go up? A button for the next days, or any day typed."""
    level = _level(scene.world, case, number)
    if level is None:
        return overview(scene, case)
    return go(AtUnit("begin", case.id, number), _asks_day(case, level))


def asked_begin(world: World, case: Case, number: str) -> Reply | None:
    level = _level(world, case, number)
    return _asks_day(case, level) if level else None


def _asks_day(case: Case, level: Level) -> Reply:
    first = case.today if working(case.today) else after(case.today)
    near = (first, after(first))
    buttons = tuple(
        button(
            "on_day",
            f"unit draft {case.id} {level.number} {each.isoformat()}",
            day=render("desk_posting", "day", on=each),
        )
        for each in near
    )
    said = render("desk_posting", "begin", level=level)
    return Reply(said, (*rows(buttons), (button("leave_it", f"unit post {case.id}"),)))


def draft(scene: Scene, case: Case, number: str, day: str) -> Turn:
    """The text to post, with its period, as a message and as a Word file."""
    level, on = _level(scene.world, case, number), _date(day)
    if level is None or on is None or level.state not in {"none", "stopped"}:
        return overview(scene, case)
    if case.standing.veiled:
        return scene.stay(veil.instead(scene.world, case.standing, *_leave(case)))
    end, found = period(on, level.left), levels(scene.world, case)
    said = text(case.edition, case.standing, entries(scene.world, case), level, on)
    checked = render(
        "desk_posting",
        "period",
        level=level,
        begin=on,
        end=end,
        days=level.left,
        hand_in=hand_in(found, level.number, on),
        last=found[-1].number == level.number,
        estimated=not published(on.year),
        off=not working(on),
    )
    late = "" if in_time(case.edition, found, level.number, on) else too_late(case.edition, case.today)
    up = (
        button("is_posted", f"unit posted {case.id} {number} {day}"),
        button("other_day", f"unit begin {case.id} {number}"),
    )
    word = Reply(said, document=f"notice/{case.id}/{number}/{day}")
    return go(Idle(), word, Reply("\n\n".join(each for each in (checked, late) if each), (up, _home(case))))


def text(edition: Edition, standing: Standing, values: Mapping[str, str], level: Level, begin: date) -> str:
    """What is posted: name, employer and deeds, as the nominee was told before; and nothing more."""
    return render(
        "desk_posting",
        "text",
        notice=edition.notice,
        standing=standing,
        begin=begin,
        end=period(begin, level.left),
        days=level.left,
        earlier=level.days - level.left,
        deeds=values.get("deeds", ""),
    )


def posted(scene: Scene, case: Case, number: str, day: str) -> Turn:
    """已经贴出: from now on it runs."""
    level, on = _level(scene.world, case, number), _date(day)
    if level is None or on is None or level.state not in {"none", "stopped"}:
        return overview(scene, case)
    end = period(on, level.left)
    new = Posted(next(scene.world.ids), case.id, level.name, on, end, "running")
    said = render("desk_posting", "is_posted", level=level, begin=on, end=end)
    up = (
        button("send_photo", f"unit photo {case.id} {new.id}"),
        button("this_posting", f"unit post {case.id}"),
    )
    return go(Idle(), Reply(said, (up, _home(case))), effects=(Post(new),))


def clear(scene: Scene, case: Case, number: str) -> Turn:
    """没有异议: only after the last day."""
    level = _level(scene.world, case, number)
    if level is None or level.newest is None or level.state != "over":
        return overview(scene, case)
    done = replace(level.newest, state="clear")
    rest = levels(scene.world, case)[level.number + 1 :]
    said = render("desk_posting", "clear", level=level, next_level=rest[0] if rest else None, plan=case.plan)
    on = (
        (button("begin_level", f"unit begin {case.id} {rest[0].number}", level=rest[0].name),) if rest else ()
    )
    buttons: Rows = (
        (button("send_statement", f"unit statement {case.id} {done.id}"),),
        *((on,) if on else ()),
        _home(case),
    )
    return go(Idle(), Reply(said, buttons), effects=(Post(done),))


def objection(scene: Scene, case: Case, number: str) -> Turn:
    """有人提异议: what is it about?"""
    level = _level(scene.world, case, number)
    if level is None or level.state not in {"running", "over"}:
        return overview(scene, case)
    return go(AtUnit("objection", case.id, number), asked_objection(case))


def asked_objection(case: Case) -> Reply:
    return Reply(render("desk_posting", "objection"), ((button("leave_it", f"unit post {case.id}"),),))


def stopped(scene: Scene, case: Case, number: str, text: str) -> Turn:
    """The clock stops: the day of the objection does not count any more."""
    level = _level(scene.world, case, number)
    if level is None or level.newest is None or level.state not in {"running", "over"}:
        return overview(scene, case)
    if len(text) > LONGEST:
        return scene.stay(Reply(render("desk_posting", "too_long", count=len(text))))
    end = min(level.newest.end, case.today - DAY)
    done = replace(level.newest, state="stopped", end=max(end, level.newest.begin - DAY), objection=text)
    said = render("desk_posting", "stopped", level=level, fact=fact(case.edition, "public_notice"))
    return go(Idle(), Reply(said, (*_settling(case, level), _home(case))), effects=(Post(done),))


def typed_day(scene: Scene, case: Case, number: str, text: str) -> Turn:
    """A day that was typed instead of pressed."""
    found = days_in(text, case.today)
    if found:
        return draft(scene, case, number, found[0].isoformat())
    return scene.stay(Reply(render("desk_posting", "no_day"), (_leave(case),)))


def _date(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _level(world: World, case: Case, number: str) -> Level | None:
    found = levels(world, case)
    return found[int(number)] if number.isdecimal() and int(number) < len(found) else None


def _steps(case: Case, level: Level | None) -> Rows:
    """What can be done now at the level that is open."""
    if level is None or level.newest is None:
        return ((_begins(case, level),),) if level else ()
    hangs = level.newest
    photo = () if hangs.photo else (button("send_photo", f"unit photo {case.id} {hangs.id}"),)
    object_ = button("objection", f"unit object {case.id} {level.number}")
    match level.state:
        case "over":
            return ((button("no_objection", f"unit clear {case.id} {level.number}"), object_), photo)
        case "stopped":
            return _settling(case, level)
        case _:
            return (photo, (object_,))


def _pictures(case: Case, found: Sequence[Level]) -> Rows:
    """The pictures that were kept, to look at."""
    return tuple(
        (button(f"look_{what}", f"unit look {case.id} {what} {each.newest.id}", level=each.name),)
        for each in found
        if each.newest
        for what, kept in (("photo", each.newest.photo), ("statement", each.newest.statement))
        if kept
    )


def _begins(case: Case, level: Level) -> Button:
    return button("begin_level", f"unit begin {case.id} {level.number}", level=level.name)


def _settling(case: Case, level: Level) -> Rows:
    unfounded = button("unfounded", f"unit begin {case.id} {level.number}")
    founded = button("founded", f"unit drop {case.id}")
    return (unfounded,), (founded,)


def _leave(case: Case) -> tuple[Button, ...]:
    return (button("leave_it", f"unit post {case.id}"),)


def _home(case: Case) -> tuple[Button, ...]:
    return button("timetable", f"unit plan {case.unit.id}"), button("this_nominee", f"unit one {case.id}")


def at(world: World, case: Case, posting: str) -> Posted | None:
    """One stretch of a public notice."""
    return next((each for each in world.records.postings.of(case.id) if each.id == posting), None)
