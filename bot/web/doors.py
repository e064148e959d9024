"""What the web chat needs of the rest of the program, gathered in one place."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.web.lists import Lists
from bot.web.watch import Watch
from dialogs.model import Event, Upload
from storage.outbox import Parcel


class Paper(Protocol):
    """A file made for a person; `bot.documents.Document` satisfies it."""

    @property
    def name(self) -> str: ...
    @property
    def mime(self) -> str: ...
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors to the rest. Only `submit` is asynchronous; the others block and are run in a thread.

    `make` raises LookupError where a document is not the person's. `url` is the public address: unless it
    names this machine only, every other Host is refused. `key` signs cookies.
    """

    submit: Callable[[Sequence[Event]], Awaitable[object]]
    after: Callable[[str, int, int], Sequence[Parcel]]  # (person, number, limit)
    word: Callable[[Parcel], Parcel | None]  # gives a letter its words
    person_at: Callable[[str], str | None]  # address -> person
    leave: Callable[[str], None]  # the address is nobody's any more
    make: Callable[[str, str], Sequence[Paper]]  # (document path, person)
    check: Callable[[str, bytes], Upload]  # (file name, body)
    now: Callable[[], datetime]
    key: bytes
    url: str
    watch: Watch
    operator: str = ""
    lists: Lists | None = None  # for people at a desk
