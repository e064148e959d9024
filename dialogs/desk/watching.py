"""How far a broadcast has come: one message that is renewed in place, with what may be done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs.broadcasts import Announced, Missed, Steer
from dialogs.model import Button, Idle, Reply, Turn, World
from dialogs.prompt import Rows
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import OFFICE

_NAMED = ("done", "paused", "cancelled")  # while it runs, nobody is missed yet


def progress(found: Announced, world: World, lead: str = "") -> Reply:
    """The message that goes on telling how far it has come."""
    found = begun(found, world)
    missed = world.records.broadcasts.missed(found.id) if found.state in _NAMED else ()
    said = render(
        "desk_broadcast", "progress", found=found, missed=_by_state(missed), alone=_alone(found, world)
    )
    return Reply(f"{lead}\n\n{said}" if lead else said, _steering(found), follows=found.id)


def begun(found: Announced, world: World) -> Announced:
    """Once its time has come it runs: its first letters are about to be written."""
    due = found.state == "queued" and found.at <= world.now
    return replace(found, state="running") if due else found


def renewed(broadcast: str, world: World) -> Reply | None:
    """The same message, as it is now."""
    found = world.records.broadcasts.one(broadcast)
    return progress(found, world) if found else None


def wanted(broadcast: str, world: World) -> Reply | None:
    """To the other office persons: one of them has to agree."""
    found = world.records.broadcasts.one(broadcast)
    if found is None or found.state != "held" or found.own:
        return None
    return Reply(render("desk_broadcast", "agree", found=found), _steering(found))


def steer(scene: Scene, given: str) -> Turn | None:
    """None where there is no such broadcast."""
    deed, _, id_ = given.partition(" ")
    found = scene.world.records.broadcasts.one(id_)
    if found is None:
        return None
    if deed not in _POSSIBLE.get(found.state, ()) or (deed == "approve" and found.own):
        return go(Idle(), progress(found, scene.world))
    reply = progress(_after(found, deed), scene.world, render("desk_broadcast", deed))
    return go(Idle(), reply, effects=(Steer(id_, deed),))


def _after(found: Announced, deed: str) -> Announced:
    """As it is once the deed is done."""
    counts = dict(found.counts)
    if deed == "resend":
        counts["due"] = counts.get("due", 0) + counts.pop("unknown", 0)
    return replace(found, state=_AFTER[deed], counts=counts)


def _by_state(missed: Sequence[Missed]) -> Mapping[str, list[Missed]]:
    return {
        state: [each for each in missed if each.state == state] for state in ("failed", "gone", "unknown")
    }


def _alone(found: Announced, world: World) -> bool:
    """Somebody else has to agree, and there is nobody else."""
    if found.state != "held" or not found.own:
        return False
    people = world.records.seats.people(found.audience.notice)
    return not any(each.seat.role == OFFICE and each.person != world.person.id for each in people)


def _steering(found: Announced) -> Rows:
    def deed(label: str, name: str) -> tuple[Button, ...]:
        return (button(label, f"broadcast steer {name} {found.id}"),)

    match found.state:
        case "held":
            return ((*(() if found.own else deed("approve", "approve")), *deed("cancel_it", "cancel")),)
        case "queued" | "running":
            return ((*deed("pause", "pause"), *deed("cancel_it", "cancel")),)
        case "paused":
            return ((*deed("go_on", "resume"), *deed("cancel_it", "cancel")),)
        case _:
            again = (deed("resend", "resend"),) if found.counts.get("unknown") else ()
            return (*again, (button("back_to_broadcasts", "broadcast"),))


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
