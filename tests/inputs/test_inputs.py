"""The bad inputs of the tables beside this file, on both channels, and once more with the process started anew.

Each row is sent where its field is asked (`at`), in a draft that holds `KEPT`. What is said is compared word by word;
what is kept is compared as a whole, so that nothing entered earlier is ever lost; where nothing was kept, the question
stays the same.
"""

import shutil
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chat import Chat
from tests.inputs.sender import (
    FORM,
    NOTICE,
    WEB_KINDS,
    Sender,
    field_of,
    labels,
    place_of,
    sentences,
    written,
)

HERE = Path(__file__).parent
OPEN = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
KEPT = {"category": "new_employment", "name": "张示例", "gender": "female", "birth": "1985-03"}
TABLE: list[dict[str, Any]] = [
    row for path in sorted(HERE.glob("*.yaml")) for row in yaml.safe_load(path.read_text("utf-8"))
]
PLAINLY = 2  # sentences at most


def _channels(row: dict[str, Any]) -> list[str]:
    sent = [each["send"] for each in row["steps"]] if "steps" in row else [row["send"]]
    wired = any(isinstance(each, dict) and set(each) - WEB_KINDS for each in sent)
    return ["telegram"] if wired else [row["on"]] if "on" in row else ["web", "telegram"]


CASES = [
    pytest.param(row, channel, restarted, id=f"{row['n']} {row['name']} {channel}{' restarted' * restarted}")
    for number, row in enumerate(TABLE)
    for place, channel in enumerate(_channels(row))
    for restarted in (False, True)
    if not restarted or place == number % len(_channels(row))  # where it restarts, one channel is enough
]


class Stage:
    """One running assistant; for each row its database is put back to where a draft was begun."""

    def __init__(self, folder: Path, channel: str) -> None:
        self._begun, self._now = folder / "begun.db", folder / "now.db"
        self._channel = channel
        self.chat = Chat(self._begun, OPEN)
        _begin(Sender(self.chat.caller(channel=channel)))
        self.chat.stop()
        self.chat = Chat(Path(shutil.copy(self._begun, self._now)), OPEN, first=1000)

    def enter(self) -> Sender:
        self.chat.stop()  # the connections are closed, what it knows of SQL stays
        for rest in self._now.parent.glob("now.db-*"):
            rest.unlink()
        shutil.copy(self._begun, self._now)
        return Sender(self.chat.caller(channel=self._channel))


def _begin(person: Sender) -> None:
    person.send(f"/fill {NOTICE}")
    while "同意" in person.caller.replies[-1].text:  # Telegram has a card of its own
        person.send("同意")
    for said in ("新业态领域", "张示例", "女", "1985年3月"):
        person.send(said)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Stage]:
    return cache(lambda channel: Stage(tmp_path_factory.mktemp(channel), channel))


@pytest.mark.parametrize(("row", "channel", "restarted"), CASES)
def test_a_bad_input_is_answered_kindly(
    row: dict[str, Any], channel: str, *, restarted: bool, stages: Callable[[str], Stage]
) -> None:
    stage = stages(channel)
    person = stage.enter()
    for field in (*row.get("after", ()), row["at"]):
        person.send(f"第{place_of(field)}项")
    kept = dict(KEPT)
    *before, last = row.get("steps", [row])
    for step in before:
        _plays(person, step, kept, row["at"])
    if restarted:
        stage.chat.restart()
    _plays(person, last, kept, row["at"])


def _plays(person: Sender, step: dict[str, Any], kept: dict[str, str], at: str) -> None:
    """`kept` is what the draft holds before, and after what it holds then."""
    replies = person.send(step["send"])
    assert sentences(replies) == step.get("said", "").strip()
    if "buttons" in step:
        assert labels(replies) == step["buttons"]
    kept |= {field: written(value) for field, value in step.get("kept", {}).items()}
    state, entries = person.look()
    assert entries == kept
    if not step.get("kept") and not step.get("moves"):
        assert field_of(state) == at


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['n']} {row['name']}")
def test_what_is_said_is_short_and_asks_in_its_own_brackets_only(row: dict[str, Any]) -> None:
    for step in row.get("steps", [row]):
        for said in filter(None, step.get("said", "").split("\n")):
            assert sum(said.count(mark) for mark in "。？！") <= PLAINLY, said
            assert "【" not in said


def test_every_field_of_the_tables_is_on_the_form() -> None:
    assert {row["at"] for row in TABLE} <= {each.id for each in FORM.asked}
