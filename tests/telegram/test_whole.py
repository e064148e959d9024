"""The whole way: a phone, Telegram, the running program, and back; with the program killed on the way."""

import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from tests.bot.serving import Serving, serving
from tests.emulator import Emulator, Phone, Reader

ANSWERS = {
    "类别": "新业态领域",
    "姓名": "张三三",
    "性别": "男",
    "出生年月": "1990.5",
    "民族": "汉",
    "职务职称": "骑手",
    "学历": "大专",
    "参加工作时间": "2010年7月",
    "政治面貌": "群众",
    "工作单位": "九江试验速递有限公司",
    "详细地址": "九江市试验路1号",
    "联系人": "李四四",
    "手机": "13800138000",
    "获得荣誉": "2021年 德安县总工会 优秀快递员",
    "媒体宣传情况": "2021年5月 九江日报《风雨送件人》",
    "事迹简介": "扎根一线，服务群众。",
    "推荐单位": "德安县",
}


@contextmanager
def bot(emulator: Emulator, folder: Path) -> Iterator[Serving]:
    with serving(
        folder,
        TELEGRAM_BOT_TOKEN=emulator.token,
        TELEGRAM_API_BASE=emulator.root,
        ZUIMEI_NOW="2022-06-20",
    ) as running:
        yield running


class Mortal:
    """A bot that is killed after some of the things a person does, and started again."""

    def __init__(self, emulator: Emulator, folder: Path, lives: int) -> None:
        self._emulator = emulator
        self._folder = folder
        self._moments = iter(range(2, 2 + 3 * lives, 3))
        self._next = next(self._moments, 0)
        self._done = 0
        self.kills = 0
        self._chance = random.Random(7)
        self._open()

    def _open(self) -> None:
        self._running = bot(self._emulator, self._folder)
        self._process = self._running.__enter__()

    def close(self) -> None:
        self._running.__exit__(None, None, None)

    def between(self) -> None:
        self._done += 1
        if self._done != self._next:
            return
        self._next = next(self._moments, 0)
        time.sleep(self._chance.uniform(0, 0.2))
        self._process.end(signal.SIGKILL)
        self.close()
        self.kills += 1
        self._open()


def test_a_nomination_to_its_number_with_the_program_killed_on_the_way(tmp_path: Path) -> None:
    with Emulator() as emulator:
        phone = Phone(emulator)
        mortal = Mortal(emulator, tmp_path, lives=4)
        try:
            reader = Reader(phone, ANSWERS, mortal.between)
            assert reader.fill("jiujiang-2022") == "JJ22-0001"
            files = [each.file.name for each in phone.all_next(quiet=3) if each.file]
        finally:
            mortal.close()
    assert mortal.kills == 4
    assert list(ANSWERS) == [label for label in dict.fromkeys(reader.asked) if label in ANSWERS]
    review = next(each.text for each in reversed(reader.read) if "张三三" in each.text)
    for shown in ("1990年5月", "汉族", "骑手", "13800138000", "德安县"):
        assert shown in review
    assert any(name.endswith(".docx") for name in files)


def test_after_three_minutes_away_the_current_question_is_shown_again_once(tmp_path: Path) -> None:
    with Emulator() as emulator:
        asked, idle = Phone(emulator, 5001), Phone(emulator, 5002)
        with bot(emulator, tmp_path) as running:
            idle.say("/start")
            idle.next(30)
            asked.say("/fill jiujiang-2022")
            question = asked.next(30)
            running.end()
        asked.press("同意并开始")  # nobody is there, and after 150 seconds Telegram gives up
        emulator.forward(180)
        _age_heartbeat(tmp_path, timedelta(minutes=3))
        for _ in range(2):
            with bot(emulator, tmp_path) as running:
                time.sleep(1)
                running.end()
        again = asked.unread
        assert len(again) == 1
        assert again[0].buttons == question.buttons
        assert idle.unread == []
        with bot(emulator, tmp_path):
            asked.next()
            asked.press("同意并开始")
            assert asked.next(30).text != question.text


def _age_heartbeat(folder: Path, age: timedelta) -> None:
    """As if the program had been away so long."""
    with sqlite3.connect(next(folder.rglob("zuimei.db"))) as database:
        (at,) = database.execute("SELECT at FROM heartbeats").fetchone()
        earlier = datetime.fromisoformat(at) - age
        database.execute("UPDATE heartbeats SET at = ?", (earlier.isoformat(" ")[: len(at)],))
    database.close()
