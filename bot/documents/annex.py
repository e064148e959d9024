"""Pages behind the sheet for what is longer than its box."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.documents.clean import printable
from bot.documents.typeset import HEADING, Style, put
from bot.documents.wording import words

_BESIDE = Style(size=12, pitch=20, align="center", after=8)
_TEXT = Style(size=14, pitch=26, indent=2)


@dataclass(frozen=True, slots=True)
class Annex:
    """`heading` and `whose` say which box it continues, so that a loose page finds its sheet again."""

    number: int
    label: str
    text: str
    heading: str = ""
    whose: str = ""

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def headed(self, form: str, name: str) -> "Annex":
        texts = words()["annex"]
        heading = texts["title"].format(n=self.number, label=self.label)
        return replace(self, heading=heading, whose=printable(texts["whose"].format(form=form, name=name)))


def add_annexes(document: Any, annexes: Sequence[Annex]) -> None:
    for annex in annexes:
        heading = document.add_paragraph()
        put(heading, annex.heading, HEADING)
        heading.paragraph_format.page_break_before = True
        put(document.add_paragraph(), annex.whose, _BESIDE)
        for line in annex.lines:
            put(document.add_paragraph(), line, _TEXT)


def annex_texts(document: Any, annexes: Sequence[Annex]) -> list[str]:
    """What a finished document holds under each annex's heading, found by place: a text may say anything."""
    paragraphs = document.paragraphs
    start = len(paragraphs) - sum(2 + len(annex.lines) for annex in annexes)
    texts = []
    for annex in annexes:
        end = start + 2 + len(annex.lines)
        texts.append("\n".join(paragraph.text for paragraph in paragraphs[start + 2 : end]))
        start = end
    return texts
