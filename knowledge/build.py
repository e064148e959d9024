"""From the files of a notice, already found sound in shape, to the frozen `Notice`."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.folder import Folder
from knowledge.model import (
    AllOf,
    AnyOf,
    Basis,
    Citation,
    Clause,
    Condition,
    Contact,
    Edition,
    Fact,
    Field,
    FileLimit,
    Force,
    Form,
    Limit,
    Material,
    Notice,
    PublicNotice,
    QuotaRow,
    Quotas,
    Round,
    Rule,
    Share,
    Stage,
    Test,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
Data = Mapping[str, Any]


def build(folder: Folder) -> Notice:
    data = folder.notice
    notice = data["id"]
    clauses = cut(folder.source, data["clauses"])
    quotas = _quotas(notice, data.get("quotas"), clauses)
    return Notice(
        id=notice,
        code=data["code"],
        title=data["title"],
        short=data["short"],
        number=data.get("number", ""),
        issued=_issued(data),
        issuer=data["issuer"],
        region=data["region"],
        award=data["award"],
        awards=dict(data.get("awards", {})),
        names=tuple(data.get("also_called", ())),
        source=folder.source,
        clauses=clauses,
        facts=tuple(_fact(notice, each) for each in data["facts"]),
        not_stated=tuple(data.get("not_stated", ())),
        rules=tuple(_rule(notice, each) for each in data.get("rules", ())),
        quotas=quotas,
        stages=tuple(_stage(notice, each) for each in data["stages"]),
        public_notice=_public_notice(notice, data.get("public_notice")),
        materials=tuple(_material(notice, each) for each in data.get("materials", ())),
        contacts=tuple(_contact(notice, each) for each in data["contacts"]),
        form=build_form(folder.form, data.get("quotas", {}).get("units", {})),
        units=tuple(data.get("quotas", {}).get("units", {})),
        folder=str(folder.path),
        dated="issued" in data,
    )


def _issued(data: Data) -> date:
    """The date the notice bears, else the first day on which it can be handed in."""
    submission: Data = next((each for each in data["stages"] if each["id"] == "submission"), {})
    found = data.get("issued") or submission.get("since") or submission.get("until")
    assert isinstance(found, date)
    return found


def announced(notice: Notice) -> Edition:
    """The round that the notice itself announces: open from its date to the end of its last day."""
    submission = notice.stage("submission")
    last = submission.until if submission and submission.until else notice.issued
    opens = datetime.combine(notice.issued, time.min, SHANGHAI)
    closes = datetime.combine(last, time.max, SHANGHAI)
    return Edition(notice, Round(notice.id, notice.id, opens, closes, notice.code))


def places(source: str, starts: Iterable[str]) -> list[int]:
    """Where each clause starts, each searched after the one before; -1 where it is not found there."""
    found: list[int] = []
    after = 0
    for each in starts:
        place = source.find(each, after)
        found.append(place)
        after = max(after, place + 1)
    return found


def cut(source: str, rows: Iterable[Data]) -> tuple[Clause, ...]:
    """The source cut into clauses, each running to the start of the next one."""
    rows = tuple(rows)
    begins = places(source, (each["starts"] for each in rows))
    ends = [*begins[1:], len(source)]
    return tuple(
        Clause(row["id"], row["label"], source[begin:end].strip())
        for row, begin, end in zip(rows, begins, ends, strict=True)
    )


def condition(data: Data) -> Condition:
    """{trait: {op: value}}, {any: [...]} or {all: [...]}."""
    ((key, inner),) = data.items()
    if key == "any":
        return AnyOf(tuple(condition(each) for each in inner))
    if key == "all":
        return AllOf(tuple(condition(each) for each in inner))
    ((op, value),) = inner.items()
    return Test(key, op, tuple(value) if isinstance(value, list) else value)


def build_form(data: Data, units: Iterable[str]) -> Form:
    fields = tuple(_field(each, tuple(units)) for each in data["fields"])
    written = json.dumps(
        [data["title"], [asdict(each) for each in fields]], ensure_ascii=False, sort_keys=True
    )
    return Form(
        title=data["title"],
        basis=Basis(data["basis"]),
        clause=data["at"],
        fields=fields,
        digest=hashlib.sha256(written.encode()).hexdigest()[:16],
        note=data.get("note", ""),
    )


def _cites(notice: str, data: Data) -> Citation:
    return Citation(notice, data["at"], data["quote"])


def _fact(notice: str, data: Data) -> Fact:
    return Fact(data["topic"], data["value"], _cites(notice, data), data.get("award", ""))


def _rule(notice: str, data: Data) -> Rule:
    force = next(each for each in Force if each.value in data)
    judged = force is Force.JUDGED
    return Rule(
        id=data["id"],
        force=force,
        label=data["label"],
        cites=_cites(notice, data),
        when=None if judged else condition(data[force.value]),
        award=data.get("award", ""),
        by=data["judged"] if judged else "",
        unclear=condition(data["unclear"]) if "unclear" in data else None,
    )


def _quotas(notice: str, data: Data | None, clauses: Iterable[Clause]) -> Quotas | None:
    if data is None:
        return None
    text = next((each.text for each in clauses if each.id == data["at"]), "")
    table = tuple(
        QuotaRow(unit, least=0, most=most, cites=Citation(notice, data["at"], _table_row(text, unit, most)))
        for unit, most in data.get("units", {}).items()
    )
    return Quotas(
        rows=(*table, *(_quota_row(notice, each) for each in data.get("rows", ()))),
        total=data.get("total"),
        cites=_cites(notice, data),
        shares=tuple(_share(notice, each) for each in data.get("shares", ())),
        note=data.get("note", ""),
    )


def _table_row(text: str, unit: str, most: int) -> str:
    """The row as it stands in the table, with the white space between its two cells; '' if it does not."""
    found = re.search(rf"{re.escape(unit)}\s*{most}(?!\d)", text)
    return found.group() if found else ""


def _quota_row(notice: str, data: Data) -> QuotaRow:
    exactly = data.get("exactly")
    return QuotaRow(
        unit=data.get("unit", ""),
        unit_class=data.get("class", ""),
        label=data.get("label", ""),
        least=data.get("least", 0) if exactly is None else exactly,
        most=data.get("most", 0) if exactly is None else exactly,
        cites=_cites(notice, data),
    )


def _share(notice: str, data: Data) -> Share:
    op = "at_most" if "at_most" in data else "is"
    return Share(data["trait"], data[op], data["percent"], _cites(notice, data), op)


def _stage(notice: str, data: Data) -> Stage:
    return Stage(
        id=data["id"],
        name=data["name"],
        cites=_cites(notice, data),
        since=data.get("since"),
        until=data.get("until"),
        remind=tuple(data.get("remind", ())),
    )


def _public_notice(notice: str, data: Data | None) -> PublicNotice | None:
    if data is None:
        return None
    return PublicNotice(
        levels=tuple(data["levels"]),
        working_days=data.get("working_days"),
        cites=_cites(notice, data),
        after=tuple(data.get("after", ())),
        unstated=tuple(data.get("unstated", ())),
    )


def _material(notice: str, data: Data) -> Material:
    return Material(
        id=data["id"],
        name=data["name"],
        cites=(_cites(notice, data), *(_cites(notice, each) for each in data.get("also", ()))),
        medium=data["medium"],
        copies=data.get("copies"),
        count=data.get("count", ""),
        paper=data.get("paper", ""),
        sides=data.get("sides", ""),
        chars=_limit(data),
        seals=tuple(data.get("seals", ())),
        field=data.get("field", ""),
        copy_label=data.get("copy_label", ""),
        checks=tuple(data.get("checks", ())),
    )


def _limit(data: Data) -> Limit:
    return Limit(max=data.get("max"), about=data.get("about"))


def _contact(notice: str, data: Data) -> Contact:
    return Contact(
        office=data["office"],
        cites=_cites(notice, data),
        phone=data.get("phone", ""),
        email=data.get("email", ""),
        address=data.get("address", ""),
        person=data.get("person", ""),
        role=data.get("role", ""),
    )


def _field(data: Data, units: tuple[str, ...]) -> Field:
    return Field(
        id=data["id"],
        label=data["label"],
        type=data["type"],
        optional=data.get("optional", False),
        hint=data.get("hint", ""),
        why=data.get("why", ""),
        options={each: each for each in units} if data.get("quota_units") else dict(data.get("options", {})),
        chars=_limit(data),
        informs=data.get("informs", ""),
        group=data.get("group", "sheet"),
        files=_files(data["files"]) if "files" in data else None,
        sensitive=data.get("sensitive", False),
        when=dict(data.get("when", {})),
    )


def _files(data: Data) -> FileLimit:
    return FileLimit(data.get("least", 0), data["most"], tuple(data["formats"]), data.get("min_bytes", 0))
