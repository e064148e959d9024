"""A question anywhere: answered in place, and what was open is asked again. It never fills a field."""

from dataclasses import replace

from dialogs import again, ask, home
from dialogs.draft import draft_of
from dialogs.model import (
    Checking,
    Confirming,
    Consenting,
    Filling,
    Reply,
    Reviewing,
    Turn,
)
from dialogs.referrals import MOST, WAITS, KeepQuestion
from dialogs.say import render
from dialogs.scene import Scene
from knowledge.rulings import label


def question(scene: Scene, text: str) -> Turn:
    """Answer from the notice that is open, then show the open question again."""
    if not text:
        return home.ask_me(scene)
    field = scene.state.field if isinstance(scene.state, Filling) else ""
    found = ask.reply(text, scene.world, _notice(scene), field)
    shown = again.current(scene.state, scene.world)
    replies = (found.reply, shown) if shown else (found.reply,)
    return replace(
        scene.stay(*replies, effects=found.effects, talk=found.talk), answered=found.found.kind.value
    )


def refer(scene: Scene, given: str) -> Turn:
    """Ask the office: only now is the question kept. Typed without a button, the last question is meant."""
    notice, point, text = _referred(scene, given)
    edition = scene.world.library.get(notice)
    if edition is None or not text:
        return again.repeat(scene, Reply(render("office", "nothing_to_refer")))
    if scene.world.records.waiting() >= MOST:
        contact = next(iter(edition.notice.contacts), None)
        return again.repeat(scene, Reply(render("office", "too_many", most=MOST, contact=contact)))
    kept = KeepQuestion(next(scene.world.ids), notice, point, text)
    about = label(edition.notice, point)
    said = render("office", "referred", short=edition.notice.short, label=about, days=WAITS.days)
    return replace(again.repeat(scene, Reply(said)), effects=(kept,))


def _referred(scene: Scene, given: str) -> tuple[str, str, str]:
    if given:
        notice, _, rest = given.partition(" ")
        point, _, text = rest.partition(" ")
        return notice, point, text
    return ask.unsettled(scene.world) or ("", "", "")


def _notice(scene: Scene) -> str:
    match scene.state:
        case Checking(notice=notice) | Consenting(notice=notice):
            return notice
        case Filling(nomination=found) | Confirming(nomination=found) | Reviewing(nomination=found):
            draft = draft_of(scene.world, found)
            return draft.summary.notice if draft else ""
        case _:
            return ""
