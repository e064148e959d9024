"""Places as common knowledge: which lies in which, and what kind of unit it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from knowledge.understand.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Place:
    name: str  # short, such as 昆山
    within: tuple[str, ...]  # what it lies in, nearest first
    kind: str = ""  # province | city | a class of units, such as county_city


@cache
def places() -> dict[str, Place]:
    return {place.name: place for place in _all()}


def named_in(text: str) -> tuple[str, ...]:
    """The places a text names, the longest name at each position."""
    return tuple(found.group() for found in _words().finditer(text))


@cache
def _words() -> re.Pattern[str]:
    names = sorted((name for name in places() if len(name) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def short(name: str) -> str:
    """修水县 → 修水; 浔阳区 stays 浔阳 only where two characters are left."""
    for suffix in lexicon("places")["suffixes"]:
        if name.endswith(suffix) and len(name) - len(suffix) > 1:
            return name.removesuffix(suffix)
    return name


def lies_in(name: str, region: str) -> bool:
    """Is the place the region, or in it? Regions are written in full, such as 济南市莱芜区."""
    own = region_name(region)
    place = places().get(name)
    return name == own or bool(place and own in place.within)


def holds(name: str, region: str) -> bool:
    """Does the place hold the region: 济南 holds 济南市莱芜区, 河南 holds 焦作市?"""
    place = places().get(region_name(region))
    return bool(place and name in place.within)


@cache
def region_name(region: str) -> str:
    """The innermost known place of a region's name."""
    known = [name for name in places() if name in region]
    return max(known, key=lambda name: (region.rfind(name), len(name)), default=short(region))


def _all() -> Iterator[Place]:
    listed = lexicon("places")
    cities: dict[str, dict[str, list[str]]] = listed["cities"]
    for province, names in listed["provinces"].items():
        yield Place(province, (), "province")
        for city in names:
            yield Place(city, (province,), "city")
            yield from _below(city, (city, province), cities)


def _below(parent: str, within: tuple[str, ...], cities: dict[str, dict[str, list[str]]]) -> Iterator[Place]:
    for kind, names in cities.get(parent, {}).items():
        for name in names:
            yield Place(name, within, kind)
            yield from _below(name, (name, *within), cities)
