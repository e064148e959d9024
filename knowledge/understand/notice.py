"""Which notices a message names: by place, award, number or unit; and what lies outside all of them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.model import Library, Notice
from knowledge.understand.lexicon import lexicon
from knowledge.understand.normalise import plain
from knowledge.understand.place import holds, lies_in, places, region_name, short

_DENIED = re.compile(r"(?:不是|不问|没问|别说|不说|不要|除了|除开|非)(?:问|说|指|要)?(?:的)?$")
_AWAY = re.compile(r"以前|之前|原来|老家|户口|户籍|籍贯|出生|原先|早先|从前|不在")
_AT_WORK = re.compile(
    r"上班|工作|打工|务工|工地|项目|干|厂|公司|站点|跑|驻|开了|全年|常年|一年到头|待|做了|教了"
)

_WIDE = ("province", "city")
_AWARD = "award"  # stands for an award's name among the words that named a notice


@dataclass(frozen=True, slots=True)
class Named:
    """What a message says about which notice is meant."""

    notices: tuple[str, ...] = ()  # meant for sure
    maybe: tuple[str, ...] = ()  # the award fits several, and no place is said
    denied: frozenset[str] = frozenset()  # 不是莱芜
    elsewhere: str = ""  # a place, award or year that none of the notices is about
    works_at: tuple[str, ...] = ()  # places where somebody works
    places: tuple[str, ...] = ()  # the words that named the notices
    units: tuple[str, ...] = ()  # units of a quota table in full, or words for a kind of unit


@dataclass(frozen=True, slots=True)
class _Hit:
    word: str
    start: int
    notices: frozenset[str]


def named(text: str, library: Library) -> Named:
    index = _index_of(library)
    hits, denied = _hits(text, index)
    awards = _awards(text, index)
    local = [hit for hit in hits if hit.word not in index.numbers]
    sure = _sure(hits, awards, index)
    foreign = _foreign(local, awards, index)
    if foreign and not sure:
        return Named(elsewhere=foreign, denied=denied)
    meant = tuple(each for each in library if each in sure)
    return Named(
        notices=meant,
        maybe=() if meant else tuple(each for each in library if each in awards),
        denied=denied,
        works_at=_works_at(text),
        places=(*(hit.word for hit in hits), *(() if not awards else (_AWARD,))),
        units=_units(text, index),
    )


@dataclass(frozen=True, slots=True)
class _Index:
    """The words by which the notices of a library are called."""

    words: dict[str, frozenset[str]]
    regions: dict[str, str]
    awards: dict[str, frozenset[str]]
    units: dict[str, str]  # how a unit is called → its full name
    unit_of: dict[str, frozenset[str]]
    numbers: frozenset[str]


class _Notices:
    """Notices as a cache key: the same only where they are the very same."""

    def __init__(self, library: Library) -> None:
        self.all: tuple[Notice, ...] = tuple(edition.notice for edition in library.values())

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Notices)
            and len(self.all) == len(other.all)
            and all(left is right for left, right in zip(self.all, other.all, strict=True))
        )

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.all)))


def _index_of(library: Library) -> _Index:
    return _index(_Notices(library))


@lru_cache(maxsize=8)
def _index(library: _Notices) -> _Index:
    notices = library.all
    words: dict[str, set[str]] = {}
    awards: dict[str, set[str]] = {}
    units: dict[str, str] = {}
    unit_of: dict[str, set[str]] = {}
    numbers = set()
    for notice in notices:
        for word in filter(None, (*notice.names, notice.short)):
            if plain(word) == _bare_award(notice):
                continue
            words.setdefault(plain(word), set()).add(notice.id)
        if notice.number:
            numbers.add(plain(notice.number))
            words.setdefault(plain(notice.number), set()).add(notice.id)
        awards.setdefault(_bare_award(notice), set()).add(notice.id)
        for unit in notice.units:
            for call in _calls(unit):
                units.setdefault(call, unit)
                unit_of.setdefault(call, set()).add(notice.id)
    return _Index(
        {word: frozenset(ids) for word, ids in words.items()},
        {notice.id: notice.region for notice in notices},
        {award: frozenset(ids) for award, ids in awards.items()},
        units,
        {call: frozenset(ids) for call, ids in unit_of.items()},
        frozenset(numbers),
    )


def _bare_award(notice: Notice) -> str:
    """The award without its place: 江苏最美工匠 is asked for as 最美工匠."""
    return plain(notice.award).removeprefix(region_name(notice.region))


def _calls(unit: str) -> tuple[str, ...]:
    also: dict[str, list[str]] = lexicon("places")["also"]
    return tuple(dict.fromkeys((plain(unit), short(plain(unit)), *also.get(unit, ()))))


def _hits(text: str, index: _Index) -> tuple[list[_Hit], frozenset[str]]:
    """The longest words of places, units and notices in the text, denied ones apart."""
    vocabulary = {**_place_words(index), **index.words}
    for call, ids in index.unit_of.items():
        vocabulary[call] = vocabulary.get(call, frozenset()) | ids
    hits: list[_Hit] = []
    denied: set[str] = set()
    for start, word in (*_longest(text, frozenset(vocabulary)), *_former(text, index)):
        if _DENIED.search(text[:start]):
            denied |= vocabulary[word]
        else:
            hits.append(_Hit(word, start, vocabulary[word]))
    return hits, frozenset(denied)


def _former(text: str, index: _Index) -> list[tuple[int, str]]:
    """A former name that begins with a region's: 九江县 means the notice of 九江, but none of its units."""
    regions = {region_name(region) for region in index.regions.values()}
    return [
        (text.find(name), region)
        for name in lexicon("places")["not_the_same"]
        for region in regions
        if name in text and name.startswith(region)
    ]


