"""`zuimei serve` as a process of its own, in a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from bot.settings import Settings

ROOT = Path(__file__).parents[2]


@dataclass
class Serving:
    """`output` is all it wrote so far; `clients` are closed with it."""

    process: subprocess.Popen[str]
    url: str
    folder: Path
    output: list[str] = field(default_factory=list)
    clients: list[Any] = field(default_factory=list)
    _lines: "Queue[str]" = field(default_factory=Queue)

    def follow(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.output.append(line)
            self._lines.put(line)

    def wait_for(self, words: str, seconds: float = 120) -> str:
        while True:
            try:
                line = self._lines.get(timeout=seconds)
            except Empty:
                raise AssertionError(f"it never said {words!r}, but {self.output}") from None
            if words in line:
                return line

    def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(sign)
        return self.process.wait(timeout=20)

    @property
    def said(self) -> str:
        return "".join(self.output)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def bare(**settings: str) -> dict[str, str]:
    """The environment of this process with these settings and no others."""
    ours = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    path = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH"))))
    return {**kept, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **settings}


def zuimei(folder: Path, *words: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        cwd=folder,
        env=bare(**settings),
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Serving]:
    """Runs until the block ends, on a free port, with everything it writes in `output`."""
    port = settings.setdefault("WEB_PORT", str(free_port()))
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve"],
        cwd=folder,
        env=bare(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Serving(process, f"http://127.0.0.1:{port}", folder)
    reader = threading.Thread(target=running.follow, daemon=True)
    reader.start()
    try:
        running.wait_for("Ctrl-C stops it")
        yield running
    finally:
        for client in running.clients:
            client.close()
        if process.poll() is None:
            process.kill()
        process.wait()
        reader.join()
        if process.stdout:
            process.stdout.close()
