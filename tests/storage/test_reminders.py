"""Who is due a reminder gets one: not two from several workers, none from a clock that jumps, none once refused."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from bot.due import Due
from storage import forms
from storage.engine import write
from storage.tables import NominationRow, OutboxRow, SubscriptionRow, WishRow
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


def _seed(engine: Engine, vault: Vault, people: int = PEOPLE) -> None:
    edition = library()[NOTICE]
    forms.pin(engine, [edition.notice.form], REAL)
    seed(engine, vault, edition, range(1, people + 1), submitted=False)


def _tick(engine: Engine, vault: Vault, now: datetime) -> None:
    Due(engine, vault, library(), lambda: now, lambda: REAL)()


def _letters(engine: Engine) -> list[OutboxRow]:
    return [row for row in rows(engine, OutboxRow) if row.letter == "remind"]


def _reminded(engine: Engine) -> list[int]:
    """How many reminders each person got who got any."""
    return sorted(Counter(row.person for row in _letters(engine)).values())


def _keep(engine: Engine, *kept: WishRow | SubscriptionRow) -> None:
    write(engine, lambda session: session.add_all(kept))


def _done(session: Session, person: str) -> None:
    mine = col(NominationRow.person) == person
    session.exec(update(NominationRow).where(mine).values(state="accepted"))
