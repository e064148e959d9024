"""What a message only touches beside its question, so that the notice is not called silent for its sake.

材料送哪，司机导航到老城区了 asks for the place; how to get there is no question, or a second one.
"""

import re
from dataclasses import dataclass

from knowledge.answer.unwritten import unspoken
from knowledge.model import Library
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.manner import manner, wants
from knowledge.understand.topic import hints, topics

_OURS = re.compile("[我俺咱]")
_CLAUSE = re.compile(r"[^,、。;!?]+[,、。;!?]*")


@dataclass(frozen=True, slots=True)
class Parted:
    """The message without what the notice nowhere speaks of, and the label of what is asked of that."""

    rest: str
    label: str = ""


def parted(asked: Asked, library: Library) -> Parted | None:
    """The rest of the message, where it asks something by itself."""
    found = unspoken(asked, library)
    clauses = list(_CLAUSE.finditer(asked.heard.text))
    # what is asked stands at the end of what fits, which may begin clauses before
    ends = [span.end() for each in found if (span := each.asks.search(asked.heard.text))]
    touched = [any(clause.start() < end <= clause.end() for end in ends) for clause in clauses]
    if not any(touched) or all(touched):
        return None
    beside = "".join(clause.group() for clause, is_ in zip(clauses, touched, strict=True) if is_)
    rest = "".join(clause.group() for clause, is_ in zip(clauses, touched, strict=True) if not is_)
    if wants(beside):
        return Parted(rest, found[0].label) if manner(rest, "wh") or _asks_itself(rest) else None
    return Parted(rest) if manner(rest, "asks") or manner(rest, "tells_me") else None


def besides(asked: Asked, found: Answer) -> str:
    """What else is asked in clauses of its own where a topic is not written: 奖金多少，证书奖杯有没有."""
    if found.kind is not AnswerKind.NOT_STATED or found.subject or found.manner or not found.topic:
        return ""
    clauses = [each.group() for each in _CLAUSE.finditer(asked.heard.text)]
    silent = [any(hint.topic in found.unstated for hint in hints(each)) for each in clauses]
    rest = "".join(each for each, is_ in zip(clauses, silent, strict=True) if not is_)
    if not any(silent) or not rest:
        return ""
    if manner(rest, "wh") and not hints(rest):
        over = topics()[found.topic].over  # 投票算分吗？在哪些平台？: the second asks of the vote too
        return next((topics()[each].label + rest for each in asked.topics if each in over), "")
    return rest if _asks_itself(rest) else ""


def _asks_itself(rest: str) -> bool:
    """Is a topic asked in words of its own, and no advice: 办了几年了，是每年都办吗?"""
    return bool(manner(rest, "asks") and hints(rest) and not _OURS.search(rest))
