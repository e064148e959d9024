"""How much may be sent: a platform's limits overall and per chat, and the pauses it asked for."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's: 30 a second overall, 1 a second to a chat, 20 a minute to a group (a negative address)."""

    overall: tuple[int, float] = (30, 1.0)
    chat: tuple[int, float] = (1, 1.0)
    group: tuple[int, float] = (20, 60.0)


class Allowance:
    """Counts what was sent and tells how long to wait. `clock` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float], limits: Limits = Limits()) -> None:
        self._clock = clock
        self._limits = limits
        self._all: deque[float] = deque()
        self._chats: defaultdict[str, deque[float]] = defaultdict(deque)
        self._halted_until = 0.0
        self._refused: set[str] = set()

    def wait(self, address: str) -> float:
        """Seconds until another message may go there; 0 is now."""
        overall = self._left(self._all, self._limits.overall)
        own = self._chats.get(address)
        return max(overall, self._left(own, self._of(address)) if own else 0.0, self.halted())

    def halted(self) -> float:
        """Seconds until anything at all may be sent."""
        return max(0.0, self._halted_until - self._clock())

    def draw(self, address: str) -> None:
        now = self._clock()
        self._all.append(now)
        self._chats[address].append(now)
        if len(self._chats) > 10 * self._limits.overall[0]:
            self._forget()

    def taken(self) -> None:
        """A message got through: refusals before it concerned single chats."""
        self._refused.clear()

    def refuse(self, address: str, seconds: float) -> None:
        """The platform asked for a pause. It does not say for whom: two chats in a row mean everybody."""
        self._refused.add(address)
        if len(self._refused) > 1:
            self._halted_until = max(self._halted_until, self._clock() + seconds)

    def _of(self, address: str) -> tuple[int, float]:
        return self._limits.group if address.startswith("-") else self._limits.chat

    def _left(self, drawn: deque[float], limit: tuple[int, float]) -> float:
        number, span = limit
        now = self._clock()
        while drawn and drawn[0] <= now - span:
            drawn.popleft()
        return drawn[-number] + span - now if len(drawn) >= number else 0.0

    def _forget(self) -> None:
        for address in [each for each in self._chats if not self._left(self._chats[each], self._of(each))]:
            if not self._chats[address]:
                del self._chats[address]
