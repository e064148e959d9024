"""The notice's sheet filled in: a template, the entries, and nothing lost on the way.

An entry longer than its box goes to a page of its own behind the sheet. Before it leaves, the finished
file is opened again and every entry compared.
"""

import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bot.documents.annex import Annex, add_annexes, annex_texts
from bot.documents.boxes import Box, boxes, cell_at, named_outside, outside, text_at
from bot.documents.clean import printable
from bot.documents.fit import size_for
from bot.documents.typeset import saved
from bot.documents.wording import words
from knowledge.fields import shown
from knowledge.model import Field, Notice

# docxtpl rewrites `{_{` and the like after filling in; this noncharacter keeps such an entry as it was typed.
_GUARD = "\ufdd0"


class EntryLost(Exception):
    """A finished document does not hold what was to stand in it; only the field is named."""


class Entry(str):
    """What stands in a field, as templates use it: {{ name }}, {{ deeds.lines }}, {{ category.ticks }}."""

    __slots__ = ("ticks",)
    ticks: str

    @property
    def lines(self) -> list[str]:
        return self.split("\n")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What goes where: `printed` in the boxes, `sizes` of their print, `annexes` behind the sheet."""

    printed: Mapping[str, str]
    sizes: Mapping[str, float]
    annexes: tuple[Annex, ...]


def filled(notice: Notice, entries: Mapping[str, str], header: str) -> bytes:
    """The sheet as .docx; `header` stands small on every page. Raises EntryLost rather than lose a word."""
    template = (Path(notice.folder) / "form.docx").read_bytes()
    original = docx.Document(io.BytesIO(template))
    places, loose = boxes(original), named_outside(original)
    plan = _plan(notice, entries, places, loose)
    context = {name: Entry() for name in {*places, *loose}} | _context(notice, entries, plan)
    context["header"] = Entry(_guarded(printable(header)))
    body = _finish(_render(template, context), plan, places)
    _compare(docx.Document(io.BytesIO(body)), original, context, plan, places)
    return body


def text(field: Field, value: str) -> str:
    """A stored value as it is printed."""
    return printable(shown(field, value)) if value else ""


def _printed(notice: Notice, placed: Collection[str]) -> list[Field]:
    """What belongs on the sheet, and what else this template has a place for, such as the names of photos."""
    return [field for field in notice.form.asked if field.group == "sheet" or field.id in placed]


def _plan(
    notice: Notice, entries: Mapping[str, str], places: Mapping[str, Box], loose: Mapping[str, bool]
) -> _Plan:
    """What is too long for its box, no longer among the choices, or without a place here goes to an annex."""
    fields = _printed(notice, {*places, *loose})
    texts = {field.id: text(field, entries.get(field.id, "")) for field in fields}
    printed: dict[str, str] = {}
    sizes: dict[str, float] = {}
    annexes: list[Annex] = []
    for field in fields:
        value, whole, box = entries.get(field.id, ""), texts[field.id], places.get(field.id)
        ticked = box.ticks if box else loose.get(field.id, False)
        printed[field.id] = _ticks(field, value) if ticked else whole
        size = size_for(printed[field.id].split("\n"), box.room) if box else None
        if size is not None:
            sizes[field.id] = size
        told = value in field.options if ticked else size is not None or field.id in loose
        if whole and not told:
            annex = Annex(len(annexes) + 1, field.label, whole)
            annexes.append(annex.headed(notice.form.title, texts.get("name", "")))
            if not ticked:
                printed[field.id] = words()["annex"]["see"].format(n=annex.number)
    return _Plan(printed, sizes, tuple(annexes))


def _context(notice: Notice, entries: Mapping[str, str], plan: _Plan) -> dict[str, Entry]:
    context = {}
    for field in _printed(notice, plan.printed):
        entry = Entry(_guarded(plan.printed[field.id]))
        entry.ticks = _guarded(_ticks(field, entries.get(field.id, "")))
        context[field.id] = entry
    return context


def _ticks(field: Field, value: str) -> str:
    signs = words()["ticks"]
    chosen = (signs["chosen"] if option == value else signs["open"] for option in field.options)
    return str(signs["between"]).join(
        f"{sign}{label}" for sign, label in zip(chosen, field.options.values(), strict=True)
    )


def _guarded(value: str) -> str:
    return value.replace("{_", f"{{{_GUARD}_").replace("_}", f"_{_GUARD}}}")


def _render(template: bytes, context: Mapping[str, str]) -> Any:
    """Filled by docxtpl: entries are data, never templates."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(
        dict(context), SandboxedEnvironment(undefined=StrictUndefined, autoescape=True), autoescape=True
    )
    return docx.Document(io.BytesIO(saved(document)))


def _finish(document: Any, plan: _Plan, places: Mapping[str, Box]) -> bytes:
    for part in (document.element, document.sections[0].header._element):  # noqa: SLF001 - the header's XML
        for run in part.iter(qn("w:t")):
            run.text = (run.text or "").replace(_GUARD, "")
    for field, size in plan.sizes.items():
        _shrink(cell_at(document, places[field]), size)
    add_annexes(document, plan.annexes)
    return saved(document)


def _shrink(cell: Any, size: float) -> None:
    for paragraph in cell.paragraphs:
        shape = paragraph.paragraph_format
        for run in paragraph.runs:
            if run.font.size.pt != size:
                shape.line_spacing = Pt(shape.line_spacing.pt * size / run.font.size.pt)
                run.font.size = Pt(size)


def _compare(
    made: Any, original: Any, context: Mapping[str, str], plan: _Plan, places: Mapping[str, Box]
) -> None:
    """What was made, opened again, against what was to stand in it."""
    for field, box in places.items():
        if text_at(made, box) != plan.printed.get(field, ""):
            raise EntryLost(field)
    for annex, found in zip(plan.annexes, annex_texts(made, plan.annexes), strict=True):
        if found != annex.text:
            raise EntryLost(annex.label)
    plain = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    for before, after in zip(outside(original), outside(made), strict=False):
        if plain.from_string(before).render(context).replace(_GUARD, "") != after:
            raise EntryLost("header")
