"""What a turn takes over from the one before: a number, the other notice, the notice itself."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, AnswerKind, Question

LIBRARY = load_library()


def ask(*turns: str, notice: str = "") -> Answer:
    return answer(Question(turns, notice), LIBRARY, date(2021, 6, 15))


@pytest.mark.parametrize("told", ["局里给批了三十个", "上面给了30个", "我们分到了三十个"])
def test_a_number_of_places_told_before_is_what_a_share_is_taken_of(told: str) -> None:
    found = ask(told, "女的最少几个", notice="suzhou-2021")
    assert [each.value for each in found.figures] == ["12"]


def test_a_notice_held_against_the_one_before_is_told_beside_it() -> None:
    found = ask("苏州最美劳动者要干满多久", "江苏最美工匠比苏州的长吗")
    assert set(found.notices) == {"suzhou-2021", "jiangsu-2023"}
    assert any("3年" in fact.value for fact in found.facts)
    assert any("1年" in fact.value for fact in found.facts)


def test_the_honour_of_a_city_under_the_province_keeps_the_notice_open_and_judges_nobody() -> None:
    found = ask("苏州工匠算省级荣誉吗", notice="jiangsu-2023")
    assert (found.kind, found.notices) == (AnswerKind.ANSWER, ("jiangsu-2023",))
    assert found.topic == "honours_required"


def test_last_year_in_somebody_s_story_does_not_ask_for_last_year_s_notice() -> None:
    assert ask("贷款逾期过，去年还清了，焦作最美职工报得了吗").kind is not AnswerKind.OUT_OF_SCOPE
    assert ask("去年焦作最美职工几号截止").kind is AnswerKind.OUT_OF_SCOPE
