"""The same question reads the same in Telegram, on the web page and on the command line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.bot.serving import Serving, serving, zuimei
from tests.emulator import Emulator, Phone
from tests.whole.stranger import Heard, WebEar

TODAY = "2022-06-20"
_REFER = "请办公室回答"  # needs somebody who can be answered later, so it is not on the command line
_USERS = count(5001)
ASKED = (
    "九江推荐表交几份",
    "我们修水能报几个人呀",
    "九江获奖有奖金吗",
    "我在九江送快递，没入工会，能报吗",
    "我在九江送快递，能报吗",
    "推荐表要盖几个章",
    "哪几个要网络投票",
    "九江还有几天截止",
    "焦作的报名截止了吗",
    "无锡的最美劳动者怎么报",
    "<b>九江</b> 公示 & 几天 *重点* _下划线_ [链接](http://example.com)",
    "？？？",
)


@dataclass(frozen=True)
class House:
    """One program on both channels."""

    running: Serving
    emulator: Emulator
    folder: Path


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("same")
    with Emulator() as emulator:
        telegram = {"TELEGRAM_API_BASE": emulator.root, "TELEGRAM_BOT_TOKEN": emulator.token}
        with serving(folder, ZUIMEI_NOW=TODAY, **telegram) as running:
            yield House(running, emulator, folder)


@pytest.fixture(scope="module")
def written(house: House) -> dict[str, str]:
    """What the command line says to each; one load for all."""
    lines = "\n".join(json.dumps({"id": text, "turns": [text]}) for text in ASKED)
    told = zuimei(house.folder, "ask", "--jsonl", "--today", TODAY, given=lines).stdout
    return {said["id"]: said["text"] for said in map(json.loads, told.splitlines())}


def test_one_question_and_many_are_worded_alike(house: House, written: dict[str, str]) -> None:
    assert zuimei(house.folder, "ask", ASKED[0], "--today", TODAY).stdout == f"{written[ASKED[0]]}\n"


@pytest.mark.parametrize("text", ASKED)
def test_it_reads_the_same_everywhere(text: str, house: House, written: dict[str, str]) -> None:
    """Each asks as somebody new, so that no talk before colours the answer."""
    for heard in (_telegram(house, text), _web(house, text)):
        assert (
            "\n".join((heard.text, *(f"［{each}］" for each in heard.labels if each != _REFER)))
            == written[text]
        )


def _telegram(house: House, text: str) -> Heard:
    phone = Phone(house.emulator, next(_USERS))
    phone.say(text)
    sent = phone.all_next()[-1]
    return Heard(sent.text, tuple(sent.labels))


def _web(house: House, text: str) -> Heard:
    ear = WebEar(house.running.url)
    ear.say(text)
    heard: list[Heard] = []
    while not heard:
        heard = ear.heard(2)
    ear.close()
    return heard[-1]
