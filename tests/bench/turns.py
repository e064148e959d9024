"""Turns a second, and how long a reply takes, beside an echo bot: `python -m tests.bench.turns [PEOPLE] [ROUNDS]`.

The whole path: an update is fetched, kept, turned into an answer, committed (SQLite, synchronous=FULL), delivered.
The echo bot does none of this but fetch and send. Both talk to the same emulator, by turns in short rounds, so that
what else the machine does meets both. The emulator's own work is given too: it is a third process on the same cores.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.crowd import Played, Remote, crowd, percentiles
from tests.bench.script import TODAY
from tests.bot.serving import bare, serving

PEOPLE = 50
FEW = 8
ROUNDS = 3


@dataclass(frozen=True)
class Measured:
    """Milliseconds of work for a turn, the bot's and the emulator's: what else the machine does changes them little."""

    played: Played
    processor: float
    emulator: float


@dataclass(frozen=True)
class Compared:
    """One `Measured` a round; of the echo bot that of the better `concurrent_updates`."""

    ours: Sequence[Measured]
    echo: Sequence[Measured]
    few: Measured
    few_echo: Measured

    @property
    def share(self) -> float:
        """Of the echo bot's rate, in the middle of the rounds."""
        return median(
            ours.played.rate / echo.played.rate for ours, echo in zip(self.ours, self.echo, strict=True)
        )

    @property
    def share_of_work(self) -> float:
        """The echo bot's work for a turn beside ours."""
        return median(each.processor for each in self.echo) / median(each.processor for each in self.ours)


def compare(people: int = PEOPLE, rounds: int = ROUNDS) -> Compared:
    ours, echo = [], []
    for _ in range(rounds):
        ours.append(measured(zuimei, people, "queue"))
        tried = [measured(echo_bot(at_once), people, "queue") for at_once in (1, 8)]
        echo.append(max(tried, key=lambda each: each.played.rate))
    few, few_echo = measured(zuimei, FEW, "talk"), measured(echo_bot(8), FEW, "talk")
    return Compared(ours, echo, few, few_echo)


def report(found: Compared) -> str:
    lines = [_line("zuimei, all at once", each) for each in found.ours]
    lines += [_line("echo bot, all at once", each) for each in found.echo]
    lines += [
        _line(f"zuimei, {FEW} people in turn", found.few),
        _line(f"echo bot, {FEW} people in turn", found.few_echo),
        f"zuimei's rate is {found.share:.2f} of the echo bot's, the median of {len(found.ours)} rounds",
        f"by processor time alone it would be {found.share_of_work:.2f}",
    ]
    return "\n".join(lines)


def _line(name: str, found: Measured) -> str:
    half, most, slowest = percentiles(found.played)
    return (
        f"{name:27} {found.played.rate:5.0f} turns/s   median {half:5.0f} ms   95 % {most:5.0f} ms   "
        f"99 % {slowest:5.0f} ms   processor {found.processor:5.2f} ms a turn (emulator {found.emulator:4.2f})   "
        f"{found.played.messages} turns"
    )


Bot = Callable[[Remote], AbstractContextManager[int]]
"""A bot that runs as a process, whose number it gives."""


def measured(bot: Bot, people: int, way: str) -> Measured:
    with crowd(people) as remote, bot(remote) as process:
        remote.ask("open")
        before = _processor(process), _processor(remote.process)
        played: Played = remote.ask(way)
        after = _processor(process), _processor(remote.process)
        bots, emulators = ((now - then) / played.messages for then, now in zip(before, after, strict=True))
        return Measured(played, bots, emulators)


def _processor(process: int) -> float:
    """Milliseconds that a process has worked so far."""
    spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return 1000 * sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def zuimei(remote: Remote) -> Iterator[int]:
    settings = {
        "TELEGRAM_BOT_TOKEN": remote.token,
        "TELEGRAM_API_BASE": remote.root,
        "ZUIMEI_NOW": TODAY,
        "LOG_LEVEL": "WARNING",
    }
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), **settings) as running:
        yield running.process.pid


def echo_bot(at_once: int) -> Bot:
    @contextmanager
    def bot(remote: Remote) -> Iterator[int]:
        words = [sys.executable, "-m", "tests.bench.echo", remote.root, remote.token, str(at_once)]
        process = subprocess.Popen(words, env=bare(), stderr=subprocess.DEVNULL)
        try:
            yield process.pid
        finally:
            process.kill()
            process.wait()

    return bot


if __name__ == "__main__":
    print(report(compare(*map(int, sys.argv[1:]))))
