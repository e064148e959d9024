"""A PostgreSQL server of our own: made in a folder that goes with it, stopped and started at will."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_CLUSTERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_SETTINGS = "-c listen_addresses='' -c fsync=off -c unix_socket_directories="


@dataclass(frozen=True)
class Cluster:
    programs: Path
    folder: Path

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def make(self) -> None:
        run = ("initdb", "-D", f"{self.folder}/data", "-U", "postgres", "-A", "trust", "-N")
        self._run(*run)

    def database(self, name: str) -> str:
        """The address of a new one, without any table."""
        self._run("createdb", "-h", str(self.folder), "-U", "postgres", name)
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def start(self) -> None:
        self._control("-l", f"{self.folder}/log", "-o", f"{_SETTINGS}{self.folder}", "start")

    def stop(self, mode: str = "immediate") -> None:
        self._control("-m", mode, "stop")

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", *words)

    def _run(self, program: str, *words: str) -> None:
        # PostgreSQL refuses to run as root. The server outlives pg_ctl, so its output must not hold a pipe of ours.
        owner = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        command = (*owner, str(self.programs / program), *words)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """One that runs; whoever stops it starts it again."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="zuimei-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    made = Cluster(programs, folder)
    made.make()
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


def _programs() -> Path:
    if _CLUSTERS:
        return _CLUSTERS[-1]
    reason = "there is no PostgreSQL: apt install postgresql, or name one in DATABASE_URL_TEST"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
