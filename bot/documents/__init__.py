"""Files for people: the filled form (.docx, PDF, pictures), the deeds statement, what is held."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A file ready to be sent or downloaded."""

    name: str
    mime: str
    body: bytes
