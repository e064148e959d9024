import sqlite3
import tarfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest
from sqlmodel import select

from bot.backup import restore
from bot.dumps import Unfit
from bot.settings import Settings
from storage.engine import connect, read
from storage.tables import InboxRow, PersonRow
from tests.bot.serving import free_port, serving, zuimei
from tests.postgresql import Cluster, cluster
from tests.web.browser import Browser
from tests.web.site import Site


@dataclass(frozen=True)
class Home:
    """Where an installation keeps what it keeps; `fresh` is another such place, which is empty."""

    folder: Path
    settings: Mapping[str, str]
    fresh: Callable[[], "Home"]

    @property
    def url(self) -> str:
        return (
            self.settings.get("DATABASE_URL")
            or f"sqlite:///{self.folder}/{self.settings['DATA_DIR']}/zuimei.db"
        )

    def people(self) -> set[str]:
        engine = connect(self.url)
        found = set(read(engine, lambda session: session.exec(select(PersonRow.id)).all()))
        engine.dispose()
        return found


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    server: Cluster | None = request.getfixturevalue("server") if request.param == "postgresql" else None

    def fresh() -> Home:
        name = f"home_{uuid4().hex}"
        database = {"DATABASE_URL": server.database(name)} if server else {}
        return Home(tmp_path, {"DATA_DIR": name, **database}, fresh)

    return fresh()


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


def test_what_was_said_before_a_backup_is_there_after_a_restore(home: Home) -> None:
    port = str(free_port())
    with serving(home.folder, WEB_PORT=port, **home.settings) as running:
        visitor = Browser(cast("Site", running))
        first = visitor.read(until="您好")
        picture = home.folder / home.settings["DATA_DIR"] / "files" / "ab" / "ab-a-sealed-picture"
        picture.parent.mkdir(parents=True)
        picture.write_bytes(b"sealed" * 1000)
        made = zuimei(home.folder, "backup", "kept.tgz", **home.settings)
        assert (made.returncode, made.stdout) == (0, "kept.tgz: 3 files\n")
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.http.cookies.items())
        running.end()
    new = home.fresh()
    given = zuimei(home.folder, "restore", "kept.tgz", **new.settings)
    assert (given.returncode, given.stdout) == (0, "kept.tgz: 3 files\n")
    assert (
        home.folder / new.settings["DATA_DIR"] / "files" / "ab" / "ab-a-sealed-picture"
    ).stat().st_size == 6000
    with serving(home.folder, WEB_PORT=port, **new.settings) as again:
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


def test_a_backup_does_not_hold_itself(kept: Path) -> None:
    told = zuimei(kept, "backup", "data/kept.tgz")
    assert told.returncode == 1
    assert told.stderr.startswith("data/kept.tgz is in DATA_DIR itself.")
    assert not (kept / "data" / "kept.tgz").exists()


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


@pytest.mark.parametrize("home", ["postgresql"], indirect=True)
def test_a_database_in_which_something_stands_is_left_alone(home: Home) -> None:
    with serving(home.folder, **home.settings) as running:
        zuimei(home.folder, "backup", "kept.tgz", **home.settings)
        running.end()
    other = {**home.settings, "DATA_DIR": "elsewhere"}
    refused = zuimei(home.folder, "restore", "kept.tgz", **other)
    assert refused.returncode == 1
    assert refused.stderr.startswith("DATABASE_URL: the database is not empty.")
    assert not (home.folder / "elsewhere").exists()
    sqlite = zuimei(home.folder, "restore", "kept.tgz", DATA_DIR="elsewhere")
    assert sqlite.stderr == "kept.tgz holds a database of another kind than DATABASE_URL names.\n"


def test_no_password_is_shown_where_postgresql_cannot_be_reached(kept: Path) -> None:
    url = "postgresql://nobody:canary@127.0.0.1:1/none"
    for told in (
        zuimei(kept, "backup", "new.tgz", DATABASE_URL=url),
        zuimei(kept, "restore", "new.tgz", DATABASE_URL=url),
    ):
        assert told.returncode == 1
        assert told.stderr.startswith("DATABASE_URL: ")
        assert told.stderr.count("\n") == 1
        assert "canary" not in told.stderr


