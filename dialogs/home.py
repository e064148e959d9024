"""The front door: greeting, help, the notices, and a useful word where nothing was understood."""

from dataclasses import replace

from dialogs.draft import drafts
from dialogs.fill import draft_button, find_edition, notice_buttons
from dialogs.model import Idle, Reply, Turn
from dialogs.prompt import Rows
from dialogs.say import button, render
from dialogs.scene import Scene, go


def start(scene: Scene) -> Turn:
    """`/start` without a code: who we are and what one can do, in a few lines."""
    begun = drafts(scene.world)
    notices = [edition.notice for edition in scene.world.library.values()]
    said = render("home", "greeting", notices=notices, drafts=len(begun), channel=scene.world.person.channel)
    return go(Idle(), Reply(said, _doors(scene)))


def help_(scene: Scene) -> Turn:
    """`/help`: every command with a few words."""
    roles = scene.world.person.roles
    said = render("home", "help", office="office" in roles, liaison="liaison" in roles)
    return scene.stay(Reply(said, _doors(scene)))


def notices(scene: Scene) -> Turn:
    """`/notices`: the notices there are, each with its state and its button."""
    editions = list(scene.world.library.values())
    said = render("home", "notices", editions=editions, now=scene.world.now)
    return scene.stay(Reply(said, notice_buttons(scene, "notice", "notice")))


def notice(scene: Scene, wanted: str) -> Turn:
    """One notice in a few lines: what, by when, whom to ask."""
    edition = find_edition(scene, wanted)
    if edition is None:
        return notices(scene)
    said = render("home", "notice", edition=edition, notice=edition.notice, now=scene.world.now)
    buttons: Rows = (
        (
            button("fill", f"fill {edition.notice.id}"),
            button("check", f"check {edition.notice.id}"),
        ),
    )
    return scene.stay(Reply(said, buttons), talk=replace(scene.world.talk, notice=edition.notice.id))


def thanks(scene: Scene) -> Turn:
    return scene.stay(Reply(render("fill", "welcome_thanks")))


def _doors(scene: Scene) -> Rows:
    begun = tuple((draft_button(each),) for each in drafts(scene.world)[:3])
    desks = tuple(
        button(f"{role}_desk", command)
        for role, command in (("liaison", "unit"), ("office", "office"))
        if role in scene.world.person.roles
    )
    return (
        *((desks,) if desks else ()),
        *begun,
        (button("fill", "fill"), button("notices", "notices")),
        (button("check", "check"), button("mine", "mine")),
    )


def ask_me(scene: Scene) -> Turn:
    """`/ask` without a question."""
    return scene.stay(Reply(render("home", "ask_me")))
