"""Files on disk: sealed, named by nothing that tells whose or what they are, there for good or not at all."""

import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from storage.vault import Vault, VaultFault

_NAME = re.compile(r"[0-9a-f]{32}")


class Blobs:
    """The folder of sealed files. A name is drawn by chance: no two uploads ever share a file."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    def keep(self, hash: str, body: bytes) -> str:  # noqa: A002 - the glossary of `Upload`
        """Seal a file and bring it safely to the disk; its name, under which it is found again."""
        name = secrets.token_hex(16)
        target = self._path(name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(self._vault.seal_bytes(body, f"file:{hash}"))
                opened.flush()
                os.fsync(opened.fileno())
        except OSError:  # on a full disk what was begun would take the last room
            part.unlink()
            raise
        part.rename(target)
        for folder in (target.parent, self._folder, self._folder.parent):
            _flush(folder)
        return name

    def open(self, name: str, hash: str) -> bytes | None:  # noqa: A002 - as above
        """The file; None where it is gone or is not what it was."""
        try:
            return self._vault.open_bytes(self._path(name).read_bytes(), f"file:{hash}")
        except (FileNotFoundError, VaultFault):
            return None

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def older(self, moment: datetime) -> Iterator[str]:
        """The names of files that have lain here since before `moment`, unfinished ones included."""
        for path in self._folder.glob("??/*"):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
                yield path.name

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name.removesuffix(".part")):
            raise ValueError("this is not the name of a file")
        return self._folder / name[:2] / name


def _flush(folder: Path) -> None:
    """The names in a folder are safe only once the folder itself is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
