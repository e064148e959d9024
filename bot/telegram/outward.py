"""A reply becomes calls of the Bot API: texts that fit, buttons, files."""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as package_files
from ipaddress import ip_address
from typing import Literal
from unicodedata import east_asian_width
from urllib.parse import urlsplit

import yaml
from telegram import InlineKeyboardButton

from bot.documents import Document
from dialogs.model import Button, Reply

TEXT_UNITS = 4096  # UTF-16
DATA_BYTES = 64
ROW_BUTTONS = 8
ROW_WIDTH = 36  # columns of a phone; a Chinese character takes two
PHOTO_BYTES = 10 << 20
LAST_UNIT = "\uffff"  # beyond it UTF-16 needs a pair
SIDES_BYTES = 8
PHOTO_SIDES = 10_000  # width and height together

Row = tuple[InlineKeyboardButton, ...]

# Where a long text may be cut, best first.
_BORDERS = tuple(map(re.compile, (r"\n\s*\n", r"\n", r"[。！？；!?;]", r"[，、,\s]")))
_INSIDE = re.compile(r"localhost|.*\.(local|localhost|internal|lan|home|test)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Call:
    """One message to be sent: a text with its buttons, or a file."""

    method: Literal["sendMessage", "sendDocument", "sendPhoto"]
    text: str = ""
    rows: tuple[Row, ...] = ()
    file: Document | None = None


def calls(reply: Reply, files: Sequence[Document], web: str = "") -> tuple[Call, ...]:
    """The texts, the buttons under the last of them, then the files. `web` is the web chat's address."""
    rows = [row for buttons in reply.buttons for row in _rows(buttons)]
    text = _with_long_labels(reply)
    if reply.link:
        address = reply.link if "://" in reply.link else f"{web}{reply.link}"
        if is_public(address):
            rows.append((InlineKeyboardButton(_words()["open"], url=address),))
        else:
            text = f"{text}\n\n{address}"
    texts = [Call("sendMessage", each) for each in parts(text)]
    if texts:
        texts[-1] = Call("sendMessage", texts[-1].text, tuple(rows))
    return (*texts, *(_file(each) for each in files))


def parts(text: str, limit: int = TEXT_UNITS) -> Iterator[str]:
    """The text in pieces of at most `limit` UTF-16 units, cut between paragraphs where that is possible."""
    rest = text.strip()
    while rest:
        head = _beginning(rest, limit)
        cut = len(head) if head == rest else _border(head)
        if piece := rest[:cut].rstrip():
            yield piece
        rest = rest[cut:].lstrip("\n")


def is_public(address: str) -> bool:
    """Whether Telegram takes the address for a button, and a stranger's phone can open it."""
    url = urlsplit(address)
    host = url.hostname or ""
    if url.scheme not in {"http", "https"}:
        return False
    try:
        return bool(ip_address(host).is_global)
    except ValueError:
        return "." in host and not _INSIDE.fullmatch(host)


def _beginning(text: str, limit: int) -> str:
    units = 0
    for index, character in enumerate(text):
        units += 2 if character > LAST_UNIT else 1
        if units > limit:
            return text[:index]
    return text


def _border(head: str) -> int:
    """The last paragraph's border; without one the last good place that leaves no much too short piece."""
    for pattern in _BORDERS:
        start = 1 if pattern is _BORDERS[0] else len(head) // 2
        ends = [found.end() for found in pattern.finditer(head, start)]
        if ends:
            return ends[-1]
    return len(head)


def _rows(buttons: Sequence[Button]) -> Iterator[Row]:
    """A row as it was meant, or one button a row where the labels would not fit side by side."""
    width = ROW_WIDTH if len(buttons) == 1 else ROW_WIDTH // max(len(buttons), 1) - 2
    if all(_width(each.label) <= width for each in buttons) and 0 < len(buttons) <= ROW_BUTTONS:
        yield tuple(map(_button, buttons))
    else:
        yield from ((_button(each),) for each in buttons)


def _button(button: Button) -> InlineKeyboardButton:
    assert 0 < len(button.press.encode()) <= DATA_BYTES, "a press is a token, never longer than 64 bytes"
    return InlineKeyboardButton(button.label, callback_data=button.press)


def _with_long_labels(reply: Reply) -> str:
    """A label that a phone would cut stands in the text too."""
    labels = [each.label for row in reply.buttons for each in row]
    missing = [each for each in labels if _width(each) > ROW_WIDTH and each not in reply.text]
    return "\n".join([reply.text, *(f"· {label}" for label in missing)])


def _width(label: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in label)


def _file(document: Document) -> Call:
    return Call("sendPhoto" if _is_photo(document) else "sendDocument", file=document)


def _is_photo(document: Document) -> bool:
    """A picture that Telegram takes as a photo, so that it can be looked at without opening a file."""
    sides = document.body[16:24]  # of the IHDR chunk, which comes first
    if document.mime != "image/png" or len(sides) < SIDES_BYTES or len(document.body) > PHOTO_BYTES:
        return False
    width, height = struct.unpack(">II", sides)
    return bool(0 < width + height <= PHOTO_SIDES and max(width, height) <= 20 * min(width, height))


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = yaml.safe_load(package_files("bot.telegram").joinpath("words.yaml").read_bytes())
    return words
