"""Which notices a question picks out of several: by a number, an office or words only some of them have."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from knowledge.model import Fact
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, days, number

Found = Mapping[str, tuple[Fact, ...]]
_LONG = re.compile(r"\d{3,9}")
_COUNT = re.compile(
    rf"(?P<count>{NUMERAL})(?P<unit>份|张|字|个工作日|个(?!月|市|地方|通知|文件)|个?人|名|位|天|级|分|周岁|岁|%)"
)
_PEOPLE = re.compile(r"个?人|个|位")
_BETWEEN = re.compile(r"[^\w]|的|是|哪")
_ANY_YEAR = date(2001, 1, 1)  # which year it is does not tell notices apart
ENTITY = 3  # characters of a body's name, or of a notice's own words


def picked(asked: Asked, ids: tuple[str, ...], found: Found) -> tuple[str, ...]:
    """The notices whose facts hold what the question names; all where that tells none apart."""
    ways: tuple[Callable[[Fact], bool], ...] = (_counting(asked), _involving(asked), _wording(asked))
    for way in ways:
        if holding := tuple(key for key in ids if any(map(way, found[key]))):
            return holding
    return ids


def bodies(asked: Asked) -> tuple[str, ...]:
    """Offices that the question names."""
    return tuple(word for word in lexicon("words")["bodies"] if word in asked.heard.text)


def holds(fact: Fact, words: tuple[str, ...]) -> bool:
    return any(word in fact.value + fact.cites.quote for word in words)


def _involving(asked: Asked) -> Callable[[Fact], bool]:
    """要宣传部盖章的."""
    named = bodies(asked)
    return lambda fact: holds(fact, named)


def _counting(asked: Asked) -> Callable[[Fact], bool]:
    """要两份的, 邮箱是163的."""
    wanted = _counts(asked.heard.text)
    return lambda fact: bool(wanted & _counts(fact.value))


def _counts(text: str) -> set[tuple[float | None, str]]:
    """Numbers with what they count; long ones stand for themselves."""
    people: str = lexicon("numbers")["words"]["people"]
    counted = {(number(each["count"]), _PEOPLE.sub(people, each["unit"])) for each in _COUNT.finditer(text)}
    counted |= {(day.month * 100.0 + day.day, "day") for day in days(text, _ANY_YEAR)}
    return counted | {(float(each), "") for each in _LONG.findall(text)}


def _wording(asked: Asked) -> Callable[[Fact], bool]:
    """规定逾期视为放弃的."""
    stretches = own_words(asked)
    return lambda fact: holds(fact, stretches)


def own_words(asked: Asked, long: int = ENTITY) -> tuple[str, ...]:
    """Stretches of the question beside the words that name the topic."""
    heard = asked.heard
    left = "".join(" " if place in heard.covered else char for place, char in enumerate(heard.text))
    for word in lexicon("words")["common"]:
        left = left.replace(word, " " * len(word))
    return tuple(
        piece[start : start + long]
        for piece in _BETWEEN.split(left)
        for start in range(len(piece) - long + 1)
    )


def naming(text: str, ids: tuple[str, ...], found: Found) -> tuple[str, ...]:
    """Only the notices whose facts hold the body that the question names: 宣传部参与主办的."""
    stretches = dict.fromkeys(text[start : start + ENTITY] for start in range(len(text) - ENTITY + 1))
    holding = {
        stretch: tuple(key for key in ids if any(holds(fact, (stretch,)) for fact in found[key]))
        for stretch in stretches
    }
    telling = [those for those in holding.values() if 0 < len(those) < len(ids)]
    most = max(map(len, telling), default=0)
    best = {key for those in telling if len(those) == most for key in those}
    return tuple(key for key in ids if key in best) or ids
