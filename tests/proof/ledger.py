"""What stands in the database when all is over, read with the program's own key."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, func, select

from dialogs.review import brief
from knowledge.load import load_library
from storage.engine import connect, read
from storage.records import entry_place
from storage.tables import EntryRow, InboxRow, LogRow, NominationRow, OutboxRow
from storage.vault import Vault, load_key
from tests.proof.people import Person

_VERSIONS = ("save_entry", "clear_entry")  # the effects that leave a version of an entry


@dataclass(frozen=True)
class Kept:
    """`answers`: registration number -> every (label, value as shown) that was ever kept."""

    answers: Mapping[str, frozenset[tuple[str, str]]]
    doubled: int  # effects that one event had more than once
    versions: int  # of entries; `saved` effects of `_VERSIONS` are logged
    saved: int
    events: Counter[str]  # by state
    outbox: Counter[str]  # by state


def at_rest(url: str) -> bool:
    """Is every event worked off and every reply on its way or given up?"""

    def work(session: Session) -> bool:
        open_ = (
            *session.exec(select(InboxRow.number).where(InboxRow.state == "waiting").limit(1)),
            *session.exec(
                select(OutboxRow.number).where(col(OutboxRow.state).in_(["due", "sending"])).limit(1)
            ),
        )
        return not open_

    engine = connect(url)
    try:
        return read(engine, work)
    finally:
        engine.dispose()


def check(people: Sequence[Person], found: Kept) -> None:
    """Nothing that was acknowledged is missing, and nothing happened twice."""
    numbers = sorted(each.registration for each in people)
    assert sorted(found.answers) == numbers, "one nomination each, and no more"
    assert len(set(numbers)) == len(numbers), "no number twice"
    assert sorted(int(each.rpartition("-")[2]) for each in numbers) == list(range(1, len(numbers) + 1))
    missing = [
        (each.registration, label)
        for each in people
        for label, value in each.noted
        if (label, value) not in found.answers[each.registration]
    ]
    assert missing == [], "what was acknowledged is there"
    assert found.doubled == 0, "an event has its effect once"
    assert found.versions == found.saved, "every version of an entry was decided"
    assert not found.events["waiting"], "nothing is left over"


def disorder(url: str) -> tuple[int, int]:
    """How often a lane's turns, and how often the messages of a chat, were not in the order they came in."""

    def work(session: Session) -> tuple[int, int]:
        came = dict(session.exec(select(InboxRow.id, InboxRow.number)).all())
        rows = session.exec(select(OutboxRow).order_by(col(OutboxRow.number))).all()
        turns = [(row.mark, came[row.event]) for row in rows if row.event in came]
        sent = [(row.mark, int(row.sent)) for row in rows if row.state == "sent" and row.renews is None]
        return _backwards(turns), _backwards(sent)

    engine = connect(url)
    try:
        return read(engine, work)
    finally:
        engine.dispose()


def _backwards(pairs: Sequence[tuple[str, int | None]]) -> int:
    """How many come after a higher number of the same name."""
    last: dict[str, int] = {}
    found = 0
    for name, number in pairs:
        found += (number or 0) < last.get(name, 0)
        last[name] = max(number or 0, last.get(name, 0))
    return found


def kept(url: str, data: Path, notice: str) -> Kept:
    vault = Vault(load_key(None, data))
    form = load_library()[notice].notice.form

    def work(session: Session) -> Kept:
        entries = session.exec(select(EntryRow)).all()
        names = {row.id: row.registration or row.id for row in session.exec(select(NominationRow))}
        answers: dict[str, set[tuple[str, str]]] = {name: set() for name in names.values()}
        for row in entries:
            field = form.field(row.field)
            if field and row.value:
                value = brief(field, vault.open(row.value, entry_place(row)))
                answers[names[row.nomination]].add((field.label, value))
        effects = Counter((row.event, row.nomination, row.field) for row in entries)
        once = Counter(
            (row.event, row.kind) for row in session.exec(select(LogRow)) if row.kind not in _VERSIONS
        )
        saved = session.exec(select(func.count()).where(col(LogRow.kind).in_(_VERSIONS))).one()
        return Kept(
            answers={name: frozenset(each) for name, each in answers.items()},
            doubled=sum(each - 1 for each in (*effects.values(), *once.values())),
            versions=len(entries),
            saved=saved,
            events=Counter(session.exec(select(InboxRow.state))),
            outbox=Counter(session.exec(select(OutboxRow.state))),
        )

    engine = connect(url)
    try:
        return read(engine, work)
    finally:
        engine.dispose()
