"""The three ways in: what was answered to whom a form is for, and forms that begin from an invitation."""

from dataclasses import replace

from dialogs import fill, privacy
from dialogs.desk import whom
from dialogs.heard import is_word
from dialogs.model import Consent, Consenting, Reply, Turn
from dialogs.say import render
from dialogs.scene import Scene
from dialogs.seats import Starting

_WAYS = ("self", "colleague", "union")


def chosen(scene: Scene, given: str, *agreed_to: str) -> Turn:
    """`for <way> <notice>`: the form begins, for oneself or for somebody else, after their cards."""
    way, _, notice = given.partition(" ")
    edition = scene.world.library.get(notice)
    if edition is None or way not in _WAYS:
        return fill.fill(scene)
    if not fill.is_open(edition, scene.world.now):
        return fill.start(scene, edition)
    unit = whom.own_unit_in(scene.world, edition) if way == "union" else None
    if way == "union" and unit is None:
        return whom.card(scene, edition)
    if way != "self" and (card := privacy.card_needed(scene, *agreed_to, others=True)):
        shown = privacy.show_card(scene, card, edition)
        return replace(shown, state=Consenting(notice, card, way=way))
    return _begun(fill.begin_once(scene, edition, practice=False, way=way, unit=unit.id if unit else ""), way)


def _begun(turn: Turn, way: str) -> Turn:
    """Who writes for others is told first what to tell them."""
    lead = (Reply(render("desk_review", "proxy")),) if way == "union" else ()
    return replace(turn, replies=(*lead, *turn.replies))


def agreed(scene: Scene, state: Consenting) -> Turn:
    """The person agreed to the card that is shown: the next card, or the form."""
    after = chosen(scene, f"{state.way} {state.notice}", state.card)
    return replace(after, effects=(Consent(state.card, privacy.version(state.card)), *after.effects))


def heard(scene: Scene, state: Starting, text: str) -> Turn:
    way = next((each for each in _WAYS if is_word(text, f"for_{each}")), "")
    if not way:
        return scene.stay(whom.shown(state, scene.world))
    return chosen(scene, f"{way} {state.notice}")
