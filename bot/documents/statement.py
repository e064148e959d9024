"""The deeds statement as a document of its own: title, whose it is, and the text as it was written."""

import io
from collections.abc import Mapping

import docx

from bot.documents.clean import printable
from bot.documents.sheet import EntryLost, text
from bot.documents.typeset import RUNNING, TITLE, Style, blank, put, saved
from bot.documents.wording import words
from knowledge.model import Field, Notice

_HEADER = Style(size=9, pitch=12, align="right")
_WHOSE = Style(size=14, pitch=28, align="center", after=10)
_LINES_ABOVE = 2


def statement(notice: Notice, field: Field, entries: Mapping[str, str], header: str) -> bytes:
    """`field` is the material's, such as 详细事迹资料. Raises EntryLost rather than lose a word."""
    lines = text(field, entries[field.id]).split("\n")
    document = blank()
    put(document.sections[0].header.paragraphs[0], printable(header), _HEADER)
    put(document.add_paragraph(), field.label, TITLE)
    put(document.add_paragraph(), words()["statement"]["whose"].format(**_person(notice, entries)), _WHOSE)
    for line in lines:
        put(document.add_paragraph(), line, RUNNING)
    body = saved(document)
    found = [paragraph.text for paragraph in docx.Document(io.BytesIO(body)).paragraphs]
    if found[_LINES_ABOVE:] != lines:
        raise EntryLost(field.id)
    return body


def _person(notice: Notice, entries: Mapping[str, str]) -> dict[str, str]:
    fields = {each.id: each for each in notice.form.fields}
    return {id_: text(fields[id_], entries.get(id_, "")) for id_ in ("name", "employer") if id_ in fields}
