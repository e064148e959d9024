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


def test_where_words_stand_is_told_by_the_sentence_under_its_heading() -> None:
    _, fact = ask("江苏工匠金字招牌是哪段里的话", "jiangsu-2023").facts
    assert fact.cites.clause == "steps.5"
    assert "金字招牌" in fact.cites.quote


def test_paper_photos_are_not_said_to_be_wanted() -> None:
    assert ask("照片要不要洗出来交", "laiwu-2021").lead == ""


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("九十月份忙些什么", "naming"),
        ("文件刚收到，头一个月要做点什么", "launch"),
        ("最后一个阶段干什么", "naming"),
        ("五月份要干嘛", "launch"),
    ],
)
def test_what_is_done_in_a_stage_that_is_called_by_its_place(text: str, clause: str) -> None:
    assert {fact.cites.clause for fact in ask(text, "suzhou-2021").facts} == {clause}


def test_what_an_answer_is_for_asks_for_nothing() -> None:
    found = ask("这活动到底哪家牵头，我发函抬头不敢写错", "suzhou-2021")
    assert found.topic == "organiser"
    assert ask("抬头写的是哪些单位", "suzhou-2021").topic == "recipients"


def test_the_condition_is_found_by_a_word_of_its_clause() -> None:
    found = ask("他技术一般但人品好，讲人品的那条怎么写的", "suzhou-2021")
    assert {fact.cites.clause for fact in found.facts} == {"criteria.1"}


def test_what_runs_now_is_told_by_the_day() -> None:
    asked = Question(("现在是什么阶段",), "suzhou-2021")
    found = answer(asked, library(), date(2021, 9, 15))
    assert {fact.cites.clause for fact in found.facts} == {"naming"}
