"""The public notice of one nomination, level by level: demanded, posted, and whether it still fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.desk.case import Case
from dialogs.model import World
from dialogs.postings import Posted
from knowledge.calendar import after, at_latest, onward, period, plan, remaining, side_by_side
from knowledge.model import Edition


@dataclass(frozen=True, slots=True)
class Level:
    """`latest`: the last days to begin and to end. `posted`: its stretches; an objection ends one."""

    number: int
    name: str
    days: int
    latest: tuple[date, date]
    posted: tuple[Posted, ...]
    today: date

    @property
    def newest(self) -> Posted | None:
        return self.posted[-1] if self.posted else None

    @property
    def state(self) -> str:
        """One of none, running, over (waits for its outcome), stopped (an objection), clear."""
        if self.newest is None:
            return "none"
        ended = self.newest.state == "running" and self.newest.end < self.today
        return "over" if ended else self.newest.state

    @property
    def late(self) -> bool:
        """Can it no longer end in time?"""
        if self.newest is None:
            return self.today > self.latest[0]
        if self.state == "stopped":
            return period(self.today, self.left) > self.latest[1]
        return self.newest.end > self.latest[1]

    @property
    def left(self) -> int:
        """Working days still to be posted: all of them, or what an objection left over."""
        stretches = tuple((each.begin, each.end) for each in self.posted if each.state == "stopped")
        return remaining(self.days, stretches)


def levels(world: World, case: Case) -> tuple[Level, ...]:
    """The levels that post before the hand-in; none where the notice demands no public notice."""
    return of(case.edition, case.today, world.records.postings.of(case.id))


def of(edition: Edition, today: date, posted: Sequence[Posted]) -> tuple[Level, ...]:
    duty = edition.notice.public_notice
    days = (duty.working_days if duty else None) or 0
    return tuple(
        Level(
            number,
            each.level,
            days,
            (each.begin, each.end),
            tuple(
                sorted(
                    (one for one in posted if one.level == each.level), key=lambda one: (one.begin, one.end)
                )
            ),
            today,
        )
        for number, each in enumerate(plan(edition, today).postings)
    )


def current(found: Sequence[Level]) -> Level | None:
    """The first level that is not clear yet."""
    return next((each for each in found if each.state != "clear"), None)


def hand_in(found: Sequence[Level], number: int, begin: date) -> date:
    """When the papers can be handed in at the earliest if this level begins then."""
    names = tuple(each.name for each in found[number:])
    end = period(begin, found[number].left)
    rest = onward(names[1:], found[number].days, after(end))
    return after(rest[-1].end if rest else end)


def in_time(edition: Edition, found: Sequence[Level], number: int, begin: date) -> bool:
    return hand_in(found, number, begin) <= at_latest(edition.round.closes.date())


def beside(edition: Edition, today: date) -> date | None:
    """Until when it would still do if levels may post at the same time, which a notice may leave open."""
    last = side_by_side(edition)
    return last if last and today <= last else None
