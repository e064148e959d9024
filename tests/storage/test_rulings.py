"""What is asked of the office, what it answers, and who is told when a ruling changes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.receive import House, Kept, Receive
from dialogs.model import (
    Effect,
    Event,
    Forget,
    Idle,
    Letter,
    Link,
    Reply,
    State,
    Turn,
    World,
)
from dialogs.referrals import (
    WAITS,
    AnswerQuestion,
    ChangeRuling,
    DropQuestion,
    KeepQuestion,
    TellRuling,
)
from knowledge.model import Library, Ruling
from storage.outbox import Outbox
from storage.parcels import Parcel
from storage.people import person_at
from storage.questions import lapse
from storage.tables import LogRow, OutboxRow, QuestionRow, RulingRow, ToldRow
from storage.vault import Vault
from tests.storage.small import NOW, REAL, ROUND, edition, event, past, rows, telegram

_TEXT = "小城今年看不看年龄"
_ANSWER = "不看年龄"


class Desk:
    """Turns that only have effects; `library` is what the last of them saw."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine, self.vault = engine, vault
        self.library: Library = {}
        self._effects: Iterator[Effect] = iter(())
        house = House({ROUND: edition()}, lambda: NOW)
        self._receive = Receive(engine, vault, house, step=self._step, word=_word, real=lambda: REAL)

    def do(self, *effects: Effect, at: Event | None = None) -> Kept:
        self._effects = iter(effects)
        return self._receive(at or event("do"))

    def letters(self, address: str) -> list[str]:
        """What a page shows that is not the person's own."""
        person = person_at(self.engine, self.vault, "web", address)
        parcels = Outbox(self.engine, self.vault).after(person or "", 0, 100)
        worded = [each if each.worded else self._receive.word(each) for each in parcels]
        return [each.reply.text for each in worded if each and not each.said]

    def due(self) -> tuple[Parcel, ...]:
        return Outbox(self.engine, self.vault).claim("telegram", REAL)

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        self.do()
        return self.library[ROUND].rulings

    def _step(self, state: State, _event: Event, world: World) -> Turn:
        self.library = world.library
        return Turn(Idle(), (), tuple(self._effects))


def _word(letter: Letter, _state: State, world: World) -> Reply | None:
    if letter.kind == "answered":
        found = world.records.answered(letter.subject)
        return Reply(f"answered: {found.text} {found.ruling}".strip()) if found else None
    ruling, _, version = letter.subject.partition(" ")
    old = world.records.ruling(ruling, int(version))
    return Reply(f"{old.text if old else '?'} → {world.library[ROUND].rulings[0].text}")


@pytest.fixture
def desk(engine: Engine, vault: Vault) -> Desk:
    return Desk(engine, vault)


def _asked(question: str = "q1", text: str = _TEXT) -> KeepQuestion:
    return KeepQuestion(question, ROUND, "age", text)


def _at(address: str) -> Event:
    return event("do", address=address)


_RULED = AnswerQuestion("q1", _ANSWER, "小城工会", "r1")


def test_a_question_waits_once_and_without_its_person(desk: Desk) -> None:
    desk.do(_asked("q1"), at=_at("甲"))
    desk.do(_asked("q2"), at=_at("甲"))
    desk.do(_asked("q3"), at=_at("乙"))
    desk.do(_asked("q4", "另一个问题"), at=_at("甲"))
    waiting = past(desk.engine, desk.vault, lambda records: records.questions())
    assert [(each.id, each.text) for each in waiting] == [("q1", _TEXT), ("q3", _TEXT), ("q4", "另一个问题")]
    assert {(each.notice, each.point, each.on) for each in waiting} == {(ROUND, "age", NOW.date())}


def test_nothing_of_it_stands_in_the_clear(desk: Desk) -> None:
    desk.do(_asked())
    desk.do(_RULED, at=_at("office"))
    for row in (*rows(desk.engine, QuestionRow), *rows(desk.engine, RulingRow)):
        assert not {_TEXT, _ANSWER, "age"} & {
            each for each in row.model_dump().values() if isinstance(each, str)
        }


