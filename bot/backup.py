"""A backup of what an installation keeps, taken while it runs: database, key and files in one file.

The file is a tar archive with a manifest of hashes. It holds the key, so whoever has it can read everything.
"""

import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import IO

from bot import deletions
from bot.dumps import Dump, Unfit, dump
from bot.ground import CannotStart, place
from bot.settings import Settings

MANIFEST = "manifest.json"
_LEFT_OUT = {"lock"}
_BROKEN = (OSError, EOFError, tarfile.TarError, zlib.error, KeyError, ValueError)


def backup(settings: Settings, target: Path) -> int:
    """Writes a new file and returns how many files it holds; the program may go on running meanwhile."""
    kept = dump(settings)
    if settings.data_dir.resolve() in target.resolve().parents:
        raise Unfit(f"{target} is in DATA_DIR itself. Write the backup somewhere else.")
    with _new(target) as part, tempfile.TemporaryDirectory(dir=_there(settings)) as folder:
        files = _taken(kept, settings.data_dir, Path(folder))
        _packed(part, files)
        if _checked(part) != set(files):
            raise Unfit(f"{target} could not be read again.")
    return len(files)


def restore(settings: Settings, source: Path) -> int:
    """Puts a backup into an empty data folder, after every hash and the database have been checked."""
    kept = dump(settings)
    kept.require_empty()
    names = _checked(source)
    if kept.name not in names:
        raise Unfit(f"{source} holds a database of another kind than DATABASE_URL names.")
    try:
        with place(settings), tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
            _unpacked(source, names, Path(folder))
            kept.put(Path(folder) / kept.name)
            for name in names - {kept.name}:
                _put(Path(folder) / name, settings.data_dir / name)
    except CannotStart as error:
        raise Unfit(str(error)) from None
    except OSError as error:
        raise Unfit(f"DATA_DIR: {settings.data_dir} cannot be written ({error.strerror}).") from None
    return len(names)


def _there(settings: Settings) -> Path:
    if not settings.data_dir.is_dir():
        raise Unfit(f"DATA_DIR: there is nothing to back up yet: {settings.data_dir} does not exist.")
    return settings.data_dir


@contextmanager
def _new(target: Path) -> Iterator[Path]:
    """A file for its owner only, which is there complete or not at all."""
    if target.exists():
        raise Unfit(f"{target} exists already.")
    part = target.with_name(f"{target.name}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield part
        part.rename(target)
    except OSError as error:
        raise Unfit(f"{target} cannot be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)


def _taken(kept: Dump, data: Path, own: Path) -> dict[str, Path]:
    """Everything by its name. Files are held before the database is taken and again after it.

    So none is missing that the database names, whatever is deleted and whatever arrives meanwhile; a file too
    many is deleted by the sweep after a restore.
    """
    held = _held(data, kept.beside(), own / "before")
    kept.take(own / kept.name)
    return {kept.name: own / kept.name, **held, **_held(data, kept.beside(), own / "after")}


def _held(data: Path, beside: Iterable[Path], own: Path) -> dict[str, Path]:
    """The files under second names, so that none is deleted while the backup is made."""
    own.mkdir()
    held = {}
    for number, path in enumerate(sorted(data.rglob("*"))):
        ours = own.parent in path.parents or path.name in _LEFT_OUT
        if ours or not path.is_file() or path.resolve() in beside:
            continue
        with suppress(FileNotFoundError):  # deleted already
            if path.name == deletions.FILE:  # the only one that grows
                shutil.copyfile(path, own / f"{number}")
            else:
                (own / f"{number}").hardlink_to(path)
            held[path.relative_to(data).as_posix()] = own / f"{number}"
    return held


def _packed(target: Path, files: Mapping[str, Path]) -> None:
    with target.open("wb") as made:
        with tarfile.open(fileobj=made, mode="w:gz") as archive:
            manifest = json.dumps({name: _hash(path) for name, path in files.items()}, indent=1).encode()
            _add(archive, MANIFEST, len(manifest), io.BytesIO(manifest))
            for name, path in files.items():
                with path.open("rb") as opened:
                    _add(archive, name, path.stat().st_size, opened)
        made.flush()
        os.fsync(made.fileno())


def _checked(source: Path) -> set[str]:
    """The names in a backup, each of which has the hash that the manifest says."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            manifest: dict[str, str] = json.loads(_member(archive, archive.getmember(MANIFEST)).read())
            members = [each for each in archive if each.name != MANIFEST]
            found = {each.name: file_digest(_member(archive, each), "sha256").hexdigest() for each in members}
    except _BROKEN as error:
        raise Unfit(f"{source} is not a backup of zuimei, or is damaged ({type(error).__name__}).") from None
    if found != manifest:
        raise Unfit(f"{source} is damaged: a file in it is not what the manifest says.")
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in found):
        raise Unfit(f"{source} names files outside the data folder.")
    return set(found)


def _unpacked(source: Path, names: Iterable[str], folder: Path) -> None:
    with tarfile.open(source, "r:gz") as archive:
        for each in archive:
            if each.name in names:
                target = folder / each.name
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                target.touch(mode=0o600)
                with target.open("wb") as opened:
                    shutil.copyfileobj(_member(archive, each), opened)


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> io.BufferedReader:
    opened = archive.extractfile(member)
    if not isinstance(opened, io.BufferedReader):
        raise tarfile.ReadError("not a file")
    return opened


def _add(archive: tarfile.TarFile, name: str, size: int, body: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    archive.addfile(member, body)


def _put(origin: Path, target: Path) -> None:
    """A list of deletions that is there already may be newer than the one in the backup: both hold."""
    if target.name == deletions.FILE and target.exists():
        deletions.add(target, deletions.listed(origin))
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    origin.replace(target)


def _hash(path: Path) -> str:
    with path.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()
