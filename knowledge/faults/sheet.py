"""Whether the form makes sense: ids, choices, traits, and the template it names."""

from collections.abc import Iterator

from knowledge.faults.quotes import repeated
from knowledge.folder import Folder
from knowledge.marked import Table
from knowledge.model import Notice
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
    if field.type != "seal" and not (field.hint and field.why):
        yield flaw(written.line, "no_hint", id=field.id)
