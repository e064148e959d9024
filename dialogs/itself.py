"""What people ask or want of the assistant itself: how it is used, who sees what, where something stands."""

from collections.abc import Mapping

from dialogs import again, mine
from dialogs.draft import draft_of
from dialogs.heard import about_itself
from dialogs.model import Confirming, Filling, Reply, Reviewing, Turn
from dialogs.prompt import rows
from dialogs.say import button, render
from dialogs.scene import Scene
from knowledge.model import Edition

_OF_ONES_OWN = frozenset({"standing", "withdraw"})
"""Answered by the list of one's own nominations, each with what can be done about it."""
_DOORS: Mapping[str, tuple[str, ...]] = {
    "use": ("fill", "notices", "help"),
    "privacy": ("mydata",),
    "device": ("code",),
    "look": ("fill",),
}


def asked(scene: Scene, text: str) -> Turn | None:
    """The answer, and what was open once more; None where the text asks nothing of the kind."""
    about = about_itself(text)
    if not about or (about in _OF_ONES_OWN and scene.world.person.seats):
        return None  # a desk means the nominations it looks after, not its own
    if about in _OF_ONES_OWN:
        return again.repeat(scene, *mine.mine(scene).replies)
    doors = () if _in_a_form(scene) else tuple(button(each, each) for each in _DOORS.get(about, ()))
    said = render("itself", about, channel=scene.world.person.channel, editions=_editions(scene))
    return again.repeat(scene, Reply(said, rows(doors)))


def _in_a_form(scene: Scene) -> bool:
    return isinstance(scene.state, Filling | Confirming | Reviewing)


def _editions(scene: Scene) -> tuple[Edition, ...]:
    """Whose office may be asked: of the open form or the notice that was talked about, else of all."""
    library = scene.world.library
    match scene.state:
        case (
            Filling(nomination=nomination)
            | Confirming(nomination=nomination)
            | Reviewing(nomination=nomination)
        ):
            draft = draft_of(scene.world, nomination)
            return (draft.edition,) if draft else tuple(library.values())
        case _:
            talked = library.get(scene.world.talk.notice)
            return (talked,) if talked else tuple(library.values())
