"""Invented people who fill in any of the five forms while the program dies under them.

They read labels, buttons and a few plain sentences; what they hear twice they answer once.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4

from tests.photos import plain_photo
from tests.whole.stranger import ANSWERS, Ear, Heard, TelegramEar, WebEar
from tests.whole.stranger import _again as again

LABEL = re.compile(r"【(.+?)】\d+/\d+")
NUMBER = re.compile(r"登记编号 ([A-Z]+\d+-\d+)")
NOTED = re.compile(r"^已记下：(\S+) (.+)$", re.MULTILINE)
SET_ASIDE = "没能处理好"
GO_ON = "继续"
LOOKED_AT = "请稍等"  # a file is; who sent it waits longer
CHOOSE = re.compile("请选一个|请点选")

DEEDS = "他每天送件二百多单，五年没有一次投诉。"
MORE = {
    "申报单位": "示例县总工会",
    "推荐单位": "示例县总工会",
    "推荐工会": "示例县总工会",
    "岗位": "快递员",
    "行业": "快递",
    "职业（工种）": "快递员",
    "技能等级": "高级工",
    "所获荣誉、称号、奖励": "2021年 示例县总工会 优秀快递员",
    "获得荣誉或通报表扬": "2021年 示例县总工会 优秀快递员",
    "国家级主流媒体报道": "2021年5月 示例日报《风雨送件人》",
    "媒体宣传报道": "2021年5月 示例日报《风雨送件人》",
    "主要技术成果": DEEDS,
}
SENT = {"事迹简介", "事迹材料", "先进事迹材料", "主要事迹"}
"""Labels whose answer some people send as a file."""
PHOTOS = {"证件照", "工作生活照"}
ONE_MORE = "还差"
PHOTO_BYTES = 2_200_000

_TURNS = 250  # more than any form needs, however often it is begun anew
_QUIET = 0.4  # seconds after which what was said is complete
_SILENCE, _LONG_SILENCE = 12.0, 60.0  # seconds after which a person asks to go on
_PATIENCE = 300.0


class Sender(Ear, Protocol):
    """A channel that takes files as well."""

    def send(self, name: str, body: bytes) -> None: ...


class PhoneEar(TelegramEar):
    def send(self, name: str, body: bytes) -> None:
        self._phone.send_file(name, body, "image/jpeg" if name.endswith("jpg") else "text/plain")


class PageEar(WebEar):
    """What was not acknowledged is sent again under the same number."""

    pause = 0.3  # several people look at once

    def send(self, name: str, body: bytes) -> None:
        number = uuid4().hex
        answer = again(lambda: self._browser.upload(name, body, number=number))
        assert answer.status_code in {200, 202}, answer.text


@dataclass
class Person:
    """`noted` are the answers that the assistant said it has; `said` is whatever the person ever did."""

    ear: Sender
    sends: bool = False
    noted: list[tuple[str, str]] = field(default_factory=list)
    registration: str = ""
    said: int = 0
    twice: int = 0  # replies that came again
    repeated: int = 0  # said again, because the assistant asked for it
    asked_to_go_on: int = 0  # said because nothing came
    _photos: int = 0
    _labels: tuple[str, ...] = ()  # of the last buttons, also where the words were heard before
    _heard: set[str] = field(default_factory=set)
    _again: Callable[[], None] = lambda: None

    def fill(self, notice: str) -> str:
        """From `/fill` to the registration number."""
        self._do(lambda: self.ear.say(f"/fill {notice}"))
        for _ in range(_TURNS):
            seen = self._listen()
            if self.registration:
                return self.registration
            self._answer(seen)
        raise AssertionError(
            f"no registration number after {_TURNS} turns; the last words were {seen[-1].text}"
        )

    def _answer(self, seen: list[Heard]) -> None:
        label = _label(seen)
        labels = next((each.labels for each in reversed(seen) if each.labels), self._labels)
        # 推荐单位 is typed in one form and chosen in another.
        choice = any(CHOOSE.search(each.text) for each in seen)
        typed = "" if choice else {**ANSWERS, **MORE}.get(label) or (DEEDS if label in SENT else "")
        if label in PHOTOS or ONE_MORE in seen[-1].text:
            self._photos += 1
            photo = plain_photo(self._photos, PHOTO_BYTES)
            self._do(lambda: self.ear.send(f"IMG_{self._photos}.jpg", photo))
        elif label in SENT and self.sends:
            self._do(lambda: self.ear.send("事迹.txt", DEEDS.encode()))
        elif typed:
            self._do(lambda: self.ear.say(typed))
        else:
            assert labels, f"nothing to answer {label} with: {seen}"
            self._do(lambda: self.ear.press(labels[0]))

    def _do(self, work: Callable[[], None]) -> None:
        self.said += 1
        self._again = work
        work()

    def _listen(self) -> list[Heard]:
        """What is said until a field is asked, or there are buttons and it has been quiet for a moment."""
        seen: list[Heard] = []
        begun = spoken = time.monotonic()
        silence = _SILENCE
        while True:
            fresh = self._fresh(self.ear.heard(_QUIET if seen else 2))
            seen += fresh
            if self.registration or _label(seen) or (not fresh and any(each.labels for each in seen)):
                return seen
            if any(SET_ASIDE in each.text for each in fresh):
                self.repeated += 1
                self._speak(self._again)
            if any(LOOKED_AT in each.text for each in fresh):
                silence = _LONG_SILENCE
            if time.monotonic() - spoken > silence:
                spoken = time.monotonic()
                self.asked_to_go_on += 1
                self._speak(lambda: self.ear.say(GO_ON))
            assert time.monotonic() - begun < _PATIENCE, f"nothing to answer, only {seen}"

    def _speak(self, work: Callable[[], None]) -> None:
        """What leads to words that were heard before."""
        self._heard.clear()
        self.said += 1
        work()

    def _fresh(self, heard: list[Heard]) -> list[Heard]:
        fresh = []
        for each in heard:
            self.noted += NOTED.findall(each.text)
            if found := NUMBER.search(each.text):
                self.registration = found[1]
            self._labels = each.labels or self._labels
            if each.text and each.text in self._heard:
                self.twice += 1
                continue
            self._heard.add(each.text)
            fresh.append(each)
        return fresh


def _label(seen: list[Heard]) -> str:
    found = [match[1] for each in seen for match in LABEL.finditer(each.text)]
    return found[-1] if found else ""
