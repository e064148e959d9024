"""Lives of the served program, forked from a process that has imported and read everything: a start costs a fraction.

`python -m tests.proof.forge` reads a line of JSON for each life and answers with how it ended.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import run
from bot.settings import Settings
from bot.shelf import library
from storage.engine import connect, upgrade
from tests.bot.serving import ROOT, bare
from tests.proof.failpoints import arm

_PATIENCE = 120.0  # seconds for a start on a machine that is busy with other things


@dataclass(frozen=True)
class Life:
    """`seconds` until it is killed, from when it is ready; negative: from its birth. Dies earlier at `failpoint`."""

    settings: Mapping[str, str]
    seconds: float
    failpoint: str = ""
    time: int = 1


@dataclass(frozen=True)
class Death:
    """`ready`: after how many seconds it served; 0 where it did not come to that."""

    ready: float
    at_failpoint: bool


class Forge:
    """The forge from the side of a test."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def live(self, life: Life) -> Death:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asdict(life)) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the forge broke down; see forge.log"
        return Death(**json.loads(answer))


@contextmanager
def forge(folder: Path) -> Iterator[Forge]:
    """A forge whose lives have `folder` for their home; what they write stands in `forge.log`."""
    with (folder / "forge.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.proof.forge"],
            cwd=folder,
            env=bare(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield Forge(process)
        finally:
            process.communicate()


def main() -> None:
    _warm()
    for line in sys.stdin:
        print(json.dumps(asdict(_lived(Life(**json.loads(line))))), flush=True)


def _warm() -> None:
    """What every life would read or import anew before it serves, it inherits."""
    library(None)
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/warm.db")
        upgrade(engine)
        engine.dispose()


def _lived(life: Life) -> Death:
    hear, tell = os.pipe()
    born = time.monotonic()
    process = os.fork()
    if not process:
        os.close(hear)
        _live(life, tell)
    os.close(tell)
    ready = _ready(hear, life, born)
    left = abs(life.seconds) + ready - (time.monotonic() - born) if ready or life.seconds < 0 else 0
    at_failpoint = _died(hear, left)
    os.close(hear)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if os.WIFEXITED(status):
        raise RuntimeError("it ended by itself, which no proof of killing it may hide")
    return Death(ready, at_failpoint)


def _ready(hear: int, life: Life, born: float) -> float:
    """When it said that it serves; 0 where it died before, or its time was up."""
    patience = _PATIENCE if life.seconds >= 0 else -life.seconds
    heard, _, _ = select.select([hear], [], [], patience)
    return time.monotonic() - born if heard and os.read(hear, 1) else 0.0


def _died(hear: int, seconds: float) -> bool:
    """Whether it died by itself in time: then its end of the pipe is closed."""
    ended, _, _ = select.select([hear], [], [], max(0.0, seconds))
    return bool(ended)


def _live(life: Life, tell: int) -> None:
    """In the child, which ends here."""
    try:
        os.dup2(2, 1)
        os.environ.update(life.settings)
        if life.failpoint:
            arm(life.failpoint, life.time)
        run(Settings.read(), lambda _: _say(tell))
    except BaseException:  # noqa: BLE001 - whatever it was, the log must have it before the process ends
        traceback.print_exc()
    finally:
        os._exit(1)


def _say(tell: int) -> None:
    os.write(tell, b"!")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
