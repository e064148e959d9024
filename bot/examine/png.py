"""The chunks of a PNG: what shows the picture stays as it is, everything else is dropped."""

import struct
import zlib
from collections.abc import Iterator

from bot.examine import exif
from bot.examine.found import Refused

_HEAD = b"\x89PNG\r\n\x1a\n"
_FRAME = 12  # bytes of a chunk besides its content
_NEEDED = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND"),
    *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"),
}


def cleaned(body: bytes) -> bytes:
    """Raises Refused where the file is not whole."""
    return _HEAD + b"".join(map(_kept, _chunks(body)))


def own_bytes(body: bytes) -> int:
    """The size of the picture itself: anything may hang on behind it."""
    return len(_HEAD) + sum(map(len, _chunks(body)))


def _chunks(body: bytes) -> Iterator[bytes]:
    """Each chunk as it stands, up to the one that says that the picture ends."""
    place = len(_HEAD)
    while place + _FRAME <= len(body):
        end = place + _FRAME + int.from_bytes(body[place : place + 4], "big")
        if end > len(body):
            break
        yield body[place:end]
        if body[place + 4 : place + 8] == b"IEND":
            return
        place = end
    raise Refused("png", "truncated")


def _kept(chunk: bytes) -> bytes:
    kind = chunk[4:8]
    if kind in _NEEDED:
        return chunk
    way = exif.orientation(chunk[8:-4]) if kind == b"eXIf" else 0
    return _chunk(kind, exif.minimal(way)) if way else b""


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
