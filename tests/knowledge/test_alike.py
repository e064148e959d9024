"""Awards of other places that are called like ours, and words that only stand in a notice."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, AnswerKind, Question

LIBRARY = load_library()


def ask(text: str, notice: str = "") -> Answer:
    return answer(Question((text,), notice), LIBRARY, date(2021, 4, 1))


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("盐城最美工匠评几个人", "jiangsu-2023"),
        ("苏州最美工匠什么时候截止", "jiangsu-2023"),
        ("武陟县最美职工评多少名", "jiaozuo-2021"),
        ("齐鲁最美职工哪天报名", "laiwu-2021"),
        ("山东最美职工几月评", "laiwu-2021"),
        ("常熟工匠名额几个", "suzhou-2021"),
        ("盐城工匠评多少个", "jiangsu-2023"),
    ],
)
def test_another_award_is_never_given_the_open_notices_figure(text: str, notice: str) -> None:
    found = ask(text, notice)
    assert found.kind is AnswerKind.OUT_OF_SCOPE
    assert not found.facts


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("苏州最美劳动者常熟能报几个", ""),
        ("修水县最美劳动者报几个", "jiujiang-2022"),
        ("河南最美职工报几个人", "jiaozuo-2021"),
        ("江苏最美工匠评几个", ""),
    ],
)
def test_a_part_of_the_region_asks_for_its_share(text: str, notice: str) -> None:
    assert ask(text, notice).kind is AnswerKind.ANSWER


def test_an_award_somebody_holds_is_told_of_him() -> None:
    assert ask("我拿过常熟工匠，能报苏州最美劳动者吗").kind is AnswerKind.VERDICT


def test_words_that_stand_in_a_notice_are_looked_up() -> None:
    found = ask("哪家写了要比照劳模和五一奖来审")
    assert found.kind is AnswerKind.ANSWER
    assert found.notices == ("jiaozuo-2021",)


@pytest.mark.parametrize(
    "text", ["你是哪家公司开发的", "你叫什么呀", "你是真人还是电脑", "你手里有哪几份通知", "你收不收费"]
)
def test_the_assistant_tells_what_it_is_whatever_is_open(text: str) -> None:
    for notice in ("", "suzhou-2021"):
        found = ask(text, notice)
        assert (found.kind, found.manner) == (AnswerKind.CHAT, "who_are_you")


@pytest.mark.parametrize("text", ["帮我写个年终总结", "替我编一段主持词", "写一首诗", "今天车子限行几号"])
def test_errands_are_no_matter_of_the_notices(text: str) -> None:
    assert ask(text).kind is AnswerKind.OUT_OF_SCOPE


def test_the_first_of_the_notices_of_a_year() -> None:
    for text in ("2021年的三份里哪家发文最早", "2021年那几份通知里哪个最早截止"):
        found = ask(text)
        assert {fact.cites.notice for fact in found.facts} == {"jiaozuo-2021"}


def test_the_only_notice_of_a_year_needs_no_other_name() -> None:
    assert ask("2022年那份是谁发的").notices == ("jiujiang-2022",)


def test_two_notices_of_one_award_are_held_side_by_side() -> None:
    found = ask("两家最美职工谁要的照片多")
    assert {fact.cites.notice for fact in found.facts} == {"jiaozuo-2021", "laiwu-2021"}


def test_years_taken_for_granted_are_held_against_the_rule_not_against_a_person() -> None:
    assert ask("江苏要求工作满5年吧", "jiangsu-2023").kind is AnswerKind.ANSWER
