"""The notices this installation works with: the built-in ones, and those of NOTICES_DIR that are in order."""

import gc
import logging
from pathlib import Path

from knowledge.answer import prepare
from knowledge.load import NoticeFaults, load_library
from knowledge.model import Library

log = logging.getLogger(__name__)


def library(further: Path | None) -> Library:
    """A fault in a built-in notice is raised; a faulty folder of `further` is left out, loudly."""
    found = load_library() if further is None else _with(further)
    prepare(found)
    gc.freeze()  # what lives as long as the program need not be looked through again and again
    return found


def _with(further: Path) -> Library:
    def refused(error: NoticeFaults) -> None:
        folder = (further / error.faults[0].file).parent
        log.error("the notice in %s is left out: %s", folder, "; ".join(map(str, error.faults)))

    return load_library(further, refused=refused)
