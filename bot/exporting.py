"""`zuimei export`: the summary table of a notice's running round, for whoever runs the program."""

from pathlib import Path

from bot.documents.taken import NotTheirs, Taken
from bot.editions import Editions
from bot.ground import database
from bot.settings import Settings
from knowledge.model import Library
from storage.engine import read
from storage.vault import Vault, load_key

KINDS = {".xlsx": "xlsx", ".csv": "csv"}


class Unfit(Exception):
    """Why there is nothing to export, in words for the operator."""


def export(settings: Settings, library: Library, notice: str, file: Path, *, everything: bool) -> int:
    """Write the table and return its bytes. Raises Unfit, CannotStart."""
    if notice not in library:
        raise Unfit(f"There is no notice {notice}. There are: {', '.join(library)}.")
    if file.suffix.lower() not in KINDS:
        raise Unfit(f"{file}: the name must end in .xlsx or .csv.")
    if file.exists():
        raise Unfit(f"{file} exists already.")
    body = _made(settings, library, notice, KINDS[file.suffix.lower()], everything=everything)
    file.touch(mode=0o600)
    return file.write_bytes(body)


def _made(settings: Settings, library: Library, notice: str, kind: str, *, everything: bool) -> bytes:
    given = settings.data_key.get_secret_value() if settings.data_key else None
    vault = Vault(load_key(given, settings.data_dir))
    with database(settings) as engine:
        editions = Editions(library)
        round_id = read(engine, lambda session: editions(session, vault)[notice].round.id)
        taken = Taken(engine, vault, editions, None, settings.clock())
        try:
            (made,) = taken.table("", round_id, "all" if everything else "up", kind)
        except NotTheirs:
            raise Unfit("There is nothing to export.") from None
        return made.body
