"""Updates as Telegram sends them, and mutants of them: other words, other buttons, missing or wrong parts."""

import copy
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.dialogs.test_walks import _SAYINGS as SAYINGS
from tests.proof.people import MORE
from tests.whole.stranger import ANSWERS

BOT = 123456789
_RECORDED = yaml.safe_load((Path(__file__).parents[1] / "telegram" / "inward.yaml").read_text("utf-8"))
_DATE = 1655686800
_COMMANDS = [
    "start",
    "help",
    "ask",
    "notices",
    "fill",
    "check",
    "mine",
    "code",
    "mydata",
    "forget",
    "cancel",
    "resume",
    "back",
    "unit",
    "office",
    "export",
]
_NOTICES = ("jiujiang-2022", "suzhou-2021", "jiangsu-2023", "jiaozuo-2021", "laiwu-2021", "nowhere-1999")
_YES = ("同意", "同意并开始", "对", "提交", "写完了", "跳过", "没有", "男", "第一个", "是", "不同意", "取消")
_TORTURE = (
    "\u202e逆向\u202c",
    "e\u0301" * 500,
    "\u200b\u200d\ufeff",
    "👩‍👩‍👧‍👦" * 700,
    "𠮷" * 4096,
    "\x00\x01\x1b[31m",
    "半\ud83d",
    "【姓名】1/21",
    "%s%n{0}{{7*7}}${x}",
    "'; DROP TABLE entries; --",
    "<b>&amp;</b>]]>",
    "=HYPERLINK(1)",
    "\n" * 3000,
    "a" * 4096,
    "０１２３４５６７８９" * 40,
    "1985年13月32日",
    "١٩٨٥",
    "ﷺ" * 200,
    "\u0f3c\u0ec7\u0327\u0338",
)


@dataclass(frozen=True)
class Mutant:
    """`wants`: it deserves a reply. `whole`: Telegram could have sent it; others must only do no harm."""

    raw: dict[str, Any]
    wants: bool
    whole: bool


class Mutants:
    """`press` is what the buttons shown so far would send."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._number = 710_000_000

    def of(self, chat: int, presses: Sequence[str]) -> Mutant:
        if self._chance.random() < 0.2:
            return self._pressed(chat, presses)
        if self._chance.random() < 0.6:
            return self._dressed(self._message(chat) | {"text": self._text()}, wants=True)
        return self._recorded(chat)

    def again(self, mutant: Mutant) -> Mutant:
        """The same update a second time: it deserves nothing more."""
        return Mutant(mutant.raw, wants=False, whole=mutant.whole)

    def _recorded(self, chat: int) -> Mutant:
        row = copy.deepcopy(self._chance.choice(_RECORDED))
        wants = row["event"] is not None and row["event"].get("other") != "group"
        raw = row.get("update") or {"message": self._message(chat) | row["message"]}
        for part in raw.values():
            if isinstance(part, dict):
                _move(part, chat)
        if self._chance.random() < 0.25:
            return self._numbered(
                {key: _broken(value, self._chance) for key, value in raw.items()}, wants=False, whole=False
            )
        return self._numbered(raw, wants=wants)

    def _pressed(self, chat: int, presses: Sequence[str]) -> Mutant:
        data = self._chance.choice(presses) if presses else "nothing"
        kind = self._chance.random()
        if kind < 0.15:
            place = self._chance.randrange(len(data))
            data = data[:place] + self._chance.choice("0aZ-\x00字") + data[place + 1 :]
        elif kind < 0.25:
            data = self._chance.choice((*_TORTURE, "submit", "forget", "really forget", "pick x name a"))[:64]
        query = {
            "id": f"press-{self._number}",
            "from": _person(chat),
            "chat_instance": "1",
            "data": data,
            "message": self._message(chat)
            | {"from": {"id": BOT, "is_bot": True, "first_name": "最美"}, "text": "请选"},
        }
        return self._numbered({"callback_query": query}, wants=True)

    def _dressed(self, message: dict[str, Any], *, wants: bool) -> Mutant:
        """Some messages are edits, or forwarded."""
        if self._chance.random() < 0.05:
            wants = wants and bool(
                message["text"].encode(errors="ignore")
            )  # such an edit leaves nothing to read
            return self._numbered({"edited_message": message | {"edit_date": _DATE + 60}}, wants=wants)
        if self._chance.random() < 0.05:
            message |= {"forward_origin": {"type": "hidden_user", "date": _DATE, "sender_user_name": "乙"}}
        return self._numbered({"message": message}, wants=wants)

    def _text(self) -> str:
        kind = self._chance.random()
        if kind < 0.35:
            return self._chance.choice((*ANSWERS.values(), *MORE.values(), *_YES))
        if kind < 0.6:
            return f"/{self._chance.choice(_COMMANDS)} {self._chance.choice(_NOTICES)}"
        if kind < 0.8:
            return self._chance.choice((*SAYINGS, *_TORTURE))
        length = self._chance.randrange(1, 40)
        letters = (
            chr(
                self._chance.choice(
                    (
                        self._chance.randrange(32, 127),
                        self._chance.randrange(0x4E00, 0x9FFF),
                        self._chance.randrange(1, 0x10FFFF),
                    )
                )
            )
            for _ in range(length)
        )
        return "".join(letters)

    def _message(self, chat: int) -> dict[str, Any]:
        return {
            "message_id": self._chance.randrange(1, 10**6),
            "date": _DATE + self._chance.randrange(86400),
            "chat": {"id": chat, "type": "private", "first_name": "试填"},
            "from": _person(chat),
        }

    def _numbered(self, raw: dict[str, Any], *, wants: bool, whole: bool = True) -> Mutant:
        self._number += 1
        return Mutant(raw | {"update_id": self._number}, wants, whole)


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "试填"}


def _move(part: dict[str, Any], chat: int) -> None:
    """A recorded update happens to another person."""
    for holder in (part, part.get("message")):
        where = holder.get("chat") if isinstance(holder, dict) else None
        if isinstance(where, dict) and where.get("type") == "private":
            where["id"] = chat


def _broken(value: Any, chance: random.Random) -> Any:
    """The same with something gone, or something else in its place."""
    if chance.random() < 0.05:
        return chance.choice([None, "", "\ud800\x00=1+1", -1, 10**18, [], {}, True, "x" * 5000])
    if isinstance(value, dict):
        return {key: _broken(each, chance) for key, each in value.items() if chance.random() > 0.05}
    return [_broken(each, chance) for each in value] if isinstance(value, list) else value


def batches(seed: int, updates: int, people: int, size: int) -> Iterator[tuple[int, ...]]:
    """Who does something, batch by batch; from time to time everybody is somebody new."""
    chance = random.Random(seed)
    for start in range(0, updates, size):
        first = 5001 + start // (people * 40) * people
        yield tuple(chance.randrange(first, first + people) for _ in range(min(size, updates - start)))
