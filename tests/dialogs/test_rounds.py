"""Rounds: a deadline holds at the second, moves for everybody, and bends by name only; the next year's begins anew."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from dialogs.model import Reply, Submit
from dialogs.seats import LIAISON, Seat
from storage.desks import SeatRow, UnitRow
from storage.engine import read, write
from storage.people import person_at
from storage.seats import take
from storage.tables import NominationRow, OutboxRow
from tests.chat import REAL, Caller, Chat
from tests.samples import fill_rest

NOTICE = "jiujiang-2022"
LAST = "2022-07-30T23:59:59+08:00"
OVER = "2022-07-31T00:00:00+08:00"


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "rounds.db", _at("2022-06-20T09:00:00+08:00"), office=frozenset({"9"}))
    yield chat
    chat.stop()


@pytest.fixture
def office(chat: Chat) -> Caller:
    return chat.caller("9", "telegram")


def test_to_everybody_else_it_is_an_unknown_command(chat: Chat) -> None:
    somebody = chat.caller("8", "telegram")
    unknown = _read(somebody.say("/nonsense"))
    for door in ("", f" show {NOTICE}", f" open {NOTICE}", f" move {NOTICE}", f" end {NOTICE} closed"):
        assert _read(somebody.say(f"/round{door}")) == unknown, door
        assert chat.turns[0].effects == ()


@pytest.mark.parametrize(("moment", "taken"), [(LAST, True), (OVER, False)])
def test_closing_holds_at_the_second(chat: Chat, moment: str, taken: bool) -> None:  # noqa: FBT001 - a row of the table
    nominee = _filled(chat)
    chat.now = _at(moment)
    assert _submitted(nominee) is taken
    assert chat.turns[-1].state.kind in {"idle", "reviewing"}


def test_a_moved_deadline_is_the_one_that_holds(chat: Chat, office: Caller) -> None:
    nominee = _filled(chat)
    _move(office, "8月5日")
    chat.now = _at("2022-08-05T23:59:59+08:00")
    assert _submitted(nominee)


def test_everybody_concerned_hears_of_it_once(chat: Chat, office: Caller) -> None:
    nominee, stranger = _filled(chat), chat.caller("stranger")
    stranger.say("你好")
    _move(office, "8月5日")
    for _ in range(3):
        chat.due()
    chat.restart()
    chat.due()
    assert "8月5日" in _read(nominee.look())
    assert _read(stranger.look()) == ""
    _move(office, "8月9日")
    chat.due()
    assert "8月9日" in _read(nominee.look())
    letters = read(chat.engine, lambda session: session.exec(select(OutboxRow.key)).all())
    assert len([each for each in letters if each.startswith("deadline/")]) == 2


def test_a_letter_tells_the_day_that_holds_when_it_is_read(chat: Chat, office: Caller) -> None:
    nominee = _filled(chat)
    _move(office, "8月5日")
    chat.due()
    _move(office, "8月9日")
    first, *_ = nominee.look()
    assert "8月9日" in first.text


def test_a_named_exception_lets_in_one_unit_and_says_so(chat: Chat, office: Caller) -> None:
    nominee = _filled(chat)
    other = _filled(chat, "other", unit="瑞昌市")
    chat.now = _at(OVER)
    unit = _unit(chat, "修水县")
    office.say(f"/round admit {unit}")
    office.say("8月15日")
    office.say("路被水冲断")
    office.press("确定")
    assert _submitted(nominee)
    assert not _submitted(other)
    rows = read(chat.engine, lambda session: session.exec(select(NominationRow)).all())
    assert [row.late for row in rows if row.state == "submitted"] == [True]
    chat.now = _at("2022-08-16T00:00:00+08:00")
    assert not _submitted(other)


def test_the_next_round_begins_anew_and_keeps_what_holds(chat: Chat, office: Caller) -> None:
    old = _filled(chat)
    _seat_contact(chat, old, "修水县")
    chat.now = _at("2023-05-08T09:00:00+08:00")
    _open(office, "6月1日", "7月20日")
    chat.now = _at("2023-06-05T09:00:00+08:00")
    assert not _submitted(old)  # a draft stays what it was begun as
    fresh = _filled(chat, "fresh")
    assert _submitted(fresh)
    assert "JJ23-0001" in _read(fresh.replies[-5:])
    units = read(chat.engine, lambda session: session.exec(select(UnitRow.round)).all())
    assert units.count("jiujiang-2023") == units.count(NOTICE) == 18
    contacts = select(SeatRow.unit).where(SeatRow.role == LIAISON)
    seats = read(chat.engine, lambda session: session.exec(contacts).all())
    assert len(seats) == 2


def test_one_round_a_year(chat: Chat, office: Caller) -> None:
    office.say(f"/round open {NOTICE}")
    said = _read(office.say("2022年9月1日"))
    assert "已经有一届" in said
    assert chat.turns[0].effects == ()


@pytest.mark.parametrize("door", ["show", "open", "move", "late", "confirm", "admit", "close", "end"])
@pytest.mark.parametrize("subject", ["", "nowhere", "nowhere archived", "suzhou-2021 no-such-rule", NOTICE])
def test_a_door_with_anything_behind_it_answers(chat: Chat, office: Caller, door: str, subject: str) -> None:
    assert _read(office.say(f"/round {door} {subject}".strip()))
    assert chat.turns[0].effects == ()


def _filled(chat: Chat, address: str = "1001", unit: str = "") -> Caller:
    """Somebody whose form waits to be submitted."""
    person = chat.caller(address)
    person.say(f"/fill {NOTICE}")
    person.press("同意并开始")
    fill_rest(person)
    if unit:
        person.say("改推荐单位")
        person.say(unit)
    return person


def _submitted(person: Caller) -> bool:
    person.say("提交")
    return any(isinstance(each, Submit) for turn in person.chat.turns for each in turn.effects)


def _move(office: Caller, day: str) -> None:
    office.say(f"/round move {NOTICE}")
    office.say(day)
    office.press("确定")


def _open(office: Caller, opens: str, closes: str) -> None:
    office.say(f"/round open {NOTICE}")
    office.say(opens)
    office.say(closes)
    office.press("确定")


def _unit(chat: Chat, name: str) -> str:
    wanted = select(UnitRow.id).where(UnitRow.name == name, UnitRow.round == NOTICE)
    return read(chat.engine, lambda session: session.exec(wanted).one())


def _seat_contact(chat: Chat, person: Caller, unit: str) -> None:
    seat, known = (
        Seat(LIAISON, NOTICE, _unit(chat, unit)),
        person_at(chat.engine, chat.vault, "web", person.address),
    )
    write(chat.engine, lambda session: take(session, known or "", seat, "", REAL))


def _read(replies: list[Reply]) -> str:
    return "\n".join(each.text for each in replies)


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)
