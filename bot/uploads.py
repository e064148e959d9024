"""What a person uploads: judged by content, never by its name, within limits.

Of a document its text is read; photos and scans are rid of hidden data and kept. A stranger's file is opened
only in a process of its own (`bot.examine`), which the system stops when it takes too much memory, processor
or time.
"""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any

from dialogs.model import Upload
from storage.blobs import Blobs

LIMIT = 20_000_000  # bytes; Telegram hands a bot no larger file either
_SECONDS = 20  # on a busy machine; the process's own processor limit is shorter
_LONGEST_NAME = 100
_AT_ONCE = BoundedSemaphore(2)  # however many people upload, talk goes on

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = {
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
    "tiff": (b"II*\x00", b"MM\x00*"),
}
_KEPT = {"jpg", "png"}
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"L\x00\x00\x00\x01\x14\x02")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
_FORBIDDEN = re.compile(r'[<>:"|?*]')


@dataclass(frozen=True, slots=True)
class _Judged:
    type: str = ""
    fault: str = ""
    text: str = ""
    pixels: tuple[int, int] | None = None
    size: int = 0  # of what belongs to the file, in bytes; 0: all of it
    kept: bytes = b""
    rows: tuple[tuple[str, ...], ...] = ()
    inside: tuple[Upload, ...] = ()


def check(name: str, body: bytes) -> Upload:
    """Judge a file and read its text. Slow (a process is started): never call it in a lane.

    `fault` is a macro of `wording/upload.j2`, or empty when the file was taken.
    """
    return _upload(name, body, _judged(body))


class Keeper:
    """Does the same, and puts away what may become an answer before anybody hears of it."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def __call__(self, name: str, body: bytes) -> Upload:
        judged = _judged(body)
        upload = _upload(name, body, judged)
        if not judged.kept:
            return upload
        return replace(upload, blob=self._blobs.keep(upload.hash, judged.kept))


def thumbnail(body: bytes) -> bytes:
    """A small PNG of a photo that was kept; empty where there is none to be had."""
    return _examined("thumbnail", body).kept


def _upload(name: str, body: bytes, judged: _Judged) -> Upload:
    original = sha256(body).hexdigest()
    return Upload(
        hash=sha256(judged.kept).hexdigest() if judged.kept else original,
        name=clean_name(name),
        type=judged.type,
        bytes=judged.size or len(body),
        pixels=judged.pixels,
        text=judged.text,
        fault=judged.fault,
        original=original,
        rows=judged.rows,
        inside=judged.inside,
    )


def clean_name(name: str) -> str:
    """A file's name fit to be shown and stored on any system: no folders, controls or reversed writing."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(each for each in last if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    kept = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", kept)).strip(" .")
    if _DEVICES.fullmatch(kept):
        kept = f"_{kept}"
    return _shortened(kept) or "file"


def _shortened(name: str) -> str:
    """At most a hundred characters, the ending kept."""
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > len("docx"):
        return name[:_LONGEST_NAME].strip(" .")
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"


def _judged(body: bytes) -> _Judged:
    if not body:
        return _Judged(fault="empty")
    if len(body) > LIMIT:
        return _Judged(fault="too_big")
    kind, fault = _sniffed(body)
    return _Judged(kind, fault) if fault else _examined(kind, body)


def _sniffed(body: bytes) -> tuple[str, str]:
    """The type its first bytes tell, and why it is refused, if it is."""
    if kind := _image(body):
        return kind, "" if kind in _KEPT else "heic" if kind == "heic" else "other_picture"
    if body.startswith(_OLE):
        return _ole(body)
    if body.startswith(b"PK\x03\x04"):
        return "docx", ""
    if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return "pdf", ""
    if body.startswith(_PROGRAMS):
        return "program", "is_program"
    if body.startswith((*_ARCHIVES, b"PK")):
        return "archive", "is_archive"
    if body.startswith(b"{\\rtf"):
        return "rtf", "old_doc"
    return ("pdf", "truncated") if b"%PDF-" in body[:1024] else ("txt", "")


def _ole(body: bytes) -> tuple[str, str]:
    """Old Office files and encrypted new ones begin alike; the names of their streams tell them apart."""
    if "EncryptedPackage".encode("utf-16-le") in body:
        return "docx", "has_password"
    if "WordDocument".encode("utf-16-le") in body:
        return "doc", "old_doc"
    return "ole", "other_kind"


def _image(body: bytes) -> str:
    if body[4:8] == b"ftyp" and body[8:12] in _HEIC:
        return "heic"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "webp"
    return next((kind for kind, starts in _IMAGES.items() if body.startswith(starts)), "")


def _examined(kind: str, body: bytes) -> _Judged:
    """Ask the other process; one that is stopped or dies says that the file cannot be read."""
    with _AT_ONCE:
        return _asked(kind, body)


def _asked(kind: str, body: bytes) -> _Judged:
    command = [sys.executable, "-m", "bot.examine", kind]
    try:
        # An empty environment: the file's process needs no key and no token.
        done = subprocess.run(  # noqa: S603 - no part of the command is a person's
            command, input=body, capture_output=True, timeout=_SECONDS, check=True, env={}
        )
        told, _, kept = done.stdout.partition(b"\n")
        found = json.loads(told)
    except (subprocess.SubprocessError, ValueError):
        return _Judged(kind, "unreadable")
    pixels = tuple(found.pop("pixels") or ())
    return _Judged(
        type=found["type"],
        fault=found["fault"],
        text=found["text"],
        pixels=pixels if len(pixels) == 2 else None,  # noqa: PLR2004 - a pair
        size=found["size"],
        kept=kept,
        rows=_rows(found["rows"]),
        inside=tuple(map(_inside, found["inside"])),
    )


def _rows(told: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in told)


def _inside(told: dict[str, Any]) -> Upload:
    """A file of an archive: only what was read of it is left."""
    return Upload(
        hash="",
        name=clean_name(told["name"]),
        type=told["type"],
        bytes=told["bytes"],
        text=told["text"],
        fault=told["fault"],
        rows=_rows(told["rows"]),
    )
