"""Plays a transcript.

    # 标题    时间 2022-06-20 09:00  渠道 web
    人  a line somebody types         人  [标签] a button pressed      人  ="好"*501 an expression
    人  〔IMG_1.jpg 2.4M〕 a photo sent as a file
    甲> a line of one of several people                              乙> =甲的继续码
    甲看  what has come for one of them meanwhile (机↻ takes the place of what that person was shown)     办公室 乙  (in the first line) has the office role (乙=telegram: there)
    同意 1  (in the first line) a broadcast to more needs a second office person, such as the 丁 of 办公室 乙丁
    联系人 丙=jiujiang-2022/修水县  (in the first line) looks after a unit; =5 behind it: a new one with five places
    @ 2022-07-25 20:00   the clock moves        杀   the process is restarted
    填完   the rest of the form is filled in from samples; 甲填完 姓名=王示例 性别=女  with these answers among them
What the assistant says and keeps is written below each line; lines of output in the file are ignored when playing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dialogs.model import ClearEntry, Effect, Reply, SaveEntry, StartNomination
from tests import desks
from tests.chat import REAL, Caller, Chat, library
from tests.samples import fill_rest, photo

ZONE = ZoneInfo("Asia/Shanghai")
_SPOKEN = re.compile(r"^(?P<who>人  |[甲乙丙丁]>  )(?P<line>.*)$")
_FILLS = re.compile(r"^(?P<who>[人甲乙丙丁])?填完(?P<but>.*)$")
_LOOKS = re.compile(r"^(?P<who>[人甲乙丙丁])看$")
_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
_PHOTO = re.compile(r"〔(?P<name>\S+) (?P<mega>[\d.]+)M〕")
_LONG = 60


def play(script: str, database: Path) -> str:
    head, *lines = script.splitlines()
    return "\n".join([head, *_Play(head, database).through(lines)]) + "\n"


class _Play:
    def __init__(self, head: str, database: Path) -> None:
        told = dict(zip(words := head.split(), words[1:], strict=False))
        moment = f"{told['时间']} {words[words.index('时间') + 2]}"
        self._office, _, where = told.get("办公室", "").partition("=")
        self._chat = Chat(database, _moment(moment), confirm_above=int(told.get("同意", "0")))
        self._channel, self._desk = told.get("渠道", "web"), where or "web"
        for each in self._office:
            desks.office(self._chat.engine, self._chat.vault, f"address-{each}", self._desk, REAL)
        self._people: dict[str, Caller] = {}
        self._codes: dict[str, str] = {}
        self._notice = ""  # whose form was begun last
        if "联系人" in told:
            who, seat, *most = told["联系人"].split("=")
            round_id, _, unit = seat.partition("/")
            self._person(who).sits(round_id, unit, int(most[0]) if most else None)

    def through(self, lines: list[str]) -> Iterator[str]:
        for line in lines:
            yield from self._line(line)
        self._chat.stop()

    def _line(self, line: str) -> Iterator[str]:
        if spoken := _SPOKEN.match(line):
            yield line
            yield from self._said(spoken["who"].strip(" >"), spoken["line"])
        elif looks := _LOOKS.match(line):
            yield line
            self._chat.turns.clear()
            self._chat.due()
            yield from self._answered(looks["who"], self._person(looks["who"]).look())
        elif line.startswith("@ "):
            self._chat.now = _moment(line[2:])
            yield line
        elif line == "杀":
            self._chat.restart()
            yield line
        elif fills := _FILLS.match(line):
            yield line
            person, form = self._person(fills["who"] or "人"), library()[self._notice].notice.form
            but = dict(each.split("=", 1) for each in fills["but"].split())
            yield from self._filled(fill_rest(person, form, but))

    def _said(self, who: str, line: str) -> Iterator[str]:
        person = self._person(who)
        if line.startswith("[") and line.endswith("]"):
            replies = person.press(line[1:-1])
        elif sent := _PHOTO.fullmatch(line):
            one = photo(len(person.replies), int(float(sent["mega"]) * 1_000_000))
            replies = person.send(replace(one, name=sent["name"]))
        else:
            replies = person.say(self._text(line))
        yield from self._answered(who, replies)

    def _answered(self, who: str, replies: list[Reply]) -> Iterator[str]:
        for turn in self._chat.turns:
            yield from (_effect(each) for each in turn.effects)
            begun = [each.notice for each in turn.effects if isinstance(each, StartNomination)]
            self._notice = begun[-1] if begun else self._notice
        if not replies:
            yield "机  （不回话）"
        for reply in replies:
            if found := _CODE.search(reply.text):
                self._codes[who] = found[0]
            again = any(reply is each for each in self._person(who).renewals)
            yield from _reply(reply, "机↻ " if again else "机  ")

    def _filled(self, replies: list[Reply]) -> Iterator[str]:
        yield "……"
        yield from _reply(replies[-1])

    def _text(self, line: str) -> str:
        if line.startswith('="'):
            word, times = re.fullmatch(r'="(.*)"\*(\d+)', line).groups()  # type: ignore[union-attr]  # checked by the format
            return str(word) * int(times)
        return self._codes[line[1]] if line.endswith("的继续码") and line.startswith("=") else line

    def _person(self, who: str) -> Caller:
        if who not in self._people:
            channel = self._desk if who in self._office else self._channel
            self._people[who] = self._chat.caller(f"address-{who}", channel)
        return self._people[who]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.strip()).replace(tzinfo=ZONE)


def _effect(effect: Effect) -> str:
    match effect:
        case SaveEntry(field=field, value=value):
            text = value.replace("\n", " / ")
            shown = text if len(text) <= _LONG else f"{text[: _LONG // 2]}…（{len(text)}）"
            return f"  + {field} = {shown}".rstrip()
        case ClearEntry(field=field):
            return f"  + {field} 清空"
        case _:
            return f"  + {effect.kind}"


def _reply(reply: Reply, mark: str = "机  ") -> Iterator[str]:
    text = _CODE.sub("7K4M-92QX-B3TA", reply.text)  # drawn anew each time
    first, *rest = (text or f"〈{reply.document.rsplit('/')[-1]}〉").splitlines()
    yield f"{mark}{first}".rstrip()
    yield from (f"    {line}".rstrip() for line in rest)
    if reply.text and reply.document:
        yield f"    〈{reply.document.split('/')[0]}〉"
    for row in reply.buttons:
        yield "    " + " ".join(f"[{each.label}]" for each in row)
