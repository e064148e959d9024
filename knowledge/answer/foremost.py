"""Which of a topic's facts a question means: the one that shares its words comes first."""

import re
from collections.abc import Sequence

from knowledge.model import Fact
from knowledge.understand.lexicon import lexicon
from knowledge.understand.pairs import pairs

_CLEARLY = 2  # shared pairs by which it stands out from the one that comes first
_MANY = 2  # facts; of no more than that, the order tells little


def foremost(facts: Sequence[Fact], text: str, topic: str) -> tuple[Fact, ...]:
    """The facts, the one of the topic that is plainly meant ahead of the others: 弘扬哪三种精神."""
    own = [fact for fact in facts if fact.topic == topic]
    if len(own) <= _MANY:
        return tuple(facts)
    told = _telling(text)
    shared = {fact: sum(pair in fact.value + fact.cites.quote for pair in told) for fact in own}
    best = max(own, key=lambda fact: shared[fact])
    if shared[best] < shared[own[0]] + _CLEARLY:
        return tuple(facts)
    return (best, *(fact for fact in facts if fact is not best))


def _telling(text: str) -> frozenset[str]:
    """Pairs of characters, those of words aside that every question has."""
    common = sorted(lexicon("words")["common"], key=len, reverse=True)
    bare = re.sub("|".join(map(re.escape, common)) + r"|\W", "|", text)
    return pairs(bare)
