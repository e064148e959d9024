"""A backup of what a SQLite installation keeps, taken while it runs: database, key and files in one file.

The file is a tar archive with a manifest of hashes. It holds the key, so whoever has it can read everything.
"""

import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from sqlalchemy import make_url

from bot import deletions
from bot.ground import CannotStart, place
from bot.settings import Settings

MANIFEST, DATABASE = "manifest.json", "zuimei.db"
_LEFT_OUT = {"lock"}


class Unfit(Exception):
    """Why a backup cannot be made or used, in words for the operator."""


def backup(settings: Settings, target: Path) -> int:
    """Writes a new file and returns how many files it holds; the program may go on running meanwhile."""
    database = _database(settings)
    if not database.exists():
        raise Unfit(f"DATABASE_URL: there is nothing to back up yet: {database} does not exist.")
    with _new(target) as made, tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        copy = Path(folder) / DATABASE
        _copied(database, copy)
        files = {DATABASE: copy, **_held(_files(settings.data_dir, database, Path(folder)), Path(folder))}
        manifest = {name: _hash(path.read_bytes()) for name, path in files.items()}
        with tarfile.open(fileobj=made, mode="w:gz") as archive:
            _add(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
            for name, path in files.items():
                _add(archive, name, path.read_bytes())
    return len(files)


def restore(settings: Settings, source: Path) -> int:
    """Puts a backup into an empty data folder, after every hash and the database have been checked."""
    database = _database(settings)
    if database.exists():
        raise Unfit(f"DATA_DIR: {database} exists. Restore into an empty folder, or move it away first.")
    contents = _checked(source)
    try:
        with place(settings):
            for name, body in contents.items():
                _write(database if name == DATABASE else settings.data_dir / name, body)
    except CannotStart as error:
        raise Unfit(str(error)) from None
    with closing(sqlite3.connect(database)) as opened:
        sound = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    if not sound:
        database.unlink()
        raise Unfit(f"{source}: the database in it is damaged.")
    return len(contents)


def _database(settings: Settings) -> Path:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise Unfit(
            "DATABASE_URL: PostgreSQL is backed up with pg_dump and restored with pg_restore; "
            "keep data.key of DATA_DIR beside the dump."
        )
    return Path(url.database)


@contextmanager
def _new(target: Path) -> Iterator[io.BufferedWriter]:
    """A file for its owner only, which is there complete or not at all."""
    if target.exists():
        raise Unfit(f"{target} exists already.")
    part = target.with_name(f"{target.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as made:
            yield made
            made.flush()
            os.fsync(made.fileno())
        part.rename(target)
    except OSError as error:
        raise Unfit(f"{target} cannot be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)


def _copied(database: Path, copy: Path) -> None:
    """SQLite's online backup: a state between two transactions, whatever is being written."""
    with closing(sqlite3.connect(database)) as origin, closing(sqlite3.connect(copy)) as made:
        origin.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")


def _files(folder: Path, database: Path, own: Path) -> dict[str, Path]:
    beside = {database.resolve().with_name(database.name + ending) for ending in ("", "-wal", "-shm")}
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.resolve() not in beside
        and own not in path.parents
        and path.name not in _LEFT_OUT
    }


def _held(files: Mapping[str, Path], folder: Path) -> dict[str, Path]:
    """The files under second names, so that none is deleted while the backup is made."""
    held = {}
    for number, (name, path) in enumerate(files.items()):
        with suppress(FileNotFoundError):  # deleted already: the database no longer needs it either
            (folder / f"{number}").hardlink_to(path)
            held[name] = folder / f"{number}"
    return held


def _checked(source: Path) -> dict[str, bytes]:
    """Every file the manifest names, with the hash it names."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            found = {each.name: _body(archive, each) for each in archive if each.isfile()}
        manifest: dict[str, str] = json.loads(found.pop(MANIFEST))
    except (OSError, EOFError, tarfile.TarError, KeyError, ValueError) as error:
        raise Unfit(f"{source} is not a backup of zuimei ({type(error).__name__}).") from None
    if {name: _hash(body) for name, body in found.items()} != manifest or DATABASE not in found:
        raise Unfit(f"{source} is damaged: a file in it is not what the manifest says.")
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in found):
        raise Unfit(f"{source} names files outside the data folder.")
    return found


def _body(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    opened = archive.extractfile(member)
    return opened.read() if opened else b""


def _add(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(body), 0o600
    archive.addfile(member, io.BytesIO(body))


def _write(path: Path, body: bytes) -> None:
    """A list of deletions that is there already may be newer than the one in the backup: both hold."""
    if path.name == deletions.FILE and path.exists():
        deletions.add(path, body.decode("ascii").split())
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(body)


def _hash(body: bytes) -> str:
    return sha256(body).hexdigest()
