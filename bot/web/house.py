"""What the web chat needs of the rest of the program, gathered in one place."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dialogs.model import Event, Letter, Reply, Upload


class Row(Protocol):
    """A row of the outbox as the page shows it; `storage.outbox.Parcel` satisfies it."""

    @property
    def id(self) -> int: ...
    @property
    def event(self) -> str: ...  # the id of the event it belongs to
    @property
    def said(self) -> str: ...
    @property
    def reply(self) -> Reply: ...
    @property
    def letter(self) -> Letter | None: ...
    @property
    def created(self) -> datetime: ...


class Paper(Protocol):
    """A file made for a person; `bot.documents.Document` satisfies it."""

    @property
    def name(self) -> str: ...
    @property
    def mime(self) -> str: ...
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class House:
    """The doors to the rest. Only `submit` is asynchronous; the others block and are run in a thread.

    `url` is the public address where one was set: then every other Host is refused. `key` signs cookies.
    """

    submit: Callable[[Sequence[Event]], Awaitable[object]]
    after: Callable[[str, int, int], Sequence[Row]]  # (person, number, limit)
    person_at: Callable[[str], str | None]  # address -> person
    leave: Callable[[str], None]  # forget that this address was the person's
    make: Callable[[str, str], Sequence[Paper]]  # (document path, person)
    check: Callable[[str, bytes], Upload]  # (file name, body)
    now: Callable[[], datetime]
    key: bytes
    url: str = ""
    operator: str = ""
