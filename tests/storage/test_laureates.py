"""Laureates: removed while the list is not out, by their own office only, and never after."""

import pytest
from sqlalchemy import Engine

from dialogs.rounds import EnterLaureate, PublishLaureates, RemoveLaureate
from storage.tables import LogRow
from storage.vault import Vault
from tests.storage.desks import Desks
from tests.storage.small import ROUND, rows


@pytest.fixture
def desks(engine: Engine, vault: Vault) -> Desks:
    return Desks(engine, vault, 9)


def named(desks: Desks, nomination: str = "") -> None:
    desks.do("boss", EnterLaureate(ROUND, 2022, "王小花", "1985-03", "小城快递", nomination))


def listed(desks: Desks) -> list[tuple[int, bool]]:
    found = desks.look("boss", lambda past: past.rounds.laureates(ROUND))
    return [(each.id, each.published) for each in found]


def test_one_entered_by_mistake_goes_and_is_logged(desks: Desks) -> None:
    named(desks)
    ((one, _),) = listed(desks)
    assert desks.look("boss", lambda past: past.rounds.honoured(ROUND, "王小花", "1985-03"))
    desks.do("boss", RemoveLaureate(one, ROUND))
    assert listed(desks) == []
    assert not desks.look("boss", lambda past: past.rounds.honoured(ROUND, "王小花", "1985-03"))
    assert [each.subject for each in rows(desks.engine, LogRow) if each.kind == "remove_laureate"] == [
        str(one)
    ]


def test_who_was_published_stands(desks: Desks) -> None:
    one = desks.submitted("nina")
    named(desks, one)
    ((laureate, _),) = listed(desks)
    desks.do("boss", PublishLaureates(ROUND, ROUND))
    assert listed(desks) == [(laureate, True)]
    with pytest.raises(LookupError):
        desks.do("boss", RemoveLaureate(laureate, ROUND, one))
    assert listed(desks) == [(laureate, True)]


def test_who_was_named_after_the_list_was_out_may_still_go(desks: Desks) -> None:
    desks.do("boss", PublishLaureates(ROUND, ROUND))
    one = desks.submitted("nina")
    named(desks, one)
    ((laureate, published),) = listed(desks)
    assert not published
    desks.do("boss", RemoveLaureate(laureate, ROUND, one))
    assert listed(desks) == []


@pytest.mark.parametrize("who", ["anna", "nina"])
def test_only_the_office_removes(desks: Desks, who: str) -> None:
    named(desks)
    ((laureate, _),) = listed(desks)
    with pytest.raises(LookupError):
        desks.do(who, RemoveLaureate(laureate, ROUND))
    assert len(listed(desks)) == 1


def test_of_another_notice_it_is_not_there(desks: Desks) -> None:
    named(desks)
    ((laureate, _),) = listed(desks)
    with pytest.raises(LookupError):
        desks.do("boss", RemoveLaureate(laureate, "elsewhere"))
