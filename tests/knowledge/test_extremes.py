"""Rows of the quota table that stand out, and what a share comes to in people."""

from datetime import date

import pytest

from dialogs.ask import worded
from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, Question

LIBRARY = load_library()
JIUJIANG, SUZHOU = "jiujiang-2022", "suzhou-2021"


def ask(*turns: str, notice: str) -> Answer:
    return answer(Question(turns, notice), LIBRARY, date(2021, 4, 1))


def names(found: Answer) -> set[str]:
    return {figure.name for figure in found.figures}


@pytest.mark.parametrize(
    ("turns", "notice", "expected"),
    [
        (("单个地方最多给几个，最少给几个",), JIUJIANG, {"4", "1"}),
        (("最多的能推多少、最少的推多少",), SUZHOU, {"850", "5-200"}),
        (("哪类工会推得最少",), "jiaozuo-2021", {"1"}),
        (("修水几个", "最多的是哪个县"), JIUJIANG, {"4"}),
        (("哪几个单位只给一个名额",), JIUJIANG, {"1"}),
    ],
)
def test_the_most_and_the_fewest_are_looked_up_in_the_whole_table(
    turns: tuple[str, ...], notice: str, expected: set[str]
) -> None:
    assert {figure.value for figure in ask(*turns, notice=notice).figures} == expected


def test_as_many_as_another() -> None:
    found = ask("跟柴桑名额一样多的还有谁", notice=JIUJIANG)
    assert names(found) == {"柴桑区", "湖口县", "彭泽县", "庐山市", "德安县"}


def test_of_one_kind_of_unit_the_fewest_and_the_fewest_of_all() -> None:
    found = ask("哪个县名额最少", notice=JIUJIANG)
    assert names(found) == {"湖口县", "彭泽县", "德安县"}
    assert set(found.choices) == {"庐山西海", "八里湖新区"}


def test_between_the_most_and_the_fewest_of_a_kind_and_of_all() -> None:
    found = ask("名额最多的县和最少的县差几个", notice=JIUJIANG)
    assert (found.figures[0].value, found.subject) == ("1", "3")


def test_those_with_a_number_are_counted_with_those_of_the_kind_that_was_asked() -> None:
    said = worded(ask("有几个县是4名", notice=JIUJIANG), LIBRARY).text
    assert "有8个（其中县4个）" in said


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("打算报200个，女的至少几个",), "80"),
        (("我们局工会打算顶格报200个", "那女的最起码得有多少"), "80"),
        (("我们区按650报", "45岁以下的起码多少"), "260"),
        (("报13个人，女的最少要几个",), "6"),
        (("昆山女的至少几个",), "340"),
        (("一个区650，那男的最多能报几个",), "390"),
        (("昆山850里男的顶多能有多少",), "510"),
        (("报200个，45岁以上的最多几个",), "120"),
        (("张家港和常熟加起来男的最多几个",), "1020"),
        (("我们常熟报850个", "里头女的凑了300个，够不够"), "340"),
    ],
)
def test_a_share_in_people_rounded_up_and_what_is_left_for_the_others(
    turns: tuple[str, ...], value: str
) -> None:
    found = ask(*turns, notice=SUZHOU)
    assert found.figures[0].value == value
    assert any("40%" in cite.quote for cite in found.figures[0].cites)
    assert "总体的比例" in worded(found, LIBRARY).text


@pytest.mark.parametrize(
    ("text", "notice", "value"),
    [
        ("三个区加起来几个名额", SUZHOU, "1950"),
        ("四个县级市一共多少", SUZHOU, "3400"),
        ("三个县加起来几个", "jiaozuo-2021", "6"),
    ],
)
def test_so_many_units_of_a_kind_are_added_up(text: str, notice: str, value: str) -> None:
    assert ask(text, notice=notice).figures[0].value == value


def test_both_sides_are_told_where_both_are_asked() -> None:
    found = ask("我们园区报满，女的起码几个男的最多几个", notice=SUZHOU)
    assert [each.value for each in found.figures] == ["260", "390"]


def test_a_notice_without_shares_reckons_none() -> None:
    assert ask("报4个人，女的至少几个", notice=JIUJIANG).manner != "share"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("八个4名的县市区合计多少", "合计32名"),
        ("县一级的总共多少名额", "合计25名"),
        ("除了县和区，剩下的合计几个", "合计16名"),
        ("名额超过3个的单位有几家", "4名的有8个"),
        ("名额不足3个的有哪些", "1名的有2个：庐山西海、八里湖新区"),
        ("拿4个名额的一共几家", "4名的有8个"),
        ("分配表一共列了多少个单位", "18个单位"),
        ("修水推5个可以吗", "不行，超过了"),
        ("瑞昌报4个行吗", "可以"),
    ],
)
def test_it_reckons_with_some_of_the_rows_where_not_all_are_meant(question: str, told: str) -> None:
    assert told in worded(ask(question, notice=JIUJIANG), LIBRARY).text


def test_words_of_reckoning_ask_for_what_is_named_beside_them_not_for_places() -> None:
    assert ask("正奖多少钱", "加起来最多呢", notice="jiangsu-2023").topic == "bonus"
    assert ask("奖金是每人多少，20个人总共多少", notice=SUZHOU).topic == "bonus"
