"""A .zip of Word files: each is examined like any other; what else it holds is named and left alone."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from bot.examine import document
from bot.examine.found import Found, Member, Refused

MOST = 100  # files
_LARGEST = 20_000_000  # bytes of one of them
_ALL = 200_000_000
_UTF8 = 0x800  # the flag of a name that is not in the sender's own code page


def members(body: bytes) -> tuple[Member, ...]:
    """Nothing where it is no zip, or one that is made to swell."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            wanted = [each for each in archive.infolist() if _counts(each)]
            if len(wanted) > MOST or sum(each.file_size for each in wanted) > _ALL:
                return ()
            return tuple(_examined(archive, wanted))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        return ()


def _examined(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Member]:
    for entry in entries:
        name = PurePosixPath(_name(entry)).name
        if entry.flag_bits & 0x1:
            yield Member(name, entry.file_size, Found("docx"), "has_password")
        elif entry.file_size > _LARGEST:
            yield Member(name, entry.file_size, Found("docx"), "too_big")
        elif not name.lower().endswith(".docx"):
            yield Member(name, entry.file_size, Found(""), "other_kind")
        else:
            yield _member(name, archive.read(entry))


def _member(name: str, body: bytes) -> Member:
    try:
        return Member(name, len(body), document.examined("docx", body))
    except Refused as refusal:
        return Member(name, len(body), Found(refusal.kind), refusal.fault)


def _counts(entry: zipfile.ZipInfo) -> bool:
    """Folders, what macOS adds, and what Word leaves behind while a file is open are no files."""
    name = PurePosixPath(_name(entry)).name
    left_over = entry.filename.startswith("__MACOSX") or name.startswith(("~$", "."))
    return not entry.is_dir() and not left_over


def _name(entry: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in its own code page without saying so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