def test_the_answer_reaches_the_asker_and_the_question_goes(desk: Desk) -> None:
    asker = desk.do(_asked(), at=_at("甲"))
    kept = desk.do(AnswerQuestion("q1", _ANSWER, "小城工会"), at=_at("office"))
    assert asker.person in kept.persons, "the asker's page is woken"
    assert desk.letters("甲") == [f"answered: {_ANSWER}"]
    assert desk.letters("office") == []
    (row,) = rows(desk.engine, QuestionRow)
    assert (row.state, row.text, row.mark) == ("answered", None, None)
    assert desk.rulings == ()
    desk.do(_asked("q2"), at=_at("甲"))
    assert len(past(desk.engine, desk.vault, lambda records: records.questions())) == 1, (
        "it may be asked anew"
    )


def test_a_question_lapses_when_its_time_is_over_and_not_before(desk: Desk) -> None:
    desk.do(_asked(), at=_at("甲"))
    asker = person_at(desk.engine, desk.vault, "web", "甲")
    assert lapse(desk.engine, desk.vault, NOW + WAITS, REAL) == ()
    assert lapse(desk.engine, desk.vault, NOW + WAITS + timedelta(days=1), REAL) == (asker,)
    assert lapse(desk.engine, desk.vault, NOW + WAITS + timedelta(days=2), REAL) == ()
    assert desk.letters("甲") == ["answered:"]
    (row,) = rows(desk.engine, QuestionRow)
    assert (row.state, row.text, row.mark) == ("lapsed", None, None)
    found = past(desk.engine, desk.vault, lambda records: records.answered("q1"), _at("甲"))
    assert found is not None
    assert (found.lapsed, found.text) == (True, "")
    desk.do(_RULED, at=_at("office"))
    assert desk.rulings == (), "the office comes too late"


def test_one_persons_waiting_questions_are_counted(desk: Desk) -> None:
    desk.do(_asked("q1"), at=_at("甲"))
    desk.do(_asked("q2", "另一个问题"), at=_at("甲"))
    desk.do(_asked("q3"), at=_at("乙"))
    desk.do(DropQuestion("q2"), at=_at("office"))
    for address, count in (("甲", 1), ("乙", 1), ("office", 0)):
        assert past(desk.engine, desk.vault, lambda records: records.waiting(), _at(address)) == count


def test_nobody_else_reads_the_answer(desk: Desk) -> None:
    desk.do(_asked(), at=_at("甲"))
    desk.do(_RULED, at=_at("office"))
    assert past(desk.engine, desk.vault, lambda records: records.answered("q1"), _at("office")) is None
    found = past(desk.engine, desk.vault, lambda records: records.answered("q1"), _at("甲"))
    assert found is not None
    assert (found.text, found.author, found.on, found.ruling) == (_ANSWER, "小城工会", NOW.date(), "r1")


def test_a_question_is_settled_once(desk: Desk) -> None:
    desk.do(_asked(), at=_at("甲"))
    desk.do(DropQuestion("q1"), at=_at("office"))
    desk.do(_RULED, at=_at("office"))
    assert desk.letters("甲") == ["answered:"]
    assert desk.rulings == ()


def test_a_letter_goes_to_where_the_person_was_last(desk: Desk) -> None:
    desk.do(_asked(), at=_at("甲"))
    there = person_at(desk.engine, desk.vault, "web", "甲")
    desk.do(Link(there or ""), at=telegram("do"))
    desk._receive._real = lambda: REAL.replace(hour=6)
    desk.do(at=telegram("do"))
    desk.do(_RULED, at=_at("office"))
    (parcel,) = desk.due()
    assert (parcel.address, parcel.letter) == ("700001", Letter("answered", "q1"))