def _longest(text: str, words: frozenset[str]) -> list[tuple[int, str]]:
    """Words found from left to right, the longest at each place."""
    blocked = frozenset(lexicon("places")["not_the_same"])
    pattern = _pattern(words | blocked)
    return [
        (found.start(), found.group()) for found in pattern.finditer(text) if found.group() not in blocked
    ]


@lru_cache(maxsize=8)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered)) or "(?!)")


def _place_words(index: _Index) -> dict[str, frozenset[str]]:
    """Each known place with the notices whose region holds it, the nearest region only."""
    return {name: _covering(name, index) for name in places() if len(name) > 1}


def _covering(name: str, index: _Index) -> frozenset[str]:
    return frozenset(key for key, region in index.regions.items() if lies_in(name, region))


def _awards(text: str, index: _Index) -> frozenset[str]:
    found = [ids for award, ids in index.awards.items() if award in text]
    return frozenset().union(*found)


def _sure(hits: list[_Hit], awards: frozenset[str], index: _Index) -> frozenset[str]:
    """Each place's notice; where a place lies in several regions, the award or the nearest region decides."""
    meant: set[str] = set()
    for hit in hits:
        fitting = hit.notices & awards if awards else hit.notices
        own = frozenset(key for key in fitting if not _is_wide(hit.word, index.regions[key]))
        meant |= own or fitting
    if not meant and len(awards) == 1:
        return awards
    if len(meant) > 1 and awards:
        return frozenset(meant & awards)
    return frozenset(meant)


def _is_wide(word: str, region: str) -> bool:
    """Is the region a province that merely holds the place?"""
    place = places().get(word)
    return bool(
        place
        and place.kind != "province"
        and short(region) in places()
        and places()[short(region)].kind == "province"
    )


def _foreign(hits: list[_Hit], awards: frozenset[str], index: _Index) -> str:
    """A place that is asked about although no notice is: 无锡的最美劳动者."""
    for hit in hits:
        if (hit.notices & awards if awards else hit.notices) or any(
            holds(hit.word, region) for region in index.regions.values()
        ):
            continue
        return hit.word
    return ""


def _works_at(text: str) -> tuple[str, ...]:
    found = []
    for clause in re.split(r"[,。;!? ]", text):
        if _AWAY.search(clause) or not _AT_WORK.search(clause):
            continue
        found += [name for name in places() if len(name) > 1 and name in clause]
    return tuple(found)


def _units(text: str, index: _Index) -> tuple[str, ...]:
    """Units of a table in full, places that are units by their kind, and words for kinds of units."""
    listed = [index.units[call] for _, call in _longest(text, frozenset(index.units))]
    regions = {region_name(region) for region in index.regions.values()}
    named_places = (word for _, word in _longest(text, frozenset(places())) if word not in regions)
    local = [word for word in named_places if places()[word].kind not in _WIDE]
    kinds = [found.group() for pattern in _kinds() if (found := pattern.search(text))]
    return tuple(dict.fromkeys((*listed, *local, *kinds)))


@lru_cache(maxsize=1)
def _kinds() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in lexicon("places")["kinds"].values())
