"""Joining: what an invitation leads to is shown, and a yes takes it up."""

from dialogs import fill, privacy
from dialogs.code import GUESSES
from dialogs.draft import drafts
from dialogs.heard import is_word
from dialogs.model import Consent, Consenting, Idle, Reply, Turn, World
from dialogs.prompt import Rows
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import LIAISON, NOMINEE, OFFICE, Invitation, Join, Joining, Seat, WrongToken
from knowledge.model import Edition


def offered(scene: Scene, token: str) -> Turn:
    """A token was typed, or came with a link. Wrong, used, expired and revoked ones read the same."""
    records = scene.world.records
    if records.wrong_codes() >= GUESSES:
        return scene.stay(Reply(render("code", "too_many")))
    invitation = records.seats.invited(token)
    if invitation is None or invitation.notice not in {"", *scene.world.library}:
        return scene.stay(Reply(render("desk_join", "void")), effects=(WrongToken(),))
    if _seat(invitation) in scene.world.person.seats:
        return go(
            Idle(),
            Reply(render("desk_join", "already", **_told(invitation, scene.world)), _doors(invitation)),
        )
    if invitation.role == NOMINEE and not invitation.nomination:
        return entered(scene, token)
    return go(Joining(token), _card(token, invitation, scene.world))


def entered(scene: Scene, token: str) -> Turn:
    """A nominee has come by an invitation: the cards first, then the form, or what others wrote."""
    invitation = scene.world.records.seats.invited(token)
    edition = scene.world.library.get(invitation.notice) if invitation else None
    if invitation is None or edition is None:
        return offered(scene, token)
    if invitation.nomination and any(
        each.id == invitation.nomination and not each.nominee for each in scene.world.records.nominations()
    ):
        return go(Idle(), Reply(render("desk_confirm", "own")))
    if not invitation.nomination and (drafts(scene.world, edition.notice.id) or not _open(scene, edition)):
        return fill.fill(scene, edition.notice.id)
    if card := privacy.card_needed(scene):
        return privacy.show_card(scene, card, edition, token=token)
    return _begun(scene, edition, invitation, token)


def agreed(scene: Scene, state: Consenting) -> Turn:
    """The nominee agreed to a card: the next one, or on."""
    given = Consent(state.card, privacy.version(state.card))
    invitation = scene.world.records.seats.invited(state.token)
    edition = scene.world.library.get(state.notice)
    if invitation is None or edition is None:
        return offered(scene, state.token)
    if card := privacy.card_needed(scene, state.card):
        after = privacy.show_card(scene, card, edition, token=state.token)
    else:
        after = _begun(scene, edition, invitation, state.token)
    return go(after.state, *after.replies, effects=(given, *after.effects))


def _begun(scene: Scene, edition: Edition, invitation: Invitation, token: str) -> Turn:
    if not invitation.nomination:
        return fill.begin(scene, edition, practice=False, token=token)
    see = ((button("confirm_show", f"confirm show {invitation.nomination}"),),)
    return go(Idle(), Reply(render("desk_confirm", "opened"), see), effects=(Join(token),))


def _open(scene: Scene, edition: Edition) -> bool:
    return fill.is_open(edition, scene.world.now)


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
    if invitation.role == NOMINEE:
        return entered(scene, token)
    said = render("desk_join", "joined", **_told(invitation, scene.world))
    return go(Idle(), Reply(said, _doors(invitation)), effects=(Join(token),))


def _card(token: str, invitation: Invitation, world: World) -> Reply:
    told = _told(invitation, world)
    if invitation.role == NOMINEE:
        said = render("desk_confirm", "card", way=invitation.way, short=told["short"], name=invitation.name)
    else:
        said = render("desk_join", "card", name=invitation.name, **told)
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


def _doors(invitation: Invitation) -> Rows:
    """The desk of the new role, and who to bring there."""
    desk = {OFFICE: button("office_desk", "office"), LIAISON: button("liaison_desk", "unit")}
    return ((desk[invitation.role], button("invite", "invite")),)
