"""Whether the files have the shape that the notice is built from."""

from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.build import places
from knowledge.folder import Folder
from knowledge.marked import Rows, Table
from knowledge.model import Force
from knowledge.schema import Flaw, check, check_rows, flaw
from knowledge.traits import traits

CONDITIONS = ("needs", "bars", "vetoes", "prefers", "unclear")
ORDERED = ("at_least", "at_most", "above", "below")


def checks(folder: Folder) -> Iterator[tuple[str, Iterable[Flaw]]]:
    """The flaws of each file; what cannot be built comes first and alone."""
    written = tuple(check(folder.notice, "notice"))
    yield "notice.yaml", written
    if not written:
        yield "notice.yaml", _clauses(folder)
        yield "notice.yaml", _submission(folder.notice["stages"])
        yield "notice.yaml", _rules(folder.notice.get("rules", Rows(1)))
    yield "form.yaml", check(folder.form, "form")
    yield "cases.yaml", check_rows(folder.cases, "case")


def _clauses(folder: Folder) -> Iterator[Flaw]:
    rows = folder.notice["clauses"]
    for row, place in zip(rows, places(folder.source, (each["starts"] for each in rows)), strict=True):
        if place < 0:
            where = "clause_order" if row["starts"] in folder.source else "clause_start"
            yield flaw(row.lines["starts"], where, id=row["id"], starts=row["starts"])


def _submission(stages: Rows) -> Iterator[Flaw]:
    if not any(each["id"] == "submission" and "until" in each for each in stages):
        yield flaw(stages.line, "no_submission")


def _rules(rules: Rows) -> Iterator[Flaw]:
    for rule in rules:
        if sum(force.value in rule for force in Force) != 1:
            yield flaw(rule.line, "one_force", id=rule["id"])
        for key in CONDITIONS:
            if key in rule:
                yield from _condition(rule[key], rule.lines[key])


def _condition(written: Any, line: int) -> Iterator[Flaw]:
    """A condition is {trait: {op: value}}, {any: [...]} or {all: [...]}."""
    if not isinstance(written, Table) or len(written) != 1:
        yield flaw(line, "condition")
        return
    ((key, inner),) = written.items()
    line = written.lines[key]
    if key in ("any", "all") and isinstance(inner, Rows) and inner:
        for each, its_line in zip(inner, inner.lines, strict=True):
            yield from _condition(each, its_line)
    elif key in ("any", "all") or not isinstance(inner, Table) or len(inner) != 1:
        yield flaw(line, "condition")
    elif key not in traits():
        yield flaw(line, "unknown_trait", trait=key)
    else:
        yield from _test(key, inner, line)


def _test(name: str, inner: Table, line: int) -> Iterator[Flaw]:
    ((op, value),) = inner.items()
    trait = traits()[name]
    if op not in ("is", "in", *ORDERED):
        yield flaw(line, "unknown_op", op=op)
    elif op in ORDERED and trait.type not in ("scale", "number"):
        yield flaw(line, "not_ordered", trait=name, op=op)
    elif (op == "in") != isinstance(value, Rows):
        yield flaw(line, "in_takes_a_list", trait=name)
    else:
        for each in value if isinstance(value, Rows) else (value,):
            yield from value_of(name, each, line)


def value_of(name: str, value: Any, line: int) -> Iterator[Flaw]:
    """Whether a value is one the trait can have."""
    trait = traits()[name]
    fits = {"flag": isinstance(value, bool), "number": type(value) in (int, float)}
    if not fits.get(trait.type, isinstance(value, str) and value in trait.options):
        yield flaw(
            line, "value_of_trait", trait=name, value=value, known=", ".join(trait.options) or trait.type
        )
