"""What the program knows of a channel: it brings events, takes replies, and says how a send failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import SystemRandom
from typing import Protocol

from bot.documents import Document
from dialogs.model import Event, Reply, Upload

Cursor = tuple[str, int]
"""How far a source has been read: its name, and where to go on."""


class Receive(Protocol):
    async def __call__(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        """Returns once the events, and the cursor with them, are kept for good; raises where they are not."""


@dataclass(eq=False)
class DeliveryFailed(Exception):
    """A reply did not arrive, or may not have: deliver decides from the flags.

    `retry`: surely not arrived, worth another attempt after `wait` seconds · `unknown`: may have arrived ·
    `gone`: this address takes nothing any more · none of them: it will never be taken.
    `arrived` counts the parts of the reply that surely arrived before.
    """

    reason: str
    retry: bool = False
    gone: bool = False
    unknown: bool = False
    wait: float = 0.0
    arrived: int = 0


class Channel(Protocol):
    @property
    def name(self) -> str: ...

    async def listen(self, receive: Receive) -> None:
        """Runs until it is cancelled. Nothing is confirmed to the platform before `receive` has returned."""

    async def lead(self, receive: Receive) -> None:
        """The same for what only one of several processes may do."""

    def parts(self, reply: Reply, files: Sequence[Document]) -> int:
        """How many messages it makes there."""

    async def send(
        self, address: str, reply: Reply, files: Sequence[Document] = (), *, arrived: int = 0
    ) -> str:
        """The channel's own id of the last part sent; the first `arrived` parts are left out."""

    async def edit(self, address: str, number: str, reply: Reply) -> None:
        """The reply takes the place of the one that the channel calls `number`."""

    async def fetch(self, event: Event) -> tuple[Upload, ...]:
        """What the attachments of the event turned out to be."""


def pause(failures: int, longest: float) -> float:
    """Seconds to wait after so many failures in a row: doubling, with jitter, at most `longest`."""
    return SystemRandom().uniform(0.5, 1.0) * min(longest, 2.0 ** min(failures, 16))
