"""What an invented person answers, by the kind of field that is asked; the prompt tells which it is."""

import re
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType

from dialogs.model import Reply, Upload
from knowledge.model import Field, FileLimit, Form
from tests.chat import Caller, library

_PROMPT = re.compile(r"【(.+?)】(\d+)/(\d+)")
_MOST = 80  # fields that no form exceeds

ANSWERS = {
    "name": "张示例",
    "month": "1985年3月",
    "ethnicity": "汉族",
    "politics": "群众",
    "education": "大专",
    "phone": "13800138000",
    "postcode": "332000",
    "address": "示例市示例区示例路8号",
    "text": "示例快递有限公司",
    "list": "2021年 示例县总工会 优秀快递员",
    "long_text": "他每天送件二百多单，五年没有一次投诉。",
    "number": "3",
}
"""Type of field -> an answer it accepts; a choice is pressed instead."""

BY_FIELD = {"work_since": "2006年9月"}


def asked(replies: list[Reply]) -> tuple[str, int]:
    """The label that is asked now and its place in the form, or ('', 0)."""
    for reply in reversed(replies):
        if found := _PROMPT.search(reply.text):
            return found[1], int(found[2])
    return "", 0


def fill_rest(person: Caller, form: Form | None = None, but: Mapping[str, str] | None = None) -> list[Reply]:
    """Answer whatever is asked until nothing is; the replies to the last answer. `but`: label -> answer."""
    form = form or library()["jiujiang-2022"].notice.form
    replies = person.replies[-3:]
    for _ in range(_MOST):
        _, place = asked(replies)
        if not place:
            return replies
        replies = _finished(person, answer(person, form.asked[place - 1], but or {}))
    raise AssertionError(f"the form does not end; it asks {asked(replies)}")


def answer(person: Caller, field: Field, but: Mapping[str, str] = MappingProxyType({})) -> list[Reply]:
    """Answer one field: the first button of a choice, else a sample of its kind."""
    if field.label in but:
        return person.say(but[field.label])
    if field.options:
        return person.press(next(iter(field.options.values())))
    if field.files:
        return _sent(person, field.files)
    return person.say(BY_FIELD.get(field.id) or ANSWERS[field.type])


def photo(number: int = 1, size: int = 2_400_000) -> Upload:
    """A photo that was found good; no file lies behind it."""
    mark = sha256(f"{number}/{size}".encode()).hexdigest()
    return Upload(mark, f"IMG_{number}.jpg", "jpg", size, (4000, 3000), original=mark)


def _sent(person: Caller, limit: FileLimit) -> list[Reply]:
    """As many photos as are needed, one after the other."""
    replies: list[Reply] = []
    for number in range(max(1, limit.least)):
        replies = person.send(photo(number + 1))
    return replies


def _finished(person: Caller, replies: list[Reply]) -> list[Reply]:
    """A long text is said to be complete, a doubt is confirmed."""
    while replies and not asked(replies)[1]:
        label = replies[-1].buttons[0][0].label if replies[-1].buttons else ""
        if label not in {"写完了", "对", "够了，下一项"}:
            break
        replies = person.press(label)
    return replies
