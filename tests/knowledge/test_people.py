"""People whom a notice names: contacts of several notices, and who holds a post."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, Question

LIBRARY = load_library()


def ask(text: str, notice: str = "") -> Answer:
    return answer(Question((text,), notice), LIBRARY, date(2021, 4, 1))


def test_two_contacts_of_two_notices_are_both_told() -> None:
    found = ask("焦作的陈晓杰和江苏的丁晓宇电话各是多少")
    assert {fact.value.split()[-1] for fact in found.facts} == {"3999920", "025-83338129"}


@pytest.mark.parametrize(
    ("text", "names"),
    [("团市委那个副部长叫什么", {"吕纯宁"}), ("市妇联来的是谁", {"祁麟", "孙鹏"})],
)
def test_who_holds_the_post_that_is_named(text: str, names: set[str]) -> None:
    values = [fact.value for fact in ask(text, "suzhou-2021").facts]
    assert len(values) == len(names)
    assert all(any(name in value for value in values) for name in names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("遴选宣传工作委员会主任是哪位", ["温祥华"]),
        ("副主任有哪些人，都是谁", ["朱建春", "陆怡", "蒋妍", "祁麟"]),
        ("委员是谁和谁", ["张永忠", "孙鹏", "吕纯宁"]),
    ],
)
def test_a_post_in_the_committee_is_told_apart_from_the_posts_people_hold_elsewhere(
    text: str, names: list[str]
) -> None:
    found = ask(text, "suzhou-2021").facts
    assert [fact.value.split()[1] for fact in found] == names
    assert all(
        "".join(fact.cites.quote.split()).find(name) >= 0 for fact, name in zip(found, names, strict=True)
    )


def test_the_head_of_the_office_is_not_the_head_of_the_committee() -> None:
    found = ask("委员会主任和办公室主任各是谁", "suzhou-2021")
    assert any("张永忠" in fact.value for fact in found.facts)


@pytest.mark.parametrize(
    ("text", "denied", "told"),
    [
        ("委员会主任是张永忠没错吧", "张永忠", "温祥华"),
        ("办公室主任是温祥华对吧", "温祥华", "张永忠"),
        ("孙鹏是副主任吧", "副主任", "成员"),
        ("办公室主任是张永忠吗", "", "张永忠"),
        ("祁麟是不是副主任", "", "副主任"),
    ],
)
def test_a_post_that_is_taken_for_granted_wrongly_is_set_right(text: str, denied: str, told: str) -> None:
    found = ask(text, "suzhou-2021")
    assert found.denied == denied
    assert told in found.facts[0].value


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("成员里团市委的是谁", ["吕纯宁"]),
        ("副主任里面总工会的是哪几位", ["朱建春", "陆怡"]),
        ("妇联有谁在委员会里", ["祁麟", "孙鹏"]),
        ("妇联出的是哪两位", ["祁麟", "孙鹏"]),
        ("陆怡和朱建春谁是党组书记", ["朱建春", "陆怡"]),
    ],
)
def test_those_of_a_body_are_picked_from_the_list(text: str, names: list[str]) -> None:
    assert [fact.value.split()[1] for fact in ask(text, "suzhou-2021").facts] == names


def test_how_many_hold_a_post_is_told_by_the_line_of_the_post() -> None:
    (fact,) = ask("副主任有几位", "suzhou-2021").facts
    assert "四位" in fact.value


def test_where_somebody_belongs_is_not_taken_for_a_private_matter() -> None:
    (fact,) = ask("祁麟哪个单位的", "suzhou-2021").facts
    assert "市妇联副主席" in fact.value


def test_whom_to_call_is_no_question_about_a_post() -> None:
    assert ask("找总工会哪位", "suzhou-2021").topic != "committee"


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("女的占35%行不行", "short"),
        ("女的报了一半，够了吧", "enough"),
        ("男的占七成行吗", "over"),
        ("女的占四成可以吗", "enough"),
        ("女的不到四成行吗", "short"),
        ("45岁以下的不够40%怎么办", "short"),
    ],
)
def test_whether_a_part_that_is_told_is_enough(text: str, lead: str) -> None:
    assert ask(text, "suzhou-2021").lead == lead


def test_a_share_that_is_taken_for_granted_wrongly_is_denied() -> None:
    assert ask("女的比例是不是35%", "suzhou-2021").denied == "35%"


def test_the_awards_of_a_notice_are_added_up() -> None:
    assert ask("提名奖和正奖加起来几个", "jiangsu-2023").figures[0].value == "40"


def test_who_asks_for_whom_is_nobody_on_the_list() -> None:
    assert ask("区总工会主席问活动办公室放在哪家，平时谁干活", "suzhou-2021").topic == "office"
    assert ask("总工会说要评选，想问文号多少、谁发的", "suzhou-2021").topic != "committee"


def test_whose_a_number_is_is_told_alone() -> None:
    (fact,) = ask("15651085133是谁的电话", "suzhou-2021").facts
    assert "朱明娟" in fact.value
