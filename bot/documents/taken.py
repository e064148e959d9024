"""What people at a desk take along: the picture of the round, tables, sheets and packages.

What a person reaches follows from the seats, as in a turn; what is taken along is logged for the nominee.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine

from bot.documents import Document, overview, package, picture, table
from bot.documents.package import Folder, Nominee
from bot.documents.sheet import filled
from bot.documents.table import Made
from bot.documents.wording import words
from bot.editions import Editions
from bot.receive import true_time
from bot.uploads import clean_name
from dialogs.desk.export import HOLDS
from dialogs.desk.glance import Glance, glance
from dialogs.register import Standing
from dialogs.say import render
from dialogs.seats import LIAISON, OFFICE
from knowledge.fields.files import filed
from knowledge.model import Edition, Form, Library, Notice
from knowledge.rounds import in_round
from storage import files, office
from storage.blobs import Blobs
from storage.office import Reader
from storage.records import Past
from storage.vault import Vault

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ANY = "application/octet-stream"
_PAGE = 200  # nominations whose entries are read at once


class NotTheirs(LookupError):
    """It does not exist, no seat reaches it, or it must not go to this channel: nobody learns which."""


@dataclass(frozen=True, slots=True)
class Taken:
    """`now`: the time that rules go by. `person` of the methods is '' for the operator.

    `channel`: where it goes to. Nothing of a nominee who has not agreed to it is made for one abroad.
    """

    engine: Engine
    vault: Vault
    library: Editions
    blobs: Blobs | None
    now: Callable[[], datetime]
    channel: str = ""

    def make(self, path: str, person: str) -> tuple[Document, ...]:
        """What a reply names; raises NotTheirs."""
        match path.split("/"):
            case ["overview", round_id]:
                return self.picture(person, round_id)
            case ["table", round_id, ("up" | "all") as which, ("xlsx" | "csv") as kind]:
                return self.table(person, round_id, which, kind)
            case ["sheet", nomination, ("docx" | "pdf" | "png") as kind]:
                return self.sheet(person, nomination, kind)
            case ["package", ("one" | "unit") as kind, subject, channel]:
                return self.package(person, kind, subject, channel)
            case _:
                raise NotTheirs(path.partition("/")[0])

    def picture(self, person: str, round_id: str) -> tuple[Document, ...]:
        """The round at a glance, as PNG."""
        seen, _ = self._reader(person).look(lambda past: self._seen(past, round_id))
        name = clean_name(seen.edition.notice.short)
        return (Document(f"{name}.png", "image/png", overview.picture(seen, tuple(_shares(seen)))),)

    def table(self, person: str, round_id: str, which: str, kind: str) -> tuple[Document, ...]:
        """The summary table; only the office's. Each nomination in it is noted as disclosed."""
        reader = self._reader(person)

        def work(past: Past) -> tuple[Document, list[str], str]:
            seen, role = self._seen(past, round_id)
            if role != OFFICE:
                raise NotTheirs("table")
            taken: list[str] = []
            return (
                self._table(past, seen, (which, kind), taken, _made(reader, role, seen.edition.notice.id)),
                taken,
                role,
            )

        made, taken, role = reader.look(work)
        reader.disclosed(taken, role if person else "operator", "export")
        return (made,)

    def sheet(self, person: str, nomination: str, kind: str) -> tuple[Document, ...]:
        """One nomination's filled sheet: as .docx, PDF, or pictures of its pages."""
        found = self._reader(person).look(lambda past: self._nominee(past, nomination, ""))
        body = filled(found.notice, found.entries, found.header)
        stem = clean_name(f"{found.notice.form.title}-{found.name}")
        match kind:
            case "pdf":
                return (Document(f"{stem}.pdf", "application/pdf", picture.pdf(body)),)
            case "png":
                pages = enumerate(picture.pictures(body), 1)
                return tuple(Document(f"{stem}-{number}.png", "image/png", page) for number, page in pages)
            case _:
                return (Document(f"{stem}.docx", _DOCX, body),)

    def package(self, person: str, kind: str, subject: str, channel: str) -> tuple[Document, ...]:
        """Everything of one nomination, or of all of a unit, in as few archives as its size allows."""
        reader = self._reader(person)
        name, wanted, (role, notice) = reader.look(lambda past: self._wanted(past, kind, subject))
        made = package.signed(_made(reader, role, notice), words()["package"])
        folders = [self._folder(reader, each, channel, made) for each in wanted]
        packs = list(package.parcels(folders))
        reader.disclosed(wanted, role if person else "operator", "package")
        stem = clean_name(words()["package"]["file"].format(name=name))
        return tuple(
            Document(
                f"{stem}{number if len(packs) > 1 else ''}.zip",
                "application/zip",
                package.zipped(pack if kind == "unit" else [("", pack[0][1])]),
            )
            for number, pack in enumerate(packs, 1)
        )

    def _reader(self, person: str) -> Reader:
        return Reader(self.engine, self.vault, person, true_time(), self.channel)

    def _edition(self, past: Past, round_id: str) -> Edition:
        known: Library = self.library(past.session, past.vault)
        for each in known.values():
            if round_id in {each.round.id, *(other.id for other in each.others)}:
                return in_round(each, round_id)
        raise NotTheirs(round_id)

    def _seen(self, past: Past, round_id: str) -> tuple[Glance, str]:
        edition = self._edition(past, round_id)
        if past.seats.office_of(edition.notice.id):
            role = OFFICE
        elif past.seats.units(round_id):
            role = LIAISON
        else:
            raise NotTheirs("overview")
        return glance(past, edition, self.now().date()), role

    def _table(
        self, past: Past, seen: Glance, form: tuple[str, str], taken: list[str], made: Made
    ) -> Document:
        which, kind = form
        notice = seen.edition.notice
        units = past.seats.named(seen.edition.round.id)
        nominees = _nominees(past, seen.edition.round.id, HOLDS[which], taken)
        body = table.rows(notice.form, nominees, units)
        texts, day = words()["table"], made.when.partition(" ")[0]
        name = clean_name(texts["file"].format(short=notice.short, at=day))
        if kind == "csv":
            return Document(f"{name}.csv", "text/csv", table.comma(notice.form, body))
        heading = texts["heading"].format(title=notice.title, which=texts["which"][which], at=day)
        figures = table.figures(seen, made, list(_shares(seen)))
        return Document(f"{name}.xlsx", table.XLSX, table.xlsx(heading, notice.form, body, figures))

    def _wanted(self, past: Past, kind: str, subject: str) -> tuple[str, list[str], tuple[str, str]]:
        """What the package is called, the nominations in it, in which role and of which notice."""
        if kind == "unit":
            unit = past.seats.unit(subject)
            if unit is None:
                raise NotTheirs("package")
            found = office.every(past, unit.round, unit=unit.id, states=HOLDS["all"])
            role = past.seats.role_in(unit.notice, unit.id)
            return unit.name, [each.id for each in found], (role, unit.notice)
        standing = past.register.one(subject)
        if standing is None:
            raise NotTheirs("package")
        role = past.seats.role_in(standing.notice, standing.unit)
        return f"{standing.registration} {standing.name}".strip(), [standing.id], (role, standing.notice)

    def _folder(self, reader: Reader, nomination: str, channel: str, made: str) -> Folder:
        nominee = reader.look(lambda past: self._nominee(past, nomination, channel))
        packed = package.contents(nominee)
        return nominee.name, (*packed, package.manifest(nominee, packed, made))

    def _nominee(self, past: Past, nomination: str, channel: str) -> Nominee:
        standing = past.register.one(nomination)
        if standing is None or standing.veiled:
            raise NotTheirs("nomination")
        notice = self._edition(past, standing.round).notice
        begun: Form | None = past.register.form(nomination)
        entries = past.register.entries(nomination)
        came = {each.slip for each in past.postings.ticked(nomination, OFFICE) if each.done}
        return Nominee(
            notice=replace(notice, form=begun) if begun else notice,
            standing=standing,
            entries=entries,
            files=dict(self._given(past, nomination, notice, entries)),
            came=frozenset(came),
            away=channel == "telegram",
        )

    def _given(
        self, past: Past, nomination: str, notice: Notice, entries: Mapping[str, str]
    ) -> Iterator[tuple[str, Document]]:
        """The files that the answers name, as far as they are still there."""
        person = office.owner(past, nomination)
        named = [entries.get(each.id, "") for each in notice.form.asked if each.files]
        for each in (one for value in named if value for one in filed(value)):
            row = files.find(past.session, person, each.hash) if person else None
            body = self.blobs.open(row.blob, row.hash) if row and self.blobs else None
            if row and body is not None:
                yield each.hash, Document(f"{each.hash[:8]}.{row.type}", _ANY, body)


