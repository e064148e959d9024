"""Reads notices: a folder becomes a `Notice`, folders become the library. Faulty ones are refused."""

from collections.abc import Callable
from pathlib import Path

from knowledge.build import announced
from knowledge.faults import examine, fault
from knowledge.model import Edition, Fault, Library, Notice
from knowledge.schema import flaw
from knowledge.traits import traits

__all__ = ["BUILT_IN", "NoticeFaults", "load_library", "load_notice", "traits"]

BUILT_IN = Path(__file__).with_name("notices")


class NoticeFaults(Exception):
    """Everything that is wrong with a notice's folder."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(each) for each in faults))
        self.faults = faults


def load_notice(folder: Path) -> Notice:
    notice, faults = examine(folder)
    if faults or notice is None:
        raise NoticeFaults(faults)
    return notice


def load_library(
    *folders: Path, refused: Callable[[NoticeFaults], object] | None = None
) -> dict[str, Edition]:
    """The built-in notices and those in the given folders, each with the round it announces.

    A faulty built-in notice, or one of `folders` when `refused` is not given, raises `NoticeFaults`; else
    `refused` is told and the notice is left out. A built-in notice cannot be replaced.
    """
    library = {each.id: announced(each) for each in map(load_notice, _inside(BUILT_IN))}
    for path in (each for folder in folders for each in _inside(folder)):
        try:
            notice = load_notice(path)
            _refuse_taken(notice, path, library)
        except NoticeFaults as faults:
            if refused is None:
                raise
            refused(faults)
        else:
            library[notice.id] = announced(notice)
    return library


def _inside(parent: Path) -> list[Path]:
    return sorted(each for each in parent.iterdir() if (each / "notice.yaml").is_file())


def _refuse_taken(notice: Notice, path: Path, library: Library) -> None:
    if notice.id in library:
        raise NoticeFaults((fault(path, "notice.yaml", flaw(1, "id_taken", id=notice.id)),))
    for each in library.values():
        if each.notice.code == notice.code:
            taken = flaw(1, "code_taken", start=notice.code, id=each.notice.id)
            raise NoticeFaults((fault(path, "notice.yaml", taken),))
