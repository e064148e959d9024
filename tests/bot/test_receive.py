"""What a turn is given, and what it leaves behind; the turns themselves are in tests/storage/test_turns.py."""

from dataclasses import replace
from itertools import islice

import pytest
from sqlalchemy import Engine

from bot.receive import House, Kept, Receive
from dialogs.model import Event, Letter, State, Turn, World
from knowledge.load import load_library
from storage.outbox import Outbox
from storage.people import CROCKFORD
from storage.tables import OutboxRow
from storage.vault import Vault
from tests.storage.small import NOW, REAL, ROUND, edition, event, past, receiver, rows, said, telegram


def test_a_turn_is_given_all_it_may_depend_on(sqlite_engine: Engine, vault: Vault) -> None:
    worlds: list[World] = []

    def step(state: State, _event: Event, world: World) -> Turn:
        worlds.append(world)
        return Turn(state, ())

    house = House({ROUND: edition()}, lambda: NOW, "https://web.example", "小城工会", "123")
    kept = Receive(sqlite_engine, vault, house, step=step)(event("hello"))
    (world,) = worlds
    assert (world.now, world.library, world.web) == (NOW, house.library, "https://web.example")
    assert (world.operator, world.operator_contact) == ("小城工会", "123")
    assert (world.person.id, world.person.channel, world.person.roles) == (kept.person, "web", frozenset())
    ids = list(islice(world.ids, 100))
    assert len(set(ids)) == 100
    assert all(len(each) == 8 and set(each) <= set(CROCKFORD) for each in ids)


def test_what_a_turn_leaves_behind(engine: Engine, vault: Vault) -> None:
    receive, first = receiver(engine, vault), telegram("hello")
    kept = receive(first)
    assert kept == Kept(kept.person, ("telegram",), (kept.person,))
    assert receive(first) == Kept()


def test_the_real_dialogs_on_a_real_notice(engine: Engine, vault: Vault) -> None:
    receive = Receive(engine, vault, House(load_library(), lambda: NOW))
    for each in ("/start", "/fill jiujiang-2022"):
        kept = receive(event(each))
    consent = Outbox(engine, vault).after(kept.person, 0, 100)[-1].reply
    receive(event(press=consent.buttons[0][0].press))
    assert any("【类别】1/" in each for each in said(Outbox(engine, vault), kept.person))


def test_no_letter_to_somebody_forgotten_meanwhile(engine: Engine, vault: Vault) -> None:
    receive, outbox = receiver(engine, vault), Outbox(engine, vault)
    receive(telegram("start"))
    outbox.sent(outbox.claim("telegram", REAL)[0], "1")
    outbox.beat(REAL.replace(hour=1))
    outbox.again(REAL)
    (parcel,) = outbox.claim("telegram", REAL)
    receive(telegram("forget"))
    assert receive.word(parcel) is None
    outbox.sent(parcel, "2")
    assert [row.state for row in rows(engine, OutboxRow)] == ["due"]  # the last word


@pytest.mark.parametrize("worded", [True, False])
def test_only_a_letter_without_words_is_worded(engine: Engine, vault: Vault, worded: bool) -> None:  # noqa: FBT001 - a parameter of the test
    receive, outbox = receiver(engine, vault), Outbox(engine, vault)
    receive(telegram("hello"))
    (parcel,) = outbox.claim("telegram", REAL)
    asked = parcel if worded else replace(parcel, letter=Letter("sorry"), worded=False)
    answered = receive.word(asked)
    assert answered is not None
    assert answered.reply.text == ("heard hello 0" if worded else "sorry: idle")


def test_several_turns_are_kept_together_or_not_at_all(engine: Engine, vault: Vault) -> None:
    receive = receiver(engine, vault)
    first, other = event("start"), event("start", address="b2")
    with pytest.raises(RuntimeError):
        receive.turns([first, other, event("boom", address="b3")])
    assert rows(engine, OutboxRow) == []
    kept = receive.turns([first, other])
    assert [said(Outbox(engine, vault), each.person) for each in kept] == [["[start]", "name?"]] * 2


def test_two_channels_of_one_person_in_one_transaction_know_of_each_other(
    engine: Engine, vault: Vault
) -> None:
    receive = receiver(engine, vault)
    for each in (event("start"), event("code 0000-0000-0001"), telegram("link 0000 0000 0001")):
        receive(each)
    kept = receive.turns([event("name=王小花"), telegram("name=王小华")])
    assert len({each.person for each in kept}) == 1
    (draft,) = past(engine, vault, lambda records: records.nominations())
    assert past(engine, vault, lambda records: records.entries(draft.id)) == {"name": "王小华"}
