"""`zuimei export`: the summary table, from the operator's own machine."""

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from storage import forms
from storage.engine import connect, read, upgrade
from storage.seats import pin_units
from storage.tables import LogRow
from storage.vault import Vault, load_key
from tests import desks
from tests.bot.serving import zuimei
from tests.chat import library

AT = datetime.fromisoformat("2022-07-01T09:00:00+08:00")


@pytest.fixture
def kept(tmp_path: Path) -> Engine:
    """A nomination that was handed in, and one that was only submitted."""
    data = tmp_path / "data"
    vault = Vault(load_key(None, data))
    engine = connect(f"sqlite:///{data}/zuimei.db")
    upgrade(engine)
    forms.pin(engine, (each.notice.form for each in library().values()), AT)
    pin_units(engine, library().values())
    for state in ("sent_up", "submitted"):
        desks.nominate(engine, vault, library()["jiujiang-2022"], desks.ENTRIES, unit="修水县", state=state)
    return engine


@pytest.mark.parametrize(("words", "count"), [((), 1), (("--all",), 2)])
def test_it_writes_the_table_and_notes_who_stands_in_it(
    kept: Engine, tmp_path: Path, words: tuple[str, ...], count: int
) -> None:
    file = tmp_path / "table.xlsx"
    told = zuimei(tmp_path, "export", "jiujiang-2022", str(file), *words)
    assert (told.returncode, told.stderr) == (0, "")
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    assert len(list(book.worksheets[0].rows)) == 2 + count
    assert book.worksheets[1]["A1"].value == "推荐单位"
    assert file.stat().st_mode & 0o077 == 0
    lines = read(kept, lambda session: session.exec(select(LogRow).where(LogRow.kind == "disclose")).all())
    assert [(each.role, each.detail) for each in lines] == [("operator", "export")] * count


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere-2022", "x.xlsx"), "There is no notice nowhere-2022."),
        (("jiujiang-2022", "x.doc"), "must end in .xlsx or .csv"),
        (("jiujiang-2022", "there.csv"), "exists already"),
    ],
)
def test_wrong_usage_ends_with_one_line(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    (tmp_path / "there.csv").write_text("")
    told = zuimei(tmp_path, "export", words[0], str(tmp_path / words[1]))
    assert told.returncode == 2
    assert says in told.stderr
    assert told.stderr.count("\n") == 1
