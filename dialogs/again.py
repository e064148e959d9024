"""The question that is open now, shown once more: after an interruption, an outage, or on another device."""

from dialogs import check, office, privacy
from dialogs.broadcasts import Announcing
from dialogs.desk import bring, broadcast, invite, join, noted, rounds, unit, whom
from dialogs.draft import draft_of
from dialogs.model import (
    Checking,
    Confirming,
    Consenting,
    Event,
    Filling,
    Reply,
    Reviewing,
    State,
    Turn,
    World,
)
from dialogs.noting import Bringing, Noting
from dialogs.prompt import ask, confirm
from dialogs.referrals import Answering
from dialogs.register import AtUnit
from dialogs.review import review
from dialogs.rounds import Arranging
from dialogs.scene import Scene
from dialogs.seats import Inviting, Joining, Starting


def current(state: State, world: World, lead: str = "") -> Reply | None:  # noqa: C901, PLR0911, PLR0912 - a case a state
    """What the person was last asked, or None where nothing is open."""
    match state:
        case Filling(nomination=nomination, field=field_id):
            draft = draft_of(world, nomination)
            field = draft.form.field(field_id) if draft else None
            return ask(draft, field, lead) if draft and field else None
        case Reviewing(nomination=nomination):
            draft = draft_of(world, nomination)
            return review(draft, lead) if draft else None
        case Confirming(nomination=nomination):
            draft = draft_of(world, nomination)
            return confirm(draft, state) if draft else None
        case Consenting():
            shown = privacy.again(Scene(state, _nothing(world), world), state).replies
            return shown[0] if shown else None
        case Checking():
            return check.asked(state, world.library)
        case Answering():
            return office.shown(state, world)
        case Noting():
            return noted.asked(state, world)
        case Bringing():
            return bring.asked(state, world)
        case AtUnit():
            return unit.asked(state, world)
        case Starting():
            return whom.shown(state, world)
        case Inviting():
            return invite.shown(state, world)
        case Joining():
            return join.shown(state, world)
        case Arranging():
            return rounds.asked(state, world)
        case Announcing():
            return broadcast.asked(state, world)
        case _:
            return None


def repeat(scene: Scene, *first: Reply, lead: str = "") -> Turn:
    """Say something, then show the open question again; the state does not change.

    The sentence `lead` stands in one reply with the question where that is a prompt, otherwise before it.
    """
    shown = current(scene.state, scene.world, lead)
    if lead and not (shown and shown.text.startswith(lead)):
        first = (*first, Reply(lead))
    return scene.stay(*first, *((shown,) if shown else ()))


def _nothing(world: World) -> Event:
    return Event(id="", channel=world.person.channel, address="", at=world.now)
