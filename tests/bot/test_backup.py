import sqlite3
import tarfile
import time
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from tests.bot.serving import free_port, serving, zuimei
from tests.web.browser import Browser
from tests.web.site import Site


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A data folder with a database and a key."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "data.key").write_text("key")
    with closing(sqlite3.connect(data / "zuimei.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE entries (value)")
        database.execute("INSERT INTO entries VALUES ('kept')")
        database.commit()
    return tmp_path


def test_what_was_said_before_a_backup_is_there_after_a_restore(tmp_path: Path) -> None:
    port = str(free_port())
    with serving(tmp_path, WEB_PORT=port) as running:
        visitor = Browser(cast("Site", running))
        first = visitor.news()
        while not first:
            first = visitor.news(wait=5)
        made = zuimei(tmp_path, "backup", "kept.tgz")
        assert (made.returncode, made.stdout) == (0, "kept.tgz: 2 files\n")
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.http.cookies.items())
        running.end()
    (tmp_path / "data").rename(tmp_path / "lost")
    assert zuimei(tmp_path, "restore", "kept.tgz").returncode == 0
    with serving(tmp_path, WEB_PORT=port) as again:
        assert Browser(cast("Site", again), {"cookie": cookies}).news() == first
        assert again.end() == 0


def test_a_backup_is_its_owners_alone_and_leaves_nothing_beside_it(kept: Path) -> None:
    zuimei(kept, "backup", "kept.tgz")
    assert (kept / "kept.tgz").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in kept.iterdir()) == ["data", "kept.tgz"]
    assert {path.name for path in (kept / "data").iterdir()} <= {
        "zuimei.db",
        "zuimei.db-wal",
        "zuimei.db-shm",
        "data.key",
    }


def test_a_restored_folder_is_its_owners_alone(kept: Path) -> None:
    zuimei(kept, "backup", "kept.tgz")
    assert zuimei(kept, "restore", "kept.tgz", DATA_DIR="restored").returncode == 0
    assert [path.name for path in (kept / "restored").iterdir() if path.stat().st_mode & 0o077] == []
    with closing(sqlite3.connect(kept / "restored" / "zuimei.db")) as database:
        assert database.execute("SELECT value FROM entries").fetchall() == [("kept",)]


def test_nothing_is_overwritten(kept: Path) -> None:
    zuimei(kept, "backup", "kept.tgz")
    again = zuimei(kept, "backup", "kept.tgz")
    assert (again.returncode, again.stderr) == (1, "kept.tgz exists already.\n")
    over = zuimei(kept, "restore", "kept.tgz")
    assert over.returncode == 1
    assert over.stderr.startswith("DATA_DIR: data/zuimei.db exists.")


def test_a_damaged_backup_is_refused(kept: Path) -> None:
    zuimei(kept, "backup", "kept.tgz")
    with tarfile.open(kept / "kept.tgz") as whole, tarfile.open(kept / "changed.tgz", "w:gz") as changed:
        for each in whole:
            body = whole.extractfile("manifest.json" if each.name == "zuimei.db" else each.name)
            each.size = body.seek(0, 2) if body else 0
            if body:
                body.seek(0)
            changed.addfile(each, body)
    (kept / "cut.tgz").write_bytes((kept / "kept.tgz").read_bytes()[:-60])
    for name in ("changed.tgz", "cut.tgz", "data/data.key", "nothing.tgz"):
        refused = zuimei(kept, "restore", name, DATA_DIR="restored")
        assert refused.returncode == 1
        assert refused.stderr.startswith(f"{name} is ")
        assert not (kept / "restored").exists()


def test_postgresql_has_its_own_tools(kept: Path) -> None:
    told = zuimei(kept, "backup", "kept.tgz", DATABASE_URL="postgresql://localhost/none")
    assert told.returncode == 1
    assert "pg_dump" in told.stderr


def test_nothing_to_back_up_is_said(tmp_path: Path) -> None:
    told = zuimei(tmp_path, "backup", "kept.tgz")
    assert told.returncode == 1
    assert told.stderr.startswith("DATABASE_URL: there is nothing to back up yet")


def test_whoever_was_forgotten_after_a_backup_does_not_come_back_with_it(tmp_path: Path) -> None:
    port = str(free_port())
    with serving(tmp_path, WEB_PORT=port) as running:
        visitor, gone = (Browser(cast("Site", running)) for _ in range(2))
        for each in (visitor, gone):
            while not each.news(wait=5):
                pass
        zuimei(tmp_path, "backup", "kept.tgz")
        gone.say("/forget")
        gone.say("是")
        while not (tmp_path / "data" / "deletions.txt").exists():
            time.sleep(0.2)
        running.end()
    (tmp_path / "data").rename(tmp_path / "lost")
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "deletions.txt").write_bytes((tmp_path / "lost" / "deletions.txt").read_bytes())
    before = _people(tmp_path / "kept.tgz", tmp_path)
    assert zuimei(tmp_path, "restore", "kept.tgz").returncode == 0
    with serving(tmp_path, WEB_PORT=port) as again:
        again.end()
    (forgotten,) = (tmp_path / "data" / "deletions.txt").read_text().split()
    with closing(sqlite3.connect(tmp_path / "data" / "zuimei.db")) as database:
        left = {person for (person,) in database.execute("SELECT id FROM persons")}
    assert left == before - {forgotten} != before


def _people(backup: Path, folder: Path) -> set[str]:
    """Who is in a backup."""
    with tarfile.open(backup) as archive:
        (folder / "inside.db").write_bytes(archive.extractfile("zuimei.db").read())  # type: ignore[union-attr] # it is a file
    with closing(sqlite3.connect(folder / "inside.db")) as database:
        return {person for (person,) in database.execute("SELECT id FROM persons")}
