"""`/remind`: what one is reminded of, how many days before, at what hour; off with one tap."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dialogs.desk import foreseen
from dialogs.desk.rights import offices
from dialogs.model import Button, Reply, Turn
from dialogs.prompt import Rows, rows
from dialogs.reminders import FIRST, HOURS, LAST, QUIET, RemindAt, Subscribe, Wishes
from dialogs.say import button, pattern, render
from dialogs.scene import Scene
from dialogs.seats import Unit
from knowledge.agenda import LEADS, ahead
from knowledge.model import Edition
from knowledge.understand.numbers import hour_in, number


def remind(scene: Scene, given: str = "") -> Turn:
    """`/remind`, its buttons, and what is typed behind it."""
    verb, _, rest = given.partition(" ")
    if verb in _DOORS:
        return _DOORS[verb](scene, rest)
    return (typed(scene, given) if given else None) or _show(scene)


def typed(scene: Scene, text: str) -> Turn | None:
    """提前3天和7天提醒我 · 晚上8点提醒 · 20点以后别提醒 · 不要提醒我了; None where it is none of these."""
    if not (found := pattern("wish").search(text)):
        return None
    if leads := _days_before(text):
        return _lead(scene, leads)
    if hour := hour_in(text):
        after = found["until"] or pattern("after_that").search(text)
        return _quieted(scene, str(hour)) if after else _at(scene, str(hour))
    return _silence(scene, silent=True) if pattern("no_reminder").search(text) else None


def _show(scene: Scene, _: str = "") -> Turn:
    """What one is reminded of now, and the next day of each."""
    wishes = scene.world.records.reminders.wishes()
    now = scene.world.now
    after = now.date() + timedelta(days=now.hour >= wishes.hour)
    mine = [each for each in _open(scene) if _concerns(scene, wishes, each)]
    lines = [(each.notice.short, next(iter(ahead(each, after, wishes.leads)), None)) for each in mine]
    said = render("remind", "list", wishes=wishes, lines=lines)
    return scene.stay(Reply(said, tuple(_rows(scene, wishes, mine))))


def _rows(scene: Scene, wishes: Wishes, mine: Sequence[Edition]) -> Iterator[tuple[Button, ...]]:
    for each in offices(scene.world):
        if scene.world.now <= each.round.closes:
            yield (button("remind_ahead", f"remind ahead {each.notice.id}", short=each.notice.short),)
    if wishes.silent:
        yield (button("remind_again", "remind loud"),)
        return
    for each in mine:
        yield (button("remind_off", f"remind off {each.notice.id}", short=each.notice.short),)
    for each in _open(scene):
        if each not in mine:
            yield (button("remind_on", f"remind on {each.notice.id}", short=each.notice.short),)
    yield (button("remind_leads", "remind leads"), button("remind_hour", "remind hours"))
    yield (button("remind_quiet", "remind quiet"), button("remind_none", "remind silent"))


def _subscribe(scene: Scene, notice: str, *, wanted: bool) -> Turn:
    edition = scene.world.library.get(notice)
    if edition is None:
        return _show(scene)
    short, back = edition.notice.short, ("off" if wanted else "on")
    other = button(f"remind_{back}", f"remind {back} {notice}", short=short)
    said = render("remind", "on" if wanted else "off", short=short)
    return scene.stay(Reply(said, ((other, *_BACK[0]),)), effects=(Subscribe(notice, wanted),))


def _leads(scene: Scene, _: str) -> Turn:
    return _leading(scene, _wishes(scene).leads)


def _lead(scene: Scene, given: str) -> Turn:
    """One more, or one fewer; several where they were typed; none is as the notice has it."""
    before, wanted = (
        _wishes(scene).leads,
        {int(each) for each in given.split() if each.isdecimal()} & {*LEADS},
    )
    if len(wanted) == 1 and scene.event.press:
        wanted ^= {*before}
    chosen = tuple(sorted(wanted, reverse=True))
    if given and not chosen and not scene.event.press:
        return _leading(scene, before)
    return _leading(scene, chosen, _kept(scene, leads=chosen))


def _leading(scene: Scene, chosen: tuple[int, ...], *effects: RemindAt) -> Turn:
    ways = (
        button("lead_off" if each in chosen else "lead_on", f"remind lead {each}", days=each)
        for each in LEADS
    )
    usual = (button("lead_usual", "remind lead"),) if chosen else ()
    said = render("remind", "leads", chosen=chosen, every=LEADS)
    return scene.stay(Reply(said, (*rows(tuple(ways)), (*usual, *_BACK[0]))), effects=effects)


def _hours(scene: Scene, _: str) -> Turn:
    buttons = tuple(button("hour", f"remind at {hour}", hour=hour) for hour in HOURS)
    return scene.stay(Reply(render("remind", "hours"), rows(buttons)))


def _at(scene: Scene, given: str) -> Turn:
    """An hour after which one is to be left alone gives way."""
    hour, quiet = _number(given), _wishes(scene).quiet
    if not FIRST <= hour < LAST:
        return _hours(scene, "")
    kept = _kept(scene, hour=hour, quiet=quiet if hour < quiet else LAST)
    return scene.stay(Reply(render("remind", "at", hour=hour), _BACK), effects=(kept,))


def _quiet(scene: Scene, _: str) -> Turn:
    hour = _wishes(scene).hour
    buttons = tuple(button("hour", f"remind until {each}", hour=each) for each in QUIET if each > hour)
    return scene.stay(Reply(render("remind", "quiet"), rows(buttons)))


def _quieted(scene: Scene, given: str) -> Turn:
    until, hour = _number(given), _wishes(scene).hour
    if not hour < until <= LAST:
        return _quiet(scene, "")
    said = render("remind", "until", hour=hour, until=until)
    return scene.stay(Reply(said, _BACK), effects=(_kept(scene, quiet=until),))


def _silence(scene: Scene, *, silent: bool) -> Turn:
    said = render("remind", "silent" if silent else "loud", hour=_wishes(scene).hour)
    back = ((button("remind_again", "remind loud"),),) if silent else _BACK
    return scene.stay(Reply(said, back), effects=(_kept(scene, silent=silent),))


def _kept(scene: Scene, **changed: Any) -> RemindAt:
    """The wishes as they were, but for what changed."""
    now = _wishes(scene)
    return replace(RemindAt(now.hour, now.silent, now.leads, now.quiet), **changed)


def _wishes(scene: Scene) -> Wishes:
    return scene.world.records.reminders.wishes()


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() else 0


def _days_before(text: str) -> str:
    """提前3天和7天 -> 3 7."""
    found = pattern("days_before").search(text)
    each = pattern("one_of_days").findall(found["days"]) if found else []
    return " ".join(str(int(number(one) or 0)) for one in each)


def _open(scene: Scene) -> Sequence[Edition]:
    """The notices whose round is not over."""
    return [each for each in scene.world.library.values() if scene.world.now <= each.round.closes]


def _concerns(scene: Scene, wishes: Wishes, edition: Edition) -> bool:
    """Asked for, or taken part in; and not refused."""
    id_, round_ = edition.notice.id, edition.round.id
    if id_ in wishes.refused:
        return False
    mine = any(each.round == round_ for each in scene.world.records.nominations())
    unit = any(each.round == round_ for each in _units(scene))
    return id_ in wishes.wanted or mine or unit


def _units(scene: Scene) -> Iterator[Unit]:
    seats = scene.world.records.seats
    return (unit for each in scene.world.person.seats if each.unit and (unit := seats.unit(each.unit)))


_BACK: Rows = ((button("remind", "remind"),),)

_DOORS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "on": lambda scene, notice: _subscribe(scene, notice, wanted=True),
    "off": lambda scene, notice: _subscribe(scene, notice, wanted=False),
    "leads": _leads,
    "lead": _lead,
    "hours": _hours,
    "at": _at,
    "quiet": _quiet,
    "until": _quieted,
    "ahead": foreseen.foreseen,
    "silent": lambda scene, _: _silence(scene, silent=True),
    "loud": lambda scene, _: _silence(scene, silent=False),
}
"""Button -> what it does."""
