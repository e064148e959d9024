"""What a person uploads: judged by content, never by its name, within limits; the text of .docx and .txt.

A stranger's file is opened only in a process of its own (`bot.documents.extract`), which the system
stops when it takes too much memory, processor or time.
"""

import json
import re
import subprocess
import sys
import unicodedata
from hashlib import sha256
from threading import BoundedSemaphore

from dialogs.model import Upload

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
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"L\x00\x00\x00\x01\x14\x02")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
_FORBIDDEN = re.compile(r'[<>:"|?*]')


def check(name: str, body: bytes) -> Upload:
    """Judge a file and read its text. Slow (a process is started): never call it in a lane.

    `fault` is a macro of `wording/upload.j2`, or empty when the file was taken.
    """
    kind, fault, text = _judged(body)
    return Upload(sha256(body).hexdigest(), clean_name(name), kind, len(body), text=text, fault=fault)


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


def _judged(body: bytes) -> tuple[str, str, str]:
    """(type, fault, text)."""
    if not body:
        return "", "empty", ""
    if len(body) > LIMIT:
        return "", "too_big", ""
    kind, fault = _sniffed(body)
    return (kind, fault, "") if fault else _extracted(kind, body)


def _sniffed(body: bytes) -> tuple[str, str]:
    """The type its first bytes tell, and why it is refused, if it is."""
    if body.startswith(_OLE):
        return _ole(body)
    if body.startswith(b"PK\x03\x04"):
        return "docx", ""
    if b"%PDF-" in body[:1024]:
        return "pdf", "is_pdf"
    if kind := _image(body):
        return kind, "photo_not_needed"
    if body.startswith(_PROGRAMS):
        return "program", "is_program"
    if body.startswith((*_ARCHIVES, b"PK")):
        return "archive", "is_archive"
    if body.startswith(b"{\\rtf"):
        return "rtf", "old_doc"
    return "txt", ""


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


def _extracted(kind: str, body: bytes) -> tuple[str, str, str]:
    """Ask the other process; one that is stopped or dies says that the file cannot be read."""
    with _AT_ONCE:
        return _asked(kind, body)


def _asked(kind: str, body: bytes) -> tuple[str, str, str]:
    command = [sys.executable, "-m", "bot.documents.extract", kind]
    try:
        # An empty environment: the file's process needs no key and no token.
        done = subprocess.run(  # noqa: S603 - no part of the command is a person's
            command, input=body, capture_output=True, timeout=_SECONDS, check=True, env={}
        )
        told = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return kind, "unreadable", ""
    return told["type"], told["fault"], told["text"]
