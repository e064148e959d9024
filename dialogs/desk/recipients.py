"""Whom somebody at a desk may write to, and how a button names them."""

from dataclasses import replace

from dialogs.broadcasts import CHANNELS, Audience
from dialogs.desk.rights import offices, own_units
from dialogs.model import Button, World
from dialogs.prompt import Rows
from dialogs.say import button


def audiences(world: World) -> list[tuple[Audience, str]]:
    """What the person may write to, with its name: whole rounds for the office, units for their contacts."""
    rounds = [(Audience(each.notice.id, each.round.id), each.notice.short) for each in offices(world)]
    return [
        *rounds,
        *((Audience(each.notice, each.round, unit=each.id), each.name) for each in own_units(world)),
    ]


def of_unit(audience: Audience, world: World) -> bool:
    """Whether a contact writes to the own unit."""
    return audience.unit in {each.id for each in own_units(world)}


def allowed(audience: Audience, world: World) -> bool:
    """The office all of a round or one of its units, a contact the own unit."""
    if of_unit(audience, world):
        return True
    of_round = any(audience.round == each.round.id for each in offices(world))
    return of_round and (not audience.unit or world.records.seats.unit(audience.unit) is not None)


def given_as(audience: Audience) -> str:
    """As `named` reads it: notice, unit and channel, - for any."""
    return " ".join((audience.notice, audience.unit or "-", audience.channel or "-"))


def named(world: World, given: str) -> Audience | None:
    """None where the person may not write to them, or nobody is called so."""
    notice, unit, channel = ("" if each == "-" else each for each in f"{given} - -".split(" ")[:3])
    edition, known = world.library.get(notice), world.records.seats.unit(unit)
    if edition is None or channel not in CHANNELS or (unit and (known is None or known.notice != notice)):
        return None
    found = Audience(notice, known.round if known else edition.round.id, unit=unit, channel=channel)
    return found if allowed(found, world) else None


def narrower(found: Audience) -> Rows:
    """One unit instead of all, one channel instead of each person's own, and back."""

    def to(name: str, audience: Audience) -> Button:
        return button(name, f"broadcast to {given_as(audience)}")

    ways = {"": "every_way", "telegram": "only_telegram", "web": "only_web"}
    every = to("every_unit", replace(found, unit=""))
    unit = every if found.unit else button("one_unit", f"broadcast units {given_as(found)}")
    others = (to(name, replace(found, channel=way)) for way, name in ways.items() if way != found.channel)
    return (unit,), tuple(others)
