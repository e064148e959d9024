"""The days on which people are reminded, in the five announced rounds and when a deadline moves."""

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import pytest

from knowledge.agenda import ahead, slot_on, slots
from knowledge.model import Edition
from tests.chat import library

SLOTS = {
    "jiujiang-2022": "06-02 opens, 07-08 post, 07-12 post, 07-14 post, 07-21 post_next, 07-26 hand_in, 07-28 hand_in",
    "suzhou-2021": "05-28 opens, 06-29 post, 07-03 post, 07-05 post, 07-12 post_next, 07-17 hand_in, 07-19 hand_in",
    "jiangsu-2023": "05-01 opens, 05-17 hand_in, 05-24 hand_in, 05-28 hand_in, 05-30 hand_in, 07-01 online_vote",
    "jiaozuo-2021": "03-18 opens, 04-16 hand_in, 04-23 hand_in, 04-27 hand_in, 04-29 hand_in",
    "laiwu-2021": "05-10 opens, 05-17 hand_in, 05-24 hand_in, 05-28 hand_in, 05-30 hand_in, 06-11 online_vote",
}


@pytest.mark.parametrize("notice", SLOTS)
def test_the_days_follow_from_the_notice(notice: str) -> None:
    found = ", ".join(f"{slot.day:%m-%d} {slot.point.id}" for slot in slots(library()[notice]))
    assert found == SLOTS[notice]


@pytest.mark.parametrize("notice", SLOTS)
def test_nobody_is_reminded_two_days_running_but_for_the_last_time(notice: str) -> None:
    days = [slot.day for slot in slots(library()[notice]) if slot.point.id != "hand_in" or slot.lead > 1]
    assert all((later - earlier).days > 1 for earlier, later in pairwise(days))


def test_after_an_outage_only_the_newest_is_due() -> None:
    edition = library()["jiujiang-2022"]
    missed = slot_on(edition, date(2022, 7, 13))
    assert missed is not None
    assert missed.day == date(2022, 7, 12)


def test_what_has_passed_is_not_due_any_more() -> None:
    assert slot_on(library()["jiujiang-2022"], date(2022, 7, 16)) is None


def test_another_deadline_moves_every_later_reminder_and_gives_it_another_key() -> None:
    edition = library()["jiujiang-2022"]
    later = _closing(edition, "2022-08-12T23:59:59+08:00")
    today = date(2022, 7, 20)
    assert [slot.day.isoformat() for slot in ahead(later, today)][:2] == ["2022-07-22", "2022-07-26"]
    assert not {slot.key for slot in slots(edition) if slot.point.id != "opens"} & {
        slot.key for slot in slots(later) if slot.point.id != "opens"
    }


def _closing(edition: Edition, moment: str) -> Edition:
    return replace(edition, round=replace(edition.round, closes=datetime.fromisoformat(moment)))
