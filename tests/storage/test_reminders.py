"""Who is due a reminder gets one: not two from several workers, none from a clock that jumps, none once refused."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from bot.due import Due
from bot.receive import House, Receive
from dialogs.model import Event
from dialogs.seats import LIAISON, Seat
from knowledge.model import Library
from storage import forms
from storage.desks import TickRow, UnitRow
from storage.engine import read, write
from storage.expecting import expected, unfilled
from storage.outbox import Outbox
from storage.people import join
from storage.records import version_place
from storage.seats import take, unit_called
from storage.tables import AddressRow, EntryRow, NominationRow, OutboxRow, SubscriptionRow, WishRow
from storage.unreached import lost
from storage.vault import Vault
from tests.bench.seed import seed
from tests.chat import REAL, library
from tests.storage.small import rows

NOTICE = "jiujiang-2022"
PEOPLE = 60
DUE = datetime.fromisoformat("2022-07-08T09:00:00+08:00")


def test_everybody_is_reminded_once_however_many_workers_there_are(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault)
    with ThreadPoolExecutor(3) as pool:
        for _ in range(4):
            list(pool.map(lambda _: _tick(engine, vault, DUE), range(3)))
    assert _reminded(engine) == [1] * PEOPLE


def test_a_clock_that_jumps_changes_nothing(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault)
    for hours in (0, 1, -1, 24, -24, 25, 0):
        _tick(engine, vault, DUE + timedelta(hours=hours))
    assert _reminded(engine) == [1] * PEOPLE


def test_after_an_outage_there_is_one_instead_of_the_missed_ones(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault)
    _tick(engine, vault, datetime.fromisoformat("2022-07-14T15:00:00+08:00"))
    assert _reminded(engine) == [1] * PEOPLE


def test_nobody_is_reminded_at_night_or_before_the_chosen_hour(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault)
    late, early = "seeded0000000001", "seeded0000000002"
    _keep(engine, WishRow(person=late, hour=20, silent=False), WishRow(person=early, hour=8, silent=False))
    counts = []
    for hour in (0, 7, 8, 9, 19, 20, 21, 23):
        _tick(engine, vault, DUE.replace(hour=hour))
        counts.append(sum(_reminded(engine)))
    assert counts == [0, 0, 1, PEOPLE - 1, PEOPLE - 1, PEOPLE, PEOPLE, PEOPLE]


def test_who_refused_is_never_reminded_and_who_asked_is(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault)
    refused, silent, asked = (f"seeded{number:010}" for number in (1, 2, 3))
    _keep(
        engine,
        SubscriptionRow(person=refused, notice=NOTICE, wanted=False, at=REAL),
        SubscriptionRow(person=asked, notice=NOTICE, wanted=True, at=REAL),
        WishRow(person=silent, hour=9, silent=True),
    )
    write(engine, lambda session: _done(session, asked))
    for day in range(8, 30):
        _tick(engine, vault, DUE.replace(day=day))
    told = Counter(row.person for row in _letters(engine))
    assert told[refused] == told[silent] == 0
    assert told[asked] == told["seeded0000000004"] == 6


def test_a_draft_left_alone_is_mentioned_once_a_week_and_three_times_in_all(
    engine: Engine, vault: Vault
) -> None:
    _seed(engine, vault, people=2)
    mentioned = []
    for day in range(35):  # from 6 June on, before the first reminder
        _tick(engine, vault, datetime.fromisoformat("2022-06-06T10:00:00+08:00") + timedelta(days=day))
        mentioned.append(len([row for row in rows(engine, OutboxRow) if row.letter == "nudge"]))
    assert mentioned[-1] == 2 * 3
    days = [day for day, (before, after) in enumerate(pairwise(mentioned)) if after > before]
    assert all(later - earlier >= 7 for earlier, later in pairwise(days))


def test_who_chose_other_days_hears_on_these_alone(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault)
    late, several = "seeded0000000001", "seeded0000000002"
    _keep(engine, _wish(late, leads="1"), _wish(several, leads="14,3"))
    told: dict[str, list[int]] = {late: [], several: [], "seeded0000000003": []}
    for day in range(1, 16):
        before = Counter(row.person for row in _letters(engine))
        _tick(engine, vault, DUE.replace(day=day))
        after = Counter(row.person for row in _letters(engine))
        for person in told:
            told[person] += [day] * (after[person] - before[person])
    assert told == {late: [14], several: [1, 8, 12, 15], "seeded0000000003": [8, 12, 14]}


def test_other_days_chosen_on_the_way_tell_of_no_day_twice(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault, people=1)
    _tick(engine, vault, DUE.replace(day=12))
    for leads in ("7", "14", "7,3", ""):
        _choose(engine, leads)
        _tick(engine, vault, DUE.replace(day=13))
    points = [row.key.split("/")[2] for row in _letters(engine)]
    assert len(points) == len(set(points))


def _choose(engine: Engine, leads: str) -> None:
    def work(session: Session) -> None:
        session.merge(_wish("seeded0000000001", leads=leads))

    write(engine, work)


def test_from_a_chosen_hour_on_nobody_is_disturbed(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault, people=2)
    _keep(engine, _wish("seeded0000000001", quiet=12))
    _tick(engine, vault, DUE.replace(hour=13))
    assert [row.person for row in _letters(engine)] == ["seeded0000000002"]
    _tick(engine, vault, DUE.replace(day=9, hour=9))
    assert _reminded(engine) == [1, 1]


def test_who_joins_late_gets_one_instead_of_those_that_were_missed(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault, people=1)
    write(engine, lambda session: session.exec(update(NominationRow).values(started=DUE.replace(day=13))))
    counts = []
    for day in (13, 14, 15):
        for hour in (9, 15):
            _tick(engine, vault, DUE.replace(day=day, hour=hour))
        counts.append(len(_letters(engine)))
    assert counts == [0, 1, 1]


def test_another_deadline_moves_what_is_still_to_come(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault, people=3)
    _tick(engine, vault, DUE)
    edition = library()[NOTICE]
    closes = edition.round.closes + timedelta(days=14)
    moved = {NOTICE: replace(edition, round=replace(edition.round, closes=closes))}
    for day in range(9, 30):
        _tick(engine, vault, DUE.replace(day=day), moved)
    days = [row.key.split("/")[3] for row in _letters(engine) if row.person == "seeded0000000001"]
    assert days == ["20220715", "20220729", "20220729", "20220729"]


def test_a_draft_that_its_owner_was_reminded_of_is_not_mentioned_as_well(
    engine: Engine, vault: Vault
) -> None:
    _seed(engine, vault, people=1)
    told = []
    for day in range(60):
        before = len(rows(engine, OutboxRow))
        _tick(engine, vault, datetime.fromisoformat("2022-06-03T10:00:00+08:00") + timedelta(days=day))
        new = rows(engine, OutboxRow)[before:]
        told += [(day, row.letter) for row in new]
    for day, kind in told:
        if kind == "nudge":
            assert not [other for other, _ in told if 0 < day - other < 7]
    assert [kind for _, kind in told].count("nudge") == 3


def test_the_preview_counts_those_who_then_get_a_letter(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault)
    done, silent, refused, away = (f"seeded{number:010}" for number in (1, 2, 3, 4))
    _keep(
        engine,
        WishRow(person=silent, hour=9, silent=True),
        SubscriptionRow(person=refused, notice=NOTICE, wanted=False, at=REAL),
    )
    write(engine, lambda session: _done(session, done))
    write(engine, lambda session: _shut(session, away))
    (found,) = read(engine, lambda session: expected(session, NOTICE, NOTICE))
    _tick(engine, vault, DUE)
    assert (found.drafts, found.total, len(_letters(engine))) == (PEOPLE - 4, PEOPLE - 4, PEOPLE - 4)


def test_the_preview_counts_contacts_whose_paper_has_not_come(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault, people=1)
    Receive(engine, vault, House(library(), lambda: DUE))  # the units of the round
    write(engine, lambda session: _contact(session, vault))
    write(engine, _sent_up_as_the_only_place)
    assert _bringing(engine) == 1
    for slip in ("form", "deeds"):
        tick = TickRow(nomination="s0000001", side="office", slip=slip, done=True, by="", at=REAL)
        _keep(engine, tick)
    assert _bringing(engine) == 0


def _bringing(engine: Engine) -> int:
    return read(
        engine,
        lambda session: sum(each.bring for each in expected(session, NOTICE, NOTICE, ("form", "deeds"))),
    )


def _sent_up_as_the_only_place(session: Session) -> None:
    session.exec(update(NominationRow).values(state="sent_up"))
    session.exec(update(UnitRow).where(col(UnitRow.round) == NOTICE).values(most=1))


def test_what_was_skipped_counts_as_lacking(engine: Engine, vault: Vault) -> None:
    _seed(engine, vault, people=3)
    place = version_place("s0000001", "name", 2)
    skipped = EntryRow(
        nomination="s0000001", field="name", number=2, value=vault.seal("", place), event="", at=REAL
    )
    write(engine, lambda session: session.add(skipped))
    lacking = read(engine, lambda session: unfilled(session, vault, NOTICE, ("category", "name", "deeds")))
    assert lacking == {"name": 1, "deeds": 3}


def test_the_contact_hears_once_of_somebody_whom_telegram_does_not_reach(
    engine: Engine, vault: Vault
) -> None:
    _seed(engine, vault, people=1)
    Receive(engine, vault, House(library(), lambda: DUE))  # the units of the round
    person, contact = "seeded0000000001", write(engine, lambda session: _contact(session, vault))
    for _ in range(3):
        _tick(engine, vault, DUE.replace(month=6, day=20))
    assert _lost(engine) == []
    write(engine, lambda session: _shut(session, person))
    for _ in range(3):
        _tick(engine, vault, DUE.replace(month=6, day=20))
    assert _lost(engine) == [contact]
    outbox, receive = Outbox(engine, vault), Receive(engine, vault, House(library(), lambda: DUE))
    parcels = [each for each in outbox.after(contact, 0, 100) if each.letter and each.letter.kind == "lost"]
    worded = receive.word(parcels[0])
    assert worded is not None
    assert "在Telegram上收不到消息了" in worded.reply.text
    back = Event("tg:1:77:0", "telegram", str(900_000_002), DUE, text="我回来了")
    receive(back)
    assert not read(engine, lambda session: lost(session, person))
    write(engine, lambda session: _shut(session, person, REAL + timedelta(hours=1)))
    _tick(engine, vault, DUE.replace(month=6, day=21))
    assert _lost(engine) == [contact, contact]


def _contact(session: Session, vault: Vault) -> str:
    """Somebody in a browser who looks after the unit that the first draft is for."""
    unit = unit_called(session, NOTICE, "修水县")
    session.exec(update(NominationRow).values(unit=unit))
    person = join(session, vault, "web", "b9", REAL).person
    take(session, person, Seat(LIAISON, NOTICE, unit), "", REAL)
    return person


def _shut(session: Session, person: str, at: datetime = REAL) -> None:
    session.exec(update(AddressRow).where(col(AddressRow.person) == person).values(gone=at))


def _lost(engine: Engine) -> list[str | None]:
    return [row.person for row in rows(engine, OutboxRow) if row.letter == "lost"]


def _wish(person: str, leads: str = "", quiet: int = 21) -> WishRow:
    return WishRow(person=person, hour=9, silent=False, leads=leads, quiet=quiet)


def _seed(engine: Engine, vault: Vault, people: int = PEOPLE) -> None:
    edition = library()[NOTICE]
    forms.pin(engine, [edition.notice.form], REAL)
    seed(engine, vault, edition, range(1, people + 1), submitted=False)


def _tick(engine: Engine, vault: Vault, now: datetime, notices: Library | None = None) -> None:
    Due(engine, vault, notices or library(), lambda: now, lambda: REAL)()


def _letters(engine: Engine) -> list[OutboxRow]:
    return [row for row in rows(engine, OutboxRow) if row.letter == "remind"]


def _reminded(engine: Engine) -> list[int]:
    """How many reminders each person got who got any."""
    return sorted(Counter(row.person for row in _letters(engine)).values())


def _keep(engine: Engine, *kept: WishRow | SubscriptionRow | TickRow) -> None:
    write(engine, lambda session: session.add_all(kept))


def _done(session: Session, person: str) -> None:
    mine = col(NominationRow.person) == person
    session.exec(update(NominationRow).where(mine).values(state="accepted"))
