"""How often, how much, how long: what one browser or one network may ask of the server."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KEYS = 20_000


class Allowance:
    """A token bucket for each key: `burst` at once, then `rate` a second."""

    def __init__(self, burst: float, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> int:
        """Seconds to wait, 0 when the request may pass."""
        now = self._clock()
        left, since = self._buckets.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        self._buckets[key] = (left - 1 if left >= 1 else left, now)
        if len(self._buckets) > MOST_KEYS:
            self._buckets.popitem(last=False)
        return 0 if left >= 1 else math.ceil((1 - left) / self._rate)


class Limits:
    """The allowances of the routes. A whole office may sit behind one network address."""

    def __init__(self) -> None:
        self._of_browser = {
            "say": Allowance(40, 1),
            "upload": Allowance(12, 0.1),
            "news": Allowance(80, 4),
            "document": Allowance(60, 1),
        }
        self._of_network = {
            "say": Allowance(400, 20),
            "upload": Allowance(60, 1),
            "news": Allowance(800, 80),
            "document": Allowance(300, 10),
            "page": Allowance(240, 4),
        }

    def wait(self, deed: str, network: str, browser: str = "") -> int:
        """Seconds until the deed is allowed again, 0 for now."""
        slow = self._of_network[deed].take(network)
        if browser and not slow:
            slow = self._of_browser[deed].take(browser)
        return slow
