"""Invitations as `zuimei invite` makes them, without the process: the first people of a test."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from dialogs.seats import Invitation
from storage.engine import write
from storage.people import fresh_id
from storage.seats import invite, named
from storage.vault import Vault


def invited(
    engine: Engine,
    vault: Vault,
    role: str,
    notice: str = "",
    unit: str = "",
    *,
    at: datetime | None = None,
    days: int = 14,
) -> str:
    """The token of a fresh invitation; `unit` is one of those that the notice names."""
    token, at = secrets.token_urlsafe(16), at or datetime.now(UTC)

    def work(session: Session) -> None:
        units = {name: key for key, name in named(session, notice).items()}
        until = at + timedelta(days=days)
        made = Invitation(
            fresh_id(), role, notice, units[unit] if unit else "", "", "李示例", until, "operator"
        )
        invite(session, vault, made, token, at)

    write(engine, work)
    return token
