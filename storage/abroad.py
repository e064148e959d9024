"""Whose data may go to a channel whose servers stand abroad: who agreed to that card in person (PIPL 39)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, exists, func
from sqlmodel import Session, col, select

from dialogs.register import ABROAD
from storage.tables import ConsentRow, NominationRow

CARD = "abroad"
OPEN = frozenset({"recommending_unit"})  # what was typed there is no personal data, and finds the unit


def veiled(session: Session, channel: str, nominations: Sequence[str]) -> frozenset[str]:
    """Those of these nominations whose nominee did not agree that this channel shows their data."""
    if channel not in ABROAD or not nominations:
        return frozenset()
    asked = select(NominationRow.id).where(col(NominationRow.id).in_(nominations), ~agreed())
    return frozenset(session.exec(asked))


def agreed() -> ColumnElement[bool]:
    """As a condition. What others wrote is nobody's consent until the nominee has come."""
    writer = case((col(NominationRow.way) == "self", col(NominationRow.person)))
    nominee = func.coalesce(col(NominationRow.nominee), writer)
    return exists().where(col(ConsentRow.person) == nominee, col(ConsentRow.card) == CARD)


def masked(name: str) -> str:
    """王小花 becomes 王**: enough to tell apart who is known already."""
    return name[:1] + "*" * min(len(name) - 1, 2) if name else ""
