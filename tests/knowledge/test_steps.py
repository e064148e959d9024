"""The step before or after another."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import AnswerKind, Question

LIBRARY = load_library()


@pytest.mark.parametrize(
    ("text", "notice", "said"),
    [
        ("公示完了接着干什么", "jiaozuo-2021", "集中宣传"),
        ("投票前头那十天在干啥", "laiwu-2021", "初审"),
        ("推荐申报完了下一步是什么", "jiangsu-2023", "网络投票"),
        ("专家评审前面一步是什么", "jiangsu-2023", "网络投票"),
        ("推荐遴选之后是什么阶段", "suzhou-2021", "评定命名"),
        ("推荐遴选之前做什么", "suzhou-2021", "筹备启动"),
    ],
)
def test_the_step_beside_the_one_that_is_named(text: str, notice: str, said: str) -> None:
    found = answer(Question((text,), notice), LIBRARY, date(2021, 4, 1))
    assert found.kind is AnswerKind.ANSWER
    assert said in found.facts[0].value


@pytest.mark.parametrize(
    ("first", "then"), [("网络投票几月份", "之后呢"), ("投票在什么时候", "那接下来呢？")]
)
def test_what_follows_the_stage_that_was_spoken_of(first: str, then: str) -> None:
    found = answer(Question((first, then), "jiangsu-2023"), LIBRARY, date(2023, 5, 15))
    assert "专家评审" in found.facts[0].value
