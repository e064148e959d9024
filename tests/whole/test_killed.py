"""SIGKILL at random moments while four people fill in the form: nothing acknowledged is lost, nothing happens twice."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session, col, select

from knowledge.fields import shown
from knowledge.load import load_library
from storage.engine import connect, read
from storage.records import entry_place
from storage.tables import EntryRow, NominationRow
from storage.vault import Vault, load_key
from tests.bot.serving import Serving, free_port, serving
from tests.emulator import Emulator, Phone
from tests.whole.stranger import Ear, Stranger, TelegramEar, WebEar

KILLS = 20
NOTICE = "jiujiang-2022"


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    with Emulator() as emulator, _restarting(tmp_path, emulator) as running:
        pages = [WebEar(running.url) for _ in range(2)]
        ears: list[Ear] = [*pages, *(TelegramEar(Phone(emulator, 4001 + number)) for number in range(2))]
        strangers = [Stranger(ear, pause=0.8) for ear in ears]
        with ThreadPoolExecutor(len(strangers)) as pool:
            numbers = list(pool.map(lambda each: each.fill(NOTICE), strangers))
        for page in pages:
            page.close()
    assert sorted(numbers) == [f"JJ22-000{number}" for number in range(1, 5)]
    kept = _kept(tmp_path)
    assert sorted(kept) == sorted(numbers), "one nomination each, and no more"
    for stranger in strangers:
        for label, value in stranger.noted:
            assert (label, value) in kept[stranger.registration], f"{label} was acknowledged and is missing"


@contextmanager
def _restarting(folder: Path, emulator: Emulator) -> Iterator[Serving]:
    """The served program, killed KILLS times at random moments while the block runs; what is yielded stays its address."""
    settings = {
        "TELEGRAM_BOT_TOKEN": emulator.token,
        "TELEGRAM_API_BASE": emulator.root,
        "ZUIMEI_NOW": "2022-06-20",
        "WEB_PORT": str(free_port()),
    }
    chance, finished, ready = random.Random(20), threading.Event(), threading.Event()
    first: list[Serving] = []

    def live() -> None:
        for _ in range(KILLS):
            with serving(folder, **settings) as running:
                first.append(running)
                ready.set()
                time.sleep(0.1 + chance.random() / 2)
                running.process.kill()
        with serving(folder, **settings):
            finished.wait()

    life = threading.Thread(target=live)
    life.start()
    ready.wait()
    try:
        yield first[0]
    finally:
        finished.set()
        life.join()
    assert len(first) == KILLS


def _kept(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Registration number -> (label, value as shown) of what stands in the database; one version of each entry."""
    data = folder / "data"
    vault = Vault(load_key(None, data))
    form = load_library()[NOTICE].notice.form

    def work(session: Session) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for nomination in session.exec(select(NominationRow)):
            rows = session.exec(select(EntryRow).where(col(EntryRow.nomination) == nomination.id)).all()
            assert all(row.number == 1 for row in rows), "an answer was kept twice"
            values = [(row.field, vault.open(row.value, entry_place(row))) for row in rows if row.value]
            fields = [(form.field(name), value) for name, value in values]
            found[nomination.registration or nomination.id] = [
                (field.label, shown(field, value)) for field, value in fields if field
            ]
        return found

    engine = connect(f"sqlite:///{data / 'zuimei.db'}")
    try:
        return read(engine, work)
    finally:
        engine.dispose()
