"""Mutated updates: nothing breaks, nobody who deserves a reply goes without one, and memory stays flat."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.bot.serving import ROOT, bare, serving
from tests.emulator import Emulator, Phone
from tests.emulator.methods import TEXT_LIMIT, units
from tests.proof.fuzz import PEOPLE, WARM, Found, fuzzed
from tests.proof.mutants import Mutants

UPDATES = 100_000
SEEDS = (2, 3)  # each in a process and on a database of its own


def test_strange_updates_are_answered() -> None:
    _judge(fuzzed(1, 400))


@pytest.mark.proof
def test_a_hundred_thousand_strange_updates_are_answered() -> None:
    processes = [_started(seed, UPDATES // len(SEEDS)) for seed in SEEDS]
    found = [Found(**json.loads(each.communicate()[0])) for each in processes]
    _judge(*found)
    for each in found:
        first, most, _ = each.memory
        assert most <= 1.1 * first, "memory is flat"
    assert sum(each.counts["updates"] for each in found) >= UPDATES


def _started(seed: int, updates: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.proof.fuzz", str(seed), str(updates)]
    return subprocess.Popen(command, cwd=ROOT, env=bare(), stdout=subprocess.PIPE, text=True)


def _judge(*found: Found) -> None:
    counts = sum((Counter(each.counts) for each in found), Counter[str]())
    faults = [fault for each in found for fault in each.faults]
    memory = "; ".join(f"{each.memory[0]:.0f}, {each.memory[1]:.0f}, {each.memory[2]:.0f}" for each in found)
    print(
        f"\nfuzz: {counts['updates']} updates, {counts['presses']} of them presses; "
        f"{counts['answered']} answered with {counts['messages']} messages; {counts['unreadable']} were no updates at all\n"
        f"  faults (unhandled, silent, too long for Telegram): {len(faults)}; "
        f"MiB after {WARM:.0%}, at most, at the end: {memory}"
    )
    assert faults == [], "\n".join(faults[:10])


@pytest.mark.parametrize("updates", [100, pytest.param(3_000, marks=pytest.mark.proof)])
def test_strange_updates_over_http(updates: int, tmp_path: Path) -> None:
    with Emulator() as emulator:
        settings = {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_BASE": emulator.root,
            "ZUIMEI_NOW": "2022-06-20",
            "LOG_LEVEL": "ERROR",
        }
        with serving(tmp_path, **settings) as running:
            pressed = _send(emulator, updates)
            phone = Phone(emulator, 4001)
            phone.say("/help")
            assert phone.next(900).text, "it is still there"
            _until_quiet(emulator)
            assert running.process.poll() is None
        longest = max(units(str(each.parameters.get("text", ""))) for each in emulator.calls)
        print(
            f"\nfuzz over HTTP: {updates} updates, {len(pressed)} presses; the longest message had {longest} units"
        )
        assert set(emulator.answered) >= pressed, "every press is answered"
        assert longest <= TEXT_LIMIT


def _send(emulator: Emulator, updates: int) -> set[str]:
    """Gives the updates to the bot, and returns the presses that Telegram would wait for."""
    mutants, chance = Mutants(3), random.Random(3)
    pressed: set[str] = set()
    chats = {number: Phone(emulator, number) for number in range(5001, 5001 + PEOPLE)}
    for _ in range(updates):
        chat = chance.choice(list(chats))
        shown = [
            button["callback_data"]
            for each in emulator.sent[-200:]
            if each.chat == chat
            for row in each.rows
            for button in row
            if "callback_data" in button
        ]
        mutant = mutants.of(chat, shown)
        body = _writable({key: value for key, value in mutant.raw.items() if key != "update_id"})
        query = body.get("callback_query")
        if mutant.whole and query:
            query["id"] = f"{query['id']}-{len(pressed)}"
            emulator.presses[query["id"]] = emulator.now() + 3600
            pressed.add(query["id"])
        emulator.add(body)
        while len(emulator.pending()) > 200:
            time.sleep(0.05)
    return pressed


def _writable(body: dict[str, Any]) -> dict[str, Any]:
    """Half a surrogate pair cannot be put on this wire."""
    found: dict[str, Any] = json.loads(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
    return found


def _until_quiet(emulator: Emulator) -> None:
    before = -1
    while before != len(emulator.calls) or emulator.pending():
        before = len(emulator.calls)
        time.sleep(2.5)
