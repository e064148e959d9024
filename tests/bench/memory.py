"""Resident memory of the served program with few and with many open drafts: `python -m tests.bench.memory [DRAFTS]`."""

import re
import sys
import tempfile
from pathlib import Path

from knowledge.load import load_library
from storage.engine import connect
from storage.vault import Vault, load_key
from tests.bench.crowd import FIRST, crowd
from tests.bench.script import NOTICE, TODAY
from tests.bench.seed import seed
from tests.bot.serving import serving

DRAFTS = 10_000
PEOPLE = 20


def measure(drafts: int = DRAFTS) -> dict[int, float]:
    """Open drafts -> MiB after the same talk of twenty people."""
    with tempfile.TemporaryDirectory() as folder:
        none = _after_talk(Path(folder), FIRST)
        _seed(Path(folder) / "data", drafts)
        return {0: none, drafts: _after_talk(Path(folder), FIRST + PEOPLE)}


def report(found: dict[int, float]) -> str:
    return "\n".join(f"{drafts:6} open drafts: {mib:5.0f} MiB" for drafts, mib in found.items())


def resident(process: int | str = "self") -> float:
    """MiB."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def _after_talk(folder: Path, first: int) -> float:
    with crowd(PEOPLE, first) as remote:
        settings = {
            "TELEGRAM_BOT_TOKEN": remote.token,
            "TELEGRAM_API_BASE": remote.root,
            "ZUIMEI_NOW": TODAY,
            "LOG_LEVEL": "WARNING",
        }
        with serving(folder, **settings) as running:
            remote.ask("open")
            remote.ask("talk")
            return resident(running.process.pid)


def _seed(data: Path, drafts: int) -> None:
    engine = connect(f"sqlite:///{data / 'zuimei.db'}")
    seed(engine, Vault(load_key(None, data)), load_library()[NOTICE], range(1, drafts + 1), submitted=False)
    engine.dispose()


if __name__ == "__main__":
    print(report(measure(*map(int, sys.argv[1:]))))
