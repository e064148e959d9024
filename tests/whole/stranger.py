"""A stranger who fills in a form on either channel, reading only labels in 【】 and buttons.

The process may die and come back at any moment: the stranger waits, and says again only what was not taken.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, cast
from uuid import uuid4

import httpx

from knowledge.model import Form
from tests.emulator import Phone
from tests.photos import plain_photo
from tests.web.browser import Browser
from tests.web.site import Site

_LABEL = re.compile(r"【(.+?)】(\d+)/(\d+)")
_NUMBER = re.compile(r"登记编号 ([A-Z]+\d+-\d+)")
_NOTED = re.compile(r"^已记下：(\S+) (.+)$", re.MULTILINE)
_TURNS = 120  # more than any form needs
_PHOTO = 2_300_000  # bytes
_PATIENCE = 300  # seconds without a word before the stranger gives up

ANSWERS = {
    "姓名": "张示例",
    "出生年月": "85.3",
    "民族": "汉",
    "职务职称": "快递员",
    "学历": "大专",
    "参加工作时间": "2006年9月",
    "政治面貌": "群众",
    "工作单位": "示例快递有限公司",
    "电话": "0792-8222232",
    "详细地址": "示例市示例区示例路8号",
    "邮编": "332000",
    "联系人": "李示范",
    "手机": "+86 138-0013-8000",
    "获得荣誉": "2021年 示例县总工会 优秀快递员",
    "媒体宣传情况": "2021年5月 示例日报《风雨送件人》",
    "事迹简介": "他每天送件二百多单，五年没有一次投诉。",
    "主要事迹": "他每天送件二百多单，五年没有一次投诉。",
    "事迹材料": "他每天送件二百多单，五年没有一次投诉。",
    "先进事迹材料": "他每天送件二百多单，五年没有一次投诉。",
    "主要技术成果": "他改进分拣办法，每车省下二十分钟。",
    "岗位": "快递员",
    "行业": "邮政快递",
    "职业（工种）": "快递员",
    "技能等级": "高级工",
    "媒体宣传报道": "2021年5月 示例日报《风雨送件人》",
    "所获荣誉、称号、奖励": "2021年 示例市总工会 优秀快递员",
    "获得荣誉或通报表扬": "无",
    "申报单位": "示例县总工会",
    "推荐工会": "示例区总工会",
    "推荐单位": "修水县",
    "个人征信查询情况截图": "跳过",
    "征信和公安核查结果证明": "跳过",
}
"""Label -> what is typed; where a label is not here, the first button is pressed."""

PHOTOS = {"证件照": 1, "工作生活照": 2}
"""Label -> how many photos are sent as files, each as large as the notices want."""

T = TypeVar("T")


@dataclass(frozen=True)
class Heard:
    """One reply as anybody sees it."""

    text: str
    labels: tuple[str, ...]


class Ear(Protocol):
    """A channel from the person's side."""

    def say(self, text: str) -> None: ...
    def press(self, label: str) -> None: ...
    def send(self, name: str, body: bytes) -> None: ...
    def heard(self, timeout: float) -> list[Heard]:
        """What came since the last call; empty where nothing did in time."""


