"""A person's phone: says, presses and sends; shows what the bot wrote. For tests and for scripts."""

import asyncio
import time
from itertools import count
from typing import Any

from tests.emulator.telegrams import PRESS_LIVES, Json, Sent, Telegrams

_PRESSES = count(1)


class Phone:
    """One person in one chat. `replies` is all the bot ever wrote there; `next()` is what was not read yet."""

    def __init__(self, telegrams: Telegrams, user: int = 4001, name: str = "试填", group: int = 0) -> None:
        self._telegrams = telegrams
        self.id = user
        self.chat = group or user
        self.user: Json = {"id": user, "is_bot": False, "first_name": name, "language_code": "zh-hans"}
        telegrams.chats[self.chat] = (
            {"id": group, "type": "supergroup", "title": "测试群"}
            if group
            else {"id": user, "type": "private", "first_name": name}
        )
        self._read = 0
        self._said: dict[int, Json] = {}

    # ── what a person does ───────────────────────────────────────────────────────────────────────────

    def say(self, text: str, **more: Any) -> int:
        """Types a message; returns its number. `more` are further keys of the message."""
        if text.startswith("/"):
            head = text.split(maxsplit=1)[0]
            more.setdefault("entities", [{"type": "bot_command", "offset": 0, "length": len(head)}])
        return self.send(text=text, **more)

    def send(self, **content: Any) -> int:
        """Any message: `send(voice={…})`, `send(location={…})`."""
        message = self._telegrams.message(self.chat, self.user, **content)
        self._said[message["message_id"]] = message
        self._telegrams.add({"message": message})
        return int(message["message_id"])

    def edit(self, message: int, text: str) -> None:
        edited = {**self._said[message], "text": text, "edit_date": int(self._telegrams.now())}
        self._telegrams.add({"edited_message": edited})

    def press(self, label: str) -> str:
        """Presses the newest button with this label; returns the press's id."""
        for sent in reversed(self.replies):
            for button in (button for row in sent.rows for button in row):
                if button["text"] == label and "callback_data" in button:
                    return self.press_data(button["callback_data"], sent)
        seen = [each.labels for each in self.replies[-3:]]
        raise AssertionError(f"no button {label!r}; the last ones are {seen}")

    def press_data(self, data: str, sent: Sent) -> str:
        """Presses with this callback data, whoever made it."""
        number = f"press-{next(_PRESSES)}"
        self._telegrams.presses[number] = self._telegrams.now() + PRESS_LIVES
        query = {
            "id": number,
            "from": self.user,
            "message": self._telegrams.message_of(sent),
            "chat_instance": str(self.chat),
            "data": data,
        }
        self._telegrams.add({"callback_query": query}, PRESS_LIVES)
        return number

    def send_file(self, name: str, body: bytes, mime: str = "application/octet-stream", **more: Any) -> int:
        reference = self._telegrams.keep_file(name, mime, body)
        document = {
            "file_id": reference,
            "file_unique_id": reference,
            "file_name": name,
            "mime_type": mime,
            "file_size": len(body),
        }
        return self.send(document=document, **more)

    def send_photo(self, body: bytes, width: int = 1280, height: int = 960, **more: Any) -> int:
        small = self._telegrams.keep_file("", "image/jpeg", body[:1000])
        large = self._telegrams.keep_file("", "image/jpeg", body)
        sizes = [
            {"file_id": small, "file_unique_id": small, "width": 90, "height": 67, "file_size": 1000},
            {
                "file_id": large,
                "file_unique_id": large,
                "width": width,
                "height": height,
                "file_size": len(body),
            },
        ]
        return self.send(photo=sizes, **more)

    def block(self) -> None:
        self._telegrams.blocked.add(self.chat)

    def unblock(self) -> None:
        self._telegrams.blocked.discard(self.chat)

    # ── what a person sees ───────────────────────────────────────────────────────────────────────────

    @property
    def replies(self) -> list[Sent]:
        return self._telegrams.shown(self.chat)

    @property
    def unread(self) -> list[Sent]:
        return self.replies[self._read :]

    def next(self, timeout: float = 10) -> Sent:
        """The oldest reply not read yet; waits for it."""
        until = time.monotonic() + timeout
        with self._telegrams.changed:
            while not self.unread:
                if not self._telegrams.changed.wait(until - time.monotonic()) and not self.unread:
                    raise AssertionError(f"no reply within {timeout} s; the last one was {self.replies[-1:]}")
            sent = self.unread[0]
        self._read += 1
        return sent

    def all_next(self, quiet: float = 0.4, timeout: float = 10) -> list[Sent]:
        """The next reply and all that follow until the bot has been quiet for a moment."""
        found = [self.next(timeout)]
        while True:
            try:
                found.append(self.next(quiet))
            except AssertionError:
                return found

    async def reply(self, timeout: float = 10) -> Sent:  # noqa: ASYNC109 - the wait is in another thread
        return await asyncio.to_thread(self.next, timeout)

    async def all_replies(self, quiet: float = 0.4, timeout: float = 10) -> list[Sent]:  # noqa: ASYNC109 - as above
        return await asyncio.to_thread(self.all_next, quiet, timeout)
