"""Joining: what an invitation leads to is shown, and a yes takes it up."""

from dialogs.code import GUESSES
from dialogs.heard import is_word
from dialogs.model import Idle, Reply, Turn, World
from dialogs.prompt import Rows
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import LIAISON, OFFICE, Invitation, Join, Joining, Seat, WrongToken


def offered(scene: Scene, token: str) -> Turn:
    """A token was typed, or came with a link. Wrong, used, expired and revoked ones read the same."""
    records = scene.world.records
    if records.wrong_codes() >= GUESSES:
        return scene.stay(Reply(render("code", "too_many")))
    invitation = records.seats.invited(token)
    if invitation is None or invitation.notice not in {"", *scene.world.library}:
        return scene.stay(Reply(render("desk_join", "void")), effects=(WrongToken(),))
    if _seat(invitation) in scene.world.person.seats:
        return go(Idle(), Reply(render("desk_join", "already", **_told(invitation, scene.world)), _DOORS))
    return go(Joining(token), _card(token, invitation, scene.world))


def shown(state: Joining, world: World) -> Reply | None:
    """The card that waits for a yes; None once the invitation has ended."""
    invitation = world.records.seats.invited(state.token)
    return _card(state.token, invitation, world) if invitation else None


def heard(scene: Scene, state: Joining, text: str) -> Turn:
    """What is typed while the card waits."""
    if is_word(text, "yes", "is_me"):
        return joined(scene, state.token)
    if is_word(text, "no", "not_me"):
        return joined(scene, "")
    reply = shown(state, scene.world)
    return scene.stay(reply) if reply else offered(scene, state.token)


def joined(scene: Scene, token: str) -> Turn:
    """是我, or not: the seat is taken, or the invitation stays open for whom it is meant."""
    if not token:
        return go(Idle(), Reply(render("desk_join", "not_me")))
    invitation = scene.world.records.seats.invited(token)
    if invitation is None or _seat(invitation) in scene.world.person.seats:
        return offered(scene, token)
    said = render("desk_join", "joined", **_told(invitation, scene.world))
    return go(Idle(), Reply(said, _DOORS), effects=(Join(token),))


def _card(token: str, invitation: Invitation, world: World) -> Reply:
    said = render("desk_join", "card", name=invitation.name, **_told(invitation, world))
    return Reply(said, ((button("is_me", f"join {token}"), button("not_me", "join")),))


def _told(invitation: Invitation, world: World) -> dict[str, object]:
    edition = world.library.get(invitation.notice)
    return {
        "role": invitation.role,
        "short": edition.notice.short if edition else "",
        "unit": invitation.unit_name,
    }


def _seat(invitation: Invitation) -> Seat | None:
    """The right that the invitation gives; None where it gives none."""
    if invitation.role not in {OFFICE, LIAISON}:
        return None
    return Seat(invitation.role, invitation.notice, invitation.unit)


_DOORS: Rows = ((button("help", "help"),),)
