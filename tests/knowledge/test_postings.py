"""Public notices and stages in days, with what is assumed."""

from datetime import date

import pytest

from dialogs.ask import worded
from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, Question

LIBRARY = load_library()


def ask(text: str, notice: str, today: date) -> Answer:
    return answer(Question((text,), notice), LIBRARY, today)


def figure(found: Answer, name: str) -> str:
    return next(each.value for each in found.figures if each.name == name)


@pytest.mark.parametrize(
    ("text", "notice", "today", "end", "later"),
    [
        ("单位今天起公示，最少公示到哪天", "jiujiang-2022", date(2022, 7, 18), "2022-07-22", "2022-07-25"),
        ("7月4号贴公示，哪天能撤", "jiujiang-2022", date(2022, 7, 1), "2022-07-08", "2022-07-11"),
        # 13日是周日，14日端午放假
        ("6月13号开始公示，公示到哪天", "suzhou-2021", date(2021, 6, 7), "2021-06-21", "2021-06-21"),
    ],
)
def test_until_when_a_public_notice_lasts_in_both_readings(
    text: str, notice: str, today: date, end: str, later: str
) -> None:
    found = ask(text, notice, today)
    assert (figure(found, "end"), figure(found, "later")) == (end, later)


def test_the_levels_follow_one_another_and_what_the_notice_leaves_open_is_said() -> None:
    found = ask("三级公示一级接一级，从7月4号起，最快什么时候走完", "jiujiang-2022", date(2022, 6, 30))
    assert [each.value.split()[1] for each in found.figures] == ["2022-07-08", "2022-07-15", "2022-07-22"]
    assert "没有写明" in worded(found, LIBRARY).text


@pytest.mark.parametrize(
    ("text", "notice", "gap"),
    [
        ("从截止到评审公示结束中间有多少天", "jiaozuo-2021", "31"),
        ("投票结束到审定中间隔几天", "laiwu-2021", "1"),
        ("从初审开始到投票结束一共多少天", "laiwu-2021", "19"),
    ],
)
def test_days_between_two_stages(text: str, notice: str, gap: str) -> None:
    assert figure(ask(text, notice, date(2021, 4, 1)), "gap") == gap


def test_the_day_that_is_named_is_the_first_of_the_public_notice() -> None:
    found = ask("7月11号开始公示，县里再公示，赶得上7月30吗", "jiujiang-2022", date(2022, 7, 20))
    assert (found.manner, figure(found, "start")) == ("post_in_time", "2022-07-11")


def test_how_long_a_stage_lasts() -> None:
    assert figure(ask("网络投票开几天", "laiwu-2021", date(2021, 5, 12)), "length") == "10"


@pytest.mark.parametrize(
    ("text", "notice", "gap"),
    [("发文到截止一共多少天", "jiaozuo-2021", "43"), ("发通知到交材料中间几天", "laiwu-2021", "21")],
)
def test_days_from_the_issue_to_the_hand_in(text: str, notice: str, gap: str) -> None:
    assert figure(ask(text, notice, date(2021, 4, 1)), "gap") == gap


def test_a_public_notice_begun_too_late_is_called_late_though_the_words_stand_far_apart() -> None:
    found = ask("今天才开始公示，等公示满了我们再往上报，20号前来得及吗", "suzhou-2021", date(2021, 7, 16))
    assert found.manner == "post_late"
    assert figure(found, "deadline") == "2021-07-20"
