"""The program is stopped and started again while people press: on either channel every press is answered once."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest

from tests.bot.serving import Serving, free_port, serving
from tests.emulator import Emulator, Phone
from tests.web.browser import Browser
from tests.web.site import Site

LABEL = "我的填报"  # a button below what `/help` says
PATIENCE = 60.0  # seconds
STOPS = 2


def _on_the_phone(phone: Phone, enough: Event) -> int:
    """Says and presses until told to stop; returns how often."""
    times = 0
    while not enough.is_set():
        phone.say("/help")
        assert LABEL in phone.next(PATIENCE).labels
        phone.press(LABEL)
        assert "还没有" in phone.next(PATIENCE).text
        times += 1
    return times


class Visitor:
    """A page that sends again, under the same id, until it is told that it was kept: later, where it is asked to wait."""

    def __init__(self, running: Serving) -> None:
        self.browser = Browser(cast("Site", running))
        self.rows: list[dict[str, Any]] = []

    def on_the_page(self, enough: Event) -> int:
        times = 0
        while not enough.is_set():
            help_ = self._answer(text="/help")
            assert "还没有" in self._answer(press=self.browser.press_of(LABEL, [help_]))["text"]
            times += 1
        return times

    def _answer(self, **what: str) -> dict[str, Any]:
        number = uuid4().hex
        kept = self._until(lambda: self.browser.say(number=number, **what))
        assert kept.status_code == 200, kept.text
        end = monotonic() + PATIENCE
        while not (found := [row for row in self.rows if row["id"] == number and "text" in row]):
            assert monotonic() < end, f"no answer to {what}"
            self.rows += self._until(lambda: self.browser.news(wait=5))
        return found[0]

    def _until(self, ask: Callable[[], Any]) -> Any:
        end = monotonic() + PATIENCE
        while True:
            pause = 0.1
            try:
                told = ask()
            except httpx.TransportError:
                pass
            else:
                if getattr(told, "status_code", None) != httpx.codes.TOO_MANY_REQUESTS:
                    return told
                pause = float(told.headers["retry-after"])
            assert monotonic() < end
            sleep(pause)


@contextmanager
def _started(folder: Path, settings: dict[str, str]) -> Iterator[Serving]:
    with serving(folder, **settings) as running:
        yield running
        assert running.end() == 0
    assert "Traceback" not in running.said
    assert " ERROR " not in running.said


@pytest.mark.parametrize("channel", ["polling", "webhook"])
def test_no_press_is_lost_over_a_stop_and_a_start(tmp_path: Path, channel: str) -> None:
    enough, port = Event(), str(free_port())
    with Emulator() as emulator, ThreadPoolExecutor(6) as crowd:
        settings = {
            "WEB_PORT": port,
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_BASE": emulator.root,
        }
        if channel == "webhook":
            settings["TELEGRAM_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
        phones = [Phone(emulator, 4001 + number) for number in range(3)]
        visitors: list[Visitor] = []
        pressing: list[Future[int]] = []
        for stop in range(STOPS + 1):
            with _started(tmp_path, settings) as running:
                if not stop:
                    visitors = [Visitor(running) for _ in range(2)]
                    running.clients.clear()  # they outlive it
                    pressing = [crowd.submit(_on_the_phone, each, enough) for each in phones]
                    pressing += [crowd.submit(each.on_the_page, enough) for each in visitors]
                sleep(1.5)
                if stop == STOPS:
                    enough.set()
                    times = [each.result(PATIENCE * 2) for each in pressing]
                    sleep(1)  # what would come twice has come
        assert all(times), times
        assert [len(each.replies) for each in phones] == [2 * each for each in times[:3]]
        for visitor in visitors:
            answered = [row["id"] for row in visitor.rows if "text" in row and row["id"]]
            assert len(answered) == len(set(answered))
            visitor.browser.http.close()
