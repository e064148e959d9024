"""Whose a nomination is: the writer's, until the nominee or a successor takes it over."""

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col, select

from storage.tables import FileRow, FileUseRow, NominationRow


def own(row: NominationRow, person: str) -> bool:
    """The writer and the nominee have the same rights; nobody else has any."""
    return bool(person) and person in {row.person, row.nominee}


def owned_by(person: object) -> ColumnElement[bool]:
    """The same as a condition."""
    return or_(col(NominationRow.person) == person, col(NominationRow.nominee) == person)


def pass_on(session: Session, row: NominationRow, heir: str) -> None:
    """The nomination, with the files its answers name."""
    named = select(FileUseRow.hash).where(FileUseRow.nomination == row.id)
    files = (col(FileRow.person) == row.person, col(FileRow.hash).in_(named))
    session.exec(update(FileRow).where(*files).values(person=heir))
    row.person = heir
    session.flush()
