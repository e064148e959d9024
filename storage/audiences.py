"""Whom a broadcast goes to, and the letters it became."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, exists, func, union
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from dialogs.broadcasts import Audience
from storage.desks import BroadcastRow, SeatRow, UnitRow
from storage.tables import AddressRow, NominationRow, OutboxRow, SubscriptionRow

STATES: Mapping[str, tuple[str, ...]] = {
    "everybody": ("draft", "submitted", "returned", "recommended", "sent_up", "accepted"),
    "drafts": ("draft",),
    "returned": ("returned",),
    "submitted": ("submitted", "recommended", "sent_up", "accepted"),
    "liaisons": (),
}
"""A group -> the states of the nominations whose nominees are in it."""


def people(audience: Audience, sender: str) -> Any:
    """The persons of an audience who can be reached, without who writes to them."""
    parts = []
    if states := STATES[audience.group]:
        unit = [NominationRow.unit == audience.unit] if audience.unit else []
        owner = func.coalesce(NominationRow.nominee, NominationRow.person)
        parts.append(
            select(owner.label("person")).where(
                NominationRow.round == audience.round,
                col(NominationRow.practice).is_(False),
                col(NominationRow.state).in_(states),
                *unit,
            )
        )
    if audience.group in {"everybody", "liaisons"}:
        its = [UnitRow.id == audience.unit] if audience.unit else []
        parts.append(
            select(col(SeatRow.person).label("person"))
            .join(UnitRow, col(UnitRow.id) == col(SeatRow.unit))
            .where(UnitRow.round == audience.round, col(SeatRow.until).is_(None), *its)
        )
    if audience.group == "everybody" and not audience.unit:
        parts.append(
            select(col(SubscriptionRow.person).label("person")).where(
                SubscriptionRow.notice == audience.notice, col(SubscriptionRow.wanted)
            )
        )
    every = union(*parts).subquery()
    person = every.c.person
    return select(person).where(person != sender, _reached(person, audience.channel))


def _reached(person: Any, channel: str) -> Any:
    """Whether a letter gets there, and through that channel, where one is named."""
    address, later = AddressRow, aliased(AddressRow)
    same = col(later.person) == col(address.person)  # not `person`, which is out of sight two levels down
    used_since = exists().where(same, col(later.gone).is_(None), col(later.active) > col(address.active))
    through = [col(address.channel) == channel, ~used_since] if channel else []
    return exists().where(col(address.person) == person, col(address.gone).is_(None), *through)


def letters(broadcast: str) -> Any:
    """The rows of a broadcast, found by the range of their keys."""
    first = prefix(broadcast)
    return and_(col(OutboxRow.key) >= first, col(OutboxRow.key) < first[:-1] + chr(ord("/") + 1))


def prefix(broadcast: str) -> str:
    return f"broadcast/{broadcast}/"


def audience_of(row: BroadcastRow) -> Audience:
    return Audience(row.notice, row.round, row.group, row.unit, row.channel)
