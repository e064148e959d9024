"""The round at a glance, as figures: who stands where, what is late, and what may become late."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dialogs.records import Records
from dialogs.register import TAKING
from dialogs.seats import Unit
from knowledge.calendar import Plan, plan, working_days
from knowledge.model import Edition
from knowledge.shares import Outlook, outlook

STATES = ("draft", "submitted", "recommended", "sent_up", "accepted", "returned", "withdrawn", "burnt")
"""In the order in which a nomination goes through them."""

_SOON = 5  # working days
_BEGUN = frozenset({"submitted", "recommended", "returned"})  # with the unit, not handed in yet


@dataclass(frozen=True, slots=True)
class UnitLine:
    """`unit` is None for nominations of which nobody knows the unit yet. `risk`: late | too_late | soon."""

    unit: Unit | None
    counts: Mapping[str, int]
    risk: str = ""

    @property
    def taken(self) -> int:
        return sum(self.counts.get(state, 0) for state in TAKING)

    @property
    def left(self) -> int | None:
        return None if self.unit is None or self.unit.most is None else self.unit.most - self.taken

    @property
    def waiting(self) -> int:
        """With the unit, and not handed in yet."""
        return sum(self.counts.get(state, 0) for state in _BEGUN)


@dataclass(frozen=True, slots=True)
class Glance:
    edition: Edition
    units: tuple[UnitLine, ...]
    shares: tuple[Outlook, ...]
    marks: Mapping[str, int]  # held, late, unconfirmed, unassigned -> how many
    plan: Plan
    today: date
    places: int | None = None  # all that there are; None where nobody has said how many

    @property
    def counts(self) -> Mapping[str, int]:
        every: Counter[str] = Counter()
        for line in self.units:
            every.update(line.counts)
        return every

    @property
    def taken(self) -> int:
        return sum(line.taken for line in self.units)

    @property
    def over(self) -> bool:
        return self.today > self.edition.round.closes.date()

    def at(self, risk: str) -> tuple[UnitLine, ...]:
        return tuple(line for line in self.units if line.risk == risk)


def glance(records: Records, edition: Edition, today: date, unit: str = "") -> Glance:
    """All units to the office, its own to a liaison, one of them where it is named."""
    counts = records.register.counts(edition.round.id, unit)
    planned = plan(edition, today)
    known = [each for each in records.seats.units(edition.round.id) if unit in {"", each.id}]
    lines = [UnitLine(each, counts.get(each.id, {})) for each in _in_order(edition, known)]
    strays = {where: each for where, each in counts.items() if where not in {one.id for one in known}}
    if strays:
        lines.append(UnitLine(None, _sum(strays)))
    judged = tuple(_judged(line, planned, edition, today) for line in lines)
    whole = not unit and len(known) == len(records.seats.named(edition.round.id))
    places, taken = _places(edition, known, whole=whole), sum(line.taken for line in judged)
    left = None if places is None else max(0, places - taken)
    return Glance(
        edition=edition,
        units=judged,
        shares=outlook(edition.notice.quotas, records.register.shares(edition.round.id, unit), left),
        marks=records.register.marks(edition.round.id, unit),
        plan=planned,
        today=today,
        places=places,
    )


def _in_order(edition: Edition, units: list[Unit]) -> list[Unit]:
    """As the notice's own table has them, the others behind."""
    rows = edition.notice.quota_rows
    order = {row.unit: place for place, row in enumerate(rows)}
    return sorted(units, key=lambda each: (order.get(each.name, len(order)), each.name))


def _sum(counts: Mapping[str, Mapping[str, int]]) -> Mapping[str, int]:
    every: Counter[str] = Counter()
    for each in counts.values():
        every.update(each)
    return every


def _judged(line: UnitLine, planned: Plan, edition: Edition, today: date) -> UnitLine:
    return UnitLine(line.unit, line.counts, _risk(line, planned, edition, today))


def _risk(line: UnitLine, planned: Plan, edition: Edition, today: date) -> str:
    """Late: still with the unit after the deadline. Too late: a place is free, but its steps take longer."""
    if today > edition.round.closes.date():
        return "late" if line.waiting else ""
    if line.unit is None or not (line.waiting or line.left):
        return ""
    if planned.too_late:
        return "too_late"
    return "soon" if working_days(today, planned.decide_by) <= _SOON else ""


def _places(edition: Edition, units: list[Unit], *, whole: bool) -> int | None:
    """Of the whole round, the notice's total; where it speaks of classes, the units known are not all."""
    quotas = edition.notice.quotas
    if whole and quotas and any(row.unit_class for row in quotas.rows):
        return quotas.total
    known = [each.most for each in units if each.most is not None]
    return sum(known) if known else None
