"""A question anywhere: answered in place, and what was open is asked again. It never fills a field."""

from dialogs import again, ask, home
from dialogs.draft import draft_of
from dialogs.model import Checking, Confirming, Consenting, Filling, Reviewing, Turn
from dialogs.scene import Scene


def question(scene: Scene, text: str) -> Turn:
    """Answer from the notice that is open, then show the open question again."""
    if not text:
        return home.ask_me(scene)
    reply, talk = ask.reply(text, scene.world, _notice(scene))
    shown = again.current(scene.state, scene.world)
    return scene.stay(reply, *((shown,) if shown else ()), talk=talk)


def _notice(scene: Scene) -> str:
    match scene.state:
        case Checking(notice=notice) | Consenting(notice=notice):
            return notice
        case Filling(nomination=found) | Confirming(nomination=found) | Reviewing(nomination=found):
            draft = draft_of(scene.world, found)
            return draft.summary.notice if draft else ""
        case _:
            return ""
