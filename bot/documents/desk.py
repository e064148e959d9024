"""Makes the files that replies name: `form/<nomination>/docx|pdf|png`, `mydata/<person>`, `files/<person>`,
`file/<hash>`, `howto/send-as-file`; for desks `overview/<round>`, `table/<round>/…`, `sheet/<nomination>/…`,
`package/one|unit/<id>/<channel>`, `timeline/<round>/<day>`, `notice/<nomination>/<level>/<day>`,
`posted/<nomination>/<posting>/photo|statement`.

Slow (a tenth of a second) and blocking: called in a worker thread, never in a turn.
"""

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from bot.documents import Document, holdings, invitations, picture
from bot.documents.given import Given
from bot.documents.invitations import Invitations
from bot.documents.posted import Posted
from bot.documents.sheet import filled, text
from bot.documents.statement import statement
from bot.documents.taken import NotTheirs, Taken
from bot.documents.wording import words
from bot.editions import Editions
from bot.receive import true_time
from bot.uploads import clean_name
from dialogs.records import NominationSummary
from knowledge.model import Field, Library, Notice
from storage.blobs import Blobs
from storage.engine import read
from storage.people import Caller
from storage.records import Past
from storage.vault import Vault

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class _Case:
    """One nomination with all that its documents need."""

    notice: Notice
    summary: NominationSummary
    entries: Mapping[str, str]

    @property
    def header(self) -> str:
        texts = words()["header"]
        state = "practice" if self.summary.practice else self.summary.state
        return str(texts.get(state, texts["submitted"]).format(registration=self.summary.registration))

    def name(self, kind: str, label: str = "") -> str:
        """A file's name without its ending; it tells the nominee's name, so only its owner gets it."""
        texts, field = words()["names"], self.notice.form.field("name")
        name = text(field, self.entries.get("name", "")) if field else ""
        return clean_name(
            texts[kind].format(title=self.notice.form.title, name=name or texts["nobody"], label=label)
        )


class Desk:
    """`make` gives the documents of a path, to the person they belong to."""

    def __init__(  # noqa: PLR0913 - the composition root names them all
        self,
        engine: Engine,
        vault: Vault,
        library: Library,
        blobs: Blobs | None = None,
        *,
        now: Callable[[], datetime] = true_time,
        web: str = "",
    ) -> None:
        """`now` is the time that rules go by, `web` the public address of the web chat."""
        self._engine = engine
        self._vault = vault
        self._library = library
        self._given = Given(engine, vault, blobs) if blobs else None
        self._invitations = Invitations(engine, vault, library, web)
        self._taken = Taken(engine, vault, Editions(library), blobs, now)
        self._posted = Posted(engine, vault, Editions(library), blobs)

    def make(self, path: str, person: str, channel: str = "web") -> tuple[Document, ...]:
        """Raises NotTheirs; on a `channel` abroad also for the data of whoever has not agreed to it."""
        try:
            return self._made(path, person, channel)
        finally:
            # Opened documents are large circles of objects; left to the collector's own time they pile up
            # to hundreds of megabytes.
            gc.collect()

    def _made(self, path: str, person: str, channel: str = "web") -> tuple[Document, ...]:  # noqa: C901, PLR0911 - one case a kind
        match path.split("/"):
            case ["form", nomination, "docx"]:
                return _files(self._case(nomination, person))
            case ["form", nomination, "pdf"]:
                return _pdf(self._case(nomination, person))
            case ["form", nomination, "png"]:
                return _pictures(self._case(nomination, person))
            case ["mydata", owner] if owner == person:
                return self._held(person)
            case ["files", owner] if owner == person and self._given:
                return self._given.all(person)
            case ["file", hash_] if self._given and (found := self._given.one(hash_, person)):
                return found
            case [("overview" | "table" | "sheet" | "package"), *_] if person:
                return replace(self._taken, channel=channel).make(path, person)
            case [("timeline" | "notice" | "posted"), *_]:
                return replace(self._posted, channel=channel).make(path, person)
            case ["qr", *_]:
                return invitations.picture(path)
            case [("roster" | "invited"), *_]:
                return self._invitations.make(path, person)
            case ["howto", "send-as-file"]:
                return (Document(f"{words()['names']['howto']}.png", "image/png", picture.howto()),)
            case _:
                raise NotTheirs(path.partition("/")[0])

    def _case(self, nomination: str, person: str) -> _Case:
        return read(self._engine, lambda session: self._found(session, nomination, person))

    def _found(self, session: Session, nomination: str, person: str) -> _Case:
        past = Past(session, self._vault, Caller(person, "", "", ""), datetime.now(UTC))
        summary = next((each for each in past.nominations() if each.id == nomination), None)
        if summary is None or summary.notice not in self._library:
            raise NotTheirs("form")
        notice = self._library[summary.notice].notice
        begun = replace(notice, form=past.form(nomination) or notice.form)
        return _Case(begun, summary, dict(past.entries(nomination)))

    def _held(self, person: str) -> tuple[Document, ...]:
        everything = read(
            self._engine, lambda session: holdings.held(session, self._vault, self._library, person)
        )
        name = words()["names"]["held"]
        as_json = json.dumps(everything, ensure_ascii=False, indent=1)
        # The mark makes old Windows programs read it as UTF-8. Half characters, which no file can hold,
        # become question marks.
        as_text = f"\ufeff{holdings.readable(everything)}"
        return (
            Document(f"{name}.txt", "text/plain", as_text.encode("utf-8", "replace")),
            Document(f"{name}.json", "application/json", as_json.encode("utf-8", "replace")),
        )


def _sheet(case: _Case) -> bytes:
    return filled(case.notice, case.entries, case.header)


def _files(case: _Case) -> tuple[Document, ...]:
    """The sheet, and each written material that the notice wants beside it."""
    sheet = Document(f"{_title(case)}.docx", _DOCX, _sheet(case))
    return sheet, *(_statement(case, field) for field in _written(case))


def _statement(case: _Case, field: Field) -> Document:
    name = case.name("statement", field.label)
    return Document(f"{name}.docx", _DOCX, statement(case.notice, field, case.entries, case.header))


def _pdf(case: _Case) -> tuple[Document, ...]:
    return (Document(f"{_title(case)}.pdf", "application/pdf", picture.pdf(_sheet(case))),)


def _pictures(case: _Case) -> tuple[Document, ...]:
    pages = picture.pictures(_sheet(case))
    return tuple(
        Document(f"{_title(case)}-{number}.png", "image/png", page) for number, page in enumerate(pages, 1)
    )


def _title(case: _Case) -> str:
    return case.name("practice" if case.summary.practice else "form")


def _written(case: _Case) -> Iterator[Field]:
    for material in case.notice.materials:
        field = case.notice.form.field(material.field)
        if field and field.type == "long_text" and case.entries.get(field.id):
            yield field
