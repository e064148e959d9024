"""Sums over several turns, several notices at once, two questions in one, and what arrives when."""

from datetime import date

import pytest

from dialogs.ask import worded
from knowledge.answer import answer
from knowledge.question import Answer, AnswerKind, Question
from tests.chat import library

ALL = {"jiangsu-2023", "jiaozuo-2021", "jiujiang-2022", "laiwu-2021", "suzhou-2021"}


def ask(*turns: str, notice: str = "", today: date = date(2021, 4, 12)) -> Answer:
    return answer(Question(turns, notice), library(), today)


def telling(found: Answer) -> set[str]:
    return {fact.cites.notice for fact in found.facts}


@pytest.mark.parametrize(
    ("turns", "notice", "value"),
    [
        (("武宁几个", "都昌呢", "再加上永修一共几个"), "jiujiang-2022", "12"),
        (("瑞昌能报几个", "那再算上浔阳区一共多少"), "jiujiang-2022", "8"),
        (("柴桑几个", "加上浔阳呢"), "jiujiang-2022", "7"),
        (("瑞昌能报几个", "修水加上德安一共多少"), "jiujiang-2022", "7"),
        (("太仓多少名额", "姑苏区呢", "两家差多少"), "suzhou-2021", "200"),
        (("都昌和德安两家差多少",), "jiujiang-2022", "1"),
        (("各县区加上行业联合会，一共多少名额",), "jiujiang-2022", "55"),
        (("我们在都昌，全市名额总共多少个",), "jiujiang-2022", "55"),
        (("昆山加上太仓、常熟一共多少",), "suzhou-2021", "2550"),
        (("都昌几个名额", "那全市总共多少个"), "jiujiang-2022", "55"),
    ],
)
def test_units_are_added_and_compared_over_several_turns(
    turns: tuple[str, ...], notice: str, value: str
) -> None:
    assert ask(*turns, notice=notice).figures[0].value == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("焦作和莱芜分别最晚几号交", {"jiaozuo-2021", "laiwu-2021"}),
        ("苏州、莱芜最迟哪天截止，都说说", {"suzhou-2021", "laiwu-2021"}),
        ("江苏、苏州、九江、莱芜、焦作，最晚几号交材料", ALL),
        ("江苏、苏州、九江、莱芜、焦作，哪个截止最晚", {"jiujiang-2022"}),
        ("事迹材料写2000字的是哪两家", {"jiangsu-2023", "jiaozuo-2021"}),
        ("推荐表要三份的是哪家", {"laiwu-2021"}),
        ("4月30号截止的是哪一家", {"jiaozuo-2021"}),
        ("5月底截止的是哪几家", {"jiangsu-2023", "laiwu-2021"}),
        ("47号文是哪家的", {"jiangsu-2023"}),
        ("7号文是哪家的", {"jiujiang-2022"}),
    ],
)
def test_each_notice_that_is_meant_is_told_and_no_other(text: str, expected: set[str]) -> None:
    assert telling(ask(text)) == expected


def test_two_questions_in_one_message_are_both_answered() -> None:
    found = ask("焦作的发哪个邮箱，接头的是谁")
    assert {"jzghxjb@163.com", "陈晓杰"} <= set("、".join(fact.value for fact in found.facts).split("、"))
    found = ask("盖哪些章，交到哪", notice="suzhou-2021")
    assert found.kind is AnswerKind.ANSWER
    assert "seals" in found.unstated


@pytest.mark.parametrize(
    ("text", "manner", "day"),
    [
        ("今天周五，明天寄出去，周一到，行不行", "late", "2022-08-01"),
        ("周六寄出去，下周一到，行吗", "late", "2022-08-01"),
        ("周五发快递，周一到行吗", "late", "2022-08-01"),
        ("今天快递，30号到，行吧", "in_time", "2022-07-30"),
        ("今天快递，2号才到，行吧", "late", "2022-08-02"),
        ("今天寄，明天到，来得及吗", "in_time", "2022-07-30"),
    ],
)
def test_the_day_of_arrival_is_held_against_the_deadline(text: str, manner: str, day: str) -> None:
    found = ask(text, notice="jiujiang-2022", today=date(2022, 7, 29))
    assert found.manner == manner
    assert next(each.value for each in found.figures if each.name == "day") == day


@pytest.mark.parametrize("text", ["我们是厅里这条线，横着推，给几个指标", "附件1里我们常州是几个"])
def test_a_number_in_an_annex_we_do_not_have_is_called_so_before_anything_else(text: str) -> None:
    found = ask(text, notice="jiangsu-2023")
    assert found.kind is AnswerKind.NOT_STATED
    assert found.near[0].topic == "annexes"
    assert found.contact is not None


@pytest.mark.parametrize("text", ["有几个附件", "提名奖几个名额", "一共评多少个人，名额多少"])
def test_what_stands_in_the_notice_itself_is_told_all_the_same(text: str) -> None:
    assert ask(text, notice="jiangsu-2023").kind is AnswerKind.ANSWER


def test_a_public_notice_without_days_is_not_called_unwritten() -> None:
    said = worded(ask("公示几天", notice="jiaozuo-2021"), library()).text
    assert "没有写推荐前要不要公示、公示几天" in said
    assert "向社会公示" in said


@pytest.mark.parametrize(
    ("text", "lead"),
    [("推荐表交两份够了吧", "enough"), ("表我打了3份，够了吧", "enough"), ("推荐表一份够不够", "short")],
)
def test_whether_so_many_copies_are_enough(text: str, lead: str) -> None:
    assert ask(text, notice="jiaozuo-2021").lead == lead


def test_a_count_within_a_range_is_not_denied() -> None:
    assert ask("照片2张够了吧", notice="laiwu-2021").denied == ""
    assert ask("照片5张够了吧", notice="laiwu-2021").denied == "5张"


def test_too_few_working_days_of_public_notice_are_not_enough() -> None:
    assert ask("公示了3个工作日，够不够", notice="jiujiang-2022").lead == "short"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("五家材料截止日按先后排一下", ("焦作", "莱芜", "苏州", "九江", "江苏")),
        ("事迹材料字数从多到少排一下各家", ("九江", "江苏", "焦作", "莱芜")),
    ],
)
def test_notices_are_put_in_order(text: str, places: tuple[str, ...]) -> None:
    said = worded(ask(text), library()).text
    assert [said.index(f". {place}") for place in places] == sorted(
        said.index(f". {place}") for place in places
    )


def test_a_notice_without_a_date_is_placed_by_the_year_of_its_number() -> None:
    found = ask("五份通知发文时间最晚的是哪个")
    assert telling(found) == {"jiangsu-2023"}
    assert "〔2023〕" in found.facts[0].value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("哪个通知要的推荐表份数最少", {"jiaozuo-2021", "jiujiang-2022"}),
        ("哪家事迹材料最短", {"laiwu-2021"}),
        ("哪家的截止日碰上周末", {"jiujiang-2022"}),
    ],
)
def test_notices_are_compared_by_what_their_lists_say_in_figures(text: str, expected: set[str]) -> None:
    assert telling(ask(text)) == expected


def test_days_on_the_way_are_counted_from_the_day_of_sending() -> None:
    found = ask("现在7月28，寄快递三天到，来得及不", notice="jiujiang-2022", today=date(2022, 7, 28))
    assert found.manner == "late"
    found = ask("明天寄，路上要两天到，赶得上吗", notice="jiujiang-2022", today=date(2022, 7, 26))
    assert found.manner == "in_time"
