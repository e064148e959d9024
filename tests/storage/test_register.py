"""What a seat reaches, and nothing else: one, lists, counts, shares and history."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from dialogs.model import SaveEntry, StartNomination
from dialogs.register import Move
from storage.engine import write
from storage.records import Past
from storage.tables import NominationRow
from storage.vault import Vault
from tests.storage.desks import Desks
from tests.storage.small import FORM, ROUND


@pytest.fixture
def desks(engine: Engine, vault: Vault) -> Desks:
    return Desks(engine, vault, 9)


@pytest.mark.parametrize(("who", "sees"), [("anna", True), ("boss", True), ("carl", False), ("nina", False)])
def test_only_seats_reach_a_nomination(desks: Desks, who: str, sees: bool) -> None:  # noqa: FBT001 - a table's column
    one = desks.submitted("nina")

    def look(past: Past) -> list[bool]:
        register = past.register
        return [
            register.one(one) is not None,
            bool(register.entries(one)),
            register.form(one) is not None,
            bool(register.filled(one)),
            bool(register.page(ROUND)),
            bool(register.page(ROUND, unit="u1")),
            bool(register.counts(ROUND)),
        ]

    assert desks.look(who, look) == [sees] * 7


def test_a_unit_named_in_the_question_widens_nothing(desks: Desks) -> None:
    desks.submitted("nina")
    assert desks.look("carl", lambda past: past.register.page(ROUND, unit="u1")) == ()
    assert desks.look("carl", lambda past: past.register.taken("u1")) == 0


def test_a_list_goes_page_by_page_and_finds_by_name(desks: Desks) -> None:
    ids = [desks.submitted(f"nominee{number}", name=f"王{number}") for number in range(5)]
    first = desks.look("anna", lambda past: past.register.page(ROUND, limit=2))
    assert [each.id for each in first] == ids[:2]
    later = desks.look("anna", lambda past: past.register.page(ROUND, after=ids[1], limit=9))
    assert [each.name for each in later] == ["王2", "王3", "王4"]
    found = desks.look("boss", lambda past: past.register.page(ROUND, name=" 王 3"))
    assert [each.id for each in found] == [ids[3]]


def test_counts_and_shares_by_state(desks: Desks) -> None:
    ids = [
        desks.submitted(f"nominee{number}", shares=signs) for number, signs in enumerate(("11", "10", "0-"))
    ]
    desks.do("anna", Move(ids[0], "recommend"), Move(ids[2], "recommend"))
    desks.submitted("other", unit="u2", shares="11")
    assert desks.look("anna", lambda past: past.register.counts(ROUND)) == {
        "u1": {"recommended": 2, "submitted": 1}
    }
    assert desks.look("anna", lambda past: past.register.shares(ROUND)) == {"11": 1, "0-": 1}
    assert desks.look("boss", lambda past: sorted(past.register.counts(ROUND))) == ["u1", "u2"]


def test_of_a_draft_the_unit_sees_what_is_filled_and_not_the_text(desks: Desks) -> None:
    desks.do(
        "nina",
        StartNomination("d1", ROUND, ROUND, FORM.digest, practice=False),
        SaveEntry("d1", "name", "王小花"),
    )
    assert desks.look("anna", lambda past: past.register.one("d1")) is None

    def assign(session: Session) -> None:
        session.get_one(NominationRow, "d1").unit = "u1"

    write(desks.engine, assign)
    assert desks.look("anna", lambda past: past.register.filled("d1")) == {"name"}
    assert desks.look("anna", lambda past: past.register.entries("d1")) == {}


def test_the_nominee_reads_what_was_done(desks: Desks) -> None:
    one = desks.submitted("nina")
    desks.do("anna", Move(one, "recommend"))
    history = desks.look("nina", lambda past: [(each.kind, each.role) for each in past.register.history(one)])
    assert history[-1] == ("recommend", "liaison")
    assert ("submit", "nominee") in history
    assert desks.look("carl", lambda past: past.register.history(one)) == ()


def test_practice_stands_in_no_register(desks: Desks) -> None:
    desks.do("nina", StartNomination("p1", ROUND, ROUND, FORM.digest, practice=True))
    assert desks.look("boss", lambda past: past.register.one("p1")) is None
    assert desks.look("boss", lambda past: past.register.counts(ROUND)) == {}
