"""A lease: of several processes on one database, one may do something, for as long as it says that it lives.

Times are the database's own: the clocks of machines differ. A SQLite file has one process only, as
`bot.ground` sees to: there everybody holds every lease, and nothing is written.
"""

import math
import secrets

from sqlalchemy import Engine, bindparam, delete, text
from sqlmodel import Session, col, select

from storage.engine import write
from storage.tables import LeaseRow

_TAKE = text(
    "INSERT INTO leases (name, holder, until)"
    " VALUES (:name, :holder, clock_timestamp() + make_interval(secs => :lasts))"
    " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until"
    " WHERE leases.holder = excluded.holder OR leases.until < clock_timestamp()"
)
_MINE = (col(LeaseRow.name) == bindparam("name"), col(LeaseRow.holder) == bindparam("holder"))
# Shared, so that who takes the lease next waits for what we still do under it.
_HELD = (
    select(LeaseRow.name)
    .where(*_MINE, col(LeaseRow.until) > text("clock_timestamp()"))
    .with_for_update(read=True)
)
_RELEASED = delete(LeaseRow).where(*_MINE)


class Lease:
    """The lease of a name, from the side of one process, which draws a name of its own."""

    def __init__(self, engine: Engine, name: str, lasts: float) -> None:
        """`lasts` is in seconds, from each time it is taken."""
        self._engine = engine
        self._mine = {"name": name, "holder": secrets.token_hex(8)}
        self.shared = engine.dialect.name == "postgresql"
        self.lasts = lasts if self.shared else math.inf

    def take(self) -> bool:
        """Take it, or hold it for longer; False where another process holds it."""
        if not self.shared:
            return True
        values = {**self._mine, "lasts": self.lasts}
        return write(self._engine, lambda session: session.connection().execute(_TAKE, values).rowcount) > 0

    def release(self) -> None:
        """Whoever wants it need not wait."""
        if self.shared:
            write(self._engine, lambda session: session.connection().execute(_RELEASED, self._mine))

    def holds(self, session: Session) -> bool:
        """Whether it is ours until this transaction ends: whoever was held up for long finds out here."""
        return not self.shared or session.connection().scalar(_HELD, self._mine) is not None
