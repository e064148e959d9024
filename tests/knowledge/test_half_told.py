"""Words of a notice that are only half remembered, and the one of many facts that is meant."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.question import Answer, AnswerKind, Question
from tests.chat import library

JIUJIANG, LAIWU = "jiujiang-2022", "laiwu-2021"


def ask(text: str, notice: str = "") -> Answer:
    return answer(Question((text,), notice), library(), date(2021, 5, 20))


@pytest.mark.parametrize(
    ("text", "notice", "says"),
    [
        ("什么立区、什么强区", LAIWU, "生态立区、实业强区"),
        ("号召职工学习什么争当什么", JIUJIANG, "学习最美、争当最美"),
        ("“再创九江辉煌”下半句", JIUJIANG, "再现九派荣光"),
        ("永远跟党走下一句", LAIWU, "奋进新征程"),
        ("十四五提到了吗", LAIWU, "建功“十四五”"),
        ("新莱芜是啥", LAIWU, "新莱芜"),
    ],
)
def test_the_sentence_is_told_of_which_a_part_is_said(text: str, notice: str, says: str) -> None:
    found = ask(text, notice)
    assert found.kind is AnswerKind.ANSWER
    assert says in found.facts[0].cites.quote


@pytest.mark.parametrize("text", ["什么时候交什么材料", "要什么照片什么格式"])
def test_a_question_with_two_blanks_of_its_own_is_no_half_told_sentence(text: str) -> None:
    assert ask(text, LAIWU).manner != "literal"


@pytest.mark.parametrize(
    ("text", "notice", "first"),
    [
        ("弘扬哪三种精神", LAIWU, "工匠精神"),
        ("公益广告谁来做", JIUJIANG, "公益广告"),
        ("要营造什么样的社会风尚", JIUJIANG, "劳动最光荣"),
    ],
)
def test_the_fact_that_is_meant_comes_first(text: str, notice: str, first: str) -> None:
    assert first in ask(text, notice).facts[0].cites.quote


@pytest.mark.parametrize(
    ("text", "notice"),
    [("工人文化宫915那个活动，材料交几份", JIUJIANG), ("617那个活动事迹写几个字", LAIWU)],
)
def test_a_room_or_house_says_which_notice_is_meant(text: str, notice: str) -> None:
    assert ask(text).notices == (notice,)


def test_who_lost_a_place_is_not_judged_where_another_is_asked_about() -> None:
    found = ask("我们县有个人材料掺水被查了，还能不能补一个", JIUJIANG)
    assert found.topic == "replacement"
    assert found.verdict is None


@pytest.mark.parametrize("text", ["俺镇上想报两个人，行不", "俺医院想推荐3名护士，可以不"])
def test_several_put_up_by_an_employer_ask_for_its_places(text: str) -> None:
    assert ask(text, LAIWU).topic == "quota"
