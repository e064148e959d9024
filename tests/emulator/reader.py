"""Fills in a form as a person would who only reads the labels in 【】 and the buttons."""

import re
from collections.abc import Callable, Mapping

from tests.emulator.phone import Phone
from tests.emulator.telegrams import Sent

LABEL = re.compile(r"【(.+?)】")
NUMBER = re.compile(r"登记编号[\s：:]*([A-Z]+\d+-\d+)")
WAYS = ("以后再填", "上一题", "没有，跳过", "跳过")
YES = re.compile(r"同意|提交|对|是|确认|继续")
NO = re.compile(r"不同意|不对|不是|改用|取消")


class Reader:
    """`answers`: label -> what to type, several where a label comes more than once.

    What has no answer is skipped where the form allows it, else the first button is pressed.
    `between` is called after each thing done and before its reply is read.
    """

    def __init__(
        self,
        phone: Phone,
        answers: Mapping[str, str | tuple[str, ...]],
        between: Callable[[], None] = lambda: None,
    ) -> None:
        self._phone = phone
        self._answers = {
            label: [typed] if isinstance(typed, str) else list(typed) for label, typed in answers.items()
        }
        self._between = between
        self.asked: list[str] = []
        self.read: list[Sent] = []

    def fill(self, notice: str, steps: int = 80) -> str:
        """From `/fill` to the registration number, which is returned."""
        self._phone.say(f"/fill {notice}")
        acted = ""
        for _ in range(steps):
            self._between()
            sent = self._question(acted)
            if number := NUMBER.search(sent.text):
                return number[1]
            acted = sent.text
            self._act(sent)
        raise AssertionError(f"no registration number after {steps} steps; the last words were {acted!r}")

    def _question(self, acted: str) -> Sent:
        """The next message that wants something. One that comes a second time was answered already."""
        while True:
            sent = self._phone.next(timeout=30)
            self.read.append(sent)
            wants = LABEL.search(sent.text) or sent.rows or NUMBER.search(sent.text)
            if wants and sent.text != acted:
                return sent

    def _act(self, sent: Sent) -> None:
        label = LABEL.search(sent.text)
        if label is None:
            self._phone.press(next(each for each in sent.labels if YES.search(each) and not NO.search(each)))
            return
        self.asked.append(label[1])
        typed = self._answers.get(label[1])
        if typed:
            self._phone.say(typed.pop(0))
        else:
            self._phone.press(self._way_on(sent))

    def _way_on(self, sent: Sent) -> str:
        skips = [each for each in sent.labels if "跳过" in each]
        choices = [each for each in sent.labels if each not in WAYS]
        return (skips or choices or sent.labels)[0]