def test_a_ruling_is_part_of_what_every_later_turn_sees(desk: Desk) -> None:
    before = desk.rulings
    desk.do(_asked())
    desk.do(_RULED, at=_at("office"))
    assert (before, desk.rulings) == ((), (Ruling("r1", "", _ANSWER, "小城工会", NOW.date(), "age"),))
    seen = desk.library
    desk.do()
    assert desk.library is seen, "it is read again only after a change"
    desk.do(ChangeRuling("r1", "看年龄", "小城工会"), at=_at("office"))
    assert [each.text for each in desk.rulings] == ["看年龄"]
    assert [each.text for each in Desk(desk.engine, desk.vault).rulings] == ["看年龄"], "after a restart, too"


def test_whoever_was_told_hears_of_a_change_once(desk: Desk) -> None:
    desk.do(_asked(), at=_at("甲"))
    desk.do(_RULED, at=_at("office"))
    for _ in range(2):
        desk.do(TellRuling("r1"), at=_at("丙"))
    desk.do(at=_at("丁"))
    desk.do(ChangeRuling("r1", "看年龄", "小城工会"), at=_at("office"))
    assert desk.letters("甲") == [f"answered: {_ANSWER} r1", f"{_ANSWER} → 看年龄"]
    assert (desk.letters("丙"), desk.letters("丁")) == ([f"{_ANSWER} → 看年龄"], [])


def test_an_unread_letter_gives_way_to_the_next(desk: Desk) -> None:
    desk.do(_asked(), at=_at("甲"))
    desk.do(_RULED, at=_at("office"))
    desk.do(TellRuling("r1"), at=_at("丙"))
    desk.do(ChangeRuling("r1", "看年龄", "小城工会"), at=_at("office"))
    assert desk.letters("丙") == [f"{_ANSWER} → 看年龄"]
    desk.do(ChangeRuling("r1", "四十五岁以下", "小城工会"), at=_at("office"))
    assert desk.letters("丙")[1:] == ["看年龄 → 四十五岁以下"]
    assert desk.letters("甲")[1:] == [f"{_ANSWER} → 四十五岁以下"], "what lies between was never read"


def test_forgetting_takes_the_person_and_the_words(desk: Desk) -> None:
    desk.do(_asked("q0", "已经答复的"), at=_at("甲"))
    desk.do(AnswerQuestion("q0", _ANSWER, "小城工会", "r1"), at=_at("office"))
    desk.do(_asked(), at=_at("甲"))
    desk.do(Forget(), at=_at("甲"))
    assert [(row.state, row.person, row.text, row.mark) for row in rows(desk.engine, QuestionRow)] == [
        ("answered", None, None, None),
        ("dropped", None, None, None),
    ]
    assert rows(desk.engine, ToldRow) == []
    desk.do(ChangeRuling("r1", "看年龄", "小城工会"), at=_at("office"))
    assert {row.letter for row in rows(desk.engine, OutboxRow)} == {None}


def test_two_that_become_one_keep_what_they_asked_and_were_told(desk: Desk) -> None:
    desk.do(_asked(), at=_at("甲"))
    desk.do(_RULED, at=_at("office"))
    desk.do(TellRuling("r1"), at=_at("乙"))
    desk.do(_asked("q2"), at=_at("乙"))
    there = person_at(desk.engine, desk.vault, "web", "甲")
    desk.do(Link(there or ""), at=_at("乙"))
    assert [row.person for row in rows(desk.engine, ToldRow)] == [there]
    assert {row.person for row in rows(desk.engine, QuestionRow)} == {there}


def test_the_log_names_the_question_and_the_ruling(desk: Desk) -> None:
    desk.do(_asked())
    desk.do(_RULED, at=_at("office"))
    desk.do(ChangeRuling("r1", "看年龄", "小城工会"), at=_at("office"))
    assert [(row.kind, row.subject) for row in rows(desk.engine, LogRow)] == [
        ("keep_question", "q1"),
        ("answer_question", "q1"),
        ("change_ruling", "r1"),
    ]
