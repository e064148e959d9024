"""Where something stands in a notice, what stands under a number, and which annex it is."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.question import Answer, AnswerKind, Question
from tests.chat import library


def ask(*turns: str, notice: str = "") -> Answer:
    return answer(Question(turns, notice), library(), date(2023, 5, 11))


def told(*turns: str, notice: str) -> str:
    return " ".join(f"{fact.value} {fact.cites.quote}" for fact in ask(*turns, notice=notice).facts)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("带徒弟那条是写在哪个美里的", "工匠精神美"),
        ("卡脖子那句归哪一条", "创新创业美"),
        ("国内领先是哪个美的要求", "爱岗敬业美"),
    ],
)
def test_where_it_stands_is_told_by_its_heading(text: str, heading: str) -> None:
    assert heading in told(text, notice="jiangsu-2023")


@pytest.mark.parametrize(
    ("text", "notice", "says"),
    [
        ("第六条第二点讲的啥", "jiaozuo-2021", "坚持标准，严格把关"),
        ("第七条第三款讲的什么", "jiangsu-2023", "职业能力建设处具体负责"),
        ("六（四）是哪个环节", "jiangsu-2023", "专家评审"),
        ("第二部分写了些什么", "laiwu-2021", "选树范围"),
    ],
)
def test_a_number_tells_what_stands_under_it(text: str, notice: str, says: str) -> None:
    assert says in told(text, notice=notice)


@pytest.mark.parametrize("text", ["分配名额那张表是附件几？我下载下来只有正文", "申报表是哪个附件"])
def test_which_annex_it_is_needs_not_its_contents(text: str) -> None:
    found = ask(text, notice="jiangsu-2023")
    assert found.kind is AnswerKind.ANSWER
    assert "附件1推荐名额分配表" in found.facts[0].value


def test_a_place_in_an_annex_is_still_not_written() -> None:
    assert ask("附件里我们南通几个名额", notice="jiangsu-2023").kind is AnswerKind.NOT_STATED


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("47号函是谁发的", "江苏省总工会"),
        ("苏人社函47号能不能对外发", "依申请公开"),
        ("47号文材料报到几号", "5月底"),
    ],
)
def test_a_number_only_names_the_document(text: str, says: str) -> None:
    found = ask(text)
    assert found.notices == ("jiangsu-2023",)
    assert says in "".join(fact.value + fact.cites.quote for fact in found.facts)


def test_one_of_those_just_told_asks_for_all_of_them() -> None:
    assert "进企业" in told("焦作活动要进哪些地方", "企业算一个，一共几个", notice="jiaozuo-2021")


@pytest.mark.parametrize(
    ("turns", "notice", "quoted"),
    [
        (("副处级以上原话",), "laiwu-2021", "副处级以上领导干部不参加"),
        (("“双一号工程”原文是怎么写的",), "jiujiang-2022", "双“一号工程”"),
        (("哪句话提到快递",), "jiujiang-2022", "注重选树快递"),
        (("3年是哪一条规定的",), "jiangsu-2023", "工作满3年以上"),
        (("造假会怎样", "原文怎么写的", "哪一条"), "jiujiang-2022", "一经查实撤销其评选资格"),
    ],
)
def test_the_very_words_are_quoted_where_they_are_wanted(
    turns: tuple[str, ...], notice: str, quoted: str
) -> None:
    assert any(quoted in fact.cites.quote for fact in ask(*turns, notice=notice).facts)
