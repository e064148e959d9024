"""Copies and photos of several nominees together."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, Question

LIBRARY = load_library()


def ask(*turns: str, notice: str) -> Answer:
    return answer(Question(turns, notice), LIBRARY, date(2021, 4, 1))


@pytest.mark.parametrize(
    ("turns", "notice", "total"),
    [
        (("我们推荐2个人，推荐表一共要交几份",), "jiaozuo-2021", "4"),
        (("3个人的话推荐表总共几份",), "laiwu-2021", "9"),
        (("濂溪4个人，事迹资料总共几份",), "jiujiang-2022", "8"),
        (("报两个人，照片最多几张",), "jiaozuo-2021", "4-6"),
        (("我们准备报3个人", "推荐表一共打几份"), "jiujiang-2022", "6"),
    ],
)
def test_what_one_brings_times_the_people(turns: tuple[str, ...], notice: str, total: str) -> None:
    found = ask(*turns, notice=notice)
    assert found.manner == "pieces"
    assert found.figures[0].value.split(" ")[1] == total


def test_without_a_number_of_people_the_notice_s_own_words_answer() -> None:
    assert ask("推荐表一共要交几份", notice="jiaozuo-2021").manner != "pieces"
