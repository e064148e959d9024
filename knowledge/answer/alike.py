"""Another place's award that is called like one of ours: 南京最美工匠, 泰州工匠."""

import re
from collections.abc import Iterator

from knowledge.answer.verbatim import plain_source
from knowledge.model import Library
from knowledge.understand.asked import Asked
from knowledge.understand.index import index_of
from knowledge.understand.kept import Kept
from knowledge.understand.lexicon import lexicon
from knowledge.understand.place import lies_in, named_in, places, region_name

_OWN = re.compile(r"(?:评|选)(?:出|选|上)?(?:了)?(?:几|多少)")  # selects some itself
_SHARE = re.compile(r"推|(?<!什么时候)(?<!怎么)报(?!名)|名额|指标|分配")
_HELD = re.compile(r"(?:得|拿|获|评|选|当|上)(?:过|了|上|得|到)+(?:个|一个)?$|[“\"《]$")


def alike(asked: Asked, library: Library) -> str:
    """The award as it is called, or ''; what somebody says he holds is not asked about."""
    text = asked.heard.text
    if asked.about_person and asked.person.told and asked.heard.is_("able"):
        return ""
    foreign = (found for place, found in _called(text, library) if _foreign(place, found, text, library))
    return next((found.group() for found in foreign), "")


def _called(text: str, library: Library) -> Iterator[tuple[str, re.Match[str]]]:
    """Each place with the award that follows its name."""
    awards, craftsman = "|".join(map(re.escape, index_of(library).awards)), lexicon("words")["craftsman"]
    for place in dict.fromkeys((*named_in(text), *_by_names(text))):
        called = re.compile(rf"{re.escape(place)}[省市区县]?(?:本?级)?的?(?P<award>{awards}|大?{craftsman})")
        yield from ((place, found) for found in called.finditer(text))


def _by_names(text: str) -> Iterator[str]:
    """Provinces by their other names: 齐鲁."""
    return (name for name in lexicon("places")["by_names"] if name in text)


def _foreign(place: str, found: re.Match[str], text: str, library: Library) -> bool:
    if _HELD.search(text[: found.start()]):
        return False
    owners = index_of(library).awards.get(found["award"])
    if owners is None:
        craftsman = lexicon("words")["craftsman"]
        return not any(craftsman in library[key].notice.award for key in _of(place, library))
    regions = [library[key].notice.region for key in owners]
    if any(region_name(region) == place for region in regions) or _spoken_of(place, found["award"], library):
        return False
    around = [region for region in regions if lies_in(place, region)]
    if not around:
        return True
    if any(_is_province(region) for region in around):
        return not _SHARE.search(text)
    return bool(_OWN.search(text))


def _spoken_of(place: str, award: str, library: Library) -> bool:
    """Does a notice speak of the award, as one to which its own leads: 河南“最美职工”?"""
    words = re.compile(rf"{re.escape(place)}[省市]?[“\"]?{re.escape(award)}")
    return any(words.search(plain_source(Kept(edition.notice))) for edition in library.values())


def _of(place: str, library: Library) -> list[str]:
    """The notices of the very place."""
    return [key for key in library if region_name(library[key].notice.region) == place]


def _is_province(region: str) -> bool:
    place = places().get(region_name(region))
    return place is not None and place.kind == "province"
