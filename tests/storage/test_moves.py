"""What those above the nominee decide: who may, from where to where, who hears of it; and races for places."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from dialogs.model import Effect, Event, Forget, Reply, State, Submit, Turn, Withdraw, World
from dialogs.register import DEEDS, TAKING, Assign, Confirm, Describe, Disclose, Move, Release
from storage.desks import ReturnRow
from storage.engine import write
from storage.tables import LogRow, NominationRow
from storage.vault import Vault
from tests.storage.desks import Desks
from tests.storage.small import NOW, event, rows

PLACES = 2
RACERS = 8


@pytest.fixture
def desks(engine: Engine, vault: Vault) -> Desks:
    return Desks(engine, vault, PLACES)


def _set(desks: Desks, nomination: str, **columns: object) -> None:
    def work(session: Session) -> None:
        row = session.get_one(NominationRow, nomination)
        for name, value in columns.items():
            setattr(row, name, value)

    write(desks.engine, work)


def test_a_nomination_goes_up_step_by_step(desks: Desks) -> None:
    one = desks.submitted("nina")
    for who, deed in (("anna", "recommend"), ("bert", "send_up"), ("boss", "accept")):
        desks.do(who, Move(one, deed))
        assert desks.state(one) == DEEDS[deed].after
    heard = [each.split()[:2] for each in desks.letters("nina")]
    assert heard == [["moved", one]] * 3
    assert desks.letters("anna") == [f"submitted {one}", desks.letters("nina")[-1]]


@pytest.mark.parametrize(
    ("who", "deed"),
    [
        ("carl", "recommend"),  # another unit's
        ("nina", "recommend"),  # the nominee
        ("anna", "accept"),  # the office's
        ("boss", "recommend"),  # the unit's
        ("anna", "send_up"),  # not recommended yet
    ],
)
def test_nobody_does_what_is_not_theirs_or_not_its_turn(desks: Desks, who: str, deed: str) -> None:
    one = desks.submitted("nina")
    with pytest.raises(LookupError):
        desks.do(who, Move(one, deed))
    assert desks.state(one) == "submitted"
    assert desks.letters("nina") == []


@pytest.mark.parametrize("column", [{"confirmed": False}, {"held": "twin"}])
def test_what_waits_for_somebody_elses_word_cannot_be_recommended(
    desks: Desks, column: dict[str, object]
) -> None:
    one = desks.submitted("nina")
    _set(desks, one, **column)
    with pytest.raises(LookupError):
        desks.do("anna", Move(one, "recommend"))
    desks.do("boss", Release(one))
    desks.do("anna", Confirm(one, paper=True))
    desks.do("anna", Move(one, "recommend"))
    assert desks.state(one) == "recommended"


def test_a_return_keeps_its_reason_and_its_field(desks: Desks) -> None:
    one = desks.submitted("nina")
    desks.do("anna", Move(one, "return", "name", "名字和身份证不一样"))
    history = desks.look("nina", lambda past: past.register.history(one))
    last = history[-1]
    assert (last.kind, last.role, last.field, last.reason) == (
        "return",
        "liaison",
        "name",
        "名字和身份证不一样",
    )
    (kept,) = rows(desks.engine, ReturnRow)
    assert "名字".encode() not in kept.reason
    assert desks.letters("nina") == [f"moved {one} {last.number}"]
    desks.do("nina", Submit(one, "XC22-0001", "u1工会", NOW))
    assert desks.state(one) == "submitted"
    assert desks.letters("anna") == [f"submitted {one}"] * 2


def test_who_looks_is_written_down(desks: Desks) -> None:
    one = desks.submitted("nina")
    desks.do("anna", Disclose(one, "read"))
    last = rows(desks.engine, LogRow)[-1]
    assert (last.kind, last.role, last.detail, last.subject) == ("disclose", "liaison", "read", one)
    with pytest.raises(LookupError):
        desks.do("carl", Disclose(one, "read"))


def test_no_more_are_recommended_than_there_are_places(desks: Desks) -> None:
    first, second, third = (desks.submitted(each) for each in ("nina", "nora", "nick"))
    for each in (first, second):
        desks.do("anna", Move(each, "recommend"))
    with pytest.raises(LookupError):
        desks.do("anna", Move(third, "recommend"))
    desks.do("anna", Move(first, "take_back"))
    desks.do("anna", Move(third, "recommend"))
    assert [desks.state(each) for each in (first, second, third)] == [
        "submitted",
        "recommended",
        "recommended",
    ]


def test_a_withdrawn_place_is_free_and_a_burnt_one_is_not(desks: Desks) -> None:
    first, second, third = (desks.submitted(each) for each in ("nina", "nora", "nick"))
    for each in (first, second):
        desks.do("anna", Move(each, "recommend"))
    desks.do("boss", Move(first, "burn", reason="材料是假的"))
    with pytest.raises(LookupError):
        desks.do("anna", Move(third, "recommend"))
    with pytest.raises(LookupError):
        desks.do("nina", Withdraw(first))
    desks.do("nina", Forget())
    with pytest.raises(LookupError):
        desks.do("anna", Move(third, "recommend"))
    desks.do("nora", Withdraw(second))
    assert desks.letters("anna")[-1] == f"withdrew {second}"
    desks.do("anna", Move(third, "recommend"))
    assert desks.state(third) == "recommended"


def test_forgetting_takes_the_reasons_along(desks: Desks) -> None:
    one = desks.submitted("nina")
    desks.do("anna", Move(one, "return", "name", "请改"))
    desks.do("nina", Forget())
    assert rows(desks.engine, ReturnRow) == []


def test_without_a_number_of_places_nobody_is_stopped(engine: Engine, vault: Vault) -> None:
    desks = Desks(engine, vault, most=None)
    ids = [desks.submitted(f"nominee{number}") for number in range(4)]
    desks.do("anna", *(Move(each, "recommend") for each in ids))
    assert {desks.state(each) for each in ids} == {"recommended"}


def test_only_the_office_assigns_and_a_recommended_one_stays(desks: Desks) -> None:
    one = desks.submitted("nina", unit="谁也不认识的")
    assert desks.letters("anna") == []
    with pytest.raises(LookupError):
        desks.do("anna", Assign(one, "u1"))
    desks.do("boss", Assign(one, "u1"))
    assert desks.letters("anna") == [f"submitted {one}"]
    desks.do("anna", Move(one, "recommend"))
    with pytest.raises(LookupError):
        desks.do("boss", Assign(one, "u2"))


def test_a_stranger_describes_nothing(desks: Desks) -> None:
    one = desks.submitted("nina", shares="1")
    with pytest.raises(LookupError):
        desks.do("carl", Describe(one, "别人", "", "", "0", ""))


def test_two_liaisons_pressing_at_once_do_not_share_a_place(desks: Desks) -> None:
    """Each reads how many are taken, decides by it, and recommends another nominee: as the dialog does."""
    ids = [desks.submitted(f"nominee{number}") for number in range(RACERS)]

    def press(number: int) -> str:
        def step(state: State, _event: Event, world: World) -> Turn:
            free = PLACES - world.records.register.taken("u1")
            deed: tuple[Effect, ...] = (Move(ids[number], "recommend"),) if free > 0 else ()
            return Turn(state, (Reply(str(free)),), deed)

        desks.receiver(step)(event(address=("anna", "bert")[number % 2]))
        return desks.state(ids[number])

    with ThreadPoolExecutor(RACERS) as crowd:
        states = list(crowd.map(press, range(RACERS)))
    assert sum(each in TAKING for each in states) == PLACES


def test_two_liaisons_pressing_the_same_button_do_it_once(desks: Desks) -> None:
    one = desks.submitted("nina")

    def press(who: str) -> None:
        def step(state: State, _event: Event, world: World) -> Turn:
            found = world.records.register.one(one)
            ready = found is not None and found.state == "submitted"
            return Turn(state, (), (Move(one, "recommend"),) if ready else ())

        try:
            desks.receiver(step)(event(address=who))
        except LookupError:
            lost.append(who)  # the lane runs it again, and then finds it done

    for _ in range(3):
        lost: list[str] = []
        with ThreadPoolExecutor(2) as crowd:
            list(crowd.map(press, ("anna", "bert")))
        assert desks.state(one) == "recommended"
        desks.do("anna", Move(one, "take_back"))
    deeds = [row.detail for row in rows(desks.engine, LogRow) if row.kind == "move"]
    assert deeds == ["recommend", "take_back"] * 3
