"""The sentence that stands out, where only some words of a question stand in the notice."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.question import AnswerKind, Question
from tests.chat import library


def test_the_sentence_with_most_of_the_words_is_told() -> None:
    found = answer(Question(("接受谁的监督",), "jiaozuo-2021"), library(), date(2021, 4, 8))
    assert found.kind is AnswerKind.ANSWER
    assert "接受群众监督" in found.facts[0].cites.quote


@pytest.mark.parametrize("text", ["什么叫高质量", "有没有宵夜", "是不是内定的", "能用圆珠笔签吗"])
def test_one_word_alone_tells_nothing(text: str) -> None:
    found = answer(Question((text,), "jiangsu-2023"), library(), date(2023, 5, 8))
    assert found.manner != "literal"
