"""Turns a second, and how long a reply takes, beside an echo bot: `python -m tests.bench.turns [PEOPLE]`.

The whole path: an update is fetched, kept, turned into an answer, committed (SQLite, synchronous=FULL), delivered.
The echo bot does none of this but fetch and send. Both talk to the same emulator, one after the other.
"""

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
class Compared:
    ours: Played
    echo: Played
    few: Played
    few_echo: Played

    @property
    def share(self) -> float:
        """Of the echo bot's rate."""
        return self.ours.rate / self.echo.rate


def compare(people: int = PEOPLE) -> Compared:
    at_once = max((1, 8), key=lambda each: _measured(_echo_bot(each), people, "queue").rate)
    echo = _echo_bot(at_once)
    return Compared(
        ours=_measured(_zuimei, people, "queue"),
        echo=_measured(echo, people, "queue"),
        few=_measured(_zuimei, FEW, "talk"),
        few_echo=_measured(echo, FEW, "talk"),
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


def _line(name: str, played: Played) -> str:
    half, most, slowest = percentiles(played)
    return (
        f"{name:30} {played.rate:7.0f} turns/s   median {half:7.1f} ms   "
        f"95 % {most:7.1f} ms   99 % {slowest:7.1f} ms   ({played.messages} turns)"
    )


Bot = Callable[[Remote], AbstractContextManager[None]]


def _measured(bot: Bot, people: int, way: str) -> Played:
    with crowd(people) as remote, bot(remote):
        remote.ask("open")
        played: Played = remote.ask(way)
    return played


@contextmanager
def _zuimei(remote: Remote) -> Iterator[None]:
    settings = {
        "TELEGRAM_BOT_TOKEN": remote.token,
        "TELEGRAM_API_BASE": remote.root,
        "ZUIMEI_NOW": TODAY,
        "LOG_LEVEL": "WARNING",
    }
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), **settings):
        yield


def _echo_bot(at_once: int) -> Bot:
    @contextmanager
    def bot(remote: Remote) -> Iterator[None]:
        words = [sys.executable, "-m", "tests.bench.echo", remote.root, remote.token, str(at_once)]
        process = subprocess.Popen(words, env=bare(), stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.kill()
            process.wait()

    return bot


if __name__ == "__main__":
    print(report(compare(*map(int, sys.argv[1:]))))
