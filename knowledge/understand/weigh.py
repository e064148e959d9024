"""Weighs what the cues say a message asks against what the message is like."""

import heapq
import math
import re
from collections.abc import Callable, Iterator, Mapping

from knowledge.understand.guess import A_PERSON, NAME, OUTSIDE, SMALL_TALK, likeness, likest
from knowledge.understand.topic import Hint

CUE, FIRST, WEAK = 1.0, 0.5, 0.7  # what a cue adds, the best covered one besides, and a weak one (logarithms)
UNLIKE = -20.0  # of a topic without examples
LEAST = 0.6  # share by which a topic is taken beside the best
AGAINST, ALONE = 0.6, 0.4  # share by which a topic without a cue is taken, other cues speaking or not
LOW, ABOVE = 0.3, 1.8  # or a lower one that is so many times any other
TOGETHER, ASIDE = 0.75, 0.1  # or share with a second topic where all others lie far below
NEAR = -6.0  # below it a cue is dropped unless the words around it are like its topic
AROUND, BARELY = 1, 0.005  # characters on either side of a cue, and how like its topic they must be at least
CLAUSE_SHARE = 0.9  # by which a clause alone asks for its topic
SHORTEST, TELLING = 1, 5  # characters that say something, of a message and of a clause
NO_TOPIC = (A_PERSON, OUTSIDE, SMALL_TALK)
_NAMES = re.compile(f"{NAME}+")
_CLAUSE = re.compile(r"[^,。;!? ]+")
_EMPTY = re.compile(rf"[{NAME}\W\d那呢的了吗也还是个有我这么吧啊]")


def shape(text: str, names: re.Pattern[str]) -> str:
    """The text with its names made alike, so that only the manner of asking is left."""
    return _NAMES.sub(NAME, names.sub(NAME, text))


def weighed(found: tuple[Hint, ...], said: str, bare: Callable[[str], str]) -> tuple[str, ...]:
    """The topics, best first: those of the cues, and what the text or one of its clauses is plainly like.

    `bare` takes the names out of a piece of the plain text.
    """
    cued = tuple(hint.topic for hint in found)
    text = bare(said)
    if len(_EMPTY.sub("", text)) < SHORTEST:
        return cued
    shares = likeness(text)
    likely = {topic: math.log(share + 1e-9) for topic, share in shares.items() if topic not in NO_TOPIC}
    scores = likely | {
        hint.topic: likely.get(hint.topic, UNLIKE) + (WEAK if hint.weak else CUE + FIRST * (place == 0))
        for place, hint in enumerate(found)
    }
    best = max(scores, key=lambda topic: scores[topic])
    if best not in cued and not (shares[best] >= AGAINST or (not cued and _stands_out(best, shares))):
        return cued
    kept = {best, *_of_clauses(text), *(each for each in likely if shares[each] >= LEAST)}
    kept |= {
        hint.topic for hint in found if _holds(hint, said, bare) or likely.get(hint.topic, UNLIKE) >= NEAR
    }
    return tuple(sorted(kept, key=lambda each: -scores[each]))


def _stands_out(topic: str, shares: Mapping[str, float]) -> bool:
    """Is the text likely enough to ask for a topic without a cue?"""
    share = shares[topic]
    second, third = heapq.nlargest(
        2, (each for each in shares if each != topic), key=lambda each: shares[each]
    )
    if share >= ALONE or (share >= LOW and share >= ABOVE * shares[second]):
        return True
    return second not in NO_TOPIC and share + shares[second] >= TOGETHER and shares[third] <= ASIDE


def _holds(hint: Hint, said: str, bare: Callable[[str], str]) -> bool:
    """Are the words around a cue like the topic at all?"""
    return any(likeness(bare(piece)).get(hint.topic, 1.0) >= BARELY for piece in _pieces(hint.chars, said))


def _pieces(chars: frozenset[int], said: str) -> Iterator[str]:
    """Each stretch of the cue's characters with a few on either side."""
    ends = [place for place in sorted(chars) if place + 1 not in chars]
    starts = [place for place in sorted(chars) if place - 1 not in chars]
    for start, end in zip(starts, ends, strict=True):
        yield said[max(0, start - AROUND) : end + 1 + AROUND]


def _of_clauses(text: str) -> list[str]:
    clauses = [each for each in _CLAUSE.findall(text) if len(_EMPTY.sub("", each)) >= TELLING]
    if len(clauses) < 2:  # noqa: PLR2004 - one clause is the whole
        return []
    liked = map(likest, clauses)
    return [topic for topic, share in liked if share >= CLAUSE_SHARE and topic not in NO_TOPIC]
