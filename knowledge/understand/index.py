"""The words by which the notices of a library are called, put in order once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.model import Library, Notice
from knowledge.understand.lexicon import lexicon
from knowledge.understand.normalise import plain
from knowledge.understand.place import lies_in, places, region_name, short

Ids = frozenset[str]
_NAME = (2, 3, 4)  # characters of a person's name
_CLUE = (4, 5, 6, 7, 8)  # characters of the name of a paper, house or platform
_NAMED = re.compile(
    r"(?<=[在“、和（：:])[一-鿿]{2,5}(?:日报|晚报|电视台|大厦|文化宫|工惠|广播台)|(?<=“)[一-鿿]{3,6}(?=”(?:客户端|公众号))"
)
_UNION = re.compile(r"总?工会$")
_UNION_ONLY = re.compile(r"工会")
_TELLING = 4  # characters by which a unit is known without the word union: 市直机关, but not 交通局
_AREA = re.compile(r"[县市区镇]$")
_LISTED = re.compile(r"\t([一-鿿] ?[一-鿿]{1,2})\t")  # set off by tabs in a list of people


@dataclass(frozen=True, slots=True)
class Index:
    vocabulary: dict[str, Ids]  # places, units, names and numbers → the notices they speak of
    words: re.Pattern[str]  # all of them, the longest first
    regions: dict[str, str]  # notice → region
    region_names: Ids  # the regions' short names
    awards: dict[str, Ids]
    honours: re.Pattern[str]  # the awards' names in full, and words for awards
    units: dict[str, tuple[str, ...]]  # how a unit is called → the full names it may have
    unit_words: re.Pattern[str]
    numbers: Ids
    people: dict[str, tuple[str, ...]]  # who is named → the notices that do
    clues: dict[str, Ids]  # papers, houses, platforms → the notices that speak of them


def index_of(library: Library) -> Index:
    return _of(_Library(library))


def named_people(text: str, library: Library) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who of the notices' contacts and lists the text names, those of the first notices first."""
    people, order = index_of(library).people, list(library)
    stretches = (text[start : start + size] for size in _NAME for start in range(len(text) - size + 1))
    found = {name: people[name] for name in stretches if name in people}
    return tuple(sorted(found.items(), key=lambda each: order.index(each[1][0])))


def clued(text: str, library: Library) -> tuple[Ids, ...]:
    """For each paper, house or platform that the text names, the notices that speak of it: 齐鲁工惠."""
    clues = index_of(library).clues
    stretches = {text[start : start + size] for size in _CLUE for start in range(len(text) - size + 1)}
    return tuple(clues[word] for word in stretches if word in clues)


def former_names() -> Ids:
    """Names that no longer exist, or that belong to nobody here."""
    return frozenset(lexicon("places")["not_the_same"])


def longest(text: str, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    """Words found from left to right, the longest at each place; former names swallow what they hold."""
    former = former_names()
    found = ((each.start(), each.group()) for each in pattern.finditer(text))
    return [(start, word) for start, word in found if word not in former]


@lru_cache(maxsize=1)
def place_words() -> re.Pattern[str]:
    return _pattern(places())


class _Library:
    """A library as a cache key: the very same one needs not even be looked through."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Library) and self.library is other.library

    def __hash__(self) -> int:
        return id(self.library)


@lru_cache(maxsize=8)
def _of(same: _Library) -> Index:
    return _index(_Notices(same.library))


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


@lru_cache(maxsize=8)
def _index(library: _Notices) -> Index:
    vocabulary: dict[str, set[str]] = {name: set() for name in places() if len(name) > 1}
    awards: dict[str, set[str]] = {}
    units: dict[str, tuple[str, ...]] = {}
    people: dict[str, tuple[str, ...]] = {}
    for notice in library.all:
        for person in _people(notice):
            people[person] = (*people.get(person, ()), notice.id)
        for word in (*_names(notice), *_tellings(notice)):
            vocabulary.setdefault(word, set()).add(notice.id)
        awards.setdefault(_bare_award(notice), set()).add(notice.id)
        for unit in notice.units:
            for call in _calls(unit):
                units[call] = (*units.get(call, ()), unit)
    regions = {notice.id: notice.region for notice in library.all}
    for name in places():
        for notice_id, region in regions.items():
            if name in vocabulary and lies_in(name, region):
                vocabulary[name].add(notice_id)
    return Index(
        vocabulary=_frozen(vocabulary),
        words=_pattern(vocabulary),
        regions=regions,
        region_names=frozenset(map(region_name, regions.values())),
        awards=_frozen(awards),
        honours=_any([notice.award for notice in library.all] + lexicon("words")["awards"]),
        units=units,
        unit_words=_pattern(units),
        numbers=frozenset(plain(notice.number) for notice in library.all if notice.number),
        people=people,
        clues=_clues(library.all),
    )


def _frozen(sets: dict[str, set[str]]) -> dict[str, Ids]:
    return {word: frozenset(ids) for word, ids in sets.items()}


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return _any({*words, *former_names()})


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """The longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered)))


def _clues(notices: Iterable[Notice]) -> dict[str, Ids]:
    found: dict[str, set[str]] = {}
    for notice in notices:
        for name in _NAMED.findall(re.sub(r"\s+", "", notice.source)):
            for word in {name, name.removeprefix(notice.region)}:  # 九江市工人文化宫, 工人文化宫
                found.setdefault(word, set()).add(notice.id)
    return _frozen(found)


def _people(notice: Notice) -> tuple[str, ...]:
    """Names in the notice's contacts and lists."""
    names = [name for each in notice.contacts for name in re.split(r"[、，\s]+", each.person) if name]
    listed = (each.replace(" ", "") for each in _LISTED.findall(notice.source))
    return tuple(dict.fromkeys((*names, *listed)))


def _names(notice: Notice) -> tuple[str, ...]:
    """How the notice is called; its bare award alone names no notice."""
    letters = notice.number.partition("〔")[0]  # 九工办发
    called = map(plain, filter(None, (*notice.names, notice.short, notice.number, letters)))
    return tuple(word for word in called if word != _bare_award(notice))


def _bare_award(notice: Notice) -> str:
    """The award without its place: 江苏最美工匠 is asked for as 最美工匠."""
    return plain(notice.award).removeprefix(region_name(notice.region))


def _tellings(notice: Notice) -> tuple[str, ...]:
    """Units that say which notice is meant: 市直机关 is everywhere, 市直机关工会 stands in this table."""
    calls = ((call, plain(unit).removeprefix(call)) for unit in notice.units for call in _calls(unit))
    return tuple(call for call, left in calls if _AREA.search(call) or not _UNION_ONLY.fullmatch(left))


def _calls(unit: str) -> tuple[str, ...]:
    """A unit in full, short, without the union, and by a name that other cities have too."""
    also: dict[str, list[str]] = lexicon("places")["also"]
    full = plain(unit)
    bare = _UNION.sub("", full)
    bare = bare if len(bare) >= _TELLING or _AREA.search(bare) else full
    common = (name for name, ends in lexicon("places")["shared"].items() if re.search(ends, bare))
    return tuple(dict.fromkeys((full, bare, short(bare), *also.get(unit, ()), *common)))
