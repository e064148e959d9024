"""The days of a round that people are reminded of, and the days on which a reminder goes out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.calendar import plan
from knowledge.model import Edition

POST_LEADS = (7, 3, 1)  # days before the first level must post
NEXT_LEADS = (1,)  # before each further level
HAND_IN_LEADS = (14, 7, 3, 1)  # where a notice's data name none
LEADS = (14, 7, 3, 1)  # what a person may choose from instead
GAP = timedelta(days=1)  # two reminders are further apart than this, but for the very last


@dataclass(frozen=True, slots=True)
class Point:
    """A day that matters. `id`: opens | post | post_next | hand_in | online_vote; `level` posts."""

    id: str
    day: date
    leads: tuple[int, ...]
    level: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """The day on which people are reminded of a point, `lead` days before it."""

    point: Point
    lead: int
    day: date

    @property
    def key(self) -> str:
        """The same for one slot for ever, and another when the day of its point moves."""
        return f"{self.point.id}{self.point.level}/{self.point.day:%Y%m%d}/{self.lead}"

    @property
    def keys(self) -> tuple[str, ...]:
        """Of this slot and of those of its point that come later: who had one of these needs no other."""
        later = (each for each in {*LEADS, *self.point.leads} if each < self.lead)
        return (self.key, *(replace(self, lead=each).key for each in later))


def points(edition: Edition, leads: tuple[int, ...] = ()) -> tuple[Point, ...]:
    """The days of the running round, in their order. `leads`: how many days before somebody likes to hear."""
    return tuple(sorted((_led(each, leads) for each in _points(edition)), key=lambda each: each.day))


def slots(edition: Edition, leads: tuple[int, ...] = ()) -> tuple[Slot, ...]:
    """When people are reminded: not on two days in a row, but for the last time before handing in."""
    chosen: list[Slot] = []
    for slot in (each for point in points(edition, leads) for each in _slots_of(point)):
        near = any(abs(slot.day - other.day) <= GAP for other in chosen)
        if not near or _last(slot):
            chosen.append(slot)
    return tuple(sorted(chosen, key=lambda each: each.day))


def slot_on(edition: Edition, today: date, leads: tuple[int, ...] = ()) -> Slot | None:
    """The newest slot that has come and whose point has not passed: after an outage only this one is sent."""
    come = [each for each in slots(edition, leads) if each.day <= today <= each.point.day]
    return come[-1] if come else None


def ahead(edition: Edition, today: date, leads: tuple[int, ...] = ()) -> tuple[Slot, ...]:
    """The slots from today on: what the office is shown beforehand."""
    return tuple(each for each in slots(edition, leads) if each.day >= today)


def _led(point: Point, leads: tuple[int, ...]) -> Point:
    """What is only told of on its own day stays there."""
    return replace(point, leads=leads) if leads and any(point.leads) else point


def _points(edition: Edition) -> Iterator[Point]:
    running, backward = edition.round, plan(edition, edition.round.opens.date())
    yield Point("opens", running.opens.date(), (0,))
    for number, posting in enumerate(backward.postings):
        leads = NEXT_LEADS if number else POST_LEADS
        yield Point("post_next" if number else "post", posting.begin, leads, posting.level)
    submission = edition.notice.stage("submission")
    given = tuple(int(each.rstrip("d")) for each in submission.remind) if submission else ()
    yield Point("hand_in", backward.hand_in_by, given or HAND_IN_LEADS)
    vote = edition.notice.stage("online_vote")
    if vote and vote.since:
        yield Point("online_vote", vote.since, (0,))


def _slots_of(point: Point) -> Iterator[Slot]:
    for lead in point.leads:
        yield Slot(point, lead, point.day - timedelta(days=lead))


def _last(slot: Slot) -> bool:
    return slot.point.id == "hand_in" and slot.lead == min(slot.point.leads)
