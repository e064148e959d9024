"""Turns a second, and how long a reply takes, beside an echo bot: `python -m tests.bench.turns [PEOPLE]`.

The whole path: an update is fetched, kept, turned into an answer, committed (SQLite, synchronous=FULL), delivered.
The echo bot does none of this but fetch and send. Both talk to the same emulator, one after the other.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.crowd import Played, Remote, crowd, percentiles
from tests.bench.script import TODAY
from tests.bot.serving import bare, serving

PEOPLE = 50
FEW = 8


@dataclass(frozen=True)
class Measured:
    """`processor`: milliseconds of work for a turn; what else the machine does changes it little."""

    played: Played
    processor: float


@dataclass(frozen=True)
class Compared:
    ours: Measured
    echo: Measured
    few: Measured
    few_echo: Measured

    @property
    def share(self) -> float:
        """Of the echo bot's rate."""
        return self.ours.played.rate / self.echo.played.rate


def compare(people: int = PEOPLE) -> Compared:
    at_once = max((1, 8), key=lambda each: measured(echo_bot(each), people, "queue").played.rate)
    echo = echo_bot(at_once)
    return Compared(
        ours=measured(zuimei, people, "queue"),
        echo=measured(echo, people, "queue"),
        few=measured(zuimei, FEW, "talk"),
        few_echo=measured(echo, FEW, "talk"),
    )


def report(found: Compared) -> str:
    lines = [
        _line("zuimei, all at once", found.ours),
        _line("echo bot, all at once", found.echo),
        _line(f"zuimei, {FEW} people in turn", found.few),
        _line(f"echo bot, {FEW} people in turn", found.few_echo),
        f"zuimei's rate is {found.share:.2f} of the echo bot's",
    ]
    return "\n".join(lines)


def _line(name: str, found: Measured) -> str:
    half, most, slowest = percentiles(found.played)
    return (
        f"{name:31} {found.played.rate:6.0f} turns/s   median {half:6.0f} ms   95 % {most:6.0f} ms   "
        f"99 % {slowest:6.0f} ms   processor {found.processor:5.2f} ms a turn   ({found.played.messages} turns)"
    )


Bot = Callable[[Remote], AbstractContextManager[int]]
"""A bot that runs as a process, whose number it gives."""


def measured(bot: Bot, people: int, way: str) -> Measured:
    with crowd(people) as remote, bot(remote) as process:
        remote.ask("open")
        before = _processor(process)
        played: Played = remote.ask(way)
        return Measured(played, (_processor(process) - before) / played.messages)


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
