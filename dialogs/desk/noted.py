"""What somebody at a desk is writing: which module asks for it, and which hears it."""

from dialogs.desk import decide, laureates, received
from dialogs.model import Reply, Turn, World
from dialogs.noting import Noting
from dialogs.scene import Scene


def asked(state: Noting, world: World) -> Reply | None:
    """What the person is asked now."""
    match state.deed:
        case "received":
            return received.asked(state, world)
        case "laureates":
            return laureates.asked(state, world)
        case _:
            return decide.shown(state, world)


def heard(scene: Scene, state: Noting, text: str) -> Turn:
    match state.deed:
        case "received":
            return received.heard(scene, state, text)
        case "laureates":
            return laureates.heard(scene, state, text)
        case _:
            return decide.heard(scene, state, text)
