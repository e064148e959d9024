"""What an examination ends with: something found, or a refusal."""

from dataclasses import dataclass

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`kept` is the file as it may be kept; `size` what of the received one belongs to it, in bytes.

    `rows`: paragraphs (one cell) and rows of tables, empty cells included; `inside`: what an archive holds.
    """

    type: str
    text: str = ""
    pixels: tuple[int, int] | None = None
    size: int = 0
    kept: bytes = b""
    rows: Rows = ()
    inside: tuple["Member", ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive, examined like any other."""

    name: str
    bytes: int
    found: Found
    fault: str = ""


class Refused(Exception):
    """`kind` is what the file is, `fault` a macro of `wording/upload.j2`."""

    inside: tuple[Member, ...] = ()  # of an archive: what it holds
    rows: Rows = ()  # of a table, which only some wait for

    def __init__(self, kind: str, fault: str) -> None:
        self.kind, self.fault = kind, fault
        super().__init__(fault)
