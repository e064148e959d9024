"""Files as an answer: whether one fits its field, and how those that were kept are written down and shown.

An entry holds one line for each file: hash, bytes as received, name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from knowledge.fields.refusals import says_none
from knowledge.model import Field, FileLimit, Reading
from knowledge.words import words

FORMATS = ("jpg", "png", "pdf")
PICTURES = frozenset({"jpg", "png", "heic", "gif", "webp", "bmp", "tiff"})
MEGA = 1_000_000
_MEBI = 1 << 20
_LONGEST_NAME = 24  # characters shown of a name


class Sent(Protocol):
    """A file that came, checked already; `dialogs.model.Upload` satisfies it."""

    @property
    def hash(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def bytes(self) -> int: ...
    @property
    def compressed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Filed:
    """One file of an entry."""

    hash: str
    bytes: int
    name: str


def filed(value: str) -> tuple[Filed, ...]:
    """The files of a stored value."""
    rows = (line.split("\t", 2) for line in value.splitlines())
    return tuple(Filed(row[0], int(row[1]), row[2]) for row in rows if len(row) == 3)  # noqa: PLR2004 - the three of Filed


def written(files: Sequence[Filed]) -> str:
    return "\n".join(f"{each.hash}\t{each.bytes}\t{' '.join(each.name.split())}" for each in files)


def short_of(field: Field, value: str) -> int:
    """How many files are still missing; 0 where enough are there, or none of it is a file."""
    return max(0, field.files.least - len(filed(value))) if field.files else 0


def judge(field: Field, value: str, sent: Sent) -> Reading:
    """`value` with the file added; a complaint where it cannot be taken, a doubt where it is only noted.

    Codes are macros of `wording/files.j2`.
    """
    assert field.files is not None
    limit, kept = field.files, filed(value)
    complaint = _complaint(limit, sent)
    details = {"name": brief_name(sent.name), "size": size(sent.bytes), "type": sent.type}
    if complaint:
        return Reading(complaint=complaint, details=details)
    if any(each.hash == sent.hash for each in kept):
        return Reading(value=value, doubt="twice", details=details)
    if len(kept) >= limit.most:
        return Reading(complaint="too_many", details=details)
    added = written((*kept, Filed(sent.hash, sent.bytes, sent.name)))
    return Reading(value=added, doubt=_doubt(limit, sent), details=details)


def read(field: Field, text: str, today: date) -> Reading:  # noqa: ARG001 - the readers of all types are alike
    """What is typed is never the answer here."""
    if field.optional and says_none(text):
        return Reading(complaint="none_of_these")
    return Reading(complaint="file_wanted")


def shown(field: Field, value: str) -> str:
    """2张：IMG_1.jpg（2.3 MB）、IMG_2.jpg（3.1 MB）."""
    said, kept = words("file_words"), filed(value)
    names = said["comma"].join(
        said["one"].format(name=brief_name(each.name), size=size(each.bytes)) for each in kept
    )
    return str(said["all"].format(count=len(kept), unit=unit(field), names=names))


def unit(field: Field) -> str:
    """The word that files of this field are counted with."""
    kind = "file" if field.files and "pdf" in field.files.formats else "photo"
    return str(words("file_words")[kind])


def size(count: int) -> str:
    """In the megabytes of the notices, rounded down, so that what is too small never looks large enough."""
    said = words("file_words")
    if count < MEGA:
        return str(said["kilobytes"].format(size=count // 1000))
    return str(said["megabytes"].format(size=f"{count // (MEGA // 10) / 10:.1f}"))


def brief_name(name: str) -> str:
    """A name short enough for a line: a long one keeps its two ends."""
    if len(name) <= _LONGEST_NAME:
        return name or str(words("file_words")["unnamed"])
    return f"{name[: _LONGEST_NAME - 12]}…{name[-11:]}"


def _complaint(limit: FileLimit, sent: Sent) -> str:
    if sent.compressed and limit.min_bytes:
        return "compressed"
    if sent.type not in limit.formats:
        return "wrong_format" if sent.type in FORMATS else "no_picture"
    return "too_small" if sent.bytes < limit.min_bytes else ""


def _doubt(limit: FileLimit, sent: Sent) -> str:
    """A name that lies about the kind, and a size between the two meanings of a megabyte, are told."""
    ending = sent.name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if ending in {*FORMATS, *PICTURES} and ending != sent.type:
        return "renamed"
    return "just_enough" if sent.bytes * MEGA < limit.min_bytes * _MEBI else ""
