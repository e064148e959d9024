"""The sheet that is posted: title, text, and the line for the unit's name and seal."""

from bot.documents.clean import printable
from bot.documents.typeset import RUNNING, TITLE, Style, blank, put, saved

_SIGNED = Style(size=16, pitch=28, align="right", right=32)
_AT_THE_END = 2  # lines: who posts it, and when


def notice_text(text: str) -> bytes:
    """`text` as it stands in the chat: the first line is the title, the last two are the signature."""
    title, *lines = printable(text).splitlines()
    document = blank()
    put(document.add_paragraph(), title, TITLE)
    body, signed = lines[:-_AT_THE_END], lines[-_AT_THE_END:]
    for line in body:
        put(document.add_paragraph(), line, RUNNING)
    for line in signed:
        put(document.add_paragraph(), line, _SIGNED)
    return saved(document)
