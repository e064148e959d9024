"""Nominations as a round has them, put there without the talk that led to them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, func, update
from sqlmodel import Session, col, select

from dialogs.seats import LIAISON, OFFICE, Seat
from knowledge.model import Edition
from storage.abroad import CARD
from storage.desks import SeatRow
from storage.engine import write
from storage.people import fresh_id, join, person_at
from storage.records import entry_place
from storage.register import namesake, twin
from storage.seats import take, unit_called
from storage.tables import ConsentRow, EntryRow, LogRow, NominationRow, PersonRow
from storage.vault import Vault

ENTRIES: Mapping[str, str] = {
    "category": "new_employment",
    "name": "张示例",
    "gender": "male",
    "birth": "1985-03",
    "ethnicity": "汉族",
    "post": "快递员",
    "education": "大专",
    "work_since": "2006-09",
    "politics": "群众",
    "employer": "九江某某快递有限公司",
    "address": "九江市浔阳区某某路8号",
    "contact_name": "李示例",
    "mobile": "13800138000",
    "honours": "2021年 九江市总工会 最美快递员",
    "media": "2021年5月 九江日报《风雨送件人》",
    "deeds": "他每天送件二百多单，五年没有一次投诉。",
}
"""Jiujiang's sheet of an invented nominee."""


def seat(engine: Engine, vault: Vault, where: tuple[str, str], seat: Seat, at: datetime) -> str:
    """Somebody at an address gets a seat; their id."""

    def work(session: Session) -> str:
        address, channel = where
        person = join(session, vault, channel, address, at).person
        take(session, person, seat, "test", at)
        return person

    return write(engine, work)


def office(engine: Engine, vault: Vault, address: str, channel: str, at: datetime) -> str:
    return seat(engine, vault, (address, channel), Seat(OFFICE), at)


def liaison(  # noqa: PLR0917 - a seat has that many sides
    engine: Engine, vault: Vault, edition: Edition, unit: str, address: str, at: datetime
) -> str:
    """The contact of a unit, by its name, in a browser."""
    found = write(engine, lambda session: unit_called(session, edition.round.id, unit))
    return seat(engine, vault, (address, "web"), Seat(LIAISON, edition.notice.id, found), at)


def nominate(
    engine: Engine,
    vault: Vault,
    edition: Edition,
    entries: Mapping[str, str],
    *,
    unit: str = "",
    state: str = "sent_up",
    person: str = "",
    abroad: bool = True,
) -> str:
    """A nomination in that state, with its number unless it is a draft; its id.

    `abroad`: its nominee agreed to a channel whose servers stand there.
    """
    nomination, at = fresh_id(), edition.round.opens

    def work(session: Session) -> None:
        owner = person or f"p{nomination}"
        if session.get(PersonRow, owner) is None:
            session.add(PersonRow(id=owner, since=at))
            session.flush()
        if abroad:
            session.add(ConsentRow(person=owner, channel="telegram", card=CARD, version="test", at=at))
        serial = None if state == "draft" else _serials(session, edition) + 1
        session.add(
            NominationRow(
                id=nomination,
                person=owner,
                notice=edition.notice.id,
                round=edition.round.id,
                digest=edition.notice.form.digest,
                practice=False,
                state=state,
                unit=unit_called(session, edition.round.id, unit),
                registration=f"{edition.notice.code}-{serial:04}" if serial else None,
                serial=serial,
                started=at,
                changed=at,
                submitted=at if serial else None,
                namesake=namesake(vault, entries.get("name", "")),
                twin=twin(vault, entries.get("name", ""), entries.get("birth", "")),
            )
        )
        session.flush()
        for field, value in entries.items():
            row = EntryRow(nomination=nomination, field=field, number=1, value=None, event="", at=at)
            row.value = vault.seal(value, entry_place(row))
            session.add(row)
        for deed in _DEEDS.get(state, ()):
            session.add(
                LogRow(at=at, kind="move", person="", subject=nomination, role="liaison", detail=deed)
            )

    write(engine, work)
    return nomination


_DEEDS = {"recommended": ("recommend",), "sent_up": ("recommend", "send_up")}


def _serials(session: Session, edition: Edition) -> int:
    wanted = select(func.max(NominationRow.serial)).where(NominationRow.round == edition.round.id)
    return session.exec(wanted).one() or 0


def hold(engine: Engine, nomination: str, why: str) -> None:
    """It waits for the level above."""

    def work(session: Session) -> None:
        session.get_one(NominationRow, nomination).held = why

    write(engine, work)


def unseat(engine: Engine, address: str, vault: Vault) -> None:
    """Whoever is at an address in a browser loses every seat."""
    person = person_at(engine, vault, "web", address)
    until = datetime.fromisoformat("2022-01-01T00:00:00+08:00")
    over = update(SeatRow).where(col(SeatRow.person) == person).values(until=until)
    write(engine, lambda session: session.exec(over))
