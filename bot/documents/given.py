"""The files a person sent, handed back to this person only."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.documents import Document
from bot.documents.wording import words
from bot.uploads import clean_name, thumbnail
from knowledge.fields.files import filed
from storage import files
from storage.blobs import Blobs
from storage.engine import read
from storage.people import Caller
from storage.records import Past
from storage.tables import FileRow
from storage.vault import Vault

_ANY = "application/octet-stream"  # whatever it is, a browser downloads it and opens nothing
_MOST = 40_000_000  # bytes of one archive


class Given:
    def __init__(self, engine: Engine, vault: Vault, blobs: Blobs) -> None:
        self._engine = engine
        self._vault = vault
        self._blobs = blobs

    def one(self, hash: str, person: str) -> tuple[Document, ...]:  # noqa: A002 - as in Upload
        """A file, and for a photo first a small picture of it; nothing where the person has no such file."""
        row = read(self._engine, lambda session: files.find(session, person, hash))
        body = self._blobs.open(row.blob, row.hash) if row else None
        if row is None or body is None:
            return ()
        whole = Document(self._name(row, person), _ANY, body)
        small = b"" if row.type == "pdf" else thumbnail(body)
        return (Document(f"{hash[:8]}.png", "image/png", small), whole) if small else (whole,)

    def all(self, person: str) -> tuple[Document, ...]:
        """Every file of the person's, packed into as few archives as their size allows."""
        name = words()["names"]["given"]
        packs = tuple(_packed(tuple(self._documents(person))))
        return tuple(
            Document(f"{name}{number if len(packs) > 1 else ''}.zip", "application/zip", _zipped(pack))
            for number, pack in enumerate(packs, 1)
        )

    def _documents(self, person: str) -> Iterator[Document]:
        mine = select(FileRow).where(FileRow.person == person, col(FileRow.dropped).is_(False))
        rows = read(self._engine, lambda session: session.exec(mine.order_by(col(FileRow.at))).all())
        for row in rows:
            body = self._blobs.open(row.blob, row.hash)
            if body is not None:
                yield Document(self._name(row, person), _ANY, body)

    def _name(self, row: FileRow, person: str) -> str:
        """The name it came with stands in the answer that it is part of."""
        name = read(self._engine, lambda session: self._noted(session, row.hash, person))
        stem = clean_name(name or row.hash[:8]).rpartition(".")[0] or name or row.hash[:8]
        return f"{stem}.{row.type}"

    def _noted(self, session: Session, hash: str, person: str) -> str:  # noqa: A002 - as above
        past = Past(session, self._vault, Caller(person, "", "", ""), datetime.now(UTC))
        values = (value for each in past.nominations() for value in past.entries(each.id).values())
        return next((each.name for value in values for each in filed(value) if each.hash == hash), "")


def _packed(documents: Sequence[Document]) -> Iterator[list[Document]]:
    pack: list[Document] = []
    for each in documents:
        if pack and sum(len(one.body) for one in pack) + len(each.body) > _MOST:
            yield pack
            pack = []
        pack.append(each)
    if pack:
        yield pack


def _zipped(documents: Sequence[Document]) -> bytes:
    """Names that come twice are numbered; what is packed already is not packed again."""
    target, seen = io.BytesIO(), Counter[str]()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for each in documents:
            seen[each.name] += 1
            stem, _, ending = each.name.rpartition(".")
            again = f"-{seen[each.name]}" if seen[each.name] > 1 else ""
            archive.writestr(f"{stem}{again}.{ending}", each.body)
    return target.getvalue()
