"""The one thing kept of EXIF: how a picture is turned."""

import struct

_ORIENTATION, _SHORT, _ENTRY = 0x0112, 3, 12
_TURNED = range(2, 9)  # 1 is upright


def orientation(tiff: bytes) -> int:
    """How the picture is turned, 2–8; 0 where it stands upright or nothing sensible is said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + number * _ENTRY)
            if tag == _ORIENTATION and kind == _SHORT:
                return int(value) if value in _TURNED else 0
    except struct.error:
        return 0
    return 0


def minimal(way: int) -> bytes:
    """A TIFF header that says only this."""
    return b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, _SHORT, 1, way, 0, 0)
