"""A broadcast reaches everybody once; who sent it watches one message, and sees at the end whom it missed and why."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.due import Due
from bot.receive import House, Receive
from dialogs.broadcasts import Announce, Audience, Steer
from dialogs.model import Effect, Event, Idle, Reply, Turn
from dialogs.seats import LIAISON, OFFICE, Seat
from storage import forms
from storage.desks import BroadcastRow
from storage.engine import read, write
from storage.outbox import Outbox, Outcome
from storage.parcels import Parcel
from storage.people import join, mark_of
from storage.records import Past
from storage.seats import take, unit_called
from storage.tables import AddressRow, NominationRow, OutboxRow
from storage.vault import Vault
from tests.bench.seed import seed
from tests.chat import REAL, library
from tests.storage.small import rows

NOTICE = "jiujiang-2022"
PEOPLE = 9
NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
DRAFTS = Audience(NOTICE, NOTICE, "drafts")
ID = "b1"
_numbers = count(1)


class Desk:
    """An office person on Telegram, and nine people whose drafts are not handed in."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine, self.vault, self.now = engine, vault, NOW
        edition = library()[NOTICE]
        forms.pin(engine, [edition.notice.form], REAL)
        self.house = House(library(), lambda: self.now)
        Receive(engine, vault, self.house)  # the units of the round
        seed(engine, vault, edition, range(1, PEOPLE + 1), submitted=False)
        self.outbox = Outbox(engine, vault)
        self.sit("700009", Seat(OFFICE))

    def sit(self, address: str, seat: Seat) -> str:
        def work(session: Session) -> str:
            person = join(session, self.vault, "telegram", address, REAL).person
            take(session, person, seat, "", REAL)
            return person

        return write(self.engine, work)

    def does(self, *effects: Effect, replies: tuple[Reply, ...] = (), by: str = "700009") -> None:
        """A turn that only has these effects."""
        given = Receive(
            self.engine,
            self.vault,
            self.house,
            step=lambda *_: Turn(Idle(), replies, effects),
            real=lambda: REAL,
        )
        given(Event(f"tg:1:{next(_numbers)}:0", "telegram", by, self.now))

    def sends(self, audience: Audience = DRAFTS, at: datetime | None = None) -> None:
        shown = Reply("begun", follows=ID)
        self.does(Announce(ID, audience, "请抓紧", at), replies=(shown,))

    def tick(self) -> None:
        Due(self.engine, self.vault, library(), lambda: self.now, lambda: REAL)()

    def delivers(self, fate: Callable[[Parcel], Outcome]) -> list[Parcel]:
        """All that is due, worded as it leaves."""
        done: list[Parcel] = []
        receive = Receive(self.engine, self.vault, self.house)
        while parcels := self.outbox.claim("telegram", REAL):
            for each in parcels:
                worded = each if each.worded else receive.word(each)
                self.outbox.begin([each])
                self.outbox.settle(fate(worded) if worded else Outcome(each, "failed", reason="not_needed"))
                done += [worded] if worded else []
        return done

    def letters(self) -> Sequence[OutboxRow]:
        return [row for row in rows(self.engine, OutboxRow) if row.letter == "broadcast"]

    def sees(self) -> list[str]:
        """What the office is shown now, on Telegram."""
        return [each.reply.text for each in self.delivers(arrives) if each.renews]

    def past(self, session: Session) -> Past:
        return Past(session, self.vault, join(session, self.vault, "telegram", "700009", REAL), REAL)


def arrives(parcel: Parcel) -> Outcome:
    return Outcome(parcel, "sent", sent=parcel.edits or str(parcel.id))


@pytest.fixture
def desk(engine: Engine, vault: Vault) -> Desk:
    return Desk(engine, vault)


def test_everybody_gets_it_once_and_the_same_message_tells_how_far_it_is(desk: Desk) -> None:
    desk.sends()
    desk.delivers(arrives)
    desk.tick()
    shown = desk.sees()
    desk.tick()
    shown += desk.sees()
    desk.tick()
    assert desk.sees() == []
    assert shown[-1] == f"发完了：共{PEOPLE}人，已送达{PEOPLE}人。"
    assert Counter(row.person for row in desk.letters()).most_common(1)[0][1] == 1
    mine = [row for row in rows(desk.engine, OutboxRow) if row.renews]
    assert len(mine) <= 2
    assert {row.sent for row in mine if row.state == "sent"} == {
        row.sent for row in rows(desk.engine, OutboxRow) if row.number == mine[0].renews
    }


def test_only_one_renewal_waits_however_often_something_changes(desk: Desk) -> None:
    desk.sends()
    desk.delivers(arrives)
    for _ in range(5):
        desk.tick()
        for each in desk.outbox.claim("telegram", REAL, 1):
            desk.outbox.settle(arrives(each) if each.priority else Outcome(each, "due"))
    waiting = [row for row in rows(desk.engine, OutboxRow) if row.renews and row.state == "due"]
    assert len(waiting) <= 1


def test_what_says_the_same_as_what_is_shown_is_not_sent(desk: Desk) -> None:
    desk.sends(at=NOW + timedelta(days=3))
    desk.delivers(arrives)
    desk.tick()
    assert len(desk.sees()) == 1
    write(desk.engine, _unknown_to_those_who_watch)
    desk.tick()
    assert desk.sees() == []


def _unknown_to_those_who_watch(session: Session) -> None:
    session.get_one(BroadcastRow, ID).shown = ""


