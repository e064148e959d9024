"""Whether every quote stands word for word in the clause it names, and the clauses cover the text."""

import re
from collections.abc import Iterable, Iterator

from knowledge.build import places
from knowledge.folder import Folder
from knowledge.marked import Rows, Table, tables
from knowledge.model import Notice
from knowledge.schema import Flaw, flaw

LONGEST = 150  # a quote is a sentence, not a page


def squeeze(text: str) -> str:
    """Without white space: the line breaks of the official text are layout, not wording."""
    return re.sub(r"\s+", "", text)


def check(folder: Folder, notice: Notice) -> Iterator[Flaw]:
    yield from _coverage(folder)
    yield from repeated(folder.notice["clauses"], "id")
    yield from repeated(folder.notice["clauses"], "label")
    yield from _quotes(folder.notice, notice)


def check_form(folder: Folder, notice: Notice) -> Iterator[Flaw]:
    if folder.form["at"] not in {each.id for each in notice.clauses}:
        yield flaw(folder.form.lines["at"], "unknown_clause", id=folder.form["at"])
    yield from _quotes(folder.form, notice)


def repeated(rows: Iterable[Table], key: str) -> Iterator[Flaw]:
    seen = set()
    for row in rows:
        if row[key] in seen:
            yield flaw(row.lines[key], "repeated", key=key, value=row[key])
        seen.add(row[key])


def _coverage(folder: Folder) -> Iterator[Flaw]:
    rows: Rows = folder.notice["clauses"]
    (first,) = places(folder.source, (rows[0]["starts"],))
    missed = folder.source[:first].strip()
    if missed:
        yield flaw(rows[0].lines["starts"], "uncovered", missed=missed[:20])


def _quotes(written: Table, notice: Notice) -> Iterator[Flaw]:
    texts = {each.id: squeeze(each.text) for each in notice.clauses}
    labels = {each.id: each.label for each in notice.clauses}
    for table in tables(written):
        if "quote" not in table:
            continue
        clause, quote = table["at"], table["quote"]
        if clause not in texts:
            yield flaw(table.lines["at"], "unknown_clause", id=clause)
        elif len(quote) > LONGEST:
            yield flaw(table.lines["quote"], "long_quote", most=LONGEST)
        elif squeeze(quote) not in texts[clause]:
            yield flaw(table.lines["quote"], "quote", label=labels[clause], quote=quote)
