"""Everything that belongs to a nominee, or to all of a unit, as .zip: forms, files, and a list of both."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.documents import Document
from bot.documents.clean import printable
from bot.documents.sheet import filled
from bot.documents.statement import statement
from bot.documents.table import Made
from bot.documents.wording import words
from bot.uploads import clean_name
from dialogs.register import Standing
from knowledge.fields.files import filed
from knowledge.model import Field, Notice

MOST = 40_000_000  # bytes of one archive: Telegram takes 50 MB
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Folder = tuple[str, Sequence[Document]]
"""A folder's name and its files; '' for those that lie beside the folders."""


@dataclass(frozen=True, slots=True)
class Nominee:
    """One nomination with all that is packed of it. `files`: hash -> what it is, as far as it is still there.

    `away`: the package goes where credit and police evidence must not go.
    """

    notice: Notice
    standing: Standing
    entries: Mapping[str, str]
    files: Mapping[str, Document]
    came: frozenset[str]  # the materials that came on paper
    away: bool = False

    @property
    def name(self) -> str:
        """Of its folder: number and name."""
        nobody = words()["names"]["nobody"]
        return clean_name(f"{self.standing.registration} {self.standing.name or nobody}".strip())

    @property
    def header(self) -> str:
        texts = words()["header"]
        shown = texts.get(self.standing.state, texts["submitted"])
        return str(shown.format(registration=self.standing.registration))


def contents(nominee: Nominee) -> tuple[Document, ...]:
    """The sheet, each written material, the files under the names of their fields."""
    return tuple(_named(_made(nominee)))


def manifest(nominee: Nominee, packed: Sequence[Document], made: str) -> Document:
    """What is in the folder, and what is missing."""
    texts = words()["package"]
    head = texts["title"].format(short=nominee.notice.short, name=nominee.name)
    inside = [texts["row"].format(name=each.name, size=_size(len(each.body))) for each in packed]
    lacking = list(_lacking(nominee)) or [texts["nothing"]]
    lines = [head, "", texts["contents"], *inside, "", texts["lacking"], *lacking, "", made]
    body = "\ufeff" + printable("\n".join(lines)).replace("\n", "\r\n")
    return Document(f"{texts['manifest']}.txt", "text/plain", body.encode("utf-8", "replace"))


def zipped(folders: Sequence[Folder]) -> bytes:
    """Folders with their files; what is packed already is not packed again."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for folder, documents in folders:
            for each in documents:
                archive.writestr(f"{folder}/{each.name}" if folder else each.name, each.body)
    return target.getvalue()


def parcels(folders: Sequence[Folder]) -> Iterator[Sequence[Folder]]:
    """As few archives as their size allows; what belongs to one nominee stays together."""
    pack: list[Folder] = []
    size = 0
    for each in folders:
        weight = sum(len(one.body) for one in each[1])
        if pack and size + weight > MOST:
            yield pack
            pack, size = [], 0
        pack.append(each)
        size += weight
    if pack:
        yield pack


def signed(made: Made, texts: Mapping[str, str]) -> str:
    """Who packed it, and when."""
    return texts["made"].format(by=made.by, at=made.when)


def _made(nominee: Nominee) -> Iterator[Document]:
    notice, entries, names = nominee.notice, nominee.entries, words()["names"]
    name = entries.get("name", "") or names["nobody"]
    title = names["form"].format(title=notice.form.title, name=name, label="")
    yield Document(f"{clean_name(title)}.docx", _DOCX, filled(notice, entries, nominee.header))
    for field in notice.form.asked:
        value = entries.get(field.id, "")
        if field.files and value:
            yield from _files(nominee, field, value)
        elif value and _is_written(notice, field):
            stem = clean_name(names["statement"].format(label=field.label, name=name, title=""))
            yield Document(f"{stem}.docx", _DOCX, statement(notice, field, entries, nominee.header))


def _files(nominee: Nominee, field: Field, value: str) -> Iterator[Document]:
    if nominee.away and field.sensitive:
        return
    for number, each in enumerate(filed(value), 1):
        found = nominee.files.get(each.hash)
        if found:
            ending = found.name.rpartition(".")[2]
            yield Document(f"{clean_name(f'{field.label}{number}')}.{ending}", found.mime, found.body)


def _named(documents: Iterator[Document]) -> Iterator[Document]:
    """Names that come twice are numbered."""
    seen = Counter[str]()
    for each in documents:
        seen[each.name] += 1
        stem, _, ending = each.name.rpartition(".")
        again = f"-{seen[each.name]}" if seen[each.name] > 1 else ""
        yield Document(f"{stem}{again}.{ending}", each.mime, each.body)


def _is_written(notice: Notice, field: Field) -> bool:
    """A text that the notice wants as a paper of its own."""
    return field.type == "long_text" and any(each.field == field.id for each in notice.materials)


def _lacking(nominee: Nominee) -> Iterator[str]:
    texts = words()["package"]
    for field in nominee.notice.form.asked:
        value = nominee.entries.get(field.id, "")
        if not value and not field.optional:
            yield texts["field"].format(label=field.label)
        elif value and field.sensitive and nominee.away:
            yield texts["at_web"].format(label=field.label)
    for material in nominee.notice.materials:
        if material.medium == "paper" and material.id not in nominee.came:
            yield texts["copies"].format(label=material.name)


def _size(count: int) -> str:
    kilo = 1000
    return f"{count / kilo / kilo:.1f}MB" if count >= kilo * kilo else f"{max(1, count // kilo)}KB"
