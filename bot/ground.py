"""What must be had before anything is built: the data folder, a place on the network, the database."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from bot.settings import Settings
from storage.engine import connect, upgrade


class CannotStart(Exception):
    """Why the program does not run, in words for the operator."""


@contextmanager
def place(settings: Settings) -> Iterator[None]:
    """The data folder, for this process alone where a SQLite file stands in it."""
    with _lock(settings.data_dir) as held:
        if settings.database_url.startswith("sqlite"):
            _hold(held, settings.data_dir)
        yield


@contextmanager
def doorway(settings: Settings) -> Iterator[socket.socket]:
    host, port = settings.web_host, settings.web_port
    try:
        taken = _bound(host, port)
    except socket.gaierror:
        raise CannotStart(f"WEB_HOST: {host} is not an address of this machine.") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CannotStart(
            f"WEB_PORT: port {port} of {host} cannot be used ({why}). Stop what uses it, or set another."
        ) from None
    with taken:
        yield taken


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """The database with its tables up to date."""
    from alembic.util import CommandError

    address = shown(settings)
    try:
        engine = connect(settings.database_url)
        upgrade(engine)
    except CommandError:
        raise CannotStart(f"DATABASE_URL: {address} was written by a newer zuimei.") from None
    except (DBAPIError, OSError) as error:
        why = type(getattr(error, "orig", error)).__name__
        raise CannotStart(f"DATABASE_URL: {address} cannot be used ({why}).") from None
    try:
        yield engine
    finally:
        engine.dispose()


def shown(settings: Settings) -> str:
    """The database's address without its password."""
    return make_url(settings.database_url).render_as_string(hide_password=True)


def _lock(folder: Path) -> TextIO:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.fdopen(os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600), "w")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CannotStart(f"DATA_DIR: {folder} cannot be written ({why}).") from None


def _hold(held: TextIO, folder: Path) -> None:
    """The system lets go of it when the process ends, however it ends."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotStart(
            f"DATA_DIR: another zuimei works on {folder} already. Stop it, or give this one its own DATA_DIR."
        ) from None


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    taken = socket.socket(family, kind, protocol)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen()  # whoever comes while the rest is being built waits a moment
    except OSError:
        taken.close()
        raise
    return taken
