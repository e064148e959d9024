"""What others wrote about somebody: the link by which the nominee sees it, and the yes or no to it."""

from collections.abc import Callable
from dataclasses import replace

from dialogs import fill
from dialogs.desk import invited
from dialogs.desk.inviting import made
from dialogs.draft import Draft, draft_of
from dialogs.model import Deciding, Discard, Effect, Idle, Reply, Turn, Withdraw, World
from dialogs.register import Confirm
from dialogs.review import review
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import NOMINEE, Inviting


def confirm(scene: Scene, given: str) -> Turn:
    """`confirm link|show|yes|no|really <nomination>`."""
    verb, _, nomination = given.partition(" ")
    draft = draft_of(scene.world, nomination)
    if draft is None:
        return fill.gone(scene)
    if verb == "link":
        return link(scene, draft)
    if not draft.summary.nominee or draft.summary.confirmed:
        return scene.stay(Reply(render("desk_confirm", "settled"), ((button("mine", "mine"),),)))
    match verb:
        case "yes":
            return _agreed(draft)
        case "no":
            return _sure(draft)
        case "really":
            return _refused(draft)
        case _:
            return shown(draft)


def link(scene: Scene, draft: Draft) -> Turn:
    """To be passed on to the nominee: good for one, and only for this."""
    if draft.summary.way == "self" or draft.summary.confirmed:
        return scene.stay(Reply(render("desk_confirm", "not_needed")))
    wanted = Inviting(draft.summary.notice, NOMINEE, "", _unit(scene, draft))
    effect = made(scene.world, wanted, draft.entries.get("name", ""), nomination=draft.id)
    return go(Idle(), *invited.replies(scene.world, effect, ""), effects=(effect,))


def shown(draft: Draft) -> Turn:
    """Everything that was written, by whom, and the question whether it may go on."""
    lead = render("desk_confirm", "lead", way=draft.summary.way, submitted=draft.submitted)
    everything = review(draft, lead)
    buttons = (
        (button("confirm_yes", f"confirm yes {draft.id}"), button("confirm_no", f"confirm no {draft.id}")),
        (button("edit", f"edit {draft.id}"),),
    )
    return go(Idle(), replace(everything, buttons=buttons))


def answered(kind: str) -> Callable[[str, World], Reply | None]:
    """To whoever wrote about somebody: the nominee agreed, or refused. Names nobody, it may be anywhere."""

    def letter(notice: str, world: World) -> Reply | None:
        edition = world.library.get(notice)
        return Reply(render("desk_confirm", f"told_{kind}", short=edition.notice.short)) if edition else None

    return letter


def _agreed(draft: Draft) -> Turn:
    submitted = draft.submitted
    said = render("desk_confirm", "agreed", registration=draft.summary.registration, submitted=submitted)
    on = button("mine", "mine") if submitted else button("resume", f"resume {draft.id}")
    return go(Idle(), Reply(said, ((on,),)), effects=(Confirm(draft.id),))


def _sure(draft: Draft) -> Turn:
    buttons = (
        (
            button("confirm_really", f"confirm really {draft.id}"),
            button("not_now", f"confirm show {draft.id}"),
        ),
    )
    return go(Deciding("refuse", draft.id), Reply(render("desk_confirm", "refuse_sure"), buttons))


def _refused(draft: Draft) -> Turn:
    ends: Effect = Withdraw(draft.id) if draft.submitted else Discard(draft.id)
    return go(Idle(), Reply(render("desk_confirm", "refused")), effects=(ends,))


def _unit(scene: Scene, draft: Draft) -> str:
    standing = scene.world.records.register.one(draft.id)
    return standing.unit if standing else ""
