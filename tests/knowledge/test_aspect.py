"""What is asked of a fact beyond the fact: the notice is silent on it, says what is near, and whom to ask."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, AnswerKind, Question

LIBRARY = load_library()


def ask(text: str, notice: str) -> Answer:
    return answer(Question((text,), notice), LIBRARY, date(2021, 4, 1))


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("奖杯是水晶的还是金属的", "jiangsu-2023"),
        ("评审专家一共几位", "jiangsu-2023"),
        ("颁奖那天能带家属吗", "jiangsu-2023"),
        ("颁奖会直播吗", "jiangsu-2023"),
        ("投票一个手机号一天能投几次", "laiwu-2021"),
        ("奖章戴左边还是右边", "suzhou-2021"),
        ("推荐表用彩色打印吗", "jiujiang-2022"),
        ("电子章行不行", "jiaozuo-2021"),
        ("交材料给回执吗", "laiwu-2021"),
    ],
)
def test_what_a_fact_does_not_say_is_not_answered_by_the_fact(text: str, notice: str) -> None:
    found = ask(text, notice)
    assert found.kind is AnswerKind.NOT_STATED
    assert found.near
    assert found.contact is not None


def test_near_a_silence_on_the_very_day_stands_when_the_stage_is() -> None:
    found = ask("最终名单哪一天公示？要具体到日", "suzhou-2021")
    assert any("9月" in fact.value for fact in found.near)


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("奖励有哪些", "suzhou-2021"),
        ("什么时候颁奖，主办单位是谁", "jiangsu-2023"),
        ("要双面打印吗", "jiujiang-2022"),
    ],
)
def test_what_the_fact_says_is_answered(text: str, notice: str) -> None:
    assert ask(text, notice).kind is AnswerKind.ANSWER


def test_bags_points_and_names_of_voters_are_written_nowhere() -> None:
    for text, notice in (
        ("材料袋上写什么", "jiaozuo-2021"),
        ("评委打分怎么算分", "jiangsu-2023"),
        ("投票要不要实名", "laiwu-2021"),
    ):
        assert ask(text, notice).kind is AnswerKind.NOT_STATED
