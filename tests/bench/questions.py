"""What a question costs, and how that grows with the notices: `python -m tests.bench.questions [NOTICES …]`.

All our own questions are asked once, worded and cited as a person gets them; among more notices, each is asked
about one of the places of `tests.bench.variants`. Beside it in the same process: BM25 over paragraphs.
Every size is measured in a process of its own, so that load time and memory are its own.
"""

import gc
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.asking import reply
from bot.shelf import library as shelf
from knowledge.load import BUILT_IN
from knowledge.model import Library
from tests.bench import variants
from tests.bench.bm25 import Paragraphs
from tests.bench.memory import resident
from tests.questions.check import HERE, questions

BUILT = sum(1 for _ in BUILT_IN.glob("*/notice.yaml"))
SIZES = (BUILT, 50, 500)


@dataclass(frozen=True)
class Times:
    """Milliseconds of each question, sorted: by the clock on the wall, and of the processor alone."""

    wall: tuple[float, ...]
    processor: tuple[float, ...]


@dataclass(frozen=True)
class Measured:
    """`load`: seconds of the processor; `memory`: MiB that the notices and all they need take; `first`: ms."""

    load: float
    memory: float
    first: float
    ours: Times
    plain: Times


def measure(*sizes: int, asked: int | None = None) -> dict[int, Measured]:
    """So many notices -> what loading and asking cost; `asked` questions, or all."""
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            variants.write(Path(folder), size - BUILT)
            with multiprocessing.get_context("spawn").Pool(1) as alone:
                found[size] = alone.apply(_measured, (Path(folder), size, asked))
    return found


def report(found: dict[int, Measured]) -> str:
    return "\n".join(line for size, each in found.items() for line in _lines(size, each))


def _lines(size: int, found: Measured) -> Iterator[str]:
    yield (
        f"{size:5} notices: loaded in {found.load:6.3f} s of the processor, {found.memory:5.0f} MiB, "
        f"first question {found.first:4.0f} ms   ({len(found.ours.wall)} questions)"
    )
    for name, times in (("zuimei", found.ours), ("BM25", found.plain)):
        yield f"      {name:7} ms a question: {_figures(times.wall)}   processor: {_figures(times.processor)}"


def _figures(times: tuple[float, ...]) -> str:
    return f"median {_at(times, 0.5):6.2f}  99 % {_at(times, 0.99):6.2f}  most {times[-1]:6.2f}"


def _at(times: tuple[float, ...], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))]


def _measured(folder: Path, size: int, asked: int | None) -> Measured:
    gc.collect()
    before, begun = resident(), time.process_time()
    library = shelf(folder)
    assert len(library) == size
    load = time.process_time() - begun
    first, *lines = _lines_for(size, asked)
    begun = time.perf_counter()
    reply(first, library)
    once = 1000 * (time.perf_counter() - begun)
    ours = _times(lines, lambda line: reply(line, library))
    memory = resident() - before
    return Measured(load, memory, once, ours, _plain(lines, library))


def _plain(lines: Iterable[dict[str, Any]], library: Library) -> Times:
    paragraphs = Paragraphs(library)
    return _times(lines, lambda line: paragraphs.best(line["turns"][-1]))


def _lines_for(size: int, asked: int | None) -> list[dict[str, Any]]:
    """The questions, each about the notices of another place than the one before."""
    every = [gold for path in sorted(HERE.glob("*.jsonl")) for gold in questions(path.stem)]
    places = size // BUILT
    return [_about(gold, number % places) for number, gold in enumerate(every[:asked])]


def _about(gold: Any, number: int) -> dict[str, Any]:
    renamed = variants.speaks_of(number)
    notice = variants.called(gold["notice"], number) if gold["notice"] else None
    turns = [renamed(turn) for turn in gold["turns"]]
    return {"id": gold["id"], "today": gold["today"], "notice": notice, "turns": turns}


def _times(lines: Iterable[dict[str, Any]], work: Callable[[dict[str, Any]], object]) -> Times:
    wall, processor = [], []
    for line in lines:
        begun, spent = time.perf_counter(), time.process_time()
        work(line)
        processor.append(1000 * (time.process_time() - spent))
        wall.append(1000 * (time.perf_counter() - begun))
    return Times(tuple(sorted(wall)), tuple(sorted(processor)))


if __name__ == "__main__":
    print(report(measure(*(map(int, sys.argv[1:]) if sys.argv[1:] else SIZES))))
