"""PDF: whole, not encrypted, and without anything that runs; its pages are never drawn here."""

import re
import zlib

from bot.examine.found import Found, Refused

_MOST = 30_000_000  # bytes of packed lists of objects that are looked into
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_PACKED = re.compile(rb"/ObjStm\b[^>]{0,400}>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_RUNS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z])")
_END = re.compile(rb"%%EOF\s{0,2}")


def examined(body: bytes) -> Found:
    ends = [found.end() for found in _END.finditer(body)]
    kept = body[: ends[-1]] if ends else b""
    bare = _STREAM.sub(b"", kept)  # chance makes any word out of packed bytes
    if b"/Root" not in bare:
        raise Refused("pdf", "truncated")
    if b"/Encrypt" in bare:
        raise Refused("pdf", "pdf_has_password")
    if any(_RUNS.search(_plain(each)) for each in (bare, *_lists(kept))):
        raise Refused("pdf", "pdf_runs")
    return Found("pdf", size=len(kept), kept=kept)


def _lists(body: bytes) -> list[bytes]:
    """Objects may be packed together: what they are named then stands inside."""
    found, room = [], _MOST
    for packed in _PACKED.finditer(body):
        try:
            opened = zlib.decompressobj().decompress(packed[1], room)
        except zlib.error:
            continue
        found.append(opened)
        room -= len(opened)
        if room <= 0:
            raise Refused("pdf", "bomb")
    return found


def _plain(names: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), names)
