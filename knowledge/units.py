"""Which recommending unit is meant: short names, other names, and the class that a notice gives places to."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from rapidfuzz import fuzz, process

from knowledge.model import Notice, QuotaRow
from knowledge.understand.lexicon import lexicon
from knowledge.understand.place import named_in, places, short

_UNION = re.compile(r"(?:总工会|工会联合会|工会委员会|工会工作委员会|工会|联合工会)$")
_NOISE = re.compile(r"[\s\"“”‘’'()（）【】《》,，.。、;；:：!！?？]+")
_LEAST = 2  # characters by which a unit can be told


def find(text: str, units: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the units (id -> name) that the text means: one, several that fit as well, or none.

    A name that only looks alike is never taken: what is sent to the wrong unit has been disclosed.
    """
    wanted = _plain(text)
    if len(wanted) < _LEAST or _core(wanted) in _foreign():
        return ()
    for form in _forms(wanted):
        found = tuple(each for each, name in units.items() if form in _called(name))
        if found:
            return found
    return ()


def likely(text: str, units: Mapping[str, str], most: int) -> tuple[str, ...]:
    """The ids of those whose names look most alike, for a person to choose from."""
    core = _core(_plain(text))
    cores = {each: _core(_plain(name)) for each, name in units.items()}
    return tuple(key for _, _, key in process.extract(core, cores, scorer=fuzz.WRatio, limit=most))


def row_of(notice: Notice, name: str) -> QuotaRow | None:
    """The line of the notice's table for a unit it does not name itself, by what kind of unit it is."""
    rows = [row for row in notice.quota_rows if row.unit_class]
    kinds = set(_kinds(name))
    found = [row for row in rows if row.unit_class in kinds]
    return found[0] if len(found) == 1 else None


def class_rows(notice: Notice) -> tuple[QuotaRow, ...]:
    """The lines for classes of units, by which a unit can be added."""
    return tuple(row for row in notice.quota_rows if row.unit_class)


def _forms(wanted: str) -> Iterator[str]:
    """The ways to look for it, the most exact first."""
    core = _core(wanted)
    yield wanted
    yield core
    yield _inner(core)
    yield short(_inner(core))


@cache
def _called(name: str) -> frozenset[str]:
    """Everything a unit is called."""
    whole = _plain(name)
    core = _core(whole)
    also: Mapping[str, list[str]] = lexicon("places")["also"]
    others = (names for known, names in also.items() if _core(known) in {core, short(core)})
    return frozenset((whole, core, short(core), *chain.from_iterable(others))) - _foreign()


def _kinds(name: str) -> Iterator[str]:
    known = places()
    yield from (known[each].kind for each in named_in(name))
    kinds: Mapping[str, str] = lexicon("places")["kinds"]
    yield from (kind for kind, pattern in kinds.items() if re.search(pattern, name))


def _inner(core: str) -> str:
    """江西省九江市修水县 → 修水县, where something is left that can be told apart."""
    for kind in ("province", "city"):
        outer = (name for name, place in places().items() if place.kind == kind and core.startswith(name))
        for name in outer:
            rest = re.sub("^[省市]", "", core.removeprefix(name))
            core = rest if len(rest) >= _LEAST else core
    return core


@cache
def _foreign() -> frozenset[str]:
    return frozenset(lexicon("places")["not_the_same"])


def _plain(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text))


def _core(name: str) -> str:
    """修水县总工会 → 修水县; what is nothing but a union keeps its name."""
    core = _UNION.sub("", name)
    return core if len(core) >= _LEAST else name
