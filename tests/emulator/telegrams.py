"""What Telegram's server keeps: updates not yet confirmed, messages sent, files, faults to come; and its clock."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

MESSAGE_LIVES = 86_400.0  # seconds after the message's date
PRESS_LIVES = 150.0
DOWNLOAD_LIMIT = 20 << 20

Json = dict[str, Any]


class Refusal(Exception):
    """An answer with ok=false."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True)
class File:
    name: str
    mime: str
    body: bytes = field(repr=False)


@dataclass
class Sent:
    """A message of the bot, as the phone shows it now."""

    id: int
    chat: int
    method: str
    text: str
    rows: list[list[Json]]
    file: File | None
    at: float
    edits: int = 0

    @property
    def buttons(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.rows]

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label in row]

    @property
    def links(self) -> list[str]:
        return [button["url"] for row in self.rows for button in row if "url" in button]


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of `method` (to `chat`, if named).

    limit: 429 for `wait` seconds · error: `status` and `description` · late: accepted, answered after `wait`
    seconds · reset: the connection is cut before the call counts · cut: accepted, then the connection is cut.
    """

    kind: str
    method: str = "sendMessage"
    chat: int | None = None
    times: int = 1
    wait: float = 1.0
    status: int = 500
    description: str = "Internal Server Error"

    def fits(self, method: str, chat: int | None) -> bool:
        return self.times > 0 and self.method in ("", method) and self.chat in (None, chat)


@dataclass(frozen=True)
class Call:
    """A request of the bot, as it came in."""

    method: str
    parameters: Mapping[str, Any]
    at: float

    @property
    def chat(self) -> int | None:
        number = str(self.parameters.get("chat_id", ""))
        return int(number) if number.lstrip("-").isdigit() else None


@dataclass
class _Waiting:
    id: int
    expires: float
    body: Json


class Chance(Protocol):
    """What goes wrong by chance."""

    def fault(self, call: Call) -> Fault | None: ...


class Limit(Protocol):
    """What is one too many."""

    def check(self, call: Call) -> None: ...


class Telegrams:
    """The state behind the Bot API, shared by the server's thread and the phones."""

    def __init__(self, token: str, username: str) -> None:
        self.token = token
        self.me: Json = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "最美",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.changed = threading.Condition()
        self.bell: Callable[[], None] = lambda: None  # set by the server: an update or webhook arrived
        self.chats: dict[int, Json] = {}
        self.blocked: set[int] = set()
        self.sent: list[Sent] = []
        self.calls: list[Call] = []
        self.files: dict[str, File] = {}
        self.presses: dict[str, float] = {}  # callback query -> until when it can be answered
        self.answered: list[str] = []
        self.written: dict[int, float] = {}  # number of a person's message -> when it was sent
        self.deleted: list[tuple[int, int]] = []  # chat and number
        self.faults: list[Fault] = []
        self.violations: list[Call] = []  # calls inside a retry_after window
        self.weather: Chance | None = None
        self.quota: Limit | None = None
        self.webhook: Json = {}
        self.commands: list[Json] = []
        self.is_down = False
        self._windows: dict[int | None, float] = {}
        self._shown: defaultdict[int, list[Sent]] = defaultdict(list)
        self._waiting: list[_Waiting] = []
        self._shift = 0.0
        self._updates = count(710_000_001)
        self._messages = count(1)

    # ── clock and faults ─────────────────────────────────────────────────────────────────────────────

    def now(self) -> float:
        return time.time() + self._shift

    def forward(self, seconds: float) -> None:
        self._shift += seconds

    def renumber(self, first: int) -> None:
        """As after a week of silence: ids go on from another number."""
        self._updates = count(first)

    def fault(self, kind: str, **details: Any) -> Fault:
        fault = Fault(kind, **details)
        with self.changed:
            self.faults.append(fault)
        return fault

    def fault_for(self, call: Call) -> Fault | None:
        with self.changed:
            for fault in self.faults:
                if fault.fits(call.method, call.chat):
                    fault.times -= 1
                    return fault
            return self.weather.fault(call) if self.weather else None

    def close_for(self, seconds: float, chat: int | None) -> None:
        """Opens a window in which no call may come (for one chat, or for all)."""
        self._windows[chat] = time.monotonic() + seconds

    def check_window(self, call: Call) -> None:
        if not call.method.startswith("send"):
            return
        left = max(self._windows.get(key, 0.0) - time.monotonic() for key in (None, call.chat))
        if left > 0:
            self.violations.append(call)
            raise too_many(left)

    # ── updates ──────────────────────────────────────────────────────────────────────────────────────

    def add(self, body: Json, lives: float = MESSAGE_LIVES) -> int:
        """Keeps an update until it is confirmed or too old."""
        with self.changed:
            number = next(self._updates)
            self._waiting.append(_Waiting(number, self.now() + lives, {"update_id": number, **body}))
        self.bell()
        return number

    def message(self, chat: int, user: Json, **content: Any) -> Json:
        number = next(self._messages)
        self.written[number] = self.now()
        return {
            "message_id": number,
            "date": int(self.now()),
            "chat": self.chats[chat],
            "from": user,
            **content,
        }

    def pending(self, offset: int = 0, limit: int = 100) -> list[Json]:
        """Updates from `offset` on; all before it are forgotten, as are those that became too old."""
        with self.changed:
            if offset < 0:
                self._waiting = self._waiting[offset:]
            kept = [each for each in self._waiting if each.expires > self.now() and each.id >= offset]
            self._waiting = kept
            return [each.body for each in kept[:limit]]

    def confirm(self, number: int) -> None:
        with self.changed:
            self._waiting = [each for each in self._waiting if each.id != number]

    def drop(self) -> None:
        with self.changed:
            self._waiting.clear()

    # ── messages of the bot ──────────────────────────────────────────────────────────────────────────

    def deliver(self, chat: int, method: str, text: str, rows: list[list[Json]], file: File | None) -> Sent:
        with self.changed:
            sent = Sent(next(self._messages), chat, method, text, rows, file, self.now())
            self.sent.append(sent)
            self._shown[chat].append(sent)
            self.changed.notify_all()
        return sent

    def shown(self, chat: int) -> list[Sent]:
        with self.changed:
            return list(self._shown[chat])

    def message_of(self, sent: Sent) -> Json:
        """The bot's message as an update or a result carries it."""
        body: Json = {
            "message_id": sent.id,
            "date": int(sent.at),
            "chat": self.chats[sent.chat],
            "from": self.me,
            "text" if sent.file is None else "caption": sent.text,
        }
        if sent.rows:
            body["reply_markup"] = {"inline_keyboard": sent.rows}
        return body

    def keep_file(self, name: str, mime: str, body: bytes) -> str:
        reference = f"file-{len(self.files) + 1}"
        self.files[reference] = File(name, mime, body)
        return reference


def too_many(seconds: float) -> Refusal:
    whole = max(1, round(seconds + 0.49))
    return Refusal(429, f"Too Many Requests: retry after {whole}", retry_after=whole)
