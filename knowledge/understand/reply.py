"""A few words that answer what was just asked about a person: 是, 没有, 县级的, 5年."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from knowledge.model import Trait
from knowledge.traits import traits
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number

LONGEST = 20  # characters; what is longer speaks for itself
_NUMBER = re.compile(
    rf"(?P<count>{NUMERAL})(?:多|来)?(?:个)?(?P<unit>年|月|岁)?(?P<half>半)?"
    rf"(?:零|又)?(?:(?P<months>{NUMERAL})个月)?"
)
_CLAUSE = re.compile(r"[^,。;!? 、]+")
MONTHS = 12


def answered(text: str, wanted: Sequence[str]) -> dict[str, object]:
    """The traits that a short reply settles, of those that were asked for, in the order of asking."""
    if not wanted or len(text) > LONGEST:
        return {}
    found: dict[str, object] = {}
    for clause in _CLAUSE.findall(text):
        left = [each for each in wanted if each not in found]
        found |= dict(_in_clause(clause, [traits()[each] for each in left if each in traits()]))
    return found


def corrected(text: str, told: Sequence[str]) -> dict[str, object]:
    """What a short message puts right of traits that were told before: 不对，是一年八个月."""
    known = [traits()[each] for each in told if each in traits()]
    found: dict[str, object] = {}
    for clause in _CLAUSE.findall(_pattern("corrects").sub("", text)):
        found |= dict(
            _in_clause(clause, [each for each in known if each.type == "number" or _names(each, clause)])
        )
    return found


def _in_clause(clause: str, wanted: Sequence[Trait]) -> Iterator[tuple[str, object]]:
    if numbers := tuple(_numbers(clause, wanted)):
        yield from numbers
        return
    if graded := _grade(clause, wanted):
        yield graded
        return
    flags = [each for each in wanted if each.type in {"flag", "choice"}]
    named = [each for each in flags if _names(each, clause)]
    stance = _stance(clause)
    if stance is None and not named:
        return
    everything = _pattern("all").search(clause) is not None
    for trait in named or (flags if everything else flags[:1]):
        value = _value(trait, yes=stance is not False)
        if value is not None:
            yield trait.id, value


def _stance(clause: str) -> bool | None:
    """Yes, no, or neither."""
    if _pattern("no").search(clause):
        return False
    return True if _pattern("yes").search(clause) else None


def _value(trait: Trait, *, yes: bool) -> object:
    """A choice that is asked as yes or no has its yes first."""
    if trait.type == "flag":
        return yes
    options = list(trait.options)
    return options[0 if yes else 1] if len(options) == len({True, False}) else None


def _names(trait: Trait, clause: str) -> bool:
    named: dict[str, str] = lexicon("people")["answers"]["named"]
    return trait.id in named and re.search(named[trait.id], clause) is not None


def _numbers(clause: str, wanted: Sequence[Trait]) -> Iterator[tuple[str, object]]:
    found = _NUMBER.search(clause)
    count = number(found["count"]) if found else None
    if found is None or count is None:
        return
    count += 0.5 if found["half"] else 0
    count += (number(found["months"] or "") or 0) / MONTHS
    kinds: dict[str, str] = lexicon("people")["answers"]["units"]
    called: dict[str, str] = lexicon("numbers")["words"]
    numeric = [each.id for each in wanted if each.type == "number"]
    meant = [each for each in numeric if kinds.get(each) == found["unit"]] or numeric[:1]
    for trait in meant:
        months = found["unit"] == called["month"] and kinds.get(trait) == called["year"]
        yield trait, count / MONTHS if months else count


def _grade(clause: str, wanted: Sequence[Trait]) -> tuple[str, object] | None:
    """The level of an honour: 县级的."""
    levels: dict[str, str] = lexicon("people")["answers"]["levels"]
    scale = next((each for each in wanted if set(levels) <= each.options.keys()), None)
    if scale is None:
        return None
    return next(((scale.id, level) for level, said in levels.items() if re.search(said, clause)), None)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("people")["answers"][name])
