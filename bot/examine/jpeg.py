"""The segments of a JPEG: hidden data overwritten in place, what comes after the picture cut off.

Nothing is encoded anew, and up to the picture's end no byte is added or removed: pixels, size and the place
of everything stay as they were.
"""

import re
from collections.abc import Iterator

from bot.examine import exif
from bot.examine.found import Refused

_MARKER = re.compile(rb"\xff+[^\x00\xff]")
_SCAN_ENDS = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")  # any marker but a restart
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_APPS = range(0xE0, 0xF0)
_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a segment
_NOBODYS = 0xEF  # APP15
_NEEDED = {0xE0: (b"JFIF\0", b"JFXX\0"), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}  # to look right
_EXIF = b"Exif\0\0"


def cleaned(body: bytes) -> bytes:
    """Raises Refused where the file is not whole."""
    made, upright = bytearray(body), True
    for marker, start, end in _segments(body):
        if marker == _END:
            return bytes(made[:start])
        content = body[start:end]
        if _is_needed(marker, content):
            continue
        kept = _turning(content) if upright else b""
        upright = upright and not kept
        if not kept:
            made[start - 3] = _NOBODYS
        made[start:end] = kept.ljust(end - start, b"\0")
    raise Refused("jpg", "truncated")


def _segments(body: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, where its content starts, where it ends); the last is the picture's end."""
    place = 2
    while found := _MARKER.match(body, place):
        marker, place = body[found.end() - 1], found.end()
        if marker in _ALONE:
            continue
        if marker == _END:
            yield marker, place, place
            return
        length = int.from_bytes(body[place : place + 2], "big")
        if length < 2 or place + length > len(body):  # noqa: PLR2004 - it counts its own two bytes
            return
        yield marker, place + 2, place + length
        place += length
        if marker == _SCAN:
            ends = _SCAN_ENDS.search(body, place)
            place = ends.start() if ends else len(body)


def _is_needed(marker: int, content: bytes) -> bool:
    if marker in _NEEDED:
        return content.startswith(_NEEDED[marker])
    return marker not in _APPS and marker != _COMMENT


def _turning(content: bytes) -> bytes:
    """What is left of an EXIF segment: how the picture is turned, if it is."""
    way = exif.orientation(content[len(_EXIF) :]) if content.startswith(_EXIF) else 0
    left = _EXIF + exif.minimal(way)
    return left if way and len(left) <= len(content) else b""