def test_the_report_says_who_was_missed_and_why(desk: Desk) -> None:
    desk.sends()
    desk.delivers(arrives)
    desk.tick()
    fates = iter(["gone", "unknown", "refused", "too_often"])

    def fate(parcel: Parcel) -> Outcome:
        if parcel.letter is None or parcel.letter.kind != "broadcast":
            return arrives(parcel)
        match next(fates, "sent"):
            case "gone":
                return Outcome(parcel, "gone")
            case "unknown":
                return Outcome(parcel, "unknown")
            case "sent":
                return arrives(parcel)
            case reason:
                return Outcome(parcel, "failed", reason=reason)

    desk.delivers(fate)
    desk.tick()
    (report,) = desk.sees()
    head, gone, failed, unknown = report.splitlines()
    assert head == f"发完了：共{PEOPLE}人，已送达{PEOPLE - 4}人。"
    assert gone.startswith("联系不上：1人")
    assert "Telegram不收1人，试了很多次没发出去1人" in failed
    assert unknown.startswith("不知道到没到：1人，不会自动再发：示*")


def test_to_those_of_unknown_outcome_it_is_sent_again_and_to_nobody_new(desk: Desk) -> None:
    desk.sends()
    desk.delivers(arrives)
    desk.tick()
    desk.delivers(lambda each: Outcome(each, "unknown") if each.letter else arrives(each))
    desk.tick()
    seed(desk.engine, desk.vault, library()[NOTICE], range(50, 53), submitted=False)
    desk.does(Steer(ID, "resend"))
    desk.tick()
    again = [each for each in desk.delivers(arrives) if each.letter and each.letter.kind == "broadcast"]
    desk.tick()
    assert len(again) == len(desk.letters()) == PEOPLE


def test_one_for_later_stays_for_later_when_it_was_stopped_and_goes_on(desk: Desk) -> None:
    desk.sends(at=NOW + timedelta(days=1))
    desk.does(Steer(ID, "pause"))
    desk.does(Steer(ID, "resume"))
    desk.tick()
    assert desk.letters() == []
    desk.now += timedelta(days=1)
    desk.tick()
    assert len(desk.letters()) == PEOPLE


def test_what_is_stopped_waits_and_what_is_cancelled_never_leaves(desk: Desk) -> None:
    desk.sends()
    desk.tick()
    desk.does(Steer(ID, "pause"))
    assert not [each for each in desk.delivers(arrives) if each.letter and each.letter.kind == "broadcast"]
    desk.does(Steer(ID, "cancel"))
    desk.tick()
    desk.delivers(arrives)
    assert {row.state for row in desk.letters()} == {"cancelled"}


def test_a_contact_writes_to_the_own_unit_only_and_is_counted(desk: Desk) -> None:
    unit = write(desk.engine, lambda session: unit_called(session, NOTICE, "修水县"))
    desk.sit("700010", Seat(LIAISON, NOTICE, unit))
    write(desk.engine, lambda session: _belongs(session, unit))
    own = Audience(NOTICE, NOTICE, "everybody", unit)
    for number in range(2):
        desk.does(Announce(f"own{number}", own, "请来盖章"), by="700010")
    desk.does(Announce("office", own, "请抓紧"))
    assert read(desk.engine, lambda session: desk.past(session).broadcasts.today(unit)) == 2
    with pytest.raises(LookupError):
        desk.does(Announce("all", DRAFTS, "请抓紧"), by="700010")
    desk.tick()
    told = Counter(row.person for row in desk.letters())
    assert told["seeded0000000001"] == 3
    assert len(told) == 2  # the nominee, and the contact where the office wrote


def _belongs(session: Session, unit: str) -> None:
    wanted = select(NominationRow).where(col(NominationRow.person) == "seeded0000000001")
    session.exec(wanted).one().unit = unit


def test_a_second_office_person_is_asked_and_the_first_cannot_agree(desk: Desk) -> None:
    other = desk.sit("700011", Seat(OFFICE))
    desk.does(Announce(ID, DRAFTS, "请抓紧", held=True))
    desk.tick()
    assert desk.letters() == []
    (asked,) = (row for row in rows(desk.engine, OutboxRow) if row.letter == "agree")
    assert asked.person == other
    with pytest.raises(LookupError):
        desk.does(Steer(ID, "approve"))
    desk.does(Steer(ID, "approve"), by="700011")
    desk.tick()
    assert len(desk.letters()) == PEOPLE


def test_through_one_channel_it_goes_to_all_who_used_that_one_last(desk: Desk) -> None:
    for number in (1, 2):
        _also_on_a_page(desk, number)
    both, page, chat = (replace(DRAFTS, channel=way) for way in ("", "web", "telegram"))
    sizes = read(
        desk.engine, lambda session: [desk.past(session).broadcasts.size(each) for each in (both, page, chat)]
    )
    assert sizes == [PEOPLE, 2, PEOPLE - 2]
    desk.sends()
    desk.tick()
    told = Counter(row.person for row in desk.letters())
    assert set(told.values()) == {1}
    assert Counter(row.channel for row in desk.letters()) == {"telegram": PEOPLE - 2, "web": 2}


def _also_on_a_page(desk: Desk, number: int) -> None:
    mark, person = mark_of(desk.vault, "web", f"b{number}"), f"seeded{number:010}"
    sealed = desk.vault.seal(f"b{number}", f"addresses.address:{mark}")
    row = AddressRow(mark=mark, channel="web", person=person, address=sealed, active=REAL)
    write(desk.engine, lambda session: session.add(row))


def test_a_sample_names_nobody_where_the_channel_may_not(desk: Desk) -> None:
    samples = read(desk.engine, lambda session: desk.past(session).broadcasts.samples(DRAFTS))
    assert [each.name for each in samples] == ["示*"] * 3
