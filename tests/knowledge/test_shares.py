"""Shares: who counts, what the free places must still bring, and when it is too late for it."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.load import load_library
from knowledge.shares import least, outlook, signs

SUZHOU = load_library()["suzhou-2021"].notice
JULY = date(2021, 7, 1)


@pytest.mark.parametrize(
    ("gender", "birth", "found"),
    [
        ("female", "1990-05", "11"),
        ("male", "1970-01", "00"),
        ("female", "1976-06", "1-"),  # 45周岁：“以下”含不含本数，通知没写
        ("male", "1975-06", "00"),  # 46周岁
        ("male", "1975-07", "0-"),  # 这个月过46岁生日，哪天不知道
        ("male", "1976-07", "0-"),  # 这个月过45岁生日
        ("male", "1976-08", "01"),  # 44周岁
        ("", "", "--"),
    ],
)
def test_how_a_nominee_counts(gender: str, birth: str, found: str) -> None:
    assert signs(SUZHOU.quotas, SUZHOU.form, {"gender": gender, "birth": birth}, JULY) == found


@pytest.mark.parametrize(("total", "found"), [(7, 3), (5, 2), (650, 260), (850, 340), (200, 80), (0, 0)])
def test_forty_percent_is_rounded_up(total: int, found: int) -> None:
    assert least(40, total) == found


def test_twelve_places_left_and_nine_of_them_for_women() -> None:
    women, _ = outlook(SUZHOU.quotas, {"11": 10, "01": 28}, 12)
    assert (women.needed, women.left, women.standing) == (10, 12, "open")
    women, _ = outlook(SUZHOU.quotas, {"11": 11, "01": 27}, 12)
    assert (women.needed, women.left) == (9, 12)


@pytest.mark.parametrize(
    ("women", "men", "left", "standing"),
    [
        (2, 3, 0, "met"),
        (1, 3, 1, "tight"),
        (0, 3, 2, "tight"),
        (0, 4, 1, "beyond"),
        (0, 0, 5, "open"),
        (5, 0, 7, "met"),
    ],
)
def test_it_is_said_before_it_becomes_impossible(women: int, men: int, left: int, standing: str) -> None:
    found = outlook(SUZHOU.quotas, {"11": women, "01": men}, left)[0]
    assert found.standing == standing


def test_whoever_is_not_known_to_count_does_not() -> None:
    _, young = outlook(SUZHOU.quotas, {"1-": 2, "11": 1, "": 1}, 0)
    assert (young.have, young.unknown, young.listed) == (1, 3, 4)


def test_a_notice_without_shares_has_none() -> None:
    assert outlook(None, {"": 3}, 2) == ()
    assert signs(replace(SUZHOU.quotas, shares=()) if SUZHOU.quotas else None, SUZHOU.form, {}, JULY) == ""
