"""How much may be sent: a platform's limits overall and per chat, and the pauses it asked for.

A message counts from when it leaves until a second after its answer came: it arrived somewhere between the
two. So however late messages arrive, the platform never counts more than its limit in any of its seconds.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

LATEST = 2.0  # seconds after which a message without an answer has arrived, or never will
EVENLY = 0.9  # of the even distance, so that time which was lost can be caught up


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's: 30 a second overall, 1 a second to a chat, 20 a minute to a group (a negative address)."""

    overall: tuple[int, float] = (30, 1.0)
    chat: tuple[int, float] = (1, 1.0)
    group: tuple[int, float] = (20, 60.0)


@dataclass(slots=True, eq=False)
class Draw:
    """Moments of the allowance's clock: when a message left, and when its answer came."""

    left: float
    answered: float = inf

    def counts_until(self, now: float, span: float) -> float:
        return max(self.left, min(self.answered, now, self.left + LATEST)) + span


class Allowance:
    """Counts what was sent and tells how long to wait. `clock` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float], limits: Limits = Limits()) -> None:
        self._clock = clock
        self._limits = limits
        self._all: deque[Draw] = deque()
        self._chats: defaultdict[str, deque[Draw]] = defaultdict(deque)
        self._closed: dict[str, float] = {}  # chats that are to be left alone, and until when
        self._halted_until = 0.0
        self._refused: set[str] = set()

    def wait(self, ahead: int = 0) -> float:
        """Seconds until a message may leave, after so many that go first; 0 is now."""
        return max(self.halted(), self._left(self._all, self._limits.overall, ahead))

    def evenly(self) -> float:
        """Seconds until a message is far enough from the last: what leaves evenly lets others in between."""
        number, span = self._limits.overall
        last = self._all[-1].left if self._all else -inf
        return max(0.0, last + EVENLY * span / number - self._clock())

    def chat(self, address: str) -> float:
        """Seconds until its chat takes another message."""
        own = self._chats.get(address)
        return max(self.closed(address), self._left(own, self._of(address)) if own else 0.0)

    def closed(self, address: str) -> float:
        """Seconds for which the platform asked to leave this chat alone."""
        return max(0.0, self._closed.get(address, 0.0) - self._clock())

    def halted(self) -> float:
        """Seconds until anything at all may be sent."""
        return max(0.0, self._halted_until - self._clock())

    def draw(self, address: str, messages: int = 1) -> Draw:
        drawn = Draw(self._clock())
        self._all.extend([drawn] * messages)
        self._chats[address].extend([drawn] * messages)
        if len(self._chats) > 10 * self._limits.overall[0]:
            self._forget()
        return drawn

    def answered(self, drawn: Draw) -> None:
        drawn.answered = self._clock()

    def spent(self) -> None:
        """Somebody else may have used up this second."""
        now, (number, _) = self._clock(), self._limits.overall
        self._all.extend(Draw(now, now) for _ in range(number))

    def taken(self) -> None:
        """A message got through: refusals before it concerned single chats."""
        self._refused.clear()

    def refuse(self, address: str, seconds: float) -> None:
        """The platform asked for a pause. It does not say for whom: two chats in a row mean everybody."""
        until = self._clock() + seconds
        self._closed[address] = max(until, self._closed.get(address, 0.0))
        self._refused.add(address)
        if len(self._refused) > 1:
            self._halted_until = max(self._halted_until, until)

    def _of(self, address: str) -> tuple[int, float]:
        return self._limits.group if address.startswith("-") else self._limits.chat

    def _left(self, drawn: deque[Draw], limit: tuple[int, float], ahead: int = 0) -> float:
        number, span = limit
        now = self._clock()
        while drawn and drawn[0].counts_until(now, span) <= now:
            drawn.popleft()
        ends = sorted(end for each in drawn if (end := each.counts_until(now, span)) > now)
        over = len(ends) - max(number - ahead, 1)
        return ends[over] - now if over >= 0 else 0.0

    def _forget(self) -> None:
        now = self._clock()
        self._closed = {chat: until for chat, until in self._closed.items() if until > now}
        for address in [each for each in self._chats if not self._left(self._chats[each], self._of(each))]:
            if not self._chats[address]:
                del self._chats[address]
