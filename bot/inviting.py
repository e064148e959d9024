"""`zuimei invite`: the first people of an installation, invited by whoever runs it."""

import asyncio
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from bot.ground import database
from bot.receive import true_time
from bot.settings import Settings
from dialogs.seats import LIAISON, OFFICE, TOKEN_BYTES, Invitation
from knowledge.model import Edition, Library, QuotaRow
from knowledge.units import find, row_of
from storage.desks import UnitRow
from storage.engine import write
from storage.people import fresh_id
from storage.seats import invite as keep
from storage.seats import named, pin_units
from storage.tables import LogRow
from storage.vault import Vault, load_key

_OPERATOR = "operator"
_PATIENCE = 5.0  # seconds for Telegram to say what the bot is called


class Unfit(Exception):
    """Why there is no such invitation, in words for the operator."""


@dataclass(frozen=True, slots=True)
class Wanted:
    role: str
    notice: str
    unit: str
    name: str
    places: int
    days: int


def invite(settings: Settings, library: Library, wanted: Wanted) -> Iterator[str]:
    """Keeps the invitation and gives the lines to pass on. Raises Unfit, CannotStart."""
    edition = _checked(library, wanted)
    os.umask(0o077)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    given = settings.data_key.get_secret_value() if settings.data_key else None
    vault, token = Vault(load_key(given, settings.data_dir)), secrets.token_urlsafe(TOKEN_BYTES)
    with database(settings) as engine:
        pin_units(engine, library.values())
        write(engine, lambda session: _kept(session, vault, wanted, edition, token))
    if bot := _bot(settings):
        yield f"Telegram  https://t.me/{bot}?start={token}"
    yield f"Web       {settings.web_url}/join#{token}"
    yield f"Code      /start {token}"
    yield f"Valid for {wanted.days} days, for one person."


def _checked(library: Library, wanted: Wanted) -> Edition | None:
    if wanted.role not in {OFFICE, LIAISON}:
        raise Unfit(f"There is no role {wanted.role}: say office or liaison.")
    ids = {key: each for each in library.values() for key in (each.notice.id, each.round.id)}
    edition = ids.get(wanted.notice)
    if wanted.notice and edition is None:
        raise Unfit(f"There is no notice {wanted.notice}. There are: {', '.join(library)}.")
    if wanted.role == LIAISON and not (edition and wanted.unit):
        raise Unfit("A liaison needs a notice and a unit.")
    if wanted.role == OFFICE and wanted.unit:
        raise Unfit("The office has no unit.")
    return edition


def _kept(session: Session, vault: Vault, wanted: Wanted, edition: Edition | None, token: str) -> None:
    now = true_time()
    unit = _unit(session, edition, wanted) if edition and wanted.unit else ""
    made = Invitation(
        id=fresh_id(),
        role=wanted.role,
        notice=edition.notice.id if edition else "",
        unit=unit,
        nomination="",
        name=wanted.name.strip(),
        until=now + timedelta(days=wanted.days),
        by=_OPERATOR,
    )
    keep(session, vault, made, token, now)
    session.add(LogRow(at=now, kind="invite", person="", subject=made.id, role=_OPERATOR))


def _unit(session: Session, edition: Edition, wanted: Wanted) -> str:
    """The unit of that name; a new one where the notice gives places to its class."""
    known = named(session, edition.round.id)
    found = find(wanted.unit, known)
    if len(found) == 1:
        return found[0]
    if found:
        raise Unfit(f"{wanted.unit} may be one of: {', '.join(known[each] for each in found)}.")
    row = row_of(edition.notice, wanted.unit)
    unit = UnitRow(
        id=fresh_id(),
        notice=edition.notice.id,
        round=edition.round.id,
        name=wanted.unit.strip(),
        unit_class=row.unit_class if row else "",
        least=row.least if row else 0,
        most=_places(edition, wanted, row),
    )
    session.add(unit)
    session.flush()
    return unit.id


def _places(edition: Edition, wanted: Wanted, row: QuotaRow | None) -> int | None:
    if row is None:
        if edition.notice.quotas and not wanted.places:
            raise Unfit(f"The notice does not name {wanted.unit}: give its number with --places.")
        return wanted.places or None
    if wanted.places and not row.least <= wanted.places <= row.most:
        raise Unfit(f"--places: the notice gives {row.label} {row.least} to {row.most}.")
    return wanted.places or row.most or None


def _bot(settings: Settings) -> str:
    """The bot's name, if there is a bot and Telegram can be asked."""
    if settings.telegram_bot_token is None:
        return ""
    from telegram.error import TelegramError

    from bot.telegram.api import Api

    async def ask(token: str) -> str:
        api = Api(token, settings.telegram_api_base)
        try:
            await asyncio.wait_for(api.bot.initialize(), _PATIENCE)
            return str(api.bot.username)
        finally:
            await api.close()

    try:
        return asyncio.run(ask(settings.telegram_bot_token.get_secret_value()))
    except (TelegramError, TimeoutError):
        return ""
