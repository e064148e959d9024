"""Working days by the official calendar, and the plan backward from a deadline through the public notices.

A year without a published table counts Monday to Friday and is named as estimated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from knowledge.model import Edition, PublicNotice
from knowledge.words import words

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Posting:
    """The public notice of one level: the last days on which it can begin and end, both included."""

    level: str
    begin: date
    end: date


@dataclass(frozen=True, slots=True)
class Plan:
    """The last day for each step. `assumptions` are codes for what the notice leaves open:

    each_level           the days count at every level, not once for all
    posting_day_counts   the day of posting is the first of the days
    hand_in_after        handed in on the first working day after the last posting
    same_length          a level without a stated length posts as long as the others
    after_hand_in        the organiser's own level posts after the papers have come
    deadline_on_day_off  the deadline is no working day, paper is brought on the last one before it
    estimated            no holiday table for the year: Monday to Friday
    """

    deadline: date
    hand_in_by: date
    postings: tuple[Posting, ...]
    decide_by: date  # the last day for the unit to settle on its nominee
    days_left: int  # working days from today to the day of handing in, both counted
    too_late: bool  # the first step can no longer begin in time
    assumptions: tuple[str, ...]


def working(day: date) -> bool:
    rest, extra = _table()
    return day in extra or (day not in rest and day.weekday() < SATURDAY)


def published(year: int) -> bool:
    """Whether the year's holidays are known."""
    return year in words("holidays")


def working_days(first: date, last: date) -> int:
    """How many working days there are from the first to the last, both counted; 0 if they are reversed."""
    span = range((last - first).days + 1)
    return sum(working(first + each * DAY) for each in span)


def at_latest(day: date) -> date:
    """The day itself if it is a working day, else the last one before it."""
    return day if working(day) else at_latest(day - DAY)


def before(day: date, count: int = 1) -> date:
    """The working day that lies so many working days earlier."""
    for _ in range(count):
        day = at_latest(day - DAY)
    return day


def after(day: date, count: int = 1) -> date:
    """The working day that lies so many working days later."""
    while count:
        day += DAY
        count -= working(day)
    return day


def postings(levels: tuple[str, ...], days: int, hand_in: date) -> tuple[Posting, ...]:
    """One level after the other, each so many working days, the last one ending the day before handing in."""
    found: list[Posting] = []
    for level in reversed(levels):
        end = before(found[-1].begin if found else hand_in)
        found.append(Posting(level, before(end, days - 1), end))
    return tuple(reversed(found))


def period(begin: date, days: int) -> date:
    """The last of so many working days; a day of posting that is a working day is the first of them."""
    return after(begin, days - 1) if working(begin) else after(begin, days)


def onward(levels: tuple[str, ...], days: int, begin: date) -> tuple[Posting, ...]:
    """One level after the other from a day on, each beginning on the working day after the one before."""
    found: list[Posting] = []
    for level in levels:
        first = after(found[-1].end) if found else begin
        found.append(Posting(level, first, period(first, days)))
    return tuple(found)


def side_by_side(edition: Edition) -> date | None:
    """The last day to begin if the levels may post at the same time, which a notice may leave open."""
    duty, hand_in = edition.notice.public_notice, at_latest(edition.round.closes.date())
    steps = _demanded(duty, hand_in)
    return steps[-1].begin if len(steps) > 1 else None


def remaining(days: int, stretches: tuple[tuple[date, date], ...]) -> int:
    """Working days still to be posted after the stretches that counted; an objection stops the clock."""
    return max(0, days - sum(working_days(begin, end) for begin, end in stretches))


def plan(edition: Edition, today: date) -> Plan:
    """The plan of a round, backward from its last day."""
    deadline = edition.round.closes.date()
    hand_in = at_latest(deadline)
    duty = edition.notice.public_notice
    steps = _demanded(duty, hand_in)
    start = before(steps[0].begin) if steps else hand_in
    return Plan(
        deadline=deadline,
        hand_in_by=hand_in,
        postings=steps,
        decide_by=start,
        days_left=working_days(today, hand_in),
        too_late=today > (steps[0].begin if steps else deadline),
        assumptions=tuple(_assumptions(duty, steps, deadline, today)),
    )


def _demanded(duty: PublicNotice | None, hand_in: date) -> tuple[Posting, ...]:
    if duty is None or duty.working_days is None:
        return ()
    return postings(tuple(each for each in duty.levels if each not in duty.after), duty.working_days, hand_in)


def _assumptions(
    duty: PublicNotice | None, steps: tuple[Posting, ...], deadline: date, today: date
) -> Iterator[str]:
    if duty and steps:
        if len(steps) > 1:
            yield "each_level"
        yield "posting_day_counts"
        yield "hand_in_after"
        if duty.unstated:
            yield "same_length"
        if duty.after:
            yield "after_hand_in"
    if not working(deadline):
        yield "deadline_on_day_off"
    if not all(published(each) for each in {deadline.year, today.year}):
        yield "estimated"


@cache
def _table() -> tuple[frozenset[date], frozenset[date]]:
    """The days off and the weekends worked of all years."""
    rest: set[date] = set()
    extra: set[date] = set()
    for year in words("holidays").values():
        for span in year["rest"]:
            first, last = map(date.fromisoformat, span.split(".."))
            rest.update(first + each * DAY for each in range((last - first).days + 1))
        extra.update(year["work"])
    return frozenset(rest), frozenset(extra)
