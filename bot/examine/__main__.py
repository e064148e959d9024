"""Examines one file: `python -m bot.examine docx|txt|jpg|png|pdf|thumbnail`, the file on stdin.

Prints a line of JSON and, after it, the file as it may be kept. Limits are set before anything is parsed.
"""

import json
import resource
import sys
from contextlib import suppress

from bot.examine.found import Found, Refused

_MEMORY = 1_000_000_000  # address space, libraries included
_PROCESSOR = 8  # seconds


def main() -> None:
    _limit()
    try:
        found, fault = _examined(sys.argv[1], sys.stdin.buffer.read()), ""
    except Refused as refusal:
        found, fault = Found(refusal.kind), refusal.fault
    told = {
        "type": found.type,
        "fault": fault,
        "text": found.text,
        "pixels": found.pixels,
        "size": found.size,
    }
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + found.kept)


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
    from bot.examine import document

    return document.examined(kind, body)


if __name__ == "__main__":
    main()
