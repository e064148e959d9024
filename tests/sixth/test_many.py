"""Among many notices a reply stays a reply: a few lines, a few buttons."""

from pathlib import Path

import pytest

from bot.asking import reply
from knowledge.load import load_library
from knowledge.model import Library
from tests.bench import variants

ASKED = (
    "2035年的评选名额",
    "最美劳动者在哪报名",
    "你是谁",
    "各个通知的截止时间",
    "公务员能报哪些",
    "哪几个要网络投票",
    "我是焊工，哪些地方能报",
    "工资被拖欠了怎么办",
    "无锡的最美劳动者怎么报",
)
LONGEST, BUTTONS = 600, 8


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("many")
    variants.write(folder, 95)
    return load_library(folder)


@pytest.mark.parametrize("text", ASKED)
def test_a_question_to_all_of_them_gets_a_short_reply(text: str, many: Library) -> None:
    said = str(reply({"id": "", "today": "2022-06-20", "notice": None, "turns": [text]}, many)["text"])
    assert len(said) <= LONGEST
    assert said.count("［") <= BUTTONS


@pytest.mark.parametrize(("key", "place"), [("jiujiang-2022", "九江"), ("suzhou-2021", "苏州")])
def test_each_of_them_is_found_by_its_place(key: str, place: str, many: Library) -> None:
    for number in range(20):
        asked = variants.speaks_of(number)(f"{place}的推荐名额怎么分")
        found = reply({"id": "", "today": "2022-06-20", "notice": None, "turns": [asked]}, many)
        assert found["notices"] == [variants.called(key, number)], asked
