"""Examines one file: `python -m bot.examine docx|txt|jpg|png|pdf|thumbnail`, the file on stdin.

Prints a line of JSON and, after it, the file as it may be kept. Limits are set before anything is parsed.
"""

import json
import resource
import sys
from contextlib import suppress

from bot.examine.found import Found, Member, Refused

_MEMORY = 1_000_000_000  # address space, libraries included
_PROCESSOR = 8  # seconds


def main() -> None:
    _limit()
    try:
        found, fault = _examined(sys.argv[1], sys.stdin.buffer.read()), ""
    except Refused as refusal:
        text = "\n".join("\t".join(row) for row in refusal.rows)
        found = Found(refusal.kind, text=text, rows=refusal.rows, inside=refusal.inside)
        fault = refusal.fault
    told = {
        "type": found.type,
        "fault": fault,
        "text": found.text,
        "pixels": found.pixels,
        "size": found.size,
        "rows": found.rows,
        "inside": [_told(each) for each in found.inside],
    }
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + found.kept)


def _told(member: Member) -> dict[str, object]:
    found = member.found
    return {
        "name": member.name,
        "bytes": member.bytes,
        "type": found.type,
        "fault": member.fault,
        "text": found.text,
        "rows": found.rows,
    }


def _limit() -> None:
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR, _PROCESSOR))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _examined(kind: str, body: bytes) -> Found:
    """Each kind loads only the library it needs."""
    if kind in ("jpg", "png"):
        from bot.examine import picture

        return picture.examined(kind, body)
    if kind == "thumbnail":
        from bot.examine import picture

        return picture.thumbnail(body)
    if kind == "pdf":
        from bot.examine import sheets

        return sheets.examined(body)
    from bot.examine import archive, document, workbook

    try:
        return document.examined(kind, body)
    except Refused as refusal:
        if refusal.fault == "is_archive":
            refusal.inside = archive.members(body)
        if refusal.kind == "xlsx":
            refusal.rows = workbook.rows(body)
        raise


if __name__ == "__main__":
    main()
