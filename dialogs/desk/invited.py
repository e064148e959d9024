"""An invitation that was made: how it is passed on; the open ones; who has joined; leaving."""

from collections.abc import Sequence

from dialogs.desk.rights import is_office
from dialogs.model import Effect, Idle, Reply, Turn, World
from dialogs.prompt import Rows
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import LIAISON, Holder, Invite, LeaveSeat, Revoke

SHOWN = 10  # of a list


def replies(world: World, effect: Invite, unit: str) -> tuple[Reply, ...]:
    """What to pass on as it is, and the same as a picture. `unit`: its name, which may be new."""
    invitation, token = effect.invitation, effect.token
    told = {
        "role": invitation.role,
        "short": world.library[invitation.notice].notice.short,
        "unit": unit,
        "name": invitation.name,
        "until": invitation.until,
        "left": invitation.left,
        "confirms": bool(invitation.nomination),
    }
    link, bot = web_link(world, token), bot_link(world, token)
    lead = Reply(render("desk_invite", "pass_on", **told))
    text = Reply(render("desk_invite", "message", link=link, bot=bot, token=token, **told))
    picture = Reply("", _ON, document=f"qr/{link or bot}")
    return lead, text, *((picture,) if link or bot else ())


def list_of(effects: Sequence[Effect]) -> Reply:
    """Of many invitations: one file with a line each, to pass on."""
    tokens = [each.token for each in effects if isinstance(each, Invite)]
    said = render("desk_roster", "made", count=len(tokens))
    return Reply(said, _ON, document=f"invited/{','.join(tokens)}")


def web_link(world: World, token: str) -> str:
    return f"{world.web}/join#{token}" if world.web else ""


def bot_link(world: World, token: str) -> str:
    return f"https://t.me/{world.bot}?start={token}" if world.bot else ""


def open_ones(scene: Scene, notice: str, lead: str = "") -> Turn:
    """Invitations that nobody has used yet, each with the button that ends it."""
    waiting = [each for each in scene.world.records.seats.invitations() if each.notice == notice]
    said = render("desk_invite", "open", lead=lead, shown=waiting[:SHOWN], more=len(waiting[SHOWN:]))
    buttons = tuple(
        (button("revoke_nth", f"invite revoke {each.id}", number=number),)
        for number, each in enumerate(waiting[:SHOWN], 1)
    )
    return _listed(scene, Reply(said, (*buttons, (button("leave_inviting", "invite"),))))


def revoke(scene: Scene, invitation: str) -> Turn:
    found = next((each for each in scene.world.records.seats.invitations() if each.id == invitation), None)
    if found is None:
        return _listed(scene, Reply(render("desk_invite", "settled"), _ON))
    said = render("desk_invite", "revoked", name=found.name)
    return go(Idle(), Reply(said, _ON), effects=(Revoke(found.id),))


def people(scene: Scene, notice: str) -> Turn:
    """Who holds a seat. The office may take one back; everybody may give up the own one."""
    world, edition = scene.world, scene.world.library.get(notice)
    held = world.records.seats.people(notice) if edition else ()
    said = render(
        "desk_invite", "people", shown=held[: SHOWN * 2], more=len(held[SHOWN * 2 :]), me=world.person.id
    )
    buttons = tuple(
        (
            button(
                "leave_mine" if each.person == world.person.id else "ask_out",
                _leaving(each),
                **_label(each),
            ),
        )
        for each in held[: SHOWN * 2]
        if each.seat.notice and (each.person == world.person.id or is_office(world.person, notice))
    )
    return _listed(scene, Reply(said, (*buttons, (button("leave_inviting", "invite"),))))


def leave(scene: Scene, given: str) -> Turn:
    """Ask before a seat ends."""
    found = _held(scene.world, given)
    if found is None:
        return _listed(scene, Reply(render("desk_invite", "settled"), _ON))
    others = [each for each in scene.world.records.seats.liaisons(found.seat.unit) if each != found.person]
    said = render(
        "desk_invite",
        "leave_sure",
        holder=found,
        mine=found.person == scene.world.person.id,
        alone=found.seat.role == LIAISON and not others,
    )
    yes = button("leave_really", f"invite left {given}")
    return go(Idle(), Reply(said, ((yes, button("not_now", "no")),)))


def left(scene: Scene, given: str) -> Turn:
    found = _held(scene.world, given)
    if found is None:
        return _listed(scene, Reply(render("desk_invite", "settled"), _ON))
    mine = found.person == scene.world.person.id
    said = render("desk_invite", "left", holder=found, mine=mine)
    return go(Idle(), Reply(said), effects=(LeaveSeat(found.seat, found.person),))


def joined_letter(invitation: str, world: World) -> Reply | None:
    """To whoever invited: somebody has come; a contact may now hand everything over."""
    found = world.records.seats.taken_up(invitation)
    if found is None:
        return None
    edition = world.library.get(found.seat.notice)
    said = render("desk_invite", "joined_letter", holder=found, short=edition.notice.short if edition else "")
    both = found.seat.role == LIAISON and found.seat in world.person.seats
    mine = next(
        (each for each in _seats(world) if each.person == world.person.id and each.seat == found.seat), None
    )
    return Reply(said, ((button("hand_over", _leaving(mine)),),) if both and mine else ())


def begun_letter(invitation: str, world: World) -> Reply | None:
    """To whoever invited: the nominee has come and begun."""
    found = world.records.seats.made(invitation)
    edition = world.library.get(found.notice) if found else None
    if found is None or edition is None:
        return None
    return Reply(render("desk_invite", "begun_letter", invitation=found, short=edition.notice.short))


def _listed(scene: Scene, reply: Reply) -> Turn:
    return go(Idle(), reply) if scene.state.kind == "inviting" else scene.stay(reply)


def _seats(world: World) -> tuple[Holder, ...]:
    """The seats of particular notices that the person's own seats reach."""
    mine = {each.notice for each in world.person.seats}
    every = [key for key in world.library if key in mine or "" in mine]
    found = (each for key in every for each in world.records.seats.people(key))
    return tuple(each for each in found if each.seat.notice)


def _held(world: World, given: str) -> Holder | None:
    """The seat that a button stands for, where it is one's own or one's to take back."""
    found = next((each for each in _seats(world) if _leaving(each) == f"invite leave {given}"), None)
    if found is None or found.person == world.person.id or is_office(world.person, found.seat.notice):
        return found
    return None


def _leaving(holder: Holder) -> str:
    seat = holder.seat
    return f"invite leave {seat.unit or seat.notice} {holder.person}"


def _label(holder: Holder) -> dict[str, str]:
    return {"name": holder.name or holder.unit_name}


_ON: Rows = ((button("invite_on", "invite"),),)
