"""`/remind`: what one is reminded of, at what hour; off with one tap."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from dialogs.model import Button, Reply, Turn
from dialogs.prompt import Rows, rows
from dialogs.reminders import RemindAt, Subscribe, Wishes
from dialogs.say import button, render
from dialogs.scene import Scene
from dialogs.seats import Unit
from knowledge.agenda import ahead
from knowledge.model import Edition

HOURS = (8, 9, 12, 18, 20)


def remind(scene: Scene, given: str = "") -> Turn:
    """`/remind` and its buttons."""
    verb, _, rest = given.partition(" ")
    return _DOORS.get(verb, _show)(scene, rest)


def _show(scene: Scene, _: str = "") -> Turn:
    """What one is reminded of now, and the next day of each."""
    wishes = scene.world.records.reminders.wishes()
    now = scene.world.now
    after = now.date() + timedelta(days=now.hour >= wishes.hour)
    mine = [each for each in _open(scene) if _concerns(scene, wishes, each)]
    lines = [(each.notice.short, next(iter(ahead(each, after)), None)) for each in mine]
    said = render("remind", "list", wishes=wishes, lines=lines)
    return scene.stay(Reply(said, tuple(_rows(scene, wishes, mine))))


def _rows(scene: Scene, wishes: Wishes, mine: Sequence[Edition]) -> Iterator[tuple[Button, ...]]:
    if wishes.silent:
        yield (button("remind_again", "remind loud"),)
        return
    for each in mine:
        yield (button("remind_off", f"remind off {each.notice.id}", short=each.notice.short),)
    for each in _open(scene):
        if each not in mine:
            yield (button("remind_on", f"remind on {each.notice.id}", short=each.notice.short),)
    yield (button("remind_hour", "remind hours"), button("remind_none", "remind silent"))


def _subscribe(scene: Scene, notice: str, *, wanted: bool) -> Turn:
    edition = scene.world.library.get(notice)
    if edition is None:
        return _show(scene)
    short, back = edition.notice.short, ("off" if wanted else "on")
    other = button(f"remind_{back}", f"remind {back} {notice}", short=short)
    said = render("remind", "on" if wanted else "off", short=short)
    return scene.stay(Reply(said, ((other, *_BACK[0]),)), effects=(Subscribe(notice, wanted),))


def _hours(scene: Scene, _: str) -> Turn:
    buttons = tuple(button("hour", f"remind at {hour}", hour=hour) for hour in HOURS)
    return scene.stay(Reply(render("remind", "hours"), rows(buttons)))


def _at(scene: Scene, given: str) -> Turn:
    hour = int(given) if given.isascii() and given.isdecimal() and int(given) in HOURS else 0
    if not hour:
        return _hours(scene, "")
    said = render("remind", "at", hour=hour)
    return scene.stay(Reply(said, _BACK), effects=(RemindAt(hour),))


def _silence(scene: Scene, *, silent: bool) -> Turn:
    wishes = scene.world.records.reminders.wishes()
    said = render("remind", "silent" if silent else "loud", hour=wishes.hour)
    return scene.stay(Reply(said, _BACK), effects=(RemindAt(wishes.hour, silent),))


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
    "hours": _hours,
    "at": _at,
    "silent": lambda scene, _: _silence(scene, silent=True),
    "loud": lambda scene, _: _silence(scene, silent=False),
}
"""Button -> what it does."""
