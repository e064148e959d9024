"""The checklist of a nomination: what is printed, sealed, certified, looked up, sent; line by line."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Material, Notice

EVIDENCED = frozenset({"check"})
"""Acts that are ticked with a note: who looked, and when."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One line. `act`: print | prepare | check | certify | seal | send.

    `detail`: whose seal, where it is looked up, or what is written on each copy.
    """

    id: str
    act: str
    material: Material
    detail: str = ""


def slips(notice: Notice) -> tuple[Slip, ...]:
    """All lines, in the order in which they are done; seals in the order in which they are collected."""
    return tuple(each for material in notice.materials for each in _of(notice, material))


def _of(notice: Notice, material: Material) -> Iterator[Slip]:
    if _looked_up(notice, material):
        for number, place in enumerate(material.checks or ("",), 1):
            yield Slip(f"{material.id}/check/{number}", "check", material, place)
    elif material.medium == "electronic":
        yield Slip(f"{material.id}/send", "send", material)
    else:
        act = "print" if material.copies and material.medium == "paper" else "prepare"
        yield Slip(f"{material.id}/{act}", act, material)
    if material.copy_label:
        yield Slip(f"{material.id}/certify", "certify", material, material.copy_label)
    for number, seal in enumerate(material.seals, 1):
        yield Slip(f"{material.id}/seal/{number}", "seal", material, seal)


def _looked_up(notice: Notice, material: Material) -> bool:
    """Credit and police evidence: the unit looks it up, and answers for it."""
    field = notice.form.field(material.field)
    return bool(material.checks or (field and field.sensitive))
