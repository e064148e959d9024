"""What an invitation is made of: the secret, a unit that may be new, and who may invite to what."""

from datetime import timedelta

from dialogs.desk.rights import is_office, own_unit
from dialogs.model import World
from dialogs.seats import NOMINEE, OFFICE, Invitation, Invite, Inviting, Unit
from knowledge.model import Edition, QuotaRow
from knowledge.units import class_rows

LASTS = timedelta(days=14)


def made(world: World, wanted: Inviting, name: str = "", left: int = 1, nomination: str = "") -> Invite:
    """A fresh invitation with its secret. A nominee's ends with the round, if that is sooner."""
    closes, until = world.library[wanted.notice].round.closes, world.now + LASTS
    if wanted.role == NOMINEE and world.now < closes < until:
        until = closes
    invitation = Invitation(
        id=next(world.ids),
        role=wanted.role,
        notice=wanted.notice,
        unit=wanted.unit,
        nomination=nomination,
        name=name,
        until=until,
        by=world.person.id,
        left=left,
    )
    return Invite(invitation, next(world.tokens))


def new_unit(world: World, wanted: Inviting) -> Unit:
    edition = world.library[wanted.notice]
    kind = row_of_class(edition, wanted.unit_class)
    return Unit(
        id=next(world.ids),
        notice=wanted.notice,
        round=edition.round.id,
        name=wanted.unit_name,
        unit_class=wanted.unit_class,
        least=kind.least if kind else 0,
        most=wanted.most or None,
    )


def allowed(state: Inviting, world: World) -> bool:
    return is_office(world.person, state.notice) or (
        state.role != OFFICE and bool(state.unit) and own_unit(world, state.unit) is not None
    )


def row_of_class(edition: Edition, unit_class: str) -> QuotaRow | None:
    return next((each for each in class_rows(edition.notice) if each.unit_class == unit_class), None)


def unit_name(state: Inviting, world: World) -> str:
    unit = world.records.seats.unit(state.unit) if state.unit else None
    return unit.name if unit else state.unit_name
