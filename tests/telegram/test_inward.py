import random
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.telegram.api import Api
from bot.telegram.intake import Intake
from bot.telegram.inward import Me, event_of
from dialogs.model import Event
from storage.codec import dump, load

ME = Me(99, "zuimei_bot")
NOW = datetime.fromisoformat("2022-06-20T10:00:00+08:00")
TABLE = yaml.safe_load(Path(__file__).with_name("inward.yaml").read_text("utf-8"))
EVERYWHERE = {"id", "at", "sent"}
PLAIN = {each.name: each.default for each in fields(Event)} | {"channel": "telegram", "address": "4001"}


def _update(row: dict[str, Any]) -> dict[str, Any]:
    if "update" in row:
        update: dict[str, Any] = row["update"]
        return update
    sender = {"id": 4001, "is_bot": False, "first_name": "甲"}
    base = {"message_id": 3, "date": 1655686800, "chat": {"id": 4001, "type": "private"}, "from": sender}
    return {"update_id": 7, "message": base | row["message"]}


def _listed(event: Event | None, wanted: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the table says of an event: everything unusual, and what it chose to mention besides."""
    if event is None:
        return None
    found = asdict(event) | {
        "at": event.at.isoformat(),
        "attachments": [list(asdict(each).values()) for each in event.attachments],
    }
    unusual = {key for key, value in found.items() if value != PLAIN[key] and value != []} - EVERYWHERE
    return {key: found[key] for key in set(wanted or ()) | unusual}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
def test_an_update_becomes_its_event(row: dict[str, Any]) -> None:
    assert _listed(event_of(_update(row), ME, NOW), row["event"]) == row["event"]


def _mutated(value: Any, chance: random.Random) -> Any:
    """The same with something gone, or something else in its place."""
    if chance.random() < 0.03:
        return chance.choice([None, "", "\ud800\x00=1+1", -1, 10**18, [], {}, True, "x" * 5000])
    if isinstance(value, dict):
        return {key: _mutated(each, chance) for key, each in value.items() if chance.random() > 0.02}
    return [_mutated(each, chance) for each in value] if isinstance(value, list) else value


async def test_no_update_however_strange_stops_the_others(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "bot.telegram.intake")  # what could not be read is logged, a hundred times
    chance = random.Random(1)
    intake = Intake(api, lambda: NOW)
    for _ in range(40):
        for row in TABLE:
            strange = {key: _mutated(value, chance) for key, value in _update(row).items()}
            for event in intake._events([strange]):
                assert load(Event, dump(event)) == event
                assert event.text or event.press or event.other or event.attachments


def test_a_rehearsal_moves_the_dates_of_telegram_along_but_not_the_identity() -> None:
    update = _update({"message": {"text": "张三"}})
    real, moved = event_of(update, ME, NOW), event_of(update, ME, NOW, timedelta(days=-30))
    assert real
    assert moved
    assert (moved.id, moved.at) == (real.id, real.at - timedelta(days=30))