def _nominees(
    past: Past, round_id: str, states: frozenset[str], taken: list[str]
) -> Iterator[tuple[Standing, Mapping[str, str]]]:
    """Each with its entries, some hundreds at a time; `taken` fills with their ids."""
    page: list[Standing] = []
    for each in office.every(past, round_id, states=states):
        if each.veiled:
            raise NotTheirs("table")
        page.append(each)
        if len(page) == _PAGE:
            yield from _with_entries(past, page, taken)
            page = []
    yield from _with_entries(past, page, taken)


def _with_entries(
    past: Past, page: Sequence[Standing], taken: list[str]
) -> Iterator[tuple[Standing, Mapping[str, str]]]:
    ids = [each.id for each in page]
    entries = office.values(past, ids)
    taken.extend(ids)
    yield from ((each, entries[each.id]) for each in page)


def _shares(seen: Glance) -> Iterator[str]:
    yield from (render("desk_overview", "share", line=each) for each in seen.shares)


def _made(reader: Reader, role: str, notice: str) -> Made:
    """By the name that stood on the invitation, else by the end of the person's id."""
    people = reader.look(lambda past: past.seats.people(notice)) if reader.person else ()
    name = next((each.name for each in people if each.person == reader.person and each.name), "")
    by = words()["table"]["by"][role if reader.person else "operator"]
    return Made(by.format(person=name or reader.person[-4:]), reader.at)
