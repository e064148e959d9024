"""Invitations to pass on: a picture of the link, the list to be filled in, the list of links that came of it.

`qr/<link>`, `roster/<notice>`, `invited/<token>,<token>,…`. The tokens stand nowhere else: only who was told
them can have the list made.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import segno
from sqlalchemy import Engine
from sqlmodel import Session

from bot.documents import Document
from bot.documents.clean import printable
from bot.documents.table import XLSX, plain
from bot.documents.wording import words
from bot.editions import Editions
from knowledge.model import Library
from knowledge.units import class_rows
from storage.engine import read
from storage.people import Caller
from storage.records import Past
from storage.vault import Vault

_WIDTHS = (30, 24, 10, 18)
_LINK_WIDTHS = (30, 18, 70, 34, 14)


def picture(path: str) -> tuple[Document, ...]:
    """A picture that another phone reads."""
    drawn = io.BytesIO()
    segno.make(path.partition("/")[2], error="m", micro=False).save(drawn, kind="png", scale=8, border=3)
    return (Document(f"{words()['invitations']['picture']}.png", "image/png", drawn.getvalue()),)


class Invitations:
    def __init__(self, engine: Engine, vault: Vault, library: Library, web: str) -> None:
        self._engine = engine
        self._vault = vault
        self._editions = Editions(library)
        self._web = web

    def make(self, path: str, person: str) -> tuple[Document, ...]:
        """Raises LookupError where the person's seats do not reach it."""
        kind, _, subject = path.partition("/")
        told = words()["invitations"]

        def work(session: Session) -> bytes:
            past = Past(session, self._vault, Caller(person, "", "", ""), datetime.now(UTC))
            if kind == "roster":
                return plain(told["roster"], self._roster(past, subject), _WIDTHS)
            return plain(told["invited"], self._links(past, subject.split(",")), _LINK_WIDTHS)

        return (Document(f"{told[kind]}.xlsx", XLSX, read(self._engine, work)),)

    def _roster(self, past: Past, notice: str) -> Iterator[list[str]]:
        """The units there are, with their class and places, for the names to be added."""
        edition = self._editions(past.session, self._vault).get(notice)
        if edition is None or not past.seats.office_of(notice):
            raise LookupError("the roster is the office's")
        labels = {row.unit_class: row.label for row in class_rows(edition.notice)}
        yield words()["invitations"]["columns"]
        for unit in past.seats.units(edition.round.id):
            places = "" if unit.most is None else str(unit.most)
            yield [printable(unit.name), labels.get(unit.unit_class, ""), places, ""]

    def _links(self, past: Past, tokens: list[str]) -> Iterator[list[str]]:
        """Those that are still open, of the person who made them."""
        found = [(token, past.seats.invited(token)) for token in tokens]
        own = [(token, each) for token, each in found if each and each.by == past.person]
        if not own:
            raise LookupError("none of these is the person's, or all were used")
        yield words()["invitations"]["links"]
        for token, each in own:
            link = f"{self._web}/join#{token}" if self._web else ""
            until = f"{each.until:%Y-%m-%d}"
            yield [printable(each.unit_name), printable(each.name), link, f"/start {token}", until]
