"""What an examination ends with: something found, or a refusal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """`kept` is the file as it may be kept; `size` what of the received one belongs to it, in bytes."""

    type: str
    text: str = ""
    pixels: tuple[int, int] | None = None
    size: int = 0
    kept: bytes = b""


class Refused(Exception):
    """`kind` is what the file is, `fault` a macro of `wording/upload.j2`."""

    def __init__(self, kind: str, fault: str) -> None:
        self.kind, self.fault = kind, fault
        super().__init__(fault)
