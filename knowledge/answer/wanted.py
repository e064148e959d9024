"""Which topics of one notice a question wants, the first of which decides the answer."""

import re

from knowledge.answer.stated import own, stated
from knowledge.model import Notice
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import clauses, manner
from knowledge.understand.pairs import pairs
from knowledge.understand.place import places, region_name
from knowledge.understand.topic import MOST, hints

_BY_HAND = {"nomination_ways": ("hand_in_way", "receiver"), "hand_in_way": ("receiver", "hand_in_place")}
_IDEAS = ("aim", "guiding")
_OF_IDEAS = (*_IDEAS, "theme")
_TWO = 2  # clauses at least that ask


def wanted_topics(asked: Asked, notice: Notice) -> tuple[str, ...]:
    return _by_words(unnamed(asked), _with_way(asked, notice), notice)


def unnamed(asked: Asked) -> str:
    """The question without the places and units it names, which stand in every table."""
    text = asked.heard.text
    for word in asked.heard.named.places:
        text = text.replace(word, "|")
    return text


def _with_way(asked: Asked, notice: Notice) -> tuple[str, ...]:
    """Who takes the papers there, and whether one must go, is told by how they are handed in: 我自己送吗."""
    wanted = asked.topics[:MOST]
    if wanted[0] == "quota" and not stated(notice, "quota") and _of_prize(asked, notice):
        return tuple(dict.fromkeys(("winners", *wanted)))
    if wanted[0] not in _BY_HAND or not asked.heard.is_("who_sends"):
        return wanted
    ways = tuple(each for each in _BY_HAND[wanted[0]] if own(notice, each))
    return tuple(dict.fromkeys((wanted[0], *ways[:1], *wanted[1:])))


def _of_prize(asked: Asked, notice: Notice) -> bool:
    """Is it asked how many of an award there are, and not how many somebody gets: 提名奖名额?"""
    named = asked.heard.named
    local = named.units or any(each in places() for each in {*named.places} - {region_name(notice.region)})
    return asked.heard.is_("prize") and not local and not asked.heard.is_("our_share")


def _by_words(text: str, wanted: tuple[str, ...], notice: Notice) -> tuple[str, ...]:
    """One notice's aim is another's guiding idea or condition: its own words tell which is asked."""
    if wanted[0] not in _IDEAS:
        return wanted
    bare = re.sub(
        "|".join(map(re.escape, [*lexicon("words")["awards"], *lexicon("words")["no_idea"]])), "|", text
    )
    told = pairs(bare)

    def held(topic: str) -> tuple[int, int]:
        said = "".join(fact.value + fact.cites.quote for fact in stated(notice, topic))
        return sum(pair in said for pair in told), sum(map(said.count, told))

    best = max((wanted[0], *_OF_IDEAS), key=held)
    best = best if any(held(best)) else "criteria" if any(held("criteria")) else wanted[0]
    return wanted if best == wanted[0] else (best, *(each for each in wanted if each not in _IDEAS))


def equal_topics(asked: Asked, notice: Notice) -> frozenset[str]:
    """Topics as good as the first: those for which as much speaks, and those asked in another clause."""
    heard, first = asked.heard, asked.topics[0]
    asking = [each for each in clauses(heard.text) if manner(each, "asks")]
    if heard.cued and first not in heard.cued:
        return heard.tied | heard.cued  # what is said goes before what it is only like
    if len(asking) < _TWO or stated(notice, first):
        return heard.tied
    spoken = [{hint.topic for hint in hints(each)} for each in asking]
    if not any(first in each for each in spoken):
        return heard.tied
    return heard.tied.union(*(each for each in spoken if first not in each))
