"""What many tests share: a real database of either kind, empty and up to date, and the vault that goes with it."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from storage.engine import connect, upgrade
from storage.vault import Vault
from tests.postgresql import cluster

if os.environ.get("CI"):  # the same examples in every run of one commit; at a desk, new ones each time
    hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
    hypothesis.settings.load_profile("ci")

KEY = b"0123456789abcdef0123456789abcdef"

MakeUrl = Callable[[], str]


@pytest.fixture
def vault() -> Vault:
    return Vault(KEY)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of its own for each test, on each of the two."""
    make: MakeUrl = request.getfixturevalue(f"new_{request.param}")
    return make()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    yield from _opened(database_url)


@pytest.fixture
def sqlite_engine(new_sqlite: MakeUrl) -> Iterator[Engine]:
    """For tests to which it does not matter which database it is."""
    yield from _opened(new_sqlite())


@pytest.fixture
def new_sqlite(tmp_path: Path, _sqlite_template: Path) -> MakeUrl:
    def make() -> str:
        file = tmp_path / f"{uuid.uuid4().hex}.db"
        shutil.copy(_sqlite_template, file)
        return f"sqlite:///{file}"

    return make


@pytest.fixture
def new_postgresql(_postgresql: str, _postgresql_template: str, _spare: list[str]) -> Iterator[MakeUrl]:
    """Making a database takes most of a second, so that each is emptied and used again."""
    template = make_url(_postgresql_template).database
    used: list[str] = []

    def make() -> str:
        if not _spare:
            name = f"test_{uuid.uuid4().hex}"
            _administer(_postgresql, f"CREATE DATABASE {name} TEMPLATE {template}")
            _spare.append(_named(_postgresql, name))
        used.append(_spare.pop())
        return used[-1]

    yield make
    for each in used:
        if _emptied(each):
            _spare.append(each)
        else:
            _drop(_postgresql, each)


@pytest.fixture
def empty_postgresql(_postgresql: str) -> Iterator[str]:
    """A database in which there is nothing at all, no tables either."""
    name = f"empty_{uuid.uuid4().hex}"
    _administer(_postgresql, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    url = _named(_postgresql, name)
    yield url
    _drop(_postgresql, url)


@pytest.fixture(scope="session")
def _spare(_postgresql: str) -> Iterator[list[str]]:
    """Databases that are empty and free."""
    spare: list[str] = []
    yield spare
    for each in spare:
        _drop(_postgresql, each)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made by the migrations once and copied for each test."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def _postgresql_template(_postgresql: str) -> Iterator[str]:
    """The address of an empty database, up to date; each worker has its own."""
    name = f"template_{uuid.uuid4().hex}"
    _administer(_postgresql, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    url = _named(_postgresql, name)
    _migrate(url)
    yield url
    _drop(_postgresql, url)


@pytest.fixture(scope="session")
def _postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server: the one that is given, or one of our own for as long as the tests run."""
    given = os.environ.get("DATABASE_URL_TEST")
    if given:
        yield given
        return
    with cluster() as own:
        yield own.url


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _emptied(url: str) -> bool:
    tables = ", ".join(each.name for each in SQLModel.metadata.sorted_tables)
    try:
        _administer(url, f"SET lock_timeout = '2s'; TRUNCATE {tables} RESTART IDENTITY CASCADE")
    except DBAPIError:  # the test left it changed, or in use
        return False
    return True


def _drop(server: str, url: str) -> None:
    _administer(server, f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _migrate(url: str) -> None:
    engine = connect(url)
    upgrade(engine)
    engine.dispose()


def _opened(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()
