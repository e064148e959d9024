"""The definitions of forms by digest: a draft keeps the form it was started with, come what may."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from knowledge.model import Form
from storage.codec import dump, load
from storage.engine import read, write
from storage.tables import FormRow


def pin(engine: Engine, forms: Iterable[Form], now: datetime) -> None:
    """Keep the forms that can be started from now on."""
    wanted = tuple(forms)

    def work(session: Session) -> None:
        for form in wanted:
            if session.get(FormRow, form.digest) is None:
                session.add(FormRow(digest=form.digest, body=dump(form), at=now))
                session.flush()

    write(engine, work)


def pinned(engine: Engine, digest: str) -> Form | None:
    return read(engine, lambda session: find(session, digest))


def find(session: Session, digest: str) -> Form | None:
    row = session.get(FormRow, digest)
    return load(Form, row.body) if row else None
