"""What stands in the part of a notice that a question points at."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.question import Answer, Question
from tests.chat import library


def ask(text: str, notice: str) -> Answer:
    return answer(Question((text,), notice), library(), date(2021, 5, 20))


def told(text: str, notice: str) -> str:
    return " ".join(f"{fact.value} {fact.cites.quote}" for fact in ask(text, notice).facts)


@pytest.mark.parametrize(
    ("text", "notice", "says", "leaves"),
    [
        ("诚信那条怎么写的", "jiaozuo-2021", "操守为重", "刻苦钻研"),
        ("创新那一条要求什么", "jiaozuo-2021", "刻苦钻研", "操守为重"),
        ("品德那条讲的什么", "jiangsu-2023", "政治立场坚定", "社会形象美"),
        ("爱岗敬业怎么要求", "laiwu-2021", "平凡的岗位", "刻苦钻研"),
    ],
)
def test_one_condition_named_in_part_is_told_alone(text: str, notice: str, says: str, leaves: str) -> None:
    assert says in told(text, notice)
    assert leaves not in told(text, notice)


@pytest.mark.parametrize(
    ("text", "notice", "says", "leaves"),
    [
        ("三月份主要干啥", "jiaozuo-2021", "层层动员", "6月份"),
        ("四月份要弄完啥", "jiaozuo-2021", "推荐申报", "6月份"),
        ("六月份干什么", "jiaozuo-2021", "焦作日报", "3月底"),
        ("3、4月份那阵子干什么", "jiangsu-2023", "印发", "9月份"),
        ("四季度干啥", "jiangsu-2023", "集中宣传", "9月份"),
    ],
)
def test_a_month_tells_what_is_done_in_it(text: str, notice: str, says: str, leaves: str) -> None:
    assert says in told(text, notice)
    assert leaves not in told(text, notice)


def test_where_words_stand_is_told_by_the_sentence() -> None:
    (fact,) = ask("江苏工匠金字招牌是哪段里的话", "jiangsu-2023").facts
    assert fact.cites.clause == "steps.5"
    assert "金字招牌" in fact.cites.quote


def test_paper_photos_are_not_said_to_be_wanted() -> None:
    assert ask("照片要不要洗出来交", "laiwu-2021").lead == ""
