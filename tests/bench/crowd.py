"""Many people at once on an emulated Telegram, in a process of its own, so that it does not slow the bot down."""

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from tests.bench.script import ANSWERS, OPENING
from tests.emulator import Emulator, File, Phone, Sent

FIRST = 4001  # the number of the first person's chat
PATIENCE = 120.0  # seconds until a bench gives up
_SETTLED = 1.0  # seconds of silence


@dataclass(frozen=True)
class Played:
    """`waits`: seconds from each message to its reply, sorted."""

    messages: int
    seconds: float
    waits: tuple[float, ...]

    @property
    def rate(self) -> float:
        return self.messages / self.seconds

    def at(self, share: float) -> float:
        """The wait that this share of the messages did not exceed."""
        return self.waits[min(len(self.waits) - 1, int(share * len(self.waits)))]


class Crowd(Emulator):
    """`people` who say the same things; a person's n-th reply answers the n-th message."""

    def __init__(self, people: int, first: int) -> None:
        super().__init__()
        self.renumber(first * 100_000)  # of another crowd at the same database, every update is new
        self._phones = {number: Phone(self, number) for number in range(first, first + people)}
        self._said: dict[int, list[float]] = {}
        self._heard: dict[int, list[float]] = {}
        self._next: dict[int, Iterator[str]] = {}
        self._last = 0.0

    def deliver(self, chat: int, method: str, text: str, rows: list[list[Any]], file: File | None) -> Sent:
        sent = super().deliver(chat, method, text, rows, file)
        self._last = time.monotonic()
        if chat in self._heard and len(self._heard[chat]) < len(self._said[chat]):
            self._heard[chat].append(self._last)
            self._speak(chat)
        return sent

    def open(self) -> None:
        """The first words, which are not measured."""
        self._last = time.monotonic()
        for phone in self._phones.values():
            for line in OPENING:
                phone.say(line)
        until = time.monotonic() + PATIENCE
        while len(self.sent) < len(OPENING) * len(self._phones) or time.monotonic() < self._last + _SETTLED:
            assert time.monotonic() < until, "the bot does not answer"
            time.sleep(0.05)

    def queue(self) -> Played:
        """All say everything at once, as after an outage."""
        return self._play(len(ANSWERS))

    def talk(self) -> Played:
        """Each says the next thing when the last was answered."""
        return self._play(1)

    def _play(self, ahead: int) -> Played:
        self._said = {chat: [] for chat in self._phones}
        self._heard = {chat: [] for chat in self._phones}
        self._next = {chat: iter(ANSWERS) for chat in self._phones}
        begun, wanted = time.monotonic(), len(ANSWERS) * len(self._phones)
        for _ in range(ahead):
            for chat in self._phones:
                self._speak(chat)
        while sum(map(len, self._heard.values())) < wanted:
            assert time.monotonic() < begun + PATIENCE, "not everything was answered"
            time.sleep(0.01)
        pairs = [
            pair for chat in self._said for pair in zip(self._said[chat], self._heard[chat], strict=True)
        ]
        return Played(wanted, self._last - begun, tuple(sorted(heard - said for said, heard in pairs)))

    def _speak(self, chat: int) -> None:
        if line := next(self._next[chat], ""):
            self._said[chat].append(time.monotonic())
            self._phones[chat].say(line)


class Remote:
    """The crowd, from the other process."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.root, self.token, self.process = line.recv()

    def ask(self, what: str) -> Any:
        self._line.send(what)
        return self._line.recv()


@contextmanager
def crowd(people: int, first: int = FIRST) -> Iterator[Remote]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(theirs, people, first), daemon=True
    )
    process.start()
    theirs.close()
    try:
        yield Remote(ours)
    finally:
        ours.close()
        process.join(10)
        process.kill()


def percentiles(played: Played) -> Sequence[float]:
    """The median and the slowest, in milliseconds."""
    return tuple(1000 * played.at(share) for share in (0.5, 0.95, 0.99))


def _serve(line: Connection, people: int, first: int) -> None:
    with Crowd(people, first) as here:
        line.send((here.root, here.token, os.getpid()))
        while True:
            try:
                asked = line.recv()
            except EOFError:
                return
            line.send(getattr(here, asked)())
