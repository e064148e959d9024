"""The desks at size: a liaison's board, the office's overview and lists, the picture, and an export.

    python -m tests.bench.desks [COUNT ...]        by default 100 10000

Prints milliseconds (median of seven) and, for the export, seconds, megabytes of memory and of the file.
"""

import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter

from bot.documents.desk import Desk
from bot.editions import Editions
from bot.web.lists import Asked, Lists
from dialogs.desk.glance import glance
from dialogs.step import step
from storage.office import Reader
from storage.seats import pin_units
from storage.vault import Vault
from tests import desks
from tests.bench.seed import seed_round
from tests.chat import KEY, REAL, Chat, library

NOTICE = "jiujiang-2022"
TIMES = 7


def measure(folder: Path, count: int, *, export: bool) -> dict[str, float]:
    """Milliseconds of each, with that many nominations in the round."""
    edition = library()[NOTICE]
    now = edition.round.closes - timedelta(days=10)
    chat = Chat(folder / "desks.db", now)
    chat._receive._step = step  # a test's chat takes each step twice, to see that it is pure
    vault = Vault(KEY)
    pin_units(chat.engine, library().values())
    seed_round(chat.engine, vault, edition, count, desks.ENTRIES)
    office = desks.office(chat.engine, vault, "9", "web", REAL)
    contact = desks.liaison(chat.engine, vault, edition, "修水县", "7", REAL)
    somebody, liaison = chat.caller("9"), chat.caller("7")
    reader, other = (Reader(chat.engine, vault, each, REAL) for each in (office, contact))
    lists = Lists(lambda person: Reader(chat.engine, vault, person, REAL), Editions(library()), lambda: now)
    desk = Desk(chat.engine, vault, library(), now=lambda: now)
    somebody.say("/office")
    door = next(each.press for each in somebody.buttons if "九江" in each.label)
    exported = _exported(desk, office) if export else {}
    return exported | {
        "board turn": _timed(lambda: liaison.say("/unit")),
        "board figures": _timed(lambda: other.look(lambda past: glance(past, edition, now.date()))),
        "overview turn": _timed(lambda: somebody.do(press=door)),
        "overview figures": _timed(lambda: reader.look(lambda past: glance(past, edition, now.date()))),
        "list page": _timed(lambda: lists.overview(office, Asked(NOTICE))),
        "list by name": _timed(lambda: lists.overview(office, Asked(NOTICE, name="张示例1"))),
        "picture": _timed(lambda: desk.make(f"overview/{NOTICE}", office)),
    }


def _timed(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(TIMES):
        start = perf_counter()
        work()
        spent.append(1000 * (perf_counter() - start))
    return median(spent)


def _exported(desk: Desk, person: str) -> dict[str, float]:
    """Both kinds; memory as the most that the process held beyond what it held before."""
    found: dict[str, float] = {}
    for kind in ("csv", "xlsx"):
        with _watched() as most:
            before, start = _resident(), perf_counter()
            (made,) = desk.make(f"table/{NOTICE}/all/{kind}", person)
            found[f"{kind} s"] = perf_counter() - start
        found[f"{kind} MB memory"] = max(most, default=before) - before
        found[f"{kind} MB file"] = len(made.body) / 1e6
    return found


@contextmanager
def _watched() -> Iterator[list[float]]:
    """What the process holds, twenty times a second."""
    seen: list[float] = []
    done = Event()

    def watch() -> None:
        while not done.wait(0.05):
            seen.append(_resident())

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    for count in map(int, sys.argv[1:] or ("100", "10000")):
        with tempfile.TemporaryDirectory() as folder:
            measured = measure(Path(folder), count, export=count <= 10_000)
        print(f"{count} nominations")
        for name, value in measured.items():
            print(f"  {name:<18} {value:9.1f}")


if __name__ == "__main__":
    main()
