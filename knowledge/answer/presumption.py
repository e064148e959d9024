"""What a question takes for granted: a number with its unit that the notice's own words contradict."""

import re
from collections.abc import Iterable, Iterator

from knowledge.model import Fact
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number

_COUNTED = re.compile(
    rf"(?P<count>{NUMERAL})\s*(?P<unit>个?工作日|份|字|名|个|人|位|张|分|年|元|块|%|天|室|级)"
)
_DAY = re.compile(r"(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\d|[1-9])(?:日|号)")


def denied(text: str, facts: Iterable[Fact]) -> str:
    """The number or day of the question that the facts give otherwise, or '' where none is."""
    told = [part for fact in facts for part in _parts(f"{fact.value} {fact.cites.quote}")]
    asked = list(_parts(text))
    if len({unit for _, unit, _ in asked}) != len(asked):
        return ""
    for value, unit, words in asked:
        known = {other for other, its, _ in told if its == unit}
        if known and value not in known:
            return words
    return ""


def _parts(text: str) -> Iterator[tuple[object, str, str]]:
    """Each day and each counted thing: value, unit, the very words."""
    alike: dict[str, str] = lexicon("numbers")["units"]
    for found in _DAY.finditer(text):
        yield (int(found["month"]), int(found["day"])), "day", found.group()
    for found in _COUNTED.finditer(_DAY.sub(" ", text)):
        if (value := number(found["count"])) is not None:
            yield value, alike.get(found["unit"], found["unit"]), found.group()
