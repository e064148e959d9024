"""The figures as Prometheus reads them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from bot.health import Health, Pulse
from bot.metrics import Metrics
from bot.receive import Kept
from dialogs.model import Reply
from storage.depths import Depths
from storage.outbox import Outcome
from storage.parcels import REMINDER, REPLY, Parcel

PARCEL = Parcel(1, "p", "telegram", "700001", REPLY, "", Reply("郑金丝雀"), None, 1, datetime.now(UTC))


def _metrics(tmp_path: Path, *, away: bool = False) -> Metrics:
    oldest = {REPLY: datetime.now(UTC) - timedelta(seconds=90)}

    def look() -> Depths:
        if away:
            raise OperationalError("", {}, Exception())
        return Depths({REPLY: 2, REMINDER: 40}, oldest, 5, 11, 1)

    pulse = Pulse()
    return Metrics(Health(look, pulse, tmp_path), pulse, lambda: False)


async def _figures(metrics: Metrics) -> Mapping[str, float]:
    """Each sample by its name, with its labels as they stand in the text."""
    families = text_string_to_metric_families((await metrics.text()).decode())
    return {
        each.name + "".join(f" {value}" for value in each.labels.values()): each.value
        for family in families
        for each in family.samples
    }


async def test_what_waits_is_told_by_priority_and_age(tmp_path: Path) -> None:
    told = await _figures(_metrics(tmp_path))
    assert told["zuimei_outbox_waiting reply"] == 2
    assert told["zuimei_outbox_waiting reminder"] == 40
    assert told["zuimei_outbox_waiting broadcast"] == 0
    assert told["zuimei_outbox_oldest_seconds reply"] == pytest.approx(90, abs=60)
    assert told["zuimei_outbox_oldest_seconds broadcast"] == 0
    assert (told["zuimei_inbox_waiting"], told["zuimei_outbox_unknown"]) == (5, 1)


async def test_turns_answers_and_sends_are_counted(tmp_path: Path) -> None:
    metrics = _metrics(tmp_path)
    for answered in ("answer", "answer", "not_stated", ""):
        metrics.kept(Kept("p", ("web",), ("p",), answered=answered))
    metrics.kept(Kept(persons=("p",)))  # a letter that became due is no turn
    for outcome in (
        Outcome(PARCEL, "sent"),
        Outcome(PARCEL, "due", reason="rate limit"),
        Outcome(PARCEL, "gone"),
    ):
        metrics.sent(outcome)
    told = await _figures(metrics)
    assert told["zuimei_turns_total web"] == 4
    assert told["zuimei_answers_total answer"] == 2
    assert told["zuimei_answers_total not_stated"] == 1
    assert told["zuimei_sends_total sent "] == told["zuimei_sends_total gone "] == 1
    assert told["zuimei_sends_total due rate limit"] == 1


async def test_the_process_and_its_health_are_told(tmp_path: Path) -> None:
    told = await _figures(_metrics(tmp_path))
    assert (told["zuimei_healthy"], told["zuimei_leader"]) == (1, 0)
    assert told["zuimei_disk_free_bytes"] > 0
    assert told["process_resident_memory_bytes"] > 0
    assert told["process_start_time_seconds"] > 0


async def test_while_the_database_is_away_its_figures_are_missing_not_old(tmp_path: Path) -> None:
    told = await _figures(_metrics(tmp_path, away=True))
    assert told["zuimei_healthy"] == 0
    assert not any(name.startswith(("zuimei_outbox", "zuimei_inbox")) for name in told)


async def test_nobody_stands_in_the_figures(tmp_path: Path) -> None:
    metrics = _metrics(tmp_path)
    metrics.kept(Kept("person-7", ("telegram",), ("person-7",)))
    metrics.sent(Outcome(PARCEL, "sent", sent="4711"))
    text = (await metrics.text()).decode()
    assert [each for each in ("person-7", "700001", "4711", "郑") if each in text] == []
