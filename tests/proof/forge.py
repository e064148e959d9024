"""Lives of the served program, forked from a process that has imported and read everything: a start costs a fraction.

`python -m tests.proof.forge` reads a line of JSON for each life and answers with how it ended.
"""

import gc
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
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import bot.app
from bot import leader
from bot.app import run
from bot.settings import Settings
from bot.shelf import library
from tests.bot.serving import ROOT, bare
from tests.chat import Chat
from tests.proof.failpoints import arm

_PATIENCE = 120.0  # seconds for a start on a machine that is busy with other things
_GLANCE = 0.02
_WORK, _LONGEST = 0.4, 3  # of a life's seconds: the processor's part of them, and how long they may become
_SMALL_TALK = ("你好", "九江的截止时间", "/fill jiujiang-2022", "同意", "1", "张示例", "男", "我的填报")


@dataclass(frozen=True)
class Life:
    """`seconds` until it is killed, from when it is ready; negative: from its birth. Dies earlier at `failpoint`.

    `works`: it lives longer where other things keep the processor busy. `lease`: seconds for which the lead is
    held; fewer than in truth, since nobody takes it over before, and lives are short.
    """

    settings: Mapping[str, str]
    seconds: float
    failpoint: str = ""
    time: int = 1
    works: bool = True
    lease: float = 0.6


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

    @property
    def alive(self) -> int:
        """The process of the life that is being lived; 0 where there is none."""
        forge = self._process.pid
        children = Path(f"/proc/{forge}/task/{forge}/children").read_text().split()
        return int(children[0]) if children else 0


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
    """What every life would read, import or compile anew, it inherits."""
    known = library(None)
    setattr(bot.app, "library", lambda _: known)  # noqa: B010 - a name that was imported there
    with TemporaryDirectory() as folder:
        chat = Chat(Path(folder) / "warm.db", datetime.now(UTC))
        for each in _SMALL_TALK:
            chat.caller().say(each)
        chat.stop()
    gc.collect()
    gc.freeze()


def _lived(life: Life) -> Death:
    hear, tell = os.pipe()
    born = time.monotonic()
    process = os.fork()
    if not process:
        os.close(hear)
        _live(life, tell)
    os.close(tell)
    ready = _ready(hear, born) if life.seconds >= 0 else 0.0
    at_failpoint = _died(hear, process, abs(life.seconds), works=life.works)
    os.close(hear)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if os.WIFEXITED(status):
        raise RuntimeError("it ended by itself, which no proof of killing it may hide")
    return Death(ready, at_failpoint)


def _ready(hear: int, born: float) -> float:
    """After how long it said that it serves; 0 where it died before."""
    heard, _, _ = select.select([hear], [], [], _PATIENCE)
    return time.monotonic() - born if heard and os.read(hear, 1) else 0.0


def _died(hear: int, process: int, seconds: float, *, works: bool) -> bool:
    """Whether it died by itself in time: then its end of the pipe is closed.

    Where other things keep the processor busy, its time is longer, so that it comes to do something.
    """
    begun, used = time.monotonic(), _used(process)
    while not select.select([hear], [], [], _GLANCE)[0]:
        lived = time.monotonic() - begun
        worked = not works or _used(process) - used >= seconds * _WORK
        if lived >= seconds * _LONGEST or (lived >= seconds and worked):
            return False
    return True


def _used(process: int) -> float:
    """Seconds of the processor."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _live(life: Life, tell: int) -> None:
    """In the child, which ends here."""
    try:
        os.dup2(2, 1)
        os.environ.update(life.settings)
        leader.LASTS, leader.RENEW, leader.TRY = life.lease, life.lease * 0.3, life.lease * 0.2
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
