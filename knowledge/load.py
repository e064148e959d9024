"""Reads notices: a folder becomes a `Notice`, folders become the library. Faulty ones are refused."""

from collections.abc import Iterator
from pathlib import Path

from knowledge.build import announced
from knowledge.faults import examine
from knowledge.model import Fault, Library, Notice
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


def load_library(*folders: Path) -> Library:
    """The notices of every folder's subfolders, each with the round it announces, the built-in ones first."""
    return {notice.id: announced(notice) for notice in _notices((BUILT_IN, *folders))}


def _notices(parents: tuple[Path, ...]) -> Iterator[Notice]:
    for parent in parents:
        for folder in sorted(parent.iterdir()):
            if (folder / "notice.yaml").is_file():
                yield load_notice(folder)
