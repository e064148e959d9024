"""What Telegram does of its own accord: faults by chance, and limits that it enforces."""

import random
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

from tests.emulator.telegrams import Call, Fault, too_many

BURST = 5  # messages to a chat that Telegram tolerates at once; then one a second
_ALL, _GROUP, _MINUTE = 30, 20, 60.0
_COUNTED = ("sendmessage", "senddocument", "sendphoto", "editmessagetext")


@dataclass
class Weather:
    """Shares of the messages that go wrong; the same `seed` brings the same faults.

    limit: refused with 429 · error: 500, 502 or 503 · cut: accepted, and the connection breaks · late: accepted,
    and answered after `patience` seconds, when nobody waits any more.
    """

    seed: int
    limit: float = 0.0
    error: float = 0.0
    cut: float = 0.0
    late: float = 0.0
    patience: float = 25.0
    met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def fault(self, call: Call) -> Fault | None:
        if call.method.lower() not in _COUNTED:
            return None
        drawn = self._chance.random()
        for kind in ("limit", "error", "cut", "late"):
            drawn -= getattr(self, kind)
            if drawn < 0:
                self.met[kind] += 1
                return self._made(kind, call)
        return None

    def _made(self, kind: str, call: Call) -> Fault:
        wait = self.patience if kind == "late" else float(self._chance.randint(1, 3))
        return Fault(kind, chat=call.chat, wait=wait, status=self._chance.choice((500, 502, 503)))


class Quota:
    """Telegram's own limits: 30 messages in any second, 20 in any minute to a group, one a second to a chat."""

    def __init__(self) -> None:
        self.exceeded: list[Call] = []
        self.counted = 0
        self._all: deque[float] = deque()
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)
        self._buckets: dict[int, tuple[float, float]] = {}  # chat -> messages in hand, and since when

    def check(self, call: Call) -> None:
        """Raises `Refusal` where the call is one too many, which then does not count."""
        if call.method.lower() not in _COUNTED or call.chat is None:
            return
        now = time.monotonic()
        wait = max(_left(self._all, _ALL, 1.0, now), self._chat(call.chat, now))
        if wait > 0:
            self.exceeded.append(call)
            raise too_many(wait)
        self.counted += 1
        self._all.append(now)
        if call.chat < 0:
            self._groups[call.chat].append(now)
        else:
            self._buckets[call.chat] = (self._filled(call.chat, now) - 1, now)

    def _chat(self, chat: int, now: float) -> float:
        if chat < 0:
            return _left(self._groups[chat], _GROUP, _MINUTE, now)
        return max(0.0, 1 - self._filled(chat, now))

    def _filled(self, chat: int, now: float) -> float:
        filled, since = self._buckets.get(chat, (float(BURST), now))
        return min(float(BURST), filled + now - since)


def _left(drawn: deque[float], most: int, span: float, now: float) -> float:
    while drawn and drawn[0] <= now - span:
        drawn.popleft()
    return drawn[0] + span - now if len(drawn) >= most else 0.0
