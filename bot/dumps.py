"""The database as one file: how it gets out of SQLite or PostgreSQL while it runs, and into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, inspect, make_url
from sqlalchemy.exc import DBAPIError

from bot.settings import Settings
from storage.engine import connect

_PROGRAMS = Path("/usr/lib/postgresql")  # where Debian keeps them, a folder for each version


class Unfit(Exception):
    """Why a backup cannot be made or used, in words for the operator."""


class Dump(Protocol):
    @property
    def name(self) -> str:
        """What the file is called in a backup."""

    def take(self, file: Path) -> None:
        """Write the database to a new file, as it was at one moment; raises `Unfit` where there is none."""

    def require_empty(self) -> None:
        """Raises `Unfit` where something would be overwritten."""

    def put(self, file: Path) -> None:
        """Make the database from the file, wholly or not at all."""

    def beside(self) -> frozenset[Path]:
        """Files in DATA_DIR that are the database itself, and so no files of a backup."""


def dump(settings: Settings) -> Dump:
    url = make_url(settings.database_url)
    return Sqlite(Path(url.database or "")) if url.get_backend_name() == "sqlite" else Postgresql(url)


@dataclass(frozen=True, slots=True)
class Sqlite:
    database: Path
    name: str = "zuimei.db"

    def take(self, file: Path) -> None:
        """SQLite's online backup: a state between two transactions, whatever is being written."""
        if not self.database.exists():
            raise Unfit(f"DATABASE_URL: there is nothing to back up yet: {self.database} does not exist.")
        with closing(sqlite3.connect(self.database)) as origin, closing(sqlite3.connect(file)) as made:
            origin.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")
        _sound(file)

    def require_empty(self) -> None:
        if self.database.exists():
            raise Unfit(
                f"DATA_DIR: {self.database} exists. Restore into an empty folder, or move it away first."
            )

    def put(self, file: Path) -> None:
        _sound(file)
        self.database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(file, self.database)
        self.database.chmod(0o600)

    def beside(self) -> frozenset[Path]:
        whole = self.database.resolve()
        return frozenset(whole.with_name(whole.name + ending) for ending in ("", "-wal", "-shm"))


@dataclass(frozen=True, slots=True)
class Postgresql:
    url: URL
    name: str = "zuimei.dump"

    def take(self, file: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(file))

    def require_empty(self) -> None:
        engine = connect(self.url.render_as_string(hide_password=False))
        try:
            if inspect(engine).get_table_names():
                raise Unfit(
                    "DATABASE_URL: the database is not empty. Restore into a new one: createdb makes it."
                )
        except DBAPIError as error:
            raise Unfit(f"DATABASE_URL: it cannot be used ({type(error.orig).__name__}).") from None
        finally:
            engine.dispose()

    def put(self, file: Path) -> None:
        self._run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", str(file))

    def beside(self) -> frozenset[Path]:
        return frozenset()

    def _run(self, program: str, *words: str) -> None:
        """The password travels in the environment: the command line is for all to see."""
        address = self.url.set(drivername="postgresql", password=None).render_as_string()
        secret = {"PGPASSWORD": self.url.password} if self.url.password else {}
        command = [_program(program), f"--dbname={address}", *words]
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's own, with words of ours
            command, env={**os.environ, **secret}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = done.stderr.strip().splitlines()
            raise Unfit(f"DATABASE_URL: {program} failed: {said[-1] if said else done.returncode}")


def _program(name: str) -> str:
    """The newest there is: an old pg_dump refuses a newer server."""
    versions = sorted(_PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if found is None:
        raise Unfit(f"{name} is not there. On Debian and Ubuntu: apt install postgresql-client")
    return found


def _sound(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as opened:
            found = opened.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError:
        found = None
    if found != ("ok",):
        raise Unfit("The database is damaged.")
