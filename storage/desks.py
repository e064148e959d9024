"""The rows of the desks: units and seats, what those above the nominee did, papers, rounds, laureates.

As in `tables.py`, only ids, kinds, states, dates, names of units and keyed hashes stand in the clear.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from storage import tables  # noqa: F401 - it settles how constraints are named


class UnitRow(SQLModel, table=True):
    """Locked while its places are counted: of two who press at once, the second counts anew."""

    __tablename__: ClassVar[str] = "units"
    __table_args__ = (UniqueConstraint("round", "name"),)
    id: str = Field(primary_key=True)
    notice: str
    round: str
    name: str
    unit_class: str = ""
    least: int = 0
    most: int | None = None


class SeatRow(SQLModel, table=True):
    """`until`: when the seat ended; the row stays as history. `name`: as whoever invited typed it."""

    __tablename__: ClassVar[str] = "seats"
    number: int | None = Field(default=None, primary_key=True)
    person: str = Field(foreign_key="persons.id", index=True)
    role: str
    notice: str
    unit: str | None = Field(default=None, foreign_key="units.id", index=True)
    since: datetime
    until: datetime | None = None
    by: str = ""
    name: bytes | None = None
    invitation: str | None = None


class InvitationRow(SQLModel, table=True):
    """`hash`: SHA-256 of the token. `left`: how often it can still be used."""

    __tablename__: ClassVar[str] = "invitations"
    __table_args__ = (UniqueConstraint("hash"),)
    id: str = Field(primary_key=True)
    hash: str
    role: str
    notice: str
    unit: str | None = Field(default=None, foreign_key="units.id", index=True)
    nomination: str | None = Field(default=None, foreign_key="nominations.id", index=True)
    name: bytes
    by: str = Field(index=True)
    at: datetime
    until: datetime
    left: int = 1
    revoked: datetime | None = None


class ReturnRow(SQLModel, table=True):
    """Why a nomination came back, or was burnt: `log` is the number of its line in the log."""

    __tablename__: ClassVar[str] = "returns"
    log: int = Field(primary_key=True, foreign_key="log.number")
    nomination: str = Field(foreign_key="nominations.id", index=True)
    field: str = ""
    reason: bytes


class PostingRow(SQLModel, table=True):
    """`state`: running | stopped | clear."""

    __tablename__: ClassVar[str] = "postings"
    id: str = Field(primary_key=True)
    nomination: str = Field(foreign_key="nominations.id", index=True)
    level: str
    begin: date
    end: date
    state: str = Field(index=True)
    objection: bytes | None = None
    photo: str = ""
    statement: str = ""


class TickRow(SQLModel, table=True):
    """Nothing is overwritten: the highest number of a line counts."""

    __tablename__: ClassVar[str] = "ticks"
    __table_args__ = (Index(None, "nomination", "side", "slip"),)
    number: int | None = Field(default=None, primary_key=True)
    nomination: str = Field(foreign_key="nominations.id")
    side: str
    slip: str
    done: bool
    note: bytes | None = None
    by: str
    at: datetime


class RoundRow(SQLModel, table=True):
    """A round that the office opened, or whose dates it changed. `stages`: JSON of stage -> last day.

    `carried`: JSON list of what holds over from last year until it is confirmed.
    `state`: open | closed | archived.
    """

    __tablename__: ClassVar[str] = "rounds"
    id: str = Field(primary_key=True)
    notice: str = Field(index=True)
    code: str = ""
    opens: datetime
    closes: datetime
    stages: str = "{}"
    carried: str = "[]"
    state: str = "open"
    by: str = ""
    at: datetime
    moved: datetime | None = None  # when its deadline was changed last, by the true clock


class AdmissionRow(SQLModel, table=True):
    """Who may hand in late, and until when."""

    __tablename__: ClassVar[str] = "admissions"
    number: int | None = Field(default=None, primary_key=True)
    round: str = Field(index=True)
    unit: str = Field(foreign_key="units.id")
    nomination: str | None = Field(default=None, foreign_key="nominations.id")
    until: datetime
    reason: bytes
    by: str
    at: datetime


class BroadcastRow(SQLModel, table=True):
    """`state`: held | queued | running | paused | cancelled | done. `at` goes by the clock of the rules."""

    __tablename__: ClassVar[str] = "broadcasts"
    id: str = Field(primary_key=True)
    notice: str
    round: str
    group: str
    unit: str = Field(index=True)
    channel: str
    text: bytes
    state: str = Field(index=True)
    at: datetime
    made: datetime
    total: int
    by: str
    shown: str = Field(
        default="", sa_column_kwargs={"server_default": sql_text("''")}
    )  # to those who watch it


class LaureateRow(SQLModel, table=True):
    """`twin`: keyed hash of name and birth month; `namesake`: of the name alone."""

    __tablename__: ClassVar[str] = "laureates"
    number: int | None = Field(default=None, primary_key=True)
    notice: str = Field(index=True)
    year: int
    name: bytes
    employer: bytes
    twin: str | None = Field(default=None, index=True)
    namesake: str = Field(index=True)
    nomination: str | None = Field(default=None, foreign_key="nominations.id")
    by: str
    at: datetime
