"""Killed at any moment, the program loses nothing that it acknowledged and does nothing twice."""

import multiprocessing
import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.inbox import Inbox
from storage.records import Past
from storage.tables import EntryRow, InboxRow, NominationRow, OutboxRow
from storage.vault import Vault
from tests.storage.small import past, rows, telegram
from tests.storage.worker import work

PEOPLE, FIELDS, KILLS = 4, 24, 20


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of multiprocessing, on newer Pythons
def test_twenty_kills_while_four_people_fill_in(engine: Engine, vault: Vault, tmp_path: Path) -> None:
    inbox, delivered, chance = Inbox(engine, vault), tmp_path / "delivered", random.Random(7)
    delivered.touch()
    people = [str(number) for number in range(PEOPLE)]
    for said in ("start", *(f"field{number}={number}" for number in range(FIELDS)), "submit"):
        inbox.put([telegram(said, address=each) for each in people])
    url = engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.worker"])
    for killed in range(KILLS + 1):
        worker = context.Process(target=work, args=(url, delivered))
        worker.start()
        if killed < KILLS:
            _wait_for_more(delivered, worker)
            time.sleep(chance.uniform(0, 0.03))
            worker.kill()
        worker.join(120)
        _nothing_acknowledged_is_missing(engine, vault, delivered)
    assert worker.exitcode == 0
    _everything_happened_once(engine, delivered)


def _wait_for_more(delivered: Path, worker: BaseProcess) -> None:
    """The worker has begun, so that the kill hits it at work."""
    before = delivered.stat().st_size
    while delivered.stat().st_size == before and worker.is_alive():
        time.sleep(0.001)


def _nothing_acknowledged_is_missing(engine: Engine, vault: Vault, delivered: Path) -> None:
    acknowledged: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for line in delivered.read_text().splitlines():
        address, _number, text = line.split(" ", 2)
        if text.startswith("saved "):
            field, _, value = text.removeprefix("saved ").partition("=")
            acknowledged[address][field] = value
    for address, entries in acknowledged.items():
        kept = past(engine, vault, _entries, telegram(address=address))
        assert {field: kept.get(field) for field in entries} == entries


def _entries(records: Past) -> Mapping[str, str]:
    (draft,) = records.nominations()
    return records.entries(draft.id)


def _everything_happened_once(engine: Engine, delivered: Path) -> None:
    events = PEOPLE * (FIELDS + 2)
    assert Counter(row.state for row in rows(engine, InboxRow)) == {"done": events}
    assert len(rows(engine, EntryRow)) == PEOPLE * FIELDS
    assert {row.number for row in rows(engine, EntryRow)} == {1}
    assert sorted(row.serial or 0 for row in rows(engine, NominationRow)) == list(range(1, PEOPLE + 1))
    outgoing = rows(engine, OutboxRow)
    assert len(outgoing) == PEOPLE * (1 + 2 * FIELDS + 1)
    assert {row.state for row in outgoing} <= {"sent", "unknown"}
    arrived = Counter(line.split(" ", 2)[1] for line in delivered.read_text().splitlines())
    assert set(arrived) >= {str(row.number) for row in outgoing if row.state == "sent"}
    assert sum(arrived.values()) - len(arrived) <= KILLS * PEOPLE  # a reply may arrive twice, at a kill only
