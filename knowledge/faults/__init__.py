"""What is wrong with a notice's folder: every fault with file, line, and what to do about it.

Each stage needs the one before: the files can be read, they have the right shape, the notice can be
built from them, and what it then says agrees with the official text.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge.build import build
from knowledge.faults import cases, figures, quotes, sense, shape, sheet
from knowledge.folder import Folder
from knowledge.marked import Unreadable, read
from knowledge.model import Fault, Notice
from knowledge.schema import Flaw, flaw

Check = Callable[[Folder, Notice], Iterator[Flaw]]

CHECKS: dict[str, tuple[Check, ...]] = {
    "notice.yaml": (quotes.check, figures.check, sense.check),
    "form.yaml": (quotes.check_form, sheet.check),
    "cases.yaml": (cases.check,),
}


COMPLETE: dict[str, tuple[Check, ...]] = {"notice.yaml": (sense.completeness,)}


def faults(folder: Path) -> list[Fault]:
    """All that is wrong or unfinished."""
    return list(examine(folder, {file: (*each, *COMPLETE.get(file, ())) for file, each in CHECKS.items()})[1])


def examine(
    path: Path, checks: Mapping[str, tuple[Check, ...]] = MappingProxyType(CHECKS)
) -> tuple[Notice | None, tuple[Fault, ...]]:
    """The notice of a folder, where it can be built, and all that is wrong with it.

    Whether every topic is dealt with is asked by `faults` alone, so that a topic added later does not
    lock out the notices written before it.
    """
    folder, found = _read(path)
    if folder is None:
        return None, found
    found = tuple(each for file, flaws in shape.checks(folder) for each in _faults(path, file, flaws))
    if found:
        return None, found
    notice = build(folder)
    return notice, tuple(
        each
        for file, those in checks.items()
        for check in those
        for each in _faults(path, file, check(folder, notice))
    )


def _read(path: Path) -> tuple[Folder | None, tuple[Fault, ...]]:
    values: dict[str, Any] = {}
    found: list[Fault] = []
    for file in ("source.txt", *CHECKS):
        try:
            values[file] = _file(path / file)
        except Unreadable as problem:
            found.append(fault(path, file, flaw(problem.line, problem.code, **problem.details)))
    if found:
        return None, tuple(found)
    return Folder(path, *values.values()), ()


def _file(path: Path) -> Any:
    if not path.is_file():
        raise Unreadable(1, "no_file", name=path.name)
    try:
        return path.read_bytes().decode() if path.suffix == ".txt" else read(path)
    except UnicodeDecodeError as error:
        raise Unreadable(1, "not_utf8", place=error.start) from error


def _faults(path: Path, file: str, flaws: Iterable[Flaw]) -> Iterator[Fault]:
    return (fault(path, file, each) for each in flaws)


def fault(path: Path, file: str, found: Flaw) -> Fault:
    """A flaw with its place and its sentence."""
    return Fault(f"{path.name}/{file}", found.line, _messages()[found.code].format(**found.details))


@cache
def _messages() -> dict[str, str]:
    return dict(read(Path(__file__).with_name("messages.yaml")))
