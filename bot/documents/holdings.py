"""Everything held about a person, as JSON for machines and as plain text to read."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session, col, select

from bot.documents.sheet import text
from knowledge.model import Field, Library
from storage import forms
from storage.inbox import body_place
from storage.parcels import opened
from storage.records import entry_place
from storage.tables import (
    AddressRow,
    CodeRow,
    ConsentRow,
    EntryRow,
    FileRow,
    InboxRow,
    LogRow,
    NominationRow,
    OutboxRow,
    PersonRow,
    QuestionRow,
    StateRow,
    TalkRow,
    ToldRow,
)
from storage.vault import Vault

_CHINA = ZoneInfo("Asia/Shanghai")

Held = dict[str, Any]


def held(session: Session, vault: Vault, library: Library, person: str) -> Held:
    """All rows about a person, opened. What the program itself cannot read (codes) is listed by its date."""
    known = session.get(PersonRow, person)
    return {
        "person": person,
        "since": _when(known.since) if known else "",
        "addresses": [_address(vault, row) for row in _rows(session, AddressRow, person)],
        "consents": [
            {"card": row.card, "version": row.version, "channel": row.channel, "at": _when(row.at)}
            for row in _rows(session, ConsentRow, person)
        ],
        "codes": [{"at": _when(row.at)} for row in _rows(session, CodeRow, person)],
        "nominations": [
            _nomination(session, vault, library, row) for row in _rows(session, NominationRow, person)
        ],
        "files": [
            {"hash": row.hash, "type": row.type, "bytes": row.bytes, "at": _when(row.at)}
            for row in _rows(session, FileRow, person)
        ],
        "messages": [_message(vault, row) for row in _rows(session, OutboxRow, person)],
        "received": [
            {"id": row.id, "state": row.state, "body": json.loads(vault.open(row.body, body_place(row.id)))}
            for row in _rows(session, InboxRow, person)
            if row.body is not None
        ],
        "questions": [_question(vault, row) for row in _rows(session, QuestionRow, person)],
        "rulings": [
            {"ruling": row.ruling, "version": row.version, "at": _when(row.at)}
            for row in _rows(session, ToldRow, person)
        ],
        "talk": _sealed(vault, session.get(TalkRow, person)),
        "state": _sealed(vault, session.get(StateRow, person)),
        "log": [
            {"at": _when(row.at), "kind": row.kind, "subject": row.subject}
            for row in _rows(session, LogRow, person)
        ],
    }


def readable(everything: Held) -> str:
    """The same for a person to read; the technical parts are counted."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - a plain text file
    )
    return environment.get_template("held.j2").render(everything)


def _rows(session: Session, table: Any, person: str) -> list[Any]:
    return list(session.exec(select(table).where(col(table.person) == person).order_by(_order(table))))


def _order(table: Any) -> Any:
    """The column that says which row came first; tables call it differently."""
    return next(
        getattr(table, name) for name in ("number", "started", "at", "active") if hasattr(table, name)
    )


def _address(vault: Vault, row: AddressRow) -> Held:
    """A browser's address is the hash of a secret and says nothing; a chat's number is shown."""
    address = "" if row.channel == "web" else vault.open(row.address, f"addresses.address:{row.mark}")
    return {"channel": row.channel, "address": address, "active": _when(row.active)}


def _nomination(session: Session, vault: Vault, library: Library, row: NominationRow) -> Held:
    edition = library.get(row.notice)
    form = forms.find(session, row.digest) or (edition.notice.form if edition else None)
    fields = {field.id: field for field in form.fields} if form else {}
    versions = session.exec(
        select(EntryRow).where(EntryRow.nomination == row.id).order_by(col(EntryRow.number))
    )
    return {
        "id": row.id,
        "notice": row.notice,
        "title": edition.notice.title if edition else row.notice,
        "round": row.round,
        "practice": row.practice,
        "state": row.state,
        "unit": row.unit,
        "registration": row.registration or "",
        "started": _when(row.started),
        "changed": _when(row.changed),
        "submitted": _when(row.submitted) if row.submitted else "",
        "entries": _entries(vault, fields, list(versions)),
    }


def _entries(vault: Vault, fields: Mapping[str, Field], versions: list[EntryRow]) -> list[Held]:
    """Each field with its versions, the oldest first, in the order of the form."""
    entries: dict[str, Held] = {}
    for row in versions:
        field = fields.get(row.field)
        entry = entries.setdefault(
            row.field, {"field": row.field, "label": field.label if field else row.field, "versions": []}
        )
        value = vault.open(row.value, entry_place(row)) if row.value is not None else ""
        shown = text(field, value) if field else value
        entry["versions"].append({"value": value, "shown": shown, "at": _when(row.at)})
    order = {name: place for place, name in enumerate(fields)}
    return sorted(entries.values(), key=lambda entry: order.get(entry["field"], len(order)))


def _message(vault: Vault, row: OutboxRow) -> Held:
    parcel = opened(vault, row)
    return {
        "at": _when(row.created),
        "channel": row.channel,
        "said": parcel.said,
        "text": parcel.reply.text,
        "letter": row.letter or "",
        "state": row.state,
    }


def _question(vault: Vault, row: QuestionRow) -> Held:
    """What the office was asked, as long as it waits, and what it said."""
    return {
        "notice": row.notice,
        "on": row.on.isoformat(),
        "state": row.state,
        "text": vault.open(row.text, f"questions.text:{row.id}") if row.text else "",
        "answer": vault.open(row.answer, f"questions.answer:{row.id}") if row.answer else "",
    }


def _sealed(vault: Vault, row: TalkRow | StateRow | None) -> Any:
    return json.loads(vault.open(row.body, f"{row.__tablename__}.body:{row.person}")) if row else None


def _when(moment: datetime) -> str:
    return moment.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S")
