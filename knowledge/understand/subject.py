"""Of whom a message speaks: what is told of somebody else does not count for the one it asks about."""

import re
from functools import cache

from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner

_CLAUSE = re.compile(r"[^,。;!? ]+")
ME, OTHER = "me", "other"


def of_the_asked(text: str) -> str:
    """The text without the clauses about others, where it says plainly of whom it asks."""
    clauses = [(found, _subject(found.group())) for found in _CLAUSE.finditer(text)]
    asked = _asked(clauses)
    if not asked or {subject for _, subject in clauses if subject} != {ME, OTHER}:
        return text
    kept, current = list(text), ""
    for found, subject in clauses:
        current = subject or current
        if current and current != asked:
            kept[found.start() : found.end()] = " " * len(found.group())
    return "".join(kept)


def of_others(text: str) -> frozenset[int]:
    """The characters that tell what others did: 公司偷税, 亲戚是老赖影响我吗."""
    found = _patterns()["others"].finditer(text)
    return frozenset(place for each in found for place in range(*each.span()))


def _asked(clauses: list[tuple[re.Match[str], str]]) -> str:
    """The one whom the asking clause names: 我能报吗, 能推他吗."""
    for found, subject in reversed(clauses):
        if manner(found.group(), "able") or manner(found.group(), "apply"):
            meant = OTHER if _patterns()["meant"].search(found.group()) else subject
            return meant or _beside_kin(clauses) or _himself(clauses, found.group())
    return _himself(clauses) or _beside_kin(clauses)


def _himself(clauses: list[tuple[re.Match[str], str]], asking: str = "") -> str:
    """Himself, where he sets himself apart from others: 老婆上了黑名单，我自己征信没问题."""
    for_other = _patterns()["for_other"].search(asking)
    apart = any(_patterns()["apart"].search(found.group()) for found, _ in clauses)
    return ME if apart and not for_other else ""


def _beside_kin(clauses: list[tuple[re.Match[str], str]]) -> str:
    """Himself, where somebody tells his own trade and what his family are: 我是电工，媳妇是局长，能报吗."""
    said = [(found.group(), subject) for found, subject in clauses]
    own = any(subject == ME and _patterns()["trade"].match(clause) for clause, subject in said)
    kin = all(_patterns()["kin"].match(clause) for clause, subject in said if subject == OTHER)
    asked = any(_patterns()["for_kin"].search(clause) for clause, _ in said)
    return ME if own and kin and not asked else ""


def _subject(clause: str) -> str:
    """Who a clause begins with; '' where it goes on with the one before."""
    if _patterns()["other"].match(clause):
        return OTHER
    return ME if _patterns()["me"].match(clause) else ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in lexicon("people")["subjects"].items()}
