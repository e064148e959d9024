"""What an invented person answers to each field, read from the prompts alone: labels in 【】 and buttons."""

import re

from dialogs.model import Reply
from tests.chat import Caller

_LABEL = re.compile(r"【(.+?)】(\d+)/(\d+)")
_MOST = 60  # fields that no form exceeds

ANSWERS = {
    "姓名": "张示例",
    "出生年月": "1985年3月",
    "民族": "汉族",
    "职务职称": "快递员",
    "学历": "大专",
    "参加工作时间": "2006年9月",
    "政治面貌": "群众",
    "工作单位": "示例快递有限公司",
    "电话": "0792-8222232",
    "详细地址": "示例市示例区示例路8号",
    "邮编": "332000",
    "联系人": "李示范",
    "手机": "13800138000",
    "获得荣誉": "2021年 示例县总工会 优秀快递员",
    "媒体宣传情况": "2021年5月 示例日报《风雨送件人》",
    "事迹简介": "他每天送件二百多单，五年没有一次投诉。",
}


def asked(replies: list[Reply]) -> str:
    """The label that is asked now, or ''."""
    for reply in reversed(replies):
        if found := _LABEL.search(reply.text):
            return found[1]
    return ""


def fill_rest(person: Caller) -> list[Reply]:
    """Answer whatever is asked until nothing is; the replies to the last answer."""
    replies = person.replies[-3:]
    for _ in range(_MOST):
        label = asked(replies)
        if not label:
            return replies
        replies = _answer(person, label, replies)
    raise AssertionError(f"the form does not end; it asks {label!r}")


def _answer(person: Caller, label: str, replies: list[Reply]) -> list[Reply]:
    if label in ANSWERS:
        return person.say(ANSWERS[label])
    return person.press(replies[-1].buttons[0][0].label)
