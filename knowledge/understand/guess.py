"""How like a message is to the examples of each topic: naive Bayes over its characters and pairs of them.

Patterns know what they were written for; likeness carries further. weigh.py weighs one against the other.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge.understand.lexicon import lexicon
from knowledge.understand.normalise import plain
from knowledge.understand.topic import topics

A_PERSON, OUTSIDE, SMALL_TALK = "a_person", "outside", "small_talk"
"""What a message may be about besides the topics."""
BETWEEN = " / "  # stands between two examples
NAME = "◇"  # stands for a name of a place, a unit or an award, in examples and messages
SMOOTH = 0.05
PHRASES = ("examples", "spoken", "written", "short", "voices")
"""The lists of phrases written for the topics; `asked` is learnt from questions."""
_PARTICLES = re.compile(r"^(?:那[边里儿头么]?|请问|还有)+|[呢吗啊呀吧嘛]*[?。!]*$")
_DIGIT = re.compile(r"\d")  # how long a number is says more than which it is


@dataclass(frozen=True, slots=True)
class Model:
    """What the examples tell of each character and pair."""

    rarity: Mapping[str, float]  # pair → how telling it is
    base: Mapping[str, float]  # topic → weight of a pair never seen with it
    gains: Mapping[str, Mapping[str, float]]  # pair → topic → what it adds to that

    def scores(self, text: str) -> dict[str, float]:
        weights = _weighted(text, self.rarity)
        total = sum(weights.values())
        scores = {topic: base * total for topic, base in self.base.items()}
        for gram, weight in weights.items():
            for topic, gain in self.gains[gram].items():
                scores[topic] += weight * gain
        return scores


@lru_cache(maxsize=256)
def likeness(text: str) -> Mapping[str, float]:
    """For each topic its share of the likeness, together 1; names in the plain text are set to NAME."""
    scores = _model().scores(text)
    best = max(scores.values())
    shares = {topic: math.exp(score - best) for topic, score in scores.items()}
    total = sum(shares.values())
    return {topic: share / total for topic, share in shares.items()}


def likest(text: str) -> tuple[str, float]:
    """The topic that the text is most like, with its share."""
    shares = likeness(text)
    best = max(shares, key=lambda topic: shares[topic])
    return best, shares[best]


def _grams(text: str) -> Iterator[str]:
    framed = f"^{_DIGIT.sub('#', _PARTICLES.sub('', text))}$"
    yield from framed[1:-1]
    yield from (framed[start : start + 2] for start in range(len(framed) - 1))


def _weighted(text: str, rarity: Mapping[str, float]) -> dict[str, float]:
    """Each known pair with its weight; long texts weigh no more than short ones."""
    known = {gram: rarity[gram] for gram in _grams(text) if gram in rarity}
    length = math.hypot(*known.values()) or 1.0
    return {gram: weight / length for gram, weight in known.items()}


def rarity(pair: str) -> float:
    """How telling a pair of characters is: those that no example has are the most."""
    known = _model().rarity
    return known.get(pair, max(known.values()))


@cache
def _model() -> Model:
    return taught(examples())


def taught(every: Sequence[tuple[str, str]]) -> Model:
    """A model of examples, each a topic and a text."""
    seen = Counter(gram for _, text in every for gram in set(_grams(text)))
    rarity = {gram: math.log(len(every) / count) + 1 for gram, count in seen.items()}
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    totals: dict[str, float] = defaultdict(float)
    for topic, text in every:
        for gram, weight in _weighted(text, rarity).items():
            counts[gram][topic] += weight
            totals[topic] += weight
    base = {topic: math.log(SMOOTH / (total + SMOOTH * len(seen))) for topic, total in totals.items()}
    gains = {
        gram: {topic: math.log((count + SMOOTH) / SMOOTH) for topic, count in of.items()}
        for gram, of in counts.items()
    }
    return Model(rarity, base, gains)


def examples(sources: Iterable[str] = (*PHRASES, "asked")) -> list[tuple[str, str]]:
    """Topic and text of every example."""
    own = [(topic.id, plain(text)) for topic in topics().values() for text in topic.asks]
    listed = [pair for source in sources for pair in lexicon(source).items()]
    return [
        *own,
        *((topic, text) for topic, texts in listed for text in " ".join(texts.split()).split(BETWEEN)),
    ]
