"""The notices this installation works with: the built-in ones, and those of NOTICES_DIR that are in order."""

import logging
from pathlib import Path

from knowledge.load import NoticeFaults, load_library
from knowledge.model import Library

log = logging.getLogger(__name__)


def library(further: Path | None) -> Library:
    """A fault in a built-in notice is raised; a faulty folder of `further` is left out, loudly."""
    if further is None:
        return load_library()

    def refused(error: NoticeFaults) -> None:
        folder = (further / error.faults[0].file).parent
        log.error("the notice in %s is left out: %s", folder, "; ".join(map(str, error.faults)))

    return load_library(further, refused=refused)
