"""Who is due a letter and has none yet: asked of the data at every tick, so nothing is lost or doubled."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from storage import rounds
from storage.vault import Vault

AT_A_TICK = 200  # letters; others wait for the next tick, so that nobody's turn waits long


class Due:
    """`__call__` puts what is due into the outbox and returns the persons who got something."""

    def __init__(self, engine: Engine, vault: Vault, real: Callable[[], datetime]) -> None:
        self._engine = engine
        self._vault = vault
        self._real = real

    def __call__(self) -> tuple[str, ...]:
        return rounds.tell_moves(self._engine, self._vault, self._real(), AT_A_TICK)
