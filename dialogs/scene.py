"""What a dialog sees of one turn, and the few ways to end it."""

from dataclasses import dataclass

from dialogs.model import Effect, Event, Reply, State, Talk, Turn, World


@dataclass(frozen=True, slots=True)
class Scene:
    """Where we are, what came in, and all the turn may depend on."""

    state: State
    event: Event
    world: World

    def stay(self, *replies: Reply, effects: tuple[Effect, ...] = (), talk: Talk | None = None) -> Turn:
        """Answer and remain where we are."""
        return Turn(self.state, replies, effects, talk)


def go(state: State, *replies: Reply, effects: tuple[Effect, ...] = ()) -> Turn:
    """Move to another state."""
    return Turn(state, replies, effects)
