"""`/broadcast`: the office to all of a round, a contact to the own unit; seen before it is sent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time

from dialogs import home
from dialogs.broadcasts import A_DAY, GROUPS, Announce, Announced, Announcing, Audience, Steer
from dialogs.desk.values import filled, tokens
from dialogs.model import Button, Idle, Reply, Turn, World
from dialogs.prompt import Rows, rows
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import LIAISON, OFFICE
from knowledge.build import SHANGHAI
from knowledge.understand.numbers import days

LONGEST = 1000  # characters of a text
SHOWN = 5
_HOUR = re.compile(r"(?P<hour>\d{1,2})\s*(?:[点时]|:(?P<minute>\d\d))")


def broadcast(scene: Scene, given: str = "") -> Turn:
    """`/broadcast` and its buttons. To everybody else it is an unknown command."""
    if not _audiences(scene.world):
        return home.help_(scene)
    verb, _, rest = given.partition(" ")
    return _DOORS.get(verb, _front)(scene, rest)


def heard(scene: Scene, state: Announcing, text: str) -> Turn:
    """The text itself, or when it is to be sent."""
    if not _allowed(state.audience, scene.world):
        return replace(home.help_(scene), state=Idle())
    if state.asks == "when":
        return _timed(scene, state, text)
    if len(text) > LONGEST:
        return scene.stay(Reply(render("desk_broadcast", "too_long", count=len(text), most=LONGEST)))
    return _ask(scene, replace(state, text=text, asks=""))


def asked(state: Announcing, world: World) -> Reply | None:
    if not _allowed(state.audience, world):
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
    recent = scene.world.records.broadcasts.recent()[:SHOWN]
    buttons = tuple(
        (button("write_to", f"broadcast to {each.notice} {each.unit}".strip(), name=name),)
        for each, name in _audiences(scene.world)
    )
    lately = tuple(
        (button("progress_nth", f"broadcast show {each.id}", number=number),)
        for number, each in enumerate(recent, 1)
    )
    said = render("desk_broadcast", "front", recent=recent)
    return go(Idle(), Reply(said, (*lately, *buttons)))


def _to(scene: Scene, given: str) -> Turn:
    """Which group: each with how many it is."""
    found, records = _named(scene.world, given), scene.world.records.broadcasts
    if found is None:
        return _front(scene)
    if found.unit and records.today(found.unit) >= A_DAY:
        return scene.stay(Reply(render("desk_broadcast", "enough", most=A_DAY)))
    sizes = {group: records.size(replace(found, group=group)) for group in GROUPS}
    buttons = tuple(
        button(f"to_{group}", f"broadcast group {group} {given}", count=count)
        for group, count in sizes.items()
        if count
    )
    said = render("desk_broadcast", "whom", any=bool(buttons))
    return go(Idle(), Reply(said, (*rows(buttons), (button("not_sent", "broadcast"),))))


def _group(scene: Scene, given: str) -> Turn:
    group, _, rest = given.partition(" ")
    found = _named(scene.world, rest)
    if found is None or group not in GROUPS:
        return _front(scene)
    return _ask(scene, Announcing(replace(found, group=group)))


def _named(world: World, given: str) -> Audience | None:
    """`given`: a notice, and a unit where it is one."""
    notice, _, unit = given.partition(" ")
    every = (each for each, _ in _audiences(world))
    return next((each for each in every if (each.notice, each.unit) == (notice, unit)), None)


# ── writing and seeing ────────────────────────────────────────────────────────────────────────────────


def _preview(state: Announcing, world: World) -> Reply:
    """As three who get it would read it."""
    edition = world.library[state.audience.notice]
    samples = world.records.broadcasts.samples(state.audience)
    shown = [filled(state.text, edition, world.now, each) for each in samples]
    said = render("desk_broadcast", "preview", shown=shown, count=_size(state, world))
    insert = tuple(
        button("insert", f"broadcast insert {name}", label=label) for name, label in tokens().items()
    )
    send = (button("send_now", "broadcast now"), button("send_later", "broadcast later"))
    leave = (button("rewrite", "broadcast rewrite"), button("not_sent", "broadcast"))
    return Reply(said, (send, *rows(insert), leave))


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


def _timed(scene: Scene, state: Announcing, text: str) -> Turn:
    """7月10日9点; a day alone is nine in the morning, an hour alone today."""
    found, hour = days(text, scene.world.now.date()), _HOUR.search(text)
    if not found and not hour:
        return scene.stay(Reply(render("desk_broadcast", "no_time")))
    day = found[0] if found else scene.world.now.date()
    clock = time(min(int(hour["hour"]), 23), int(hour["minute"] or 0) % 60) if hour else time(9)
    at = datetime.combine(day, clock, SHANGHAI)
    if at <= scene.world.now:
        return scene.stay(Reply(render("desk_broadcast", "past", at=at)))
    return _announce(scene, replace(state, asks=""), at)


# ── sending and steering ──────────────────────────────────────────────────────────────────────────────


def _send(scene: Scene, _: str) -> Turn:
    return _announce(scene, scene.state, None) if isinstance(scene.state, Announcing) else _front(scene)


def _announce(scene: Scene, state: Announcing, at: datetime | None) -> Turn:
    world = scene.world
    if not state.text or not _allowed(state.audience, world):
        return _front(scene)
    count, id_ = _size(state, world), next(world.ids)
    held = 0 < world.confirm_above < count and not state.audience.unit
    said = render("desk_broadcast", "announced", count=count, at=at, held=held)
    back = ((button("progress", f"broadcast show {id_}"),),)
    return go(Idle(), Reply(said, back), effects=(Announce(id_, state.audience, state.text, at, held),))


def _show(scene: Scene, broadcast_id: str) -> Turn:
    """How far it has come; the same line is renewed in place where the channel can do that."""
    found = scene.world.records.broadcasts.one(broadcast_id)
    return go(Idle(), _progress(found)) if found else _front(scene)


def _progress(found: Announced) -> Reply:
    said = render("desk_broadcast", "progress", found=found)
    return Reply(said, _steering(found))


def _steering(found: Announced) -> Rows:
    def steer(label: str, deed: str) -> tuple[Button, ...]:
        return (button(label, f"broadcast steer {deed} {found.id}"),)

    refresh, cancel = (button("refresh", f"broadcast show {found.id}"),), steer("cancel_it", "cancel")
    match found.state:
        case "held":
            return ((*(() if found.own else steer("approve", "approve")), *cancel),)
        case "queued" | "running":
            return (refresh, (*steer("pause", "pause"), *cancel))
        case "paused":
            return ((*steer("go_on", "resume"), *cancel),)
        case _:
            again = steer("resend", "resend") if found.counts.get("unknown") else ()
            return ((*again, button("back_to_broadcasts", "broadcast")),)


def _steer(scene: Scene, given: str) -> Turn:
    deed, _, id_ = given.partition(" ")
    found = scene.world.records.broadcasts.one(id_)
    if found is None or deed not in _POSSIBLE.get(found.state, ()) or (deed == "approve" and found.own):
        return _show(scene, id_)
    shown = replace(found, state=_AFTER[deed])
    said = render("desk_broadcast", deed)
    return go(Idle(), Reply(said, _steering(shown)), effects=(Steer(id_, deed),))


_POSSIBLE: Mapping[str, tuple[str, ...]] = {
    "held": ("approve", "cancel"),
    "queued": ("pause", "cancel"),
    "running": ("pause", "cancel"),
    "paused": ("resume", "cancel"),
    "done": ("resend",),
}
_AFTER = {
    "approve": "queued",
    "cancel": "cancelled",
    "pause": "paused",
    "resume": "running",
    "resend": "running",
}


# ── what they share ───────────────────────────────────────────────────────────────────────────────────


def _ask(scene: Scene, state: Announcing) -> Turn:
    reply = asked(state, scene.world)
    return go(state, reply) if reply else _front(scene)


def _size(state: Announcing, world: World) -> int:
    return world.records.broadcasts.size(state.audience)


def _audiences(world: World) -> list[tuple[Audience, str]]:
    """What the person may write to, with its name: whole rounds for the office, units for their contacts."""
    held = world.person.seats
    offices = {each.notice for each in held if each.role == OFFICE}
    rounds = [
        (Audience(each.notice.id, each.round.id), each.notice.short)
        for each in world.library.values()
        if offices & {"", each.notice.id}
    ]
    seats = world.records.seats
    units = [unit for each in held if each.role == LIAISON and (unit := seats.unit(each.unit))]
    return [*rounds, *((Audience(each.notice, each.round, unit=each.id), each.name) for each in units)]


def _allowed(audience: Audience, world: World) -> bool:
    wanted = (audience.notice, audience.round, audience.unit)
    return any((each.notice, each.round, each.unit) == wanted for each, _ in _audiences(world))


_DOORS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "to": _to,
    "group": _group,
    "insert": _insert,
    "rewrite": _rewrite,
    "now": _send,
    "later": _later,
    "show": _show,
    "steer": _steer,
}
"""Button -> what it does."""
