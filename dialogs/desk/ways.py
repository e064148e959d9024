"""The three ways in: what was answered to whom a form is for, and forms that begin from an invitation."""

from dialogs import fill
from dialogs.desk import whom
from dialogs.heard import is_word
from dialogs.model import Turn
from dialogs.scene import Scene
from dialogs.seats import Starting

_WAYS = ("self", "colleague", "union")


def chosen(scene: Scene, given: str) -> Turn:
    """`for <way> <notice>`: the form begins, for oneself or for somebody else."""
    way, _, notice = given.partition(" ")
    edition = scene.world.library.get(notice)
    if edition is None or way not in _WAYS:
        return fill.fill(scene)
    if not fill.is_open(edition, scene.world.now):
        return fill.start(scene, edition)
    unit = whom.own_unit(scene.world, edition) if way == "union" else None
    if way == "union" and unit is None:
        return whom.card(scene, edition)
    return fill.begin_once(scene, edition, practice=False, way=way, unit=unit.id if unit else "")


def heard(scene: Scene, state: Starting, text: str) -> Turn:
    way = next((each for each in _WAYS if is_word(text, f"for_{each}")), "")
    if not way:
        return scene.stay(whom.shown(state, scene.world))
    return chosen(scene, f"{way} {state.notice}")
