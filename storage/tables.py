"""The rows. In the clear stand only ids, kinds, states, dates, rounds and units; `bytes` are sealed.

`mark` is the vault's keyed hash of a channel and an address: it finds an address without telling it.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, UniqueConstraint, false, text, true
from sqlmodel import Field, SQLModel

# Names that do not depend on the database, so that a migration can speak of a constraint.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# A number is not given again after its row is deleted: pages remember the last one they saw.
_RISING: dict[str, Any] = {"sqlite_autoincrement": True}

# Of a column that came later: what it is in rows that were there before. SQLite cannot take a default away.
_EMPTY: dict[str, Any] = {"server_default": text("''")}
_ZERO: dict[str, Any] = {"server_default": text("0")}
_FALSE: dict[str, Any] = {"server_default": false()}
_TRUE: dict[str, Any] = {"server_default": true()}


# All that the figures of a round ask for: they are counted from the index alone, however many rows there are.
_TALLY = Index(
    "ix_nominations_tally",
    *("round", "unit", "state", "practice", "notice", "held", "late", "confirmed", "shares", "category"),
)


class PersonRow(SQLModel, table=True):
    """Locked for the length of a turn: of one person, only one turn runs at a time."""

    __tablename__: ClassVar[str] = "persons"
    id: str = Field(primary_key=True)
    since: datetime
    seated: bool = Field(
        default=False, sa_column_kwargs=_FALSE
    )  # holds a seat, or held one: most people need not be asked for


class AddressRow(SQLModel, table=True):
    """Where a person is reached: a Telegram chat, or the hash of a browser's secret."""

    __tablename__: ClassVar[str] = "addresses"
    mark: str = Field(primary_key=True)
    channel: str
    person: str = Field(foreign_key="persons.id", index=True)
    address: bytes
    active: datetime  # when something last came from there
    gone: datetime | None = Field(default=None, index=True)  # the channel said that nobody is there any more


class ConsentRow(SQLModel, table=True):
    __tablename__: ClassVar[str] = "consents"
    number: int | None = Field(default=None, primary_key=True)
    person: str = Field(foreign_key="persons.id", index=True)
    channel: str
    card: str
    version: str
    at: datetime


class CodeRow(SQLModel, table=True):
    """A resume code, as a scrypt hash."""

    __tablename__: ClassVar[str] = "codes"
    hash: str = Field(primary_key=True)
    person: str = Field(foreign_key="persons.id", index=True)
    at: datetime


class WrongCodeRow(SQLModel, table=True):
    """A wrong guess from an address; outlives `/forget` for its hour, or forgetting would reset the limit."""

    __tablename__: ClassVar[str] = "wrong_codes"
    number: int | None = Field(default=None, primary_key=True)
    mark: str = Field(index=True)
    at: datetime


class NominationRow(SQLModel, table=True):
    """`state`: as in NominationSummary, or discarded. Forgotten: no person, its number stays taken.

    `nominee` confirmed what `person` wrote; `twin` and `namesake` are keyed hashes of name and birth month.
    """

    __tablename__: ClassVar[str] = "nominations"
    __table_args__ = (
        UniqueConstraint("registration"),
        UniqueConstraint("round", "serial"),
        _TALLY,
        Index(None, "round", "twin"),
        Index(None, "round", "namesake"),
    )
    id: str = Field(primary_key=True)
    person: str | None = Field(foreign_key="persons.id", index=True)
    notice: str
    round: str
    digest: str = Field(foreign_key="forms.digest")
    practice: bool
    state: str
    unit: str = ""  # a UnitRow's id; '' while nobody knows which
    registration: str | None = None
    serial: int | None = None
    started: datetime
    changed: datetime
    submitted: datetime | None = None
    nominee: str | None = Field(default=None, index=True)
    way: str = Field(default="self", sa_column_kwargs={"server_default": "self"})  # self | colleague | union
    confirmed: bool = Field(default=True, sa_column_kwargs=_TRUE)
    held: str = Field(default="", sa_column_kwargs=_EMPTY)  # twin | laureate
    late: bool = Field(default=False, sa_column_kwargs=_FALSE)
    shares: str = Field(default="", sa_column_kwargs=_EMPTY)
    category: str = Field(default="", sa_column_kwargs=_EMPTY)
    twin: str | None = None
    namesake: str | None = None
    employer: str | None = None  # keyed hash
    nudged: datetime | None = None  # when its owner was last reminded of it, by the rules' clock
    nudges: int = Field(default=0, sa_column_kwargs=_ZERO)


