"""Which notice says something: the words are looked for, and the talk goes on about the notice found."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, AnswerKind, Question

LIBRARY = load_library()
JUNE = date(2021, 6, 1)


def asked(*turns: str, notice: str = "") -> Answer:
    return answer(Question(turns, notice), LIBRARY, JUNE)


@pytest.mark.parametrize(
    ("text", "notices", "quoted"),
    [
        ("哪份通知里提到安源路矿?", ("jiujiang-2022",), "安源路矿"),
        ("提到“双招双引”的是哪一家", ("laiwu-2021",), "双招双引"),
        ("“此件与原件相符”这句话在哪份通知里", ("jiangsu-2023",), "此件与原件相符"),
        ("提到工惠的是哪家", ("jiujiang-2022", "laiwu-2021"), "工惠"),
        ("评审办公室设在综合科的是哪一家", ("laiwu-2021",), "综合科"),
        ("文化北路001号是哪家收材料的", ("laiwu-2021",), "文化北路001号"),
    ],
)
def test_the_notices_that_say_it_are_named_with_their_words(
    text: str, notices: tuple[str, ...], quoted: str
) -> None:
    found = asked(text)
    assert found.kind is AnswerKind.ANSWER
    assert tuple(dict.fromkeys(fact.cites.notice for fact in found.facts)) == notices
    assert any(quoted in fact.cites.quote for fact in found.facts)


def test_every_quote_stands_in_its_notice() -> None:
    for fact in asked("哪几份通知提到工匠精神").facts:
        packed = "".join(LIBRARY[fact.cites.notice].notice.source.split())
        assert "".join(fact.cites.quote.split()) in packed


def test_what_no_notice_says_is_called_so() -> None:
    assert asked("哪份通知写了“遥遥领先”").kind is AnswerKind.NOT_STATED


def test_a_topic_is_answered_by_what_the_notices_state_not_by_their_letters() -> None:
    assert asked("哪些通知写了公务员不能参加").topic == "civil_servant"


@pytest.mark.parametrize(
    ("turns", "notice"),
    [
        (("3999920哪家的?", "它邮箱呢?"), "jiaozuo-2021"),
        (("哪家说了要纪念安源路矿工人运动", "那家材料几号前交"), "jiujiang-2022"),
        (("丁晓宇是哪边的人", "电话呢"), "jiangsu-2023"),
    ],
)
def test_the_talk_goes_on_about_the_notice_that_was_found(turns: tuple[str, ...], notice: str) -> None:
    found = asked(*turns)
    assert (found.kind, found.notices) == (AnswerKind.ANSWER, (notice,))


@pytest.mark.parametrize(
    "text",
    [
        "我问的是江苏工匠，不是最美工匠，那个评多少人",
        "问的是苏州工匠，不是最美劳动者，名额多少",
        "不是最美工匠，是江苏大工匠，怎么报",
    ],
)
def test_another_honour_that_only_looks_alike_is_outside(text: str) -> None:
    assert asked(text).kind is AnswerKind.OUT_OF_SCOPE


def test_one_of_our_awards_meant_instead_of_another_is_not_outside() -> None:
    assert asked("我说的是提名奖不是最美工匠，评几个", notice="jiangsu-2023").kind is AnswerKind.ANSWER
    assert asked("我说的是莱芜最美职工，不是最美劳动者，几号交").notices == ("laiwu-2021",)


def test_a_number_that_no_notice_has_is_nobody_s() -> None:
    assert asked("0512-88888888是你们哪家的电话").kind is AnswerKind.NOT_STATED


def test_of_two_people_in_two_places_each_gets_a_verdict_of_his_own_notice() -> None:
    found = asked("两口子都是公务员，一个在莱芜一个在焦作，最美职工谁能报谁不能")
    assert set(found.notices) == {"laiwu-2021", "jiaozuo-2021"}
    assert {each.notice: each.verdict.decision.value for each in found.verdicts}["laiwu-2021"] == "ineligible"


def test_two_people_with_jobs_of_their_own_are_judged_by_the_notices_of_their_places() -> None:
    found = asked("老周在焦作当副处长，小吴在莱芜当电焊工，谁能推")
    decided = {each.who: (each.notice, each.verdict.decision.value) for each in found.verdicts}
    assert decided == {"老周": ("jiaozuo-2021", "ineligible"), "小吴": ("laiwu-2021", "eligible")}
