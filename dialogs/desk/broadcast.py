"""`/broadcast`: the office to all of a round, a contact to the own unit; seen before it is sent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from dialogs import home
from dialogs.broadcasts import A_DAY, GROUPS, Announce, Announced, Announcing
from dialogs.desk import recipients, watching
from dialogs.desk.values import filled, tokens
from dialogs.model import Idle, Reply, Turn, World
from dialogs.prompt import rows
from dialogs.reminders import FIRST, HOUR, LAST
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.build import SHANGHAI
from knowledge.understand.numbers import days, hour_in

LONGEST = 1000  # characters of a text
SHOWN = 5
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d\d)")


def broadcast(scene: Scene, given: str = "") -> Turn:
    """`/broadcast` and its buttons. To everybody else it is an unknown command."""
    if not recipients.audiences(scene.world):
        return home.help_(scene)
    verb, _, rest = given.partition(" ")
    return _DOORS.get(verb, _front)(scene, rest)


def heard(scene: Scene, state: Announcing, text: str) -> Turn:
    """The text itself, or when it is to be sent."""
    if not recipients.allowed(state.audience, scene.world):
        return replace(home.help_(scene), state=Idle())
    if state.asks == "when":
        return _timed(scene, state, text)
    if len(text) > LONGEST:
        return scene.stay(Reply(render("desk_broadcast", "too_long", count=len(text), most=LONGEST)))
    return _ask(scene, replace(state, text=text, asks=""))


def asked(state: Announcing, world: World) -> Reply | None:
    if not recipients.allowed(state.audience, world):
        return None
    if state.asks == "when":
        return Reply(render("desk_broadcast", "when", now=world.now), ((button("not_sent", "broadcast"),),))
    if not state.text:
        said = render("desk_broadcast", "write", count=_size(state, world), tokens=tokens())
        return Reply(said, ((button("not_sent", "broadcast"),),))
    return _preview(state, world)


# ── choosing ──────────────────────────────────────────────────────────────────────────────────────────


def _front(scene: Scene, _: str = "") -> Turn:
    """What was sent lately, and the rounds and units one may write to."""
    lately = scene.world.records.broadcasts.recent()[:SHOWN]
    recent = [watching.begun(each, scene.world) for each in lately]
    buttons = tuple(
        (button("write_to", f"broadcast to {recipients.given_as(each)}", name=name),)
        for each, name in recipients.audiences(scene.world)
    )
    progress = tuple(
        (button("progress_nth", f"broadcast show {each.id}", number=number),)
        for number, each in enumerate(recent, 1)
    )
    said = render("desk_broadcast", "front", recent=recent)
    return go(Idle(), Reply(said, (*progress, *buttons)))


def _to(scene: Scene, given: str) -> Turn:
    """Which group: each with how many it is. The office may also choose one unit, or one channel."""
    found, records = recipients.named(scene.world, given), scene.world.records.broadcasts
    if found is None:
        return _front(scene)
    if recipients.of_unit(found, scene.world) and records.today(found.unit) >= A_DAY:
        return scene.stay(Reply(render("desk_broadcast", "enough", most=A_DAY)))
    sizes = {group: records.size(replace(found, group=group)) for group in GROUPS}
    buttons = tuple(
        button(f"to_{group}", f"broadcast group {group} {recipients.given_as(found)}", count=count)
        for group, count in sizes.items()
        if count
    )
    unit = scene.world.records.seats.unit(found.unit)
    said = render("desk_broadcast", "whom", any=bool(buttons), unit=unit.name if unit else "", found=found)
    narrow = () if recipients.of_unit(found, scene.world) else recipients.narrower(found)
    return go(Idle(), Reply(said, (*rows(buttons), *narrow, (button("not_sent", "broadcast"),))))


def _units(scene: Scene, given: str) -> Turn:
    found = recipients.named(scene.world, given)
    if found is None:
        return _front(scene)
    units = scene.world.records.seats.units(found.round)
    buttons = [
        button(
            "write_to", f"broadcast to {recipients.given_as(replace(found, unit=each.id))}", name=each.name
        )
        for each in units
    ]
    said = render("desk_broadcast", "which_unit")
    return go(Idle(), Reply(said, (*rows(tuple(buttons)), (button("not_sent", "broadcast"),))))


def _group(scene: Scene, given: str) -> Turn:
    group, _, rest = given.partition(" ")
    found = recipients.named(scene.world, rest)
    if found is None or group not in GROUPS:
        return _front(scene)
    return _ask(scene, Announcing(replace(found, group=group)))


# ── writing and seeing ────────────────────────────────────────────────────────────────────────────────


def _preview(state: Announcing, world: World) -> Reply:
    """As three who get it would read it."""
    edition = world.library[state.audience.notice]
    samples = world.records.broadcasts.samples(state.audience)
    shown = [filled(state.text, edition, world.now, each) for each in samples]
    late = not FIRST <= world.now.hour < LAST
    masked = any(
        each.name.endswith("*") and each.name in said for each, said in zip(samples, shown, strict=True)
    )
    said = render(
        "desk_broadcast", "preview", shown=shown, count=_size(state, world), late=late, masked=masked
    )
    insert = tuple(
        button("insert", f"broadcast insert {name}", label=label) for name, label in tokens().items()
    )
    morning = ((button("send_in_the_morning", "broadcast morning", hour=HOUR),),) if late else ()
    send = (button("send_now", "broadcast now"), button("send_later", "broadcast later"))
    leave = (button("rewrite", "broadcast rewrite"), button("not_sent", "broadcast"))
    return Reply(said, (*morning, send, *rows(insert), leave))


def _insert(scene: Scene, name: str) -> Turn:
    state, label = scene.state, tokens().get(name)
    if not isinstance(state, Announcing) or label is None:
        return _front(scene)
    return _ask(scene, replace(state, text=f"{state.text}［{label}］"))


def _rewrite(scene: Scene, _: str) -> Turn:
    if not isinstance(scene.state, Announcing):
        return _front(scene)
    return _ask(scene, replace(scene.state, text="", asks="text"))


def _later(scene: Scene, _: str) -> Turn:
    if not isinstance(scene.state, Announcing):
        return _front(scene)
    return _ask(scene, replace(scene.state, asks="when"))


def _morning(scene: Scene, _: str) -> Turn:
    """The next one: nobody is woken."""
    if not isinstance(scene.state, Announcing):
        return _front(scene)
    now = scene.world.now
    day = now.date() + timedelta(days=now.hour >= HOUR)
    return _announce(scene, scene.state, datetime.combine(day, time(HOUR), SHANGHAI))


def _timed(scene: Scene, state: Announcing, text: str) -> Turn:
    """7月10日下午3点; a day alone is nine in the morning, an hour alone today."""
    found, clock = days(text, scene.world.now.date()), _clock(text)
    if not found and not clock:
        return scene.stay(Reply(render("desk_broadcast", "no_time")))
    day, clock = found[0] if found else scene.world.now.date(), clock or time(HOUR)
    at = datetime.combine(day, clock, SHANGHAI)
    if at <= scene.world.now:
        return scene.stay(Reply(render("desk_broadcast", "past", at=at)))
    return _announce(scene, replace(state, asks=""), at)


def _clock(text: str) -> time | None:
    """下午3点, or 15:30."""
    if (hour := hour_in(text)) is not None:
        return time(min(hour, 23))
    found = _CLOCK.search(text)
    return time(min(int(found["hour"]), 23), int(found["minute"]) % 60) if found else None


# ── sending and steering ──────────────────────────────────────────────────────────────────────────────


def _send(scene: Scene, _: str) -> Turn:
    return _announce(scene, scene.state, None) if isinstance(scene.state, Announcing) else _front(scene)


def _announce(scene: Scene, state: Announcing, at: datetime | None) -> Turn:
    world = scene.world
    if not state.text or not recipients.allowed(state.audience, world):
        return _front(scene)
    count, id_ = _size(state, world), next(world.ids)
    held = 0 < world.confirm_above < count and not state.audience.unit
    stands = "held" if held else "queued" if at else "running"
    begun = Announced(id_, state.audience, state.text, stands, at or world.now, count, {}, own=True)
    effect = Announce(id_, state.audience, state.text, at, held)
    return go(Idle(), watching.progress(begun, world), effects=(effect,))


def _show(scene: Scene, broadcast_id: str) -> Turn:
    """How far it has come."""
    found = scene.world.records.broadcasts.one(broadcast_id)
    return go(Idle(), watching.progress(found, scene.world)) if found else _front(scene)


def _steer(scene: Scene, given: str) -> Turn:
    return watching.steer(scene, given) or _front(scene)


# ── what they share ───────────────────────────────────────────────────────────────────────────────────


def _ask(scene: Scene, state: Announcing) -> Turn:
    reply = asked(state, scene.world)
    return go(state, reply) if reply else _front(scene)


def _size(state: Announcing, world: World) -> int:
    return world.records.broadcasts.size(state.audience)


_DOORS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "to": _to,
    "units": _units,
    "group": _group,
    "insert": _insert,
    "rewrite": _rewrite,
    "now": _send,
    "later": _later,
    "morning": _morning,
    "show": _show,
    "steer": _steer,
}
"""Button -> what it does."""
