"""Units, seats and invitations on both databases: used once, ended, linked, forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from dialogs.model import Forget, Link, NewCode
from dialogs.seats import (
    LIAISON,
    NOMINEE,
    OFFICE,
    AddUnit,
    Invitation,
    Invite,
    Join,
    LeaveSeat,
    Revoke,
    Seat,
    Unit,
)
from storage.desks import InvitationRow, SeatRow
from storage.engine import read, write
from storage.people import person_at
from storage.seats import token_hash
from storage.tables import NominationRow
from storage.vault import Vault
from tests.storage.desks import Desks
from tests.storage.small import NOW, ROUND, rows

TOKEN = "Abcdefghijklmnopqrst_1"


@pytest.fixture
def desks(engine: Engine, vault: Vault) -> Desks:
    return Desks(engine, vault)


def invitation(role: str = LIAISON, unit: str = "u1", days: int = 14, left: int = 1) -> Invitation:
    until = NOW + timedelta(days=days)
    return Invitation("i1", role, ROUND, "" if role == OFFICE else unit, "", "李示例", until, "", left)


def held(desks: Desks, who: str) -> tuple[Seat, ...]:
    return desks.look(who, lambda past: past.seats.held)


def test_of_the_token_only_the_hash_is_kept(desks: Desks) -> None:
    desks.do("boss", Invite(invitation(), TOKEN))
    [row] = rows(desks.engine, InvitationRow)
    assert row.hash == token_hash(TOKEN)
    assert TOKEN not in str(row.model_dump())


def test_it_can_be_used_once_and_makes_the_seat(desks: Desks) -> None:
    desks.do("boss", Invite(invitation(), TOKEN))
    desks.do("dora", Join(TOKEN))
    assert held(desks, "dora") == (Seat(LIAISON, ROUND, "u1"),)
    assert "joined i1" not in desks.letters("dora")
    with pytest.raises(LookupError):
        desks.do("emil", Join(TOKEN))


@pytest.mark.parametrize("ends", ["revoked", "expired"])
def test_what_has_ended_leads_nowhere(desks: Desks, ends: str) -> None:
    desks.do("boss", Invite(invitation(days=14 if ends == "revoked" else -1), TOKEN))
    if ends == "revoked":
        desks.do("boss", Revoke("i1"))
    assert desks.look("dora", lambda past: past.seats.invited(TOKEN)) is None
    with pytest.raises(LookupError):
        desks.do("dora", Join(TOKEN))


@pytest.mark.parametrize(
    ("who", "made"),
    [
        ("anna", invitation(OFFICE)),
        ("anna", invitation(LIAISON, "u2")),
        ("anna", invitation(NOMINEE, "u2")),
        ("nina", invitation(NOMINEE, "u1")),
    ],
)
def test_nobody_invites_beyond_the_own_seats(desks: Desks, who: str, made: Invitation) -> None:
    with pytest.raises(LookupError):
        desks.do(who, Invite(made, TOKEN))


def test_only_the_office_names_units(desks: Desks) -> None:
    unit = Unit("u3", ROUND, ROUND, "示例工会", most=3)
    with pytest.raises(LookupError):
        desks.do("anna", AddUnit(unit))
    desks.do("boss", AddUnit(unit))
    assert desks.look("boss", lambda past: past.seats.unit("u3")) == unit


def test_a_seat_that_was_given_up_is_history(desks: Desks) -> None:
    anna = person_at(desks.engine, desks.vault, "web", "anna") or ""
    with pytest.raises(LookupError):
        desks.do("carl", LeaveSeat(Seat(LIAISON, ROUND, "u1"), anna))
    desks.do("boss", LeaveSeat(Seat(LIAISON, ROUND, "u1"), anna))
    assert held(desks, "anna") == ()

    def ended(session: Session) -> int:
        return len(session.exec(select(SeatRow).where(col(SeatRow.until).is_not(None))).all())

    assert read(desks.engine, ended) == 1


def test_seats_come_along_to_another_device_once(desks: Desks) -> None:
    desks.do("boss", Invite(invitation(), TOKEN))
    desks.do("dora", Join(TOKEN))
    anna = person_at(desks.engine, desks.vault, "web", "anna") or ""
    desks.do("anna", NewCode("7k4m-92qx-b3ta"))
    desks.do("dora", Link(anna))
    assert held(desks, "dora") == (Seat(LIAISON, ROUND, "u1"),)
    assert desks.look("boss", lambda past: len(past.seats.liaisons("u1"))) == 2


def test_who_is_forgotten_holds_nothing_and_what_was_invited_stays_good(desks: Desks) -> None:
    desks.do("anna", Invite(invitation(NOMINEE), TOKEN))
    desks.do("anna", Forget())
    assert all(row.by == "" for row in rows(desks.engine, InvitationRow))
    assert desks.look("nina", lambda past: past.seats.invited(TOKEN)) is not None
    assert desks.look("boss", lambda past: len(past.seats.liaisons("u1"))) == 1


def test_what_the_unit_wrote_goes_on_with_another_contact(desks: Desks) -> None:
    wrote = desks.submitted("anna")

    def union(session: Session) -> None:
        session.get_one(NominationRow, wrote).way = "union"

    write(desks.engine, union)
    desks.do("anna", Forget())
    [row] = rows(desks.engine, NominationRow)
    assert (row.person, row.state) == (person_at(desks.engine, desks.vault, "web", "bert"), "submitted")
