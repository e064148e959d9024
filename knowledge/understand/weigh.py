"""Weighs what the cues say a message asks against what the message is like."""

import math
import re

from knowledge.understand.guess import A_PERSON, NAME, OUTSIDE, SMALL_TALK, likeness, likest

CUE, FIRST, WEAK = 1.5, 1.5, 0.7  # what a cue adds, the best covered one besides, and a weak one (logarithms)
UNLIKE = -20.0  # of a topic without examples
LEAST = 0.6  # share by which a topic without a cue is taken
NEAR = -8.0  # below it a cue is dropped where the message is plainly like something else
CLAUSE_SHARE = 0.9  # by which a clause alone asks for its topic
SHORTEST, TELLING = 2, 5  # characters that say something, of a message and of a clause
NO_TOPIC = (A_PERSON, OUTSIDE, SMALL_TALK)
_NAMES = re.compile(f"{NAME}+")
_CLAUSE = re.compile(r"[^,。;!? ]+")
_EMPTY = re.compile(rf"[{NAME}\W\d那呢的了吗也还是个有我这么吧啊]")


def shape(text: str, names: re.Pattern[str]) -> str:
    """The text with its names made alike, so that only the manner of asking is left."""
    return _NAMES.sub(NAME, names.sub(NAME, text))


def weighed(found: tuple[str, ...], text: str, *, weak: bool = False) -> tuple[str, ...]:
    """The topics, best first: those of the cues, and what the text or one of its clauses is plainly like."""
    if len(_EMPTY.sub("", text)) < SHORTEST:
        return found
    shares = likeness(text)
    likely = {topic: math.log(share + 1e-9) for topic, share in shares.items() if topic not in NO_TOPIC}
    scores = likely | {
        topic: likely.get(topic, UNLIKE) + (WEAK if weak else CUE + FIRST * (place == 0))
        for place, topic in enumerate(found)
    }
    best = max(scores, key=lambda topic: scores[topic])
    if best not in found and shares[best] < LEAST:
        return found
    kept = {best, *_of_clauses(text)}
    kept |= {each for each in found if best in found or likely.get(each, UNLIKE) >= NEAR}
    return tuple(sorted(kept, key=lambda each: -scores[each]))


def _of_clauses(text: str) -> list[str]:
    clauses = [each for each in _CLAUSE.findall(text) if len(_EMPTY.sub("", each)) >= TELLING]
    if len(clauses) < 2:  # noqa: PLR2004 - one clause is the whole
        return []
    liked = map(likest, clauses)
    return [topic for topic, share in liked if share >= CLAUSE_SHARE and topic not in NO_TOPIC]
