"""Random walks through every notice's form: whatever people do in between, the form can be finished."""

import random
import re
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.model import Reply
from knowledge.model import Form
from tests.chat import Caller, Chat, library
from tests.samples import answer, asked, fill_rest

_STEPS = 60
_SAYINGS = (
    "上一题",
    "跳过",
    "公示几天？",
    "要盖几个章",
    "改姓名 王示例",
    "姓名写错了",
    "第3项",
    "核对",
    "取消",
    "继续",
    "你好",
    "/back",
    "/help",
    "/mine",
    "/nonsense",
    "[]",
    "。",
    "🌸",
    "{{7*7}}",
    "=1+1",
    "11010519491231002X",
    "张示例 男 1985年3月 汉族",
    "好" * 5000,
    "\ud800",
    "重新开始",
    "不用了",
)
_PROMPT = re.compile(r"【.+?】\d+/\d+")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("notice", sorted(library()))
def test_a_wandering_person_still_finishes(notice: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(f"{notice}/{seed}")
    chat = Chat(tmp_path / "walk.db", library()[notice].round.closes - timedelta(days=1))
    person, form = chat.caller(), library()[notice].notice.form
    _begin(person, notice)
    for _ in range(_STEPS):
        _fits_a_messenger(_wander(person, form, chance))
    person.say("取消")
    _begin(person, notice)
    _settle(person, form)
    for _ in range(5):  # skipped fields come back at the end
        fill_rest(person, form)
        if any(each.label == "提交" for each in person.replies[-1].buttons[0]):
            break
        person.press(person.replies[-1].buttons[0][0].label)
    assert "登记编号" in person.press("提交")[0].text
    chat.stop()


def _begin(person: Caller, notice: str) -> None:
    replies = person.say(f"/fill {notice}")
    labels = [button.label for row in replies[-1].buttons for button in row]
    if "同意并开始" in labels:
        _for_oneself(person.press("同意并开始"), person)
    elif "自己" in labels:
        person.press("自己")
    elif not asked(replies)[1] and labels and "提交" not in labels:
        person.press(labels[0])


def _for_oneself(replies: list[Reply], person: Caller) -> None:
    """Where a notice takes nominations of several kinds, whom the form is for is asked first."""
    if any(each.label == "自己" for row in replies[-1].buttons for each in row):
        person.press("自己")


def _settle(person: Caller, form: Form) -> None:
    """Answer every choice harmlessly: a veto ticked on the way would rightly block."""
    for place, field in enumerate(form.asked, 1):
        if field.options:
            person.say(f"第{place}项")
            answer(person, field)


def _wander(person: Caller, form: Form, chance: random.Random) -> list[Reply]:
    place = asked(person.replies[-2:])[1]
    if place and chance.random() < 0.5:
        return answer(person, form.asked[place - 1])
    if chance.random() < 0.1 and person.last:
        assert person.give(person.last) == [], "an event given twice has its effect once"
        return []
    safe = [each.label for each in person.buttons if each.label not in {"提交", "确认删除", "换网页填"}]
    if safe and chance.random() < 0.5:
        return person.press(chance.choice(safe))
    return person.say(chance.choice(_SAYINGS))


def _fits_a_messenger(replies: list[Reply]) -> None:
    for reply in replies:
        assert reply.text or reply.document
        assert reply.text.count("【") == len(_PROMPT.findall(reply.text)), "【】 stands only in a prompt"
        assert all(button.label.strip() for row in reply.buttons for button in row)
