"""Whether the form makes sense: ids, choices, traits, and the template it names."""

from collections.abc import Iterator

from knowledge.faults.figures import numbers
from knowledge.faults.quotes import repeated
from knowledge.fields.files import FORMATS, MEGA
from knowledge.folder import Folder
from knowledge.marked import Table
from knowledge.model import Field, FileLimit, Notice
from knowledge.schema import Flaw, flaw
from knowledge.traits import traits


def check(folder: Folder, notice: Notice) -> Iterator[Flaw]:
    form = folder.form
    yield from repeated(form["fields"], "id")
    for written in form["fields"]:
        yield from _field(written, notice)
    if form["basis"] != "printed" and "note" not in form:
        yield flaw(form.lines["basis"], "no_note")
    if "template" in form and not (folder.path / form["template"]).is_file():
        yield flaw(form.lines["template"], "no_file", name=form["template"])


def _field(written: Table, notice: Notice) -> Iterator[Flaw]:
    field = notice.form.field(written["id"])
    assert field is not None
    if (field.type == "choice") != bool(field.options):
        yield flaw(written.line, "options", id=field.id)
    for trait in field.informs.split():
        if trait not in traits():
            yield flaw(written.lines["informs"], "unknown_trait", trait=trait)
    yield from _when(written, field, notice)
    if field.type != "seal" and not (field.hint and field.why):
        yield flaw(written.line, "no_hint", id=field.id)
    if (field.type == "file") != (field.files is not None):
        yield flaw(written.line, "file_limit", id=field.id)
    if field.sensitive and not field.optional:
        yield flaw(written.lines["sensitive"], "sensitive_required", id=field.id)
    if field.files:
        yield from _files(written["files"], field, field.files)


def _when(written: Table, field: Field, notice: Notice) -> Iterator[Flaw]:
    """What a field depends on is a choice asked before it."""
    asked = notice.form.fields
    before = {each.id: each for each in asked[: asked.index(field)]}
    for decisive, answer in field.when.items():
        if not field.optional or decisive not in before or answer not in before[decisive].options:
            yield flaw(written.lines["when"], "unknown_when", field=decisive, answer=answer)


def _files(written: Table, field: Field, limit: FileLimit) -> Iterator[Flaw]:
    if not (0 if field.optional else 1) <= limit.least <= limit.most or limit.most < 1:
        yield flaw(written.line, "file_count", id=field.id)
    for each in limit.formats:
        if each not in FORMATS:
            yield flaw(
                written.lines["formats"], "file_format", id=field.id, format=each, known=", ".join(FORMATS)
            )
    yield from _figures(written, limit)


def _figures(written: Table, limit: FileLimit) -> Iterator[Flaw]:
    """What the notice counts stands in its quote; where it names no number, `most` is our own bound."""
    stated = {"min_bytes": limit.min_bytes // MEGA} if limit.min_bytes else {}
    if "least" in written:
        stated |= {"least": limit.least, "most": limit.most}
    for key, figure in stated.items():
        if str(figure) not in numbers(written["quote"]):
            yield flaw(written.lines[key], "figure", key=key, figure=figure, quote=written["quote"])
