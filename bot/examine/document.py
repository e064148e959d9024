"""The text of a .docx or .txt. Sizes are taken from the zip's directory before anything is unpacked, and XML
that defines entities is refused before it is parsed.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from bot.examine.found import Found, Refused, Rows

_MOST_ENTRIES = 2_000
_MOST_BYTES = 100_000_000
_MOST_RATIO = 100
_SMALL = 1_000_000  # a part below this does no harm however well it was packed
_LONGEST = 100_000  # characters

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = {_FALLBACK, f"{_WORD}del", f"{_WORD}moveFrom"}  # said twice, or struck out
_OBJECTS = ("/oleObject", "/control", "/aFChunk")
# Word and WPS note the author's own Normal template; such a name on a disk fetches nothing.
_ON_DISK = re.compile(r"(file:///(?!/))?([A-Za-z]:)?[^:]*", re.ASCII)
_DTD = tuple(
    mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|svg)", re.IGNORECASE)


def examined(kind: str, body: bytes) -> Found:
    rows = _docx(body) if kind == "docx" else ()
    text = _plain("\n".join("\t".join(filter(None, row)) for row in rows) if rows else _said(kind, body))
    if not text:
        raise Refused(kind, "no_text")
    if len(text) > _LONGEST:
        raise Refused(kind, "too_long")
    return Found(kind, text=text, rows=rows)


def harmless(body: bytes) -> None:
    """Refused where a part of the package would fetch, run or swell something."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            _sound(package.infolist())
            for name in package.namelist():
                _harmless(name, package)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, KeyError, zlib.error) as broken:
        raise Refused("office", "unreadable") from broken
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise Refused("office", "unreadable") from broken


def _said(kind: str, body: bytes) -> str:
    return "" if kind == "docx" else _txt(body)


def _plain(text: str) -> str:
    """Line ends unified; no byte order mark, no blanks at line ends, no more than one empty line."""
    lines = (line.rstrip() for line in text.replace("\ufeff", "").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# ── .docx ─────────────────────────────────────────────────────────────────────────────────────────────


def _docx(body: bytes) -> Rows:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            _sound(package.infolist())
            main_part = _main_part(package)
            for name in package.namelist():
                _harmless(name, package)
            root = _parsed(package.read(main_part))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, KeyError, zlib.error) as broken:
        raise Refused("docx", "unreadable") from broken
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise Refused("docx", "unreadable") from broken
    body_part = root.find(f"{_WORD}body")
    return () if body_part is None else tuple(_rows(body_part))


def _sound(entries: list[zipfile.ZipInfo]) -> None:
    """What the zip's directory tells, before anything is unpacked."""
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or whole > _MOST_BYTES or any(map(_swells, entries)):
        raise Refused("docx", "bomb")
    names = [entry.orig_filename for entry in entries]
    if len(set(names)) < len(names) or any(map(_strays, names)):
        raise Refused("docx", "unsafe")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("docx", "has_password")


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)


def _strays(name: str) -> bool:
    """A name that would leave the folder it is unpacked to."""
    return name.startswith("/") or ".." in PurePosixPath(name).parts or any(each in name for each in "\\:\0")


def _main_part(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if "[Content_Types].xml" not in names:
        raise Refused(*(("odt", "other_kind") if "mimetype" in names else ("archive", "is_archive")))
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("docm", "has_macro")
    if b"spreadsheetml.sheet.main+xml" in types:
        raise Refused("xlsx", "other_kind")
    if b"wordprocessingml.document.main+xml" not in types:
        raise Refused("office", "other_kind")
    for relation in _relations(package, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    raise Refused("docx", "unreadable")


def _harmless(name: str, package: zipfile.ZipFile) -> None:
    """No entities or embedded programs, nothing fetched from elsewhere; links to click on are fine."""
    if not name.endswith((".xml", ".rels")):
        return
    raw = package.read(name)
    if any(mark in raw for mark in _DTD):
        raise Refused("docx", "unsafe")
    if not name.endswith(".rels"):
        return
    for relation in _relations(package, name):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if kind.endswith(_OBJECTS) or (relation.get("TargetMode") == "External" and _fetches(kind, target)):
            raise Refused("docx", "unsafe")


def _fetches(kind: str, target: str) -> bool:
    if kind.endswith("/attachedTemplate"):
        return target.startswith(("//", "\\\\")) or not _ON_DISK.fullmatch(target)
    return not kind.endswith("/hyperlink")


def _relations(package: zipfile.ZipFile, name: str) -> Iterator[Any]:
    yield from _parsed(package.read(name)).iter(f"{{{_RELATIONS}}}Relationship")


def _parsed(raw: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(raw, parser)
    if root.getroottree().docinfo.doctype:
        raise Refused("docx", "unsafe")
    return root


def _rows(container: Any) -> Iterator[tuple[str, ...]]:
    """Paragraphs and rows of tables in reading order, merged cells once."""
    for child in container:
        if child.tag == f"{_WORD}p":
            yield ("".join(_pieces(child)),)
        elif child.tag == f"{_WORD}tbl":
            for row in child.iter(f"{_WORD}tr"):
                yield tuple(map(_cell, row.findall(f"{_WORD}tc")))
        elif child.tag not in _UNSEEN:  # content controls and custom XML around paragraphs
            yield from _rows(child)


def _lines(container: Any) -> Iterator[str]:
    for row in _rows(container):
        yield "\t".join(filter(None, row))


def _cell(cell: Any) -> str:
    return "\n".join(filter(None, _lines(cell)))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag == f"{_WORD}tab":
            yield "\t"
        elif child.tag in {f"{_WORD}br", f"{_WORD}cr"}:
            yield "\n"
        elif child.tag == f"{_WORD}txbxContent":
            yield "\n" + "\n".join(_lines(child))
        elif child.tag not in _UNSEEN and child.tag != f"{_WORD}pPr":
            yield from _pieces(child)


# ── .txt ──────────────────────────────────────────────────────────────────────────────────────────────


def _txt(body: bytes) -> str:
    for code in _codes(body):
        with suppress(UnicodeDecodeError):
            text = body.decode(code)
            if _is_text(text):
                return text
    raise Refused("", "other_kind")


def _codes(body: bytes) -> tuple[str, ...]:
    """The encodings to try: a mark at the beginning tells; else UTF-8 is tried before Windows' own."""
    if body.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\0" in body:
        return ("utf-16-le", "utf-16-be") if body[1::2].count(0) >= body[::2].count(0) else ("utf-16-be",)
    return ("utf-8", "gb18030")


def _is_text(text: str) -> bool:
    if _MARKUP.match(text):
        return False
    odd = sum(
        unicodedata.category(each) in {"Cc", "Cn", "Co", "Cs"} and each not in "\t\n\r\f\v" for each in text
    )
    return odd * 100 <= len(text)