class EntryRow(SQLModel, table=True):
    """One version of what stands in a field; the highest number counts, None means cleared."""

    __tablename__: ClassVar[str] = "entries"
    nomination: str = Field(primary_key=True, foreign_key="nominations.id")
    field: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    value: bytes | None
    event: str
    at: datetime


class FormRow(SQLModel, table=True):
    """The definition of a form as JSON: a draft keeps the one it was started with."""

    __tablename__: ClassVar[str] = "forms"
    digest: str = Field(primary_key=True)
    body: str
    at: datetime


class InboxRow(SQLModel, table=True):
    """`state`: waiting | done | set_aside. The id stays for ever, the body only while it is needed."""

    __tablename__: ClassVar[str] = "inbox"
    __table_args__ = (
        UniqueConstraint("id"),
        Index(None, "state", "mark", "number"),
        Index(
            "ix_inbox_pending", "number", sqlite_where=text("pending = 1"), postgresql_where=text("pending")
        ),
        _RISING,
    )
    number: int | None = Field(default=None, primary_key=True)
    id: str
    at: datetime
    channel: str
    mark: str  # the lane; '' once forgotten
    person: str | None = Field(default=None, index=True)
    state: str = "waiting"
    attempts: int = 0  # times it was taken up
    failures: int = 0  # of these, how often its own turn went wrong
    pending: bool = False  # its file is still to be fetched
    sent: str | None = None  # the channel's own number of it
    body: bytes | None


class OutboxRow(SQLModel, table=True):
    """`state`: shown (web) | due | sending | sent | failed | gone | unknown.

    `said` is what the person did, shown on the page; `body` the reply, None for a letter not worded yet.
    """

    __tablename__: ClassVar[str] = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "state", "mark", "number"),
        Index(
            "ix_outbox_waiting",
            *("channel", "priority", "number"),
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
        _RISING,
    )
    number: int | None = Field(default=None, primary_key=True)
    key: str
    event: str
    person: str | None = Field(foreign_key="persons.id", index=True)
    channel: str
    mark: str
    address: bytes
    priority: int
    said: bytes | None = None
    body: bytes | None = None
    letter: str | None = None
    subject: str = ""
    state: str
    due: datetime | None = None  # None: at once
    attempts: int = 0
    doubts: int = 0  # sends whose outcome is unknown
    sent: str = ""  # the channel's own id
    reason: str = ""
    created: datetime
    tried: datetime | None = None
    renews: int | None = None  # the number of the row whose reply it takes the place of


class ButtonRow(SQLModel, table=True):
    """What an opaque token stands for; void for everybody but the person it was shown to."""

    __tablename__: ClassVar[str] = "buttons"
    token: str = Field(primary_key=True)
    person: str = Field(foreign_key="persons.id", index=True)
    key: str = Field(index=True)  # of its outbox row
    body: bytes
    pressed: datetime | None = None  # last


class FileRow(SQLModel, table=True):
    """A sealed file on the disk. No person: its event waits, or it is `dropped` and about to be deleted."""

    __tablename__: ClassVar[str] = "files"
    blob: str = Field(primary_key=True)
    event: str = Field(index=True)
    person: str | None = Field(default=None, foreign_key="persons.id", index=True)
    hash: str
    type: str
    bytes: int
    at: datetime
    dropped: bool = Field(default=False, index=True)


class FileUseRow(SQLModel, table=True):
    """The answer to a field names a file: it must stay."""

    __tablename__: ClassVar[str] = "file_uses"
    nomination: str = Field(primary_key=True, foreign_key="nominations.id")
    field: str = Field(primary_key=True)
    hash: str = Field(primary_key=True, index=True)


