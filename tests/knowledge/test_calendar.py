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
    plan,
    postings,
    published,
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
