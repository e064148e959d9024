"""What is new for a person: rows of the outbox as JSON, and the bell that wakes the waiting pages."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from storage.outbox import Parcel

START = "start"


class Bell:
    """Wakes every page of a person. `ring` may be called from any thread."""

    def __init__(self) -> None:
        self._ears: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closed = False

    @contextmanager
    def listening(self, person: str) -> Iterator[asyncio.Event]:
        """An ear that is open before the rows are read, so that nothing falls between."""
        self._loop = asyncio.get_running_loop()
        ear = asyncio.Event()
        self._ears[person].add(ear)
        try:
            yield ear
        finally:
            self._ears[person].discard(ear)
            if not self._ears[person]:
                del self._ears[person]

    def ring(self, person: str) -> None:
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, person)

    def close(self) -> None:
        """Let every waiting page go, because the server stops."""
        self.closed = True
        for person in tuple(self._ears):
            self._wake(person)

    def _wake(self, person: str) -> None:
        for ear in self._ears.get(person, ()):
            ear.set()


def as_json(row: Parcel, prefix: str) -> dict[str, object]:
    """A row as the page reads it. `prefix` starts the ids of this browser's own events."""
    mine = row.event.removeprefix(prefix) if row.event.startswith(prefix) else ""
    head = {"row": row.id, "id": mine, "at": row.created.isoformat()}
    if row.said:
        return {**head, "said": row.said}
    reply = row.reply
    return {
        **head,
        "text": reply.text,
        "buttons": [[[button.label, button.press] for button in line] for line in reply.buttons],
        "progress": reply.progress,
        "document": bool(reply.document),
        "link": reply.link,
        **({"renews": row.renews} if row.renews else {}),
    }


def fresh(rows: Sequence[Parcel], prefix: str) -> list[dict[str, object]]:
    """The rows a person is shown; the greeting that the server asked for has no bubble of its own."""
    return [as_json(row, prefix) for row in rows if not (row.said and row.event == prefix + START)]