def test_nothing_to_back_up_is_said(tmp_path: Path) -> None:
    told = zuimei(tmp_path, "backup", "kept.tgz")
    assert told.returncode == 1
    assert told.stderr == "DATA_DIR: there is nothing to back up yet: data does not exist.\n"
    (tmp_path / "data").mkdir()
    told = zuimei(tmp_path, "backup", "kept.tgz")
    assert told.stderr.startswith("DATABASE_URL: there is nothing to back up yet")


def test_wherever_a_byte_is_wrong_nothing_wrong_is_restored(kept: Path) -> None:
    zuimei(kept, "backup", "kept.tgz")
    whole = (kept / "kept.tgz").read_bytes()
    refused = 0
    for place in range(0, len(whole), max(1, len(whole) // 120)):
        wrong = bytearray(whole)
        wrong[place] ^= 0xFF
        (kept / "wrong.tgz").write_bytes(wrong)
        target = kept / f"restored-{place}"
        if why := _refusal(target, kept / "wrong.tgz"):
            refused += 1
            assert why.startswith(f"{kept / 'wrong.tgz'} is ")
            assert not target.exists()
        else:  # a byte that says nothing, such as the time in the archive's head
            assert (target / "data.key").read_text() == "key"
    assert refused > 100


def _refusal(target: Path, source: Path) -> str:
    try:
        restore(Settings(data_dir=target), source)
    except Unfit as why:
        return str(why)
    return ""


def test_backups_taken_while_people_write_are_each_whole(tmp_path: Path) -> None:
    taken = []
    with serving(tmp_path) as running:
        stop = threading.Event()
        visitors = [Browser(cast("Site", running)) for _ in range(3)]
        for each in visitors:
            each.read(until="您好")
        talking = [threading.Thread(target=_talk, args=(each, stop)) for each in visitors]
        for thread in talking:
            thread.start()
        for number in range(3):
            made = zuimei(tmp_path, "backup", f"kept-{number}.tgz")
            assert made.returncode == 0, made.stderr
        stop.set()
        for thread in talking:
            thread.join()
        running.end()
    for number in range(3):
        folder = f"restored-{number}"
        assert zuimei(tmp_path, "restore", f"kept-{number}.tgz", DATA_DIR=folder).returncode == 0
        engine = connect(f"sqlite:///{tmp_path}/{folder}/zuimei.db")
        taken.append(len(read(engine, lambda session: session.exec(select(InboxRow.number)).all())))
        engine.dispose()
    assert 0 < taken[0] < taken[1] < taken[2], "people were writing all the time"


def _talk(visitor: Browser, stop: threading.Event) -> None:
    while not stop.is_set():
        assert visitor.say("/help").status_code in {200, 429}
        time.sleep(0.2)


def test_whoever_was_forgotten_after_a_backup_does_not_come_back_with_it(home: Home) -> None:
    data = home.folder / home.settings["DATA_DIR"]
    with serving(home.folder, **home.settings) as running:
        visitor, gone = (Browser(cast("Site", running)) for _ in range(2))
        for each in (visitor, gone):
            each.read(until="您好")
        zuimei(home.folder, "backup", "kept.tgz", **home.settings)
        before = home.people()
        gone.say("/forget")
        gone.say("是")
        while not (data / "deletions.txt").exists():
            time.sleep(0.2)
        running.end()
    new = home.fresh()
    restored = home.folder / new.settings["DATA_DIR"]
    restored.mkdir(mode=0o700)
    (restored / "deletions.txt").write_bytes((data / "deletions.txt").read_bytes())
    assert zuimei(home.folder, "restore", "kept.tgz", **new.settings).returncode == 0
    assert new.people() == before
    with serving(home.folder, **new.settings) as again:
        again.end()
    (forgotten,) = (restored / "deletions.txt").read_text().split()
    assert new.people() == before - {forgotten} != before
