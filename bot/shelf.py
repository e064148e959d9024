"""The notices this installation works with: the built-in ones, and those of NOTICES_DIR that are in order."""

import logging
from pathlib import Path

from knowledge.build import announced
from knowledge.load import NoticeFaults, load_library, load_notice
from knowledge.model import Edition, Library

log = logging.getLogger(__name__)


def library(further: Path | None) -> Library:
    """A fault in a built-in notice is raised; a faulty folder of `further` is left out, loudly."""
    known = dict(load_library())
    for folder in sorted(path.parent for path in further.glob("*/notice.yaml")) if further else ():
        edition = _edition(folder)
        if edition and edition.notice.id in known:
            log.error("the notice in %s is left out: there is one with the id %s", folder, edition.notice.id)
        elif edition:
            known[edition.notice.id] = edition
    return known


def _edition(folder: Path) -> Edition | None:
    try:
        return announced(load_notice(folder))
    except NoticeFaults as error:
        log.error("the notice in %s is left out: %s", folder, "; ".join(map(str, error.faults)))  # noqa: TRY400 - the faults say more than a traceback
        return None
