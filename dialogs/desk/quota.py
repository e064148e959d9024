"""The places of a unit: free, on the list, burnt; the shares with a forecast; the mix of groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dialogs.model import World
from dialogs.say import render
from dialogs.seats import Unit
from knowledge.model import Edition
from knowledge.shares import COUNTS, COUNTS_NOT, Outlook, outlook

_LISTED = ("recommended", "sent_up", "accepted")


@dataclass(frozen=True, slots=True)
class Places:
    """Places of a unit by what became of them; `most` is None where nobody has said how many there are."""

    most: int | None
    least: int
    counts: Mapping[str, int]

    @property
    def listed(self) -> int:
        return sum(self.counts.get(each, 0) for each in _LISTED)

    @property
    def burnt(self) -> int:
        return self.counts.get("burnt", 0)

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(0, self.most - self.listed - self.burnt)


def places(world: World, unit: Unit) -> Places:
    counts = world.records.register.counts(unit.round, unit.id).get(unit.id, {})
    return Places(unit.most, unit.least, counts)


def outlooks(world: World, unit: Unit, edition: Edition, left: int | None) -> tuple[Outlook, ...]:
    listed = world.records.register.shares(unit.round, unit.id)
    return outlook(edition.notice.quotas, listed, left)


def share_lines(found: tuple[Outlook, ...], edition: Edition) -> str:
    """Each share in a sentence, with what the free places must still bring; '' where there are none."""
    if not found:
        return ""
    quotas = edition.notice.quotas
    return render("desk_unit", "shares", outlooks=found, note=quotas.note if quotas else "")


def mix_line(world: World, unit: Unit, edition: Edition) -> str:
    """Who is listed of each group, where the notice wants the groups weighed against each other."""
    fact = next((each for each in edition.notice.facts if each.topic == "mix_of_groups"), None)
    field = edition.notice.form.field("category")
    if fact is None or field is None:
        return ""
    listed = world.records.register.groups(unit.round, unit.id)
    groups = [(label, listed.get(value, 0)) for value, label in field.options.items()]
    clause = edition.notice.clause(fact.cites.clause).label
    return render("desk_unit", "mix", groups=groups, fact=fact, clause=clause)


def endangered(before: tuple[Outlook, ...], signs: str) -> Iterator[tuple[Outlook, bool]]:
    """Shares that would leave no choice, or be out of reach, once this nominee takes a place.

    With each: is it known that the nominee does not count, or only not known that they do?
    """
    for place, each in enumerate(before):
        sign = signs[place : place + 1]
        after = replace(each, listed=each.listed + 1, left=each.left - 1)
        if sign != COUNTS and each.left and after.standing in {"tight", "beyond"}:
            yield after, sign == COUNTS_NOT
