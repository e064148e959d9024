"""Invented photos, the same ones each time, with all that a phone hides in them."""

import io
import random
import struct
import zlib
from functools import cache

from PIL import Image

GPS_TIFF_TAG = 0x8825
SECRETS = (b"SecretMaker", b"SecretCaption", b"SecretXmp", b"SecretComment", b"SecretPlace")


@cache
def noise(seed: int, width: int = 1100, height: int = 800) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))


@cache
def phone_photo(seed: int = 1, *, orientation: int = 1, width: int = 1200, height: int = 800) -> bytes:
    """A JPEG of some two megabytes with place, maker, caption, comment and a small copy of itself."""
    target = io.BytesIO()
    noise(seed, width, height).save(
        target, "JPEG", quality=95, exif=_exif(orientation), comment=b"SecretComment"
    )
    return _with_segments(target.getvalue(), (0xE1, _XMP), (0xED, _IPTC))


@cache
def plain_photo(seed: int = 1, size: int = 0, *, progressive: bool = False, mode: str = "RGB") -> bytes:
    """A JPEG without anything hidden; `size`: grown to so many bytes by filling that belongs to the picture."""
    target = io.BytesIO()
    noise(seed, 640, 480).convert(mode).save(target, "JPEG", quality=90, progressive=progressive)
    body = target.getvalue()
    while size - len(body) >= 4:
        length = min(size - len(body) - 2, 65535)
        body = _with_segments(body, (0xEC, b"\0" * (length - 2)))
    return body


@cache
def png(seed: int = 1, mode: str = "RGB", *, text: bool = True) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    if text:
        told.add_text("Comment", "SecretComment")
        told.add_itxt("Place", "SecretPlace", zip=True)
    target = io.BytesIO()
    noise(seed, 320, 240).convert(mode).save(target, "PNG", pnginfo=told, exif=_exif(6) if text else b"")
    return target.getvalue()


def pdf(*extra: bytes, packed: bytes = b"", trailer: bytes = b"") -> bytes:
    """A scan: one page. `extra` are further objects, `packed` stands in a compressed list of objects."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *extra,
    ]
    if packed:
        inside = zlib.compress(packed)
        head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(inside)
        objects.append(head + b"\nstream\n" + inside + b"\nendstream")
    body = b"%PDF-1.7\n" + b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1)
    )
    return body + b"trailer\n<< /Root 1 0 R " + trailer + b">>\nstartxref\n9\n%%EOF\n"


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that say they are a very large picture, all of one colour."""
    line = zlib.compress(b"\0" * min(50_000_000, (width // 8 + 1) * height), 9)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", line),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose header says that it is another size."""
    body = bytearray(plain_photo())
    at = body.index(b"\xff\xc0")
    struct.pack_into(">HH", body, at + 5, height, width)
    return bytes(body)


def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x010E], exif[0x0112] = "SecretMaker", "SecretCaption", orientation
    gps = exif.get_ifd(GPS_TIFF_TAG)
    gps[1], gps[2], gps[29] = "N", (31.0, 18.0, 0.0), "SecretPlace"
    return exif.tobytes()


_XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SecretXmp</x:xmpmeta>"
_IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x05\0\x0bSecretPlace"


def _with_segments(body: bytes, *segments: tuple[int, bytes]) -> bytes:
    """Further segments behind the start of the picture."""
    made = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", len(text) + 2) + text for marker, text in segments
    )
    return body[:2] + made + body[2:]
