"""When a message may leave: replies at once, everything else one after the other as the allowance permits."""

import asyncio
from collections.abc import Callable
from math import inf

from bot.allowance import Allowance, Draw

BLINK = 0.2  # seconds a reply waits at most beside others: a refusal would cost everybody a whole one
SHARED = 1.0  # seconds after which nothing but replies counts in the platform's second
GLANCE = 0.05  # seconds after which it is looked again: an answer that came makes room
LONGEST = 2.0  # seconds; what has to wait longer does so in the database


class Pace:
    """Of one channel. What is returned tells the allowance when the answer came."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.allowance = Allowance(clock)
        self._clock = clock
        self._line = asyncio.Lock()
        self._replies = 0  # that are about to leave
        self._shared_until = -inf  # a moment of the clock
        self._stopped = False

    async def reply(self, address: str, messages: int) -> Draw:
        """Never held back, but for the blink in which what others took a second ago ceases to count."""
        until = min(self._clock() + BLINK, self._shared_until)
        self._replies += 1
        try:
            left = self._left(messages, until)
            while left > 0:
                await asyncio.sleep(left)
                left = self._left(messages, until)
            return self.allowance.draw(address, messages)
        finally:
            self._replies -= 1

    def _left(self, messages: int, until: float) -> float:
        return min(self.allowance.wait(messages - 1), until - self._clock(), GLANCE)

    async def other(self, address: str, messages: int) -> Draw | None:
        """In its turn; None where that is too far away."""
        async with self._line:
            while wait := max(self.allowance.evenly(), self.allowance.wait(self._replies + messages - 1)):
                if self._stopped or wait > LONGEST:
                    return None
                await asyncio.sleep(min(wait, GLANCE))
            self._shared_until = self._clock() + SHARED
            return self.allowance.draw(address, messages)

    def start(self, *, spent: bool = False) -> None:
        """`spent`: somebody else may have used up this second."""
        self._stopped = False
        if spent:
            self.allowance.spent()
            self._shared_until = self._clock() + SHARED

    def stop(self) -> None:
        """What has not left by now is put back."""
        self._stopped = True
