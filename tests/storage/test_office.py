"""The office's deeds and what is held, as rows: taken back to where it stood, found by name, birth and employer."""

import pytest
from sqlalchemy import Engine

from dialogs.register import Move, Release
from dialogs.rounds import EnterLaureate
from storage.tables import NominationRow
from storage.vault import Vault
from tests.storage.desks import Desks
from tests.storage.small import ROUND, rows


@pytest.fixture
def desks(engine: Engine, vault: Vault) -> Desks:
    return Desks(engine, vault)


def held(desks: Desks, nomination: str) -> str:
    return next(row.held for row in rows(desks.engine, NominationRow) if row.id == nomination)


@pytest.mark.parametrize("before", ["recommended", "sent_up", "accepted"])
@pytest.mark.parametrize(
    ("deed", "undo"), [("burn", "unburn"), ("send_back", "unsend_back"), ("strike", "unstrike")]
)
def test_a_deed_taken_back_leads_to_where_it_stood(desks: Desks, before: str, deed: str, undo: str) -> None:
    nomination = desks.submitted("nominee")
    desks.do("anna", Move(nomination, "recommend"))
    if before != "recommended":
        desks.do("anna", Move(nomination, "send_up"))
    if before == "accepted":
        desks.do("boss", Move(nomination, "accept"))
    try:
        desks.do("boss", Move(nomination, deed, reason="why"))
    except LookupError:
        assert (deed, before) in {("send_back", "recommended"), ("strike", "accepted")}
        return
    desks.do("boss", Move(nomination, undo))
    assert desks.state(nomination) == before


def test_only_the_last_deed_can_be_taken_back(desks: Desks) -> None:
    nomination = desks.submitted("nominee")
    desks.do("anna", Move(nomination, "recommend"))
    desks.do("anna", Move(nomination, "return", reason="why"))
    with pytest.raises(LookupError):
        desks.do("boss", Move(nomination, "unsend_back"))
    assert desks.state(nomination) == "returned"


def test_the_same_person_is_held_and_cannot_be_recommended_until_released(desks: Desks) -> None:
    first, second = (desks.submitted(f"n{n}", name="王小花", unit=f"u{n}") for n in (1, 2))
    assert (held(desks, first), held(desks, second)) == ("", "twin")
    with pytest.raises(LookupError):
        desks.do("carl", Move(second, "recommend"))
    with pytest.raises(LookupError):
        desks.do("carl", Release(second))
    desks.do("boss", Release(second))
    desks.do("carl", Move(second, "recommend"))
    assert desks.state(second) == "recommended"
    assert "released " + second in desks.letters("carl")


def test_why_it_is_held_is_told_to_the_office_only(desks: Desks) -> None:
    desks.submitted("n1", name="王小花")
    second = desks.submitted("n2", name="王 小花")
    shown = {who: desks.look(who, lambda past: past.register.one(second)) for who in ("anna", "boss", "carl")}
    assert [each.held if each else None for each in shown.values()] == ["held", "twin", None]
    twins = {who: desks.look(who, lambda past: past.register.twins(second)) for who in ("anna", "boss")}
    assert [len(each) for each in twins.values()] == [0, 1]


def test_what_was_withdrawn_holds_nobody_back(desks: Desks) -> None:
    first = desks.submitted("n1", name="王小花")
    desks.do("anna", Move(first, "drop", reason="why"))
    assert held(desks, desks.submitted("n2", name="王小花")) == ""


@pytest.mark.parametrize(("birth", "expected"), [("1985-03", "laureate"), ("", "laureate"), ("1970-01", "")])
def test_a_laureate_is_found_by_name_and_birth(desks: Desks, birth: str, expected: str) -> None:
    desks.do("boss", EnterLaureate(ROUND, 2019, "王小花", birth, "小城快递"))
    assert held(desks, desks.submitted("n1", name="王小花")) == expected


def test_figures_are_looked_at_anew_after_a_deed(desks: Desks) -> None:
    nomination = desks.submitted("nominee")
    desks.do("anna", Move(nomination, "recommend"))
    assert desks.look("boss", lambda past: past.register.counts(ROUND)) == {"u1": {"recommended": 1}}
