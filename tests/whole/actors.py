"""Somebody on either channel who presses by label and waits for words; and the files they are given."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import httpx

from tests.emulator import Phone
from tests.web.browser import Browser
from tests.web.site import Site
from tests.whole.stranger import Ear, Heard, TelegramEar, WebEar, _again, _Place

PATIENCE = 240  # seconds; the machine may be busy with others' work
TOKEN = re.compile(r"/start (\S+)")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Line(Ear, Protocol):
    """A channel that also hands over files."""

    def files(self) -> dict[str, bytes]:
        """Name -> content of everything that came so far."""


class Tab(Browser):
    """A page that waits when it is told to."""

    def _patiently(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        while (answer := ask()).status_code == httpx.codes.TOO_MANY_REQUESTS:
            time.sleep(float(answer.headers.get("retry-after", 1)))
        return answer

    def say(self, text: str = "", *, press: str = "", number: str = "", **changed: str | None) -> Any:
        ask = super().say
        return self._patiently(lambda: ask(text, press=press, number=number, **changed))

    def upload(self, name: str, body: bytes, *, number: str = "", **changed: str | None) -> Any:
        ask = super().upload
        return self._patiently(lambda: ask(name, body, number=number, **changed))

    def fetched(self, path: str) -> httpx.Response:
        return self._patiently(lambda: self.http.get(path, headers=self.sent(), timeout=PATIENCE))


class WebLine(WebEar):
    def __init__(self, url: str) -> None:
        self._place = _Place(url)
        self._tab = self._browser = _again(lambda: Tab(cast("Site", self._place)))
        self._buttons: dict[str, str] = {}
        self._shown: dict[Heard, dict[str, str]] = {}
        self._papers: list[int] = []
        while not self.heard(2):
            pass

    def heard(self, timeout: float) -> list[Heard]:
        rows = _again(lambda: self._tab.news(wait=round(timeout)))
        found = []
        for row in (row for row in rows if "text" in row):
            buttons = {label: token for line in row["buttons"] for label, token in line}
            found.append(Heard(row["text"], tuple(buttons)))
            self._buttons.update(buttons)
            self._shown[found[-1]] = buttons
            self._papers += [row["row"]] if row["document"] else []
        return found

    def press_at(self, reply: Heard, label: str) -> None:
        self._send(press=self._shown[reply][label])

    def files(self) -> dict[str, bytes]:
        found = {}
        for row in self._papers:
            for each in self._tab.fetched(f"/document/{row}").json()["papers"]:
                found[each["name"]] = self._tab.fetched(each["href"]).content
        return found

    def forget_files(self) -> None:
        self._papers.clear()


class PhoneLine(TelegramEar):
    def __init__(self, phone: Phone) -> None:
        super().__init__(phone)
        self._shown = 0

    def send(self, name: str, body: bytes) -> None:
        self._phone.send_file(name, body)

    def press_at(self, reply: Heard, label: str) -> None:
        sent = next(each for each in reversed(self._phone.replies) if each.text == reply.text)
        data = next(each["callback_data"] for row in sent.rows for each in row if each["text"] == label)
        self._phone.press_data(data, sent)

    def files(self) -> dict[str, bytes]:
        return {each.file.name: each.file.body for each in self._phone.replies[self._shown :] if each.file}

    def forget_files(self) -> None:
        self._shown = len(self._phone.replies)


@dataclass
class Actor:
    """`name` is for the one who reads a failure."""

    name: str
    line: WebLine | PhoneLine
    heard: list[Heard] = field(default_factory=list)
    turns: int = 0
    at: Heard = field(default_factory=lambda: Heard("", ()))  # what one looks at

    def say(self, text: str, until: str) -> Heard:
        return self._done(lambda: self.line.say(text), text, until)

    def press(self, label: str, until: str) -> Heard:
        """The button of what one looks at; else the newest of that label."""
        at = self.at
        if label in at.labels:
            return self._done(lambda: self.line.press_at(at, label), label, until)
        return self._done(lambda: self.line.press(label), label, until)

    def send(self, name: str, body: bytes, until: str) -> Heard:
        return self._done(lambda: self.line.send(name, body), name, until)

    def hears(self, until: str) -> Heard:
        """Something with these words has come, or comes."""
        return self._await(0, "listening", until)

    def file(self, ending: str) -> bytes:
        """The newest file of that ending; waits for it."""
        until = time.monotonic() + PATIENCE
        while not (found := [body for name, body in self.line.files().items() if name.endswith(ending)]):
            assert time.monotonic() < until, f"{self.name} never got a {ending}"
            self.heard += self.line.heard(1)
        self.line.forget_files()
        return found[-1]

    def _done(self, deed: Callable[[], None], what: str, until: str) -> Heard:
        self.heard += self.line.heard(0)  # what came before is no answer
        begun, self.turns = len(self.heard), self.turns + 1
        deed()
        return self._await(begun, what, until)

    def _await(self, begun: int, what: str, until: str) -> Heard:
        end = time.monotonic() + PATIENCE
        while True:
            found = [each for each in self.heard[begun:] if re.search(until, each.text)]
            if found:
                self.at = found[-1]
                return self.at
            assert time.monotonic() < end, f"{self.name} after {what!r}: no {until!r} in {self.heard[begun:]}"
            self.heard += self.line.heard(2)
