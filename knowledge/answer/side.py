"""What a message only touches beside its question, so that the notice is not called silent for its sake.

材料送哪，司机导航到老城区了 asks for the place; how to get there is no question, or a second one.
"""

import re
from dataclasses import dataclass

from knowledge.answer.unwritten import unspoken
from knowledge.model import Library
from knowledge.understand.follow import Asked
from knowledge.understand.manner import manner, wants

_CLAUSE = re.compile(r"[^,。;!?]+[,。;!?]*")


@dataclass(frozen=True, slots=True)
class Parted:
    """The message without what the notice nowhere speaks of, and the label of what is asked of that."""

    rest: str
    label: str = ""


def parted(asked: Asked, library: Library) -> Parted | None:
    """The rest of the message, where it asks something by itself."""
    found = unspoken(asked, library)
    clauses = list(_CLAUSE.finditer(asked.heard.text))
    spans = [each.asks.search(asked.heard.text) for each in found]
    touched = [
        any(span and span.start() < clause.end() and clause.start() < span.end() for span in spans)
        for clause in clauses
    ]
    if not any(touched) or all(touched):
        return None
    beside = "".join(clause.group() for clause, is_ in zip(clauses, touched, strict=True) if is_)
    rest = "".join(clause.group() for clause, is_ in zip(clauses, touched, strict=True) if not is_)
    if wants(beside):
        return Parted(rest, found[0].label) if manner(rest, "wh") else None
    return Parted(rest) if manner(rest, "asks") or manner(rest, "tells_me") else None
