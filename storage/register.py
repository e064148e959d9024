"""The register of nominations as those above the nominee see it, always within what their seats reach."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, case, false, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from dialogs.register import ABROAD, TAKING, Happened, Standing
from dialogs.seats import LIAISON
from knowledge.model import Form
from storage import abroad, forms
from storage.desks import ReturnRow, UnitRow
from storage.seats import Seats
from storage.tables import EntryRow, LogRow, NominationRow
from storage.vault import Vault

if TYPE_CHECKING:
    from storage.records import Past

UNCOUNTED = ("discarded",)
_SHOWN = ("name", "employer")  # the entries a list shows
_HANDED_IN = col(NominationRow.state).not_in(("draft", "withdrawn"))


class _Tally(NamedTuple):
    """So many nominations are alike in all that is counted."""

    unit: str
    state: str
    held: int
    late: bool
    confirmed: bool
    shares: str
    category: str
    number: int


class Register:
    """Satisfies `dialogs.register.Register` for one signed-in person."""

    def __init__(self, past: "Past", seats: Seats) -> None:
        self._past = past
        self._session = past.session
        self._seats = seats
        self._tallies: dict[tuple[str, str], Sequence[_Tally]] = {}

    def one(self, nomination: str) -> Standing | None:
        row = self.row(nomination)
        return self._standings([row])[0] if row else None

    def entries(self, nomination: str) -> Mapping[str, str]:
        row = self.row(nomination)
        found = self._past.values(nomination) if row and row.state != "draft" else {}
        hidden = self._veiled([nomination])
        return {field: value for field, value in found.items() if not hidden or field in abroad.OPEN}

    def filled(self, nomination: str) -> frozenset[str]:
        values = self._past.values(nomination) if self.row(nomination) else {}
        return frozenset(field for field, value in values.items() if value)

    def form(self, nomination: str) -> Form | None:
        row = self.row(nomination)
        return forms.find(self._session, row.digest) if row else None

    def page(  # noqa: PLR0913 - a search has that many sides
        self,
        round: str,  # noqa: A002 - the glossary's word
        *,
        unit: str = "",
        states: frozenset[str] = frozenset(),
        name: str = "",
        after: str = "",
        limit: int = 50,
    ) -> Sequence[Standing]:
        wanted = [NominationRow.round == round, *self._within(unit)]
        if states:
            wanted.append(col(NominationRow.state).in_(states))
        if name:
            wanted.append(col(NominationRow.id).in_(self._called(round, name)))
        last = self._session.get(NominationRow, after) if after else None
        found = list(self._numbered(wanted, last, limit))
        if len(found) < limit:
            found += self._unnumbered(wanted, last, limit - len(found))
        return self._standings(found)

    def _numbered(self, wanted: list[Any], last: NominationRow | None, limit: int) -> Sequence[NominationRow]:
        """By number, along the index that keeps numbers apart."""
        if last and last.serial is None:
            return ()
        above = col(NominationRow.serial) > (last.serial if last and last.serial else 0)
        rows = select(NominationRow).where(*wanted, above).order_by(col(NominationRow.serial))
        return self._session.exec(rows.limit(limit)).all()

    def _unnumbered(
        self, wanted: list[Any], last: NominationRow | None, limit: int
    ) -> Sequence[NominationRow]:
        behind = [col(NominationRow.id) > last.id] if last and last.serial is None else []
        without = select(NominationRow).where(*wanted, *behind, col(NominationRow.serial).is_(None))
        return self._session.exec(without.order_by(col(NominationRow.id)).limit(limit)).all()

    def veiled(self, round: str, unit: str = "", states: frozenset[str] = frozenset()) -> int:  # noqa: A002 - the glossary's word
        if self._past.caller.channel not in ABROAD:
            return 0
        wanted = [NominationRow.round == round, *self._within(unit), ~abroad.agreed()]
        wanted.append(col(NominationRow.state).in_(states) if states else _HANDED_IN)
        return self._session.exec(select(func.count()).where(*wanted)).one()

    def counts(self, round: str, unit: str = "") -> Mapping[str, Mapping[str, int]]:  # noqa: A002 - the glossary's word
        found: dict[str, Counter[str]] = {}
        for each in self._tally(round, unit):
            found.setdefault(each.unit, Counter())[each.state] += each.number
        return found

    def marks(self, round: str, unit: str = "") -> Mapping[str, int]:  # noqa: A002 - the glossary's word
        live = [each for each in self._tally(round, unit) if each.state not in {"draft", "withdrawn"}]
        return {
            "held": sum(each.number for each in live if each.held),
            "late": sum(each.number for each in live if each.late),
            "unconfirmed": sum(each.number for each in live if not each.confirmed),
            "unassigned": sum(each.number for each in live if not each.unit),
        }

    def waiting(self, round: str) -> Sequence[Standing]:  # noqa: A002 - the glossary's word
        rows = self._session.exec(
            select(NominationRow)
            .where(NominationRow.round == round, NominationRow.held != "", *self._within(""))
            .where(col(NominationRow.state).not_in(("draft", "withdrawn")))
            .order_by(col(NominationRow.submitted))
        )
        return self._standings([row for row in rows if self._seats.office_of(row.notice)])

    def unclaimed(self, round: str) -> Sequence[Standing]:  # noqa: A002 - the glossary's word
        rows = self._session.exec(
            select(NominationRow)
            .where(NominationRow.round == round, NominationRow.unit == "", *self._within(""))
            .where(col(NominationRow.state).in_(("submitted", "returned")))
            .order_by(col(NominationRow.serial))
        ).all()
        return self._standings([row for row in rows if self._seats.office_of(row.notice)])

    def shares(self, round: str, unit: str = "") -> Mapping[str, int]:  # noqa: A002 - the glossary's word
        return self._listed("shares", round, unit)

    def groups(self, round: str, unit: str = "") -> Mapping[str, int]:  # noqa: A002 - the glossary's word
        return self._listed("category", round, unit)

    def _listed(self, column: str, round_id: str, unit: str) -> Mapping[str, int]:
        """What stands in a column -> how many of those on the list; a burnt place is nobody's any more."""
        found: Counter[str] = Counter()
        for each in self._tally(round_id, unit):
            if each.state in TAKING - {"burnt"}:
                found[getattr(each, column)] += each.number
        return found

    def _tally(self, round_id: str, unit: str) -> Sequence[_Tally]:
        """All that figures are made of, in one look at the index, until something is about to change."""
        if (round_id, unit) not in self._tallies:
            held = case((col(NominationRow.held) != "", 1), else_=0)
            columns = (
                col(NominationRow.unit),
                col(NominationRow.state),
                held,
                col(NominationRow.late),
                col(NominationRow.confirmed),
                col(NominationRow.shares),
                col(NominationRow.category),
            )
            rows = self._session.execute(
                sql_select(*columns, func.count())
                .where(col(NominationRow.round) == round_id, *self._within(unit))
                .group_by(*columns)
            )
            self._tallies[round_id, unit] = tuple(_Tally(*row) for row in rows)
        return self._tallies[round_id, unit]

    def taken(self, unit: str) -> int:
        if self._seats.unit(unit) is None:
            return 0
        self._session.get_one(UnitRow, unit, with_for_update=True)
        return self._session.exec(
            select(func.count()).where(NominationRow.unit == unit, col(NominationRow.state).in_(TAKING))
        ).one()

    def history(self, nomination: str) -> Sequence[Happened]:
        if self.row(nomination) is None and not self._past.owns(nomination):
            return ()
        rows = self._session.exec(
            select(LogRow, ReturnRow)
            .join(ReturnRow, col(ReturnRow.log) == col(LogRow.number), isouter=True)
            .where(LogRow.subject == nomination)
            .order_by(col(LogRow.number))
        )
        hidden = not self._past.owns(nomination) and self._veiled([nomination])
        lines = (_happened(self._past.vault, line, why) for line, why in rows)
        return tuple(replace(each, reason="") if hidden else each for each in lines)

    def role(self, nomination: str) -> str:
        """In which role the person acts on it: liaison or office, '' where no seat reaches it."""
        row = self._session.get(NominationRow, nomination) if self._seats.held else None
        return self._seats.role_in(row.notice, row.unit) if row else ""

    def twins(self, nomination: str) -> Sequence[Standing]:
        row = self.row(nomination)
        if row is None or not self._seats.office_of(row.notice):
            return ()
        return self._standings(self._session.exec(alike(row)).all())

    def row(self, nomination: str, *, lock: bool = False) -> NominationRow | None:
        """The row, if a seat reaches it; locked, as it is after whoever held it before."""
        if lock:
            self._tallies.clear()
            self._session.flush()  # or what this turn has changed already would be read away
        found = self._session.get(
            NominationRow, nomination, with_for_update=lock or None, populate_existing=lock
        )
        if found is None or found.practice or found.state in UNCOUNTED:
            return None
        return found if self._seats.role_in(found.notice, found.unit) else None

    def reached(self, nominations: Sequence[str]) -> Sequence[str]:
        """Those of these ids that a seat reaches."""
        known = select(NominationRow.id).where(col(NominationRow.id).in_(nominations), *self._within(""))
        return self._session.exec(known).all()

    def _within(self, unit: str) -> list[Any]:
        """The conditions of what the seats reach, narrowed to one unit where one is named."""
        held = self._seats.held
        offices = {each.notice for each in held if each.role != LIAISON}
        units = {each.unit for each in held if each.role == LIAISON}
        reach = [col(NominationRow.unit).in_(units)] if units else []
        if "" in offices:
            reach = []
        elif offices:
            reach.append(col(NominationRow.notice).in_(offices))
        elif not units:
            reach = [col(NominationRow.id).is_(None)]
        counted = [col(NominationRow.practice).is_(False), col(NominationRow.state).not_in(UNCOUNTED)]
        return [*counted, *([or_(*reach)] if reach else []), *([NominationRow.unit == unit] if unit else [])]

    def _called(self, round_id: str, name: str) -> list[str]:
        """Looked up one after the other: each has an index, both together have none."""
        same = select(NominationRow.id).where(
            NominationRow.round == round_id, NominationRow.namesake == namesake(self._past.vault, name)
        )
        numbered = select(NominationRow.id).where(NominationRow.registration == name.strip().upper())
        return [*self._session.exec(same), *self._session.exec(numbered)]

    def _standings(self, rows: Sequence[NominationRow]) -> Sequence[Standing]:
        ids = [row.id for row in rows]
        shown, hidden = self._shown(ids), self._veiled(ids)
        return tuple(self._masked(row, shown.get(row.id, {}), veiled=row.id in hidden) for row in rows)

    def _masked(self, row: NominationRow, shown: Mapping[str, str], *, veiled: bool) -> Standing:
        """Why a nomination is held is for the office alone; who it is, not for every channel."""
        found = _standing(row, shown)
        if row.held and not self._seats.office_of(row.notice):
            found = replace(found, held="held")
        if not veiled:
            return found
        name = abroad.masked(found.name)
        return replace(found, name=name, employer="", shares="", category="", veiled=True)

    def _veiled(self, nominations: Sequence[str]) -> frozenset[str]:
        return abroad.veiled(self._session, self._past.caller.channel, nominations)

    def readable(self, nominations: Sequence[str]) -> Sequence[str]:
        """Those of these ids that a seat reaches, and this channel may show."""
        hidden = self._veiled(nominations)
        return [each for each in self.reached(nominations) if each not in hidden]

    def _shown(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """Nomination -> the newest values of the few entries that a list shows, in one query."""
        rows = self._session.exec(
            select(EntryRow)
            .where(col(EntryRow.nomination).in_(ids), col(EntryRow.field).in_(_SHOWN))
            .order_by(col(EntryRow.number))
        )
        latest = {(row.nomination, row.field): row for row in rows}
        found: dict[str, dict[str, str]] = {}
        for (nomination, field), row in latest.items():
            found.setdefault(nomination, {})[field] = self._past.opened(row)
        return found


def alike(row: NominationRow) -> SelectOfScalar[NominationRow]:
    """Others of the round that may be the same person: by name and birth month, or by name and employer."""
    known = col(NominationRow.namesake) == row.namesake
    placed = and_(known, col(NominationRow.employer) == row.employer)
    # Where a form does not ask for the birth, nothing is known of it: that makes nobody alike.
    born = col(NominationRow.twin) == row.twin if row.twin else false()
    return select(NominationRow).where(
        NominationRow.round == row.round,
        NominationRow.id != row.id,
        col(NominationRow.practice).is_(False),
        col(NominationRow.state).not_in((*UNCOUNTED, "draft", "withdrawn")),
        or_(born, placed),
    )


def namesake(vault: Vault, name: str) -> str:
    """The keyed hash by which a whole name is found."""
    return vault.mark("".join(name.split()).casefold(), "name")


def twin(vault: Vault, name: str, birth: str) -> str:
    """The keyed hash by which the same person is found: name and birth month."""
    return vault.mark(f"{''.join(name.split()).casefold()}\0{birth}", "twin")


def _standing(row: NominationRow, shown: Mapping[str, str]) -> Standing:
    return Standing(
        id=row.id,
        notice=row.notice,
        round=row.round,
        unit=row.unit,
        state=row.state,
        registration=row.registration or "",
        name=shown.get("name", ""),
        employer=shown.get("employer", ""),
        digest=row.digest,
        started=row.started,
        changed=row.changed,
        submitted=row.submitted,
        way=row.way,
        confirmed=row.confirmed,
        held=row.held,
        late=row.late,
        shares=row.shares,
        category=row.category,
    )


def _happened(vault: Vault, line: LogRow, why: ReturnRow | None) -> Happened:
    reason = vault.open(why.reason, reason_place(why.log)) if why else ""
    return Happened(
        line.at,
        line.detail if line.kind == "move" else line.kind,
        line.role or "nominee",
        why.field if why else "",
        reason,
        line.number or 0,
        "" if line.kind == "move" else line.detail,
    )


def reason_place(log: int) -> str:
    """Where a reason is sealed for."""
    return f"returns.reason:{log}"
