"""The files of one notice, read but not yet understood."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.marked import Rows, Table

NAMES = ("notice.yaml", "form.yaml", "cases.yaml")


@dataclass(frozen=True, slots=True)
class Folder:
    """`source` is the official text; the others are what was written about it."""

    path: Path
    source: str
    notice: Table
    form: Table
    cases: Rows
