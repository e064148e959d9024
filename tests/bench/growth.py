"""What a turn costs when much is kept already: `python -m tests.bench.growth [NOMINATIONS …]`.

In one process and one thread, without a channel: kept in the inbox, claimed, answered, claimed for sending, settled.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median

from bot.receive import House, Receive
from dialogs.model import Event
from knowledge.load import load_library
from storage.engine import connect, upgrade
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.vault import Vault
from tests.bench.script import ANSWERS, NOTICE, OPENING, TODAY
from tests.bench.seed import seed

SIZES = (1_000, 10_000, 100_000)
PEOPLE = 20
STEPS = ("kept", "claimed", "answered", "taken", "settled")


class Growing:
    """A database that is filled further and further, and the parts of the program that work on it."""

    def __init__(self, folder: Path) -> None:
        self._library = load_library()
        self._now = datetime.fromisoformat(f"{TODAY}T09:00:00+08:00")
        self._engine = connect(f"sqlite:///{folder}/growth.db")
        upgrade(self._engine)
        self._vault = Vault(bytes(range(32)))
        self._inbox = Inbox(self._engine, self._vault)
        self._outbox = Outbox(self._engine, self._vault)
        self._receive = Receive(self._engine, self._vault, House(self._library, lambda: self._now))
        self._seeded = 1
        self._chats = iter(range(4001, 1_000_000))

    def grow(self, nominations: int) -> None:
        more = range(self._seeded, nominations + 1)
        seed(self._engine, self._vault, self._library[NOTICE], more, submitted=True)
        self._seeded = nominations + 1

    def cost(self, people: int) -> dict[str, float]:
        """Milliseconds of each step of a turn, the median over many."""
        turns = [turn for _ in range(people) for turn in self._walk(next(self._chats))]
        return {name: 1000 * median(each[place] for each in turns) for place, name in enumerate(STEPS)}

    def close(self) -> None:
        self._engine.dispose()

    def _walk(self, chat: int) -> Iterator[tuple[float, ...]]:
        for number, line in enumerate((*OPENING, *ANSWERS)):
            event = Event(f"tg:9:{chat}:{number}", "telegram", str(chat), self._now, text=line)
            spent = self._turn(event)
            if number >= len(OPENING):
                yield spent

    def _turn(self, event: Event) -> tuple[float, ...]:
        times = [time.perf_counter()]
        self._inbox.put([event])
        times.append(time.perf_counter())
        (claim,) = self._inbox.claim()
        times.append(time.perf_counter())
        self._receive(claim.event)
        times.append(time.perf_counter())
        taken = self._outbox.claim("telegram", datetime.now(UTC))
        times.append(time.perf_counter())
        for parcel in taken:
            self._outbox.sent(parcel, "1")
        times.append(time.perf_counter())
        while more := self._outbox.claim("telegram", datetime.now(UTC)):  # a reply in several messages
            for parcel in more:
                self._outbox.sent(parcel, "1")
        return tuple(after - before for before, after in pairwise(times))


def measure(*sizes: int, people: int = PEOPLE) -> dict[int, dict[str, float]]:
    """Nominations -> what each step of a turn costs."""
    with tempfile.TemporaryDirectory() as folder:
        growing = Growing(Path(folder))
        growing.cost(people=1)  # what is done once is no cost of a turn
        found = {}
        for size in sizes:
            growing.grow(size)
            found[size] = growing.cost(people)
        growing.close()
    return found


def report(found: dict[int, dict[str, float]]) -> str:
    lines = []
    for size, steps in found.items():
        parts = "  ".join(f"{name} {each:5.2f}" for name, each in steps.items())
        lines.append(f"{size:7} nominations: {sum(steps.values()):6.2f} ms a turn   ({parts})")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(measure(*(map(int, sys.argv[1:]) if sys.argv[1:] else (0, *SIZES)))))