class StateRow(SQLModel, table=True):
    __tablename__: ClassVar[str] = "states"
    person: str = Field(primary_key=True, foreign_key="persons.id")
    kind: str
    body: bytes


class TalkRow(SQLModel, table=True):
    __tablename__: ClassVar[str] = "talks"
    person: str = Field(primary_key=True, foreign_key="persons.id")
    body: bytes
    at: datetime


class QuestionRow(SQLModel, table=True):
    """`state`: open | answered | dropped. `text` is there while it waits, `mark` finds it a second time."""

    __tablename__: ClassVar[str] = "questions"
    __table_args__ = (UniqueConstraint("id"), UniqueConstraint("mark"))
    number: int | None = Field(default=None, primary_key=True)
    id: str
    person: str | None = Field(default=None, foreign_key="persons.id", index=True)
    notice: str
    mark: str | None = None
    point: bytes
    text: bytes | None
    state: str = Field(index=True)
    on: date
    settled: date | None = None
    answer: bytes | None = None
    author: str = ""
    ruling: str | None = None


class RulingRow(SQLModel, table=True):
    """One version of a reading of the office; the highest holds."""

    __tablename__: ClassVar[str] = "rulings"
    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    notice: str
    point: bytes
    text: bytes
    author: str
    on: date
    settles: str = Field(default="", sa_column_kwargs=_EMPTY)


class ToldRow(SQLModel, table=True):
    """The version of a ruling that a person got last, in an answer or by letter."""

    __tablename__: ClassVar[str] = "told"
    ruling: str = Field(primary_key=True)
    person: str = Field(primary_key=True, foreign_key="persons.id", index=True)
    version: int
    at: datetime


class SubscriptionRow(SQLModel, table=True):
    """`wanted` False: this notice is refused, for ever."""

    __tablename__: ClassVar[str] = "subscriptions"
    person: str = Field(primary_key=True, foreign_key="persons.id")
    notice: str = Field(primary_key=True, index=True)
    wanted: bool
    at: datetime


class WishRow(SQLModel, table=True):
    """When somebody is reminded, and whether at all. `leads`: days before, such as 7,1; '' as usual.

    From the hour `quiet` on nothing more is sent on a day.
    """

    __tablename__: ClassVar[str] = "wishes"
    person: str = Field(primary_key=True, foreign_key="persons.id")
    hour: int
    silent: bool
    leads: str = Field(default="", sa_column_kwargs=_EMPTY)
    quiet: int = Field(default=21, sa_column_kwargs={"server_default": text("21")})


class CursorRow(SQLModel, table=True):
    """How far a channel has been read, such as Telegram's next offset; how often the rulings changed."""

    __tablename__: ClassVar[str] = "cursors"
    name: str = Field(primary_key=True)
    value: int = Field(sa_type=BigInteger)


class HeartbeatRow(SQLModel, table=True):
    __tablename__: ClassVar[str] = "heartbeats"
    name: str = Field(primary_key=True)
    at: datetime


class LeaseRow(SQLModel, table=True):
    """What only one of several processes may do: `holder` until `until`, by the database's own clock."""

    __tablename__: ClassVar[str] = "leases"
    name: str = Field(primary_key=True)
    holder: str
    until: datetime


class LogRow(SQLModel, table=True):
    """What happened, with ids and kinds only: names resolve through rows that `/forget` destroys."""

    __tablename__: ClassVar[str] = "log"
    number: int | None = Field(default=None, primary_key=True)
    at: datetime
    kind: str
    person: str
    subject: str = Field(default="", index=True)
    event: str = ""
    role: str = Field(default="", sa_column_kwargs=_EMPTY)  # in which role it was done
    detail: str = Field(default="", sa_column_kwargs=_EMPTY)  # a deed or a field, never a value


class DeletionRow(SQLModel, table=True):
    """Who was forgotten: applied again after a backup is restored."""

    __tablename__: ClassVar[str] = "deletions"
    person: str = Field(primary_key=True)
    at: datetime
