"""What somebody at a desk is in the middle of writing, or of bringing in."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Noting:
    """The office writes something: `deed` is send_back | burn | strike | received | laureates.

    `subject` is a nomination (with the lines received, or a notice); `text` waits for a yes.
    """

    deed: str
    subject: str
    text: str = ""
    kind: Literal["noting"] = "noting"


@dataclass(frozen=True, slots=True)
class Brought:
    """A filled sheet that was read: what stands in it, and what was not understood (field, text)."""

    name: str  # of the file
    entries: tuple[tuple[str, str], ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Bringing:
    """Filled sheets come in; nothing is kept before a yes."""

    notice: str
    found: tuple[Brought, ...] = ()
    kind: Literal["bringing"] = "bringing"
