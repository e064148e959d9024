"""How a question is put: of one notice or several, for a fact or a person, as small talk."""

import re
from functools import cache

from knowledge.understand.lexicon import lexicon

MEANINGLESS = re.compile(r"^[\W\d_a-z]*$")
"""Nothing but punctuation, pictures, digits or Latin letters."""

_CLAUSE = re.compile(r"[^,。;!?]+")


def clauses(text: str) -> list[str]:
    """What stands between the stops of a plain text."""
    return _CLAUSE.findall(text)


def manner(text: str, name: str) -> re.Match[str] | None:
    """Where the plain text is of this manner (a name of manner.yaml)."""
    return _patterns()[name].search(text)


def wants(clause: str) -> bool:
    """Does a clause want to know something, or only tell it or wave it away?"""
    if manner(clause, "waved_away"):
        return False
    return any(manner(clause, each) for each in ("asks", "confirms", "is_it", "tells_me"))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in lexicon("manner").items()}
