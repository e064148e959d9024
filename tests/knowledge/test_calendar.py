"""Working days by the official calendar, and the plan backward from a deadline."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from knowledge.build import SHANGHAI
from knowledge.calendar import (
    Posting,
    after,
    at_latest,
    before,
    onward,
    period,
    plan,
    postings,
    published,
    remaining,
    side_by_side,
    working,
    working_days,
)
from knowledge.load import load_library
from knowledge.model import Edition

LIBRARY = load_library()


def closing(edition: Edition, day: date) -> Edition:
    closes = datetime.combine(day, time.max, SHANGHAI)
    return replace(edition, round=replace(edition.round, closes=closes))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2021-04-25", True),  # 周日，劳动节调休
        ("2021-05-03", False),  # 周一，劳动节
        ("2021-06-14", False),  # 周一，端午
        ("2022-04-24", True),  # 周日，调休
        ("2022-07-30", False),  # 周六
        ("2023-04-23", True),
        ("2026-02-14", True),
        ("2026-02-28", True),
        ("2026-10-10", True),
        ("2026-09-25", False),  # 周五，中秋
    ],
)
def test_make_up_days_and_holidays(day: str, works: bool) -> None:  # noqa: FBT001 - a table's column
    assert working(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("year", "count"), [(2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)]
)
def test_every_year_has_as_many_working_days_as_announced(year: int, count: int) -> None:
    assert working_days(date(year, 1, 1), date(year, 12, 31)) == count


def test_years_without_a_table_are_known_to_be_estimates() -> None:
    assert [year for year in range(2019, 2029) if published(year)] == [2021, 2022, 2023, 2024, 2025, 2026]
    assert working(date(2027, 10, 1))


def test_counting_forth_and_back_meets() -> None:
    for month in range(1, 13):
        day = at_latest(date(2021, month, 20))
        assert before(after(day, 7), 7) == day
        assert working_days(day, after(day, 7)) == 8
    assert working_days(date(2021, 5, 2), date(2021, 5, 1)) == 0


def test_jiujiang_is_due_on_a_saturday_and_both_lower_levels_post_first() -> None:
    found = plan(LIBRARY["jiujiang-2022"], date(2022, 6, 20))
    assert found.hand_in_by == date(2022, 7, 29)
    assert found.postings == (
        Posting("所在单位", date(2022, 7, 15), date(2022, 7, 21)),
        Posting("县级", date(2022, 7, 22), date(2022, 7, 28)),
    )
    assert found.decide_by == date(2022, 7, 14)
    assert not found.too_late
    assert found.assumptions == (
        "each_level",
        "posting_day_counts",
        "hand_in_after",
        "after_hand_in",
        "deadline_on_day_off",
    )


@pytest.mark.parametrize(
    ("today", "late"), [("2022-07-15", False), ("2022-07-16", True), ("2022-08-01", True)]
)
def test_too_late_is_the_day_after_the_first_notice_had_to_begin(today: str, late: bool) -> None:  # noqa: FBT001 - a table's column
    assert plan(LIBRARY["jiujiang-2022"], date.fromisoformat(today)).too_late is late


def test_one_level_before_a_deadline_beside_a_make_up_sunday() -> None:
    (unit,) = postings(("所在单位",), 5, date(2021, 4, 30))
    assert (unit.begin, unit.end) == (date(2021, 4, 25), date(2021, 4, 29))
    unit, _ = postings(("所在单位", "县级"), 5, date(2021, 4, 30))
    assert unit.begin == date(2021, 4, 19)


def test_a_deadline_moved_by_the_office_moves_the_plan() -> None:
    found = plan(closing(LIBRARY["jiujiang-2022"], date(2022, 10, 10)), date(2022, 9, 1))
    assert found.hand_in_by == date(2022, 10, 10)
    assert found.postings[-1] == Posting("县级", date(2022, 9, 28), date(2022, 10, 9))


def test_a_year_without_a_holiday_table_is_named_as_an_estimate() -> None:
    found = plan(closing(LIBRARY["jiujiang-2022"], date(2027, 7, 30)), date(2027, 6, 1))
    assert found.assumptions[-1] == "estimated"


def test_suzhou_posts_in_the_unit_and_then_above_it_for_a_time_that_is_assumed() -> None:
    found = plan(LIBRARY["suzhou-2021"], date(2021, 6, 20))
    assert found.hand_in_by == date(2021, 7, 20)
    assert found.postings == (
        Posting("所在单位", date(2021, 7, 6), date(2021, 7, 12)),
        Posting("上级工会", date(2021, 7, 13), date(2021, 7, 19)),
    )
    assert found.decide_by == date(2021, 7, 5)
    assert "same_length" in found.assumptions


@pytest.mark.parametrize("key", ["jiaozuo-2021", "laiwu-2021"])
def test_where_no_public_notice_is_demanded_the_plan_has_none(key: str) -> None:
    found = plan(LIBRARY[key], date(2021, 4, 1))
    assert found.postings == ()
    assert found.decide_by == found.hand_in_by == LIBRARY[key].round.closes.date()


def test_laiwu_leaves_fifteen_working_days_before_the_last() -> None:
    assert plan(LIBRARY["laiwu-2021"], date(2021, 5, 10)).days_left == 15 + 1


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2022-07-15", "2022-07-21"),  # 跨一个周末
        ("2022-07-16", "2022-07-22"),  # 周六贴，从周一算起
        ("2021-04-25", "2021-04-29"),  # 周日，调休上班
        ("2021-06-10", "2021-06-17"),  # 跨端午
        ("2021-09-28", "2021-10-09"),  # 跨国庆；周六10月9日上班
    ],
)
def test_five_working_days_from_the_day_of_posting(begin: str, end: str) -> None:
    assert period(date.fromisoformat(begin), 5) == date.fromisoformat(end)


def test_forward_and_backward_meet() -> None:
    found = plan(LIBRARY["jiujiang-2022"], date(2022, 6, 20))
    assert onward(("所在单位", "县级"), 5, found.postings[0].begin) == found.postings


def test_if_levels_may_post_at_once_there_is_more_time() -> None:
    assert side_by_side(LIBRARY["jiujiang-2022"]) == date(2022, 7, 22)
    assert side_by_side(LIBRARY["laiwu-2021"]) is None


def test_an_objection_stops_the_clock() -> None:
    monday, tuesday = date(2022, 7, 11), date(2022, 7, 12)
    assert remaining(5, ((monday, tuesday),)) == 3
    assert remaining(5, ((monday, monday - (tuesday - monday)),)) == 5  # 贴的当天就有人提
    assert remaining(5, ((monday, tuesday), (date(2022, 7, 18), date(2022, 7, 20)))) == 0
