"""Public notices and ticks: kept within reach, sealed, their pictures with the nominee's files."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from dialogs.model import Forget
from dialogs.postings import Post, Posted, Tick
from storage import files
from storage.desks import PostingRow, TickRow
from storage.engine import read, write
from storage.tables import FileRow, LogRow
from storage.vault import Vault
from tests.samples import photo
from tests.storage.desks import Desks
from tests.storage.small import REAL, event, rows

MONDAY = date(2022, 7, 4)


@pytest.fixture
def desks(engine: Engine, vault: Vault) -> Desks:
    return Desks(engine, vault)


def _posted(nomination: str, **more: str) -> Posted:
    return replace(
        Posted("p1", nomination, "所在单位", MONDAY, MONDAY + timedelta(4), "running"),
        **more,  # type: ignore[arg-type] # texts
    )


def test_a_notice_runs_and_changes_under_its_id(desks: Desks) -> None:
    one = desks.submitted("nina")
    desks.do("anna", Post(_posted(one)))
    desks.do("bert", Post(_posted(one, state="stopped", objection="有人反映")))
    assert desks.look("boss", lambda past: past.postings.of(one)) == (
        _posted(one, state="stopped", objection="有人反映"),
    )
    (row,) = rows(desks.engine, PostingRow)
    assert "反映".encode() not in (row.objection or b"")
    line = rows(desks.engine, LogRow)[-1]
    assert (line.kind, line.role, line.subject) == ("post", "liaison", one)


@pytest.mark.parametrize("who", ["carl", "nina", "nobody"])
def test_out_of_reach_nothing_is_posted_or_ticked(desks: Desks, who: str) -> None:
    one = desks.submitted("nina")
    for effect in (Post(_posted(one)), Tick(one, "form/print", "unit")):
        with pytest.raises(LookupError):
            desks.do(who, effect)
    assert rows(desks.engine, PostingRow) == []
    assert rows(desks.engine, TickRow) == []
    desks.do("anna", Tick(one, "form/print", "unit"), Post(_posted(one)))
    assert desks.look("carl", lambda past: past.postings.ticked(one, "unit")) == ()
    assert desks.look("carl", lambda past: past.postings.of(one)) == ()


def test_the_newest_tick_of_a_line_counts_and_nothing_is_lost(desks: Desks) -> None:
    one = desks.submitted("nina")
    desks.do("anna", Tick(one, "checks/check/1", "unit", note="王查的"), Tick(one, "form/print", "unit"))
    desks.do("bert", Tick(one, "form/print", "unit", done=False))
    found = desks.look("anna", lambda past: past.postings.ticked(one, "unit"))
    assert [(each.slip, each.done, each.note) for each in found] == [
        ("checks/check/1", True, "王查的"),
        ("form/print", False, ""),
    ]
    assert desks.look("boss", lambda past: past.postings.ticked(one, "office")) == ()
    assert len(rows(desks.engine, TickRow)) == 3
    assert all("王查的".encode() not in (row.note or b"") for row in rows(desks.engine, TickRow))


def test_a_picture_stays_with_the_nominee_and_goes_with_them(desks: Desks, vault: Vault) -> None:
    one = desks.submitted("nina")
    sent = replace(photo(1), blob="b" * 32)
    came = event(address="anna", uploads=(sent,))
    write(desks.engine, lambda session: files.note(session, came, dropped=False))
    desks.do("anna", Post(_posted(one, photo=sent.hash)), at=came)
    (row,) = rows(desks.engine, FileRow)
    assert not row.dropped
    write(desks.engine, lambda session: files.drop_unused(session, REAL + timedelta(days=40)))
    assert not rows(desks.engine, FileRow)[0].dropped
    desks.do("anna", Forget())
    assert not rows(desks.engine, FileRow)[0].dropped
    owner = row.person
    assert owner
    assert read(desks.engine, lambda session: files.find(session, owner, sent.hash))
    desks.do("nina", Forget())
    assert rows(desks.engine, FileRow)[0].dropped
    assert rows(desks.engine, PostingRow) == []