@dataclass
class Stranger:
    """`noted` are the answers the assistant said it has; `asked` the labels in the order they came."""

    ear: Ear
    answers: dict[str, str] = field(default_factory=lambda: dict(ANSWERS))
    asked: list[str] = field(default_factory=list)
    noted: list[tuple[str, str]] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    registration: str = ""

    def fill(self, notice: str) -> str:
        """From `/fill` to the registration number."""
        self.ear.say(f"/fill {notice}")
        for _ in range(_TURNS):
            seen = self._listen()
            if self.registration:
                return self.registration
            label = self._label(seen)
            if label:
                self.asked.append(label)
            if label in PHOTOS:
                for number in range(PHOTOS[label]):
                    self.ear.send(f"IMG_{number}.jpg", plain_photo(number, _PHOTO))
            elif label in self.answers:
                self.ear.say(self.answers[label])
            else:
                self.ear.press(next(each.labels[0] for each in reversed(seen) if each.labels))
        raise AssertionError(f"no registration number after {_TURNS} turns; asked {self.asked}")

    def hear_out(self, words: str) -> None:
        """Listen until something with these words was said."""
        until = time.monotonic() + _PATIENCE
        while not any(words in each for each in self.replies):
            assert time.monotonic() < until, f"{words} was never said, but {self.replies[-3:]}"
            self._take(self.ear.heard(2))

    def _listen(self) -> list[Heard]:
        """What is said until a field is asked, or there are buttons and it has been quiet for a moment."""
        seen: list[Heard] = []
        until = time.monotonic() + _PATIENCE
        while True:
            fresh = self.ear.heard(0.3 if seen else 2)
            self._take(fresh)
            seen += fresh
            if self.registration or self._label(seen) or (not fresh and any(each.labels for each in seen)):
                return seen
            assert time.monotonic() < until, f"nothing to answer, only {[each.text for each in seen]}"

    def _take(self, fresh: list[Heard]) -> None:
        for each in fresh:
            self.replies.append(each.text)
            self.noted += _NOTED.findall(each.text)
            if found := _NUMBER.search(each.text):
                self.registration = found[1]

    @staticmethod
    def _label(seen: list[Heard]) -> str:
        found = [match[1] for each in seen for match in _LABEL.finditer(each.text)]
        return found[-1] if found else ""


class TelegramEar:
    """Telegram keeps what was said until the bot takes it: nothing has to be said again."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    def say(self, text: str) -> None:
        self._phone.say(text)

    def press(self, label: str) -> None:
        self._phone.press(label)

    def send(self, name: str, body: bytes) -> None:
        self._phone.send_file(name, body, "image/jpeg")

    def heard(self, timeout: float) -> list[Heard]:
        try:
            first = self._phone.next(timeout)
        except AssertionError:
            return []
        rest = [self._phone.next(1) for _ in range(len(self._phone.unread))]
        return [Heard(each.text, tuple(each.labels)) for each in (first, *rest)]


@dataclass
class _Place:
    """An address that stays while processes come and go."""

    url: str
    clients: list[httpx.Client] = field(default_factory=list)


class WebEar:
    """The page's manners over HTTP: what was not acknowledged is sent again under the same id."""

    pause = 0.05  # seconds between two looks

    def __init__(self, url: str) -> None:
        self._place = _Place(url)
        self._browser = _again(lambda: Browser(cast("Site", self._place)))
        self._buttons: dict[str, str] = {}
        while not self.heard(2):
            pass

    def say(self, text: str) -> None:
        self._send(text=text)

    def press(self, label: str) -> None:
        self._send(press=self._buttons[label])

    def send(self, name: str, body: bytes) -> None:
        number = uuid4().hex
        answer = _again(lambda: self._browser.upload(name, body, number=number))
        assert answer.status_code in {200, 202}, answer.text

    def heard(self, timeout: float) -> list[Heard]:
        until = time.monotonic() + timeout
        while not (rows := _again(self._browser.news)) and time.monotonic() < until:
            time.sleep(self.pause)
        replies = [row for row in rows if "text" in row]
        for row in replies:
            self._buttons.update({label: token for line in row["buttons"] for label, token in line})
        return [
            Heard(row["text"], tuple(label for line in row["buttons"] for label, _ in line))
            for row in replies
        ]

    def close(self) -> None:
        for each in self._place.clients:
            each.close()

    def _send(self, **what: str) -> None:
        number = uuid4().hex
        answer = _again(lambda: self._browser.say(number=number, **what))
        assert answer.status_code in {200, 202}, answer.text


def _again(work: Callable[[], T]) -> T:
    """Do it until the server is there to do it with."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return work()
        except httpx.TransportError:
            assert time.monotonic() < until, "the server never came back"
            time.sleep(0.1)


def asked_of(form: Form) -> list[str]:
    """The labels that somebody who fills in for himself is asked: how he is nominated follows from that."""
    return [each.label for each in form.asked if each.id != "nomination_way" and not each.when]
