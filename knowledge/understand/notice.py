"""Which notices a message names: by place, award, number or unit; and what lies outside all of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.model import Library
from knowledge.understand.index import Index, former_names, index_of, longest, place_words
from knowledge.understand.lexicon import lexicon
from knowledge.understand.place import holds, places, short

_DENIED = re.compile(r"(?:(?<!是)不是|不问|没问|别说|不说|不要|除了|除开|非)(?:问|说|指|要)?(?:的)?$")
_NOT_MEANT = re.compile(
    r"^(?:[哦噢哎啊]|不对|错了|[, ])*(?:不是|没问|不问)(?:问|说|指)?[^,。;!?吗吧么]{2,6}[,。]+(?=.)"
)  # 不是吴江，是吴中
_FROM = re.compile(
    r"(?:从|之前在|以前在|原来在|老家(?:在|是)?|(?<!外地)(?<!农村)户口(?:在|是)?|注册在|籍贯|(?:之前|以前|原来|原先|先前)在[^,。;!?]{0,8})$"
)
_HOME = re.compile(
    r"[省市县区]?的?(?:户口|户籍|籍(?!贯))"
)  # no notice is named by where somebody is registered
_CAME = re.compile(r"(?:来的?|到|去)([一-鿿]{2,3})(?=[,。;!? 干做打上]|$)")
_MEANT = re.compile(r"[省市区县]?(?:的(?!一家|一个|工厂|厂|公司)|那个|那份|这个|这边的|最美)")
_EXCEPT = re.compile(r"(?:除了|除开)(?:的)?$")
_AWAY = re.compile(r"以前|之前|原来|老家|户口|户籍|籍贯|出生|原先|早先|从前|不在")
_AT_WORK = re.compile(
    r"上班|工作|打工|务工|工地|项目|干|厂|公司|站点|跑|驻|开了|全年|常年|一年到头|\d年|[一二两三四五六七八九十多半]年(?![一-鿿]{0,8}(?:评|表彰|选|搞|办))|待|做了|教了|人(?:一直|常年|长年|现在|都|还)?在|来[一-鿿]{2,4}的|跳槽"
)

_ONE_OF = re.compile(r"(?:一|另一?)(?:个|位|边|人)人?在$")  # 一个在莱芜，一个在焦作: of both
_PARTLY = re.compile(r"半年|个月|剩下|其余|其他时间|有时|偶尔|期间|出差|出过")
_REGISTERED = re.compile(r"[一-鿿]{2,3}[省市县区]?的?(?:户口|户籍)(?![在是])")  # 上海户口上海上班
_AT_HOME = re.compile(r"(?:家住|家在|住在|住)[一-鿿]{2,3}?(?=[市县区]|干|上班|在|,|$)")
_LIVED = re.compile(r"在([一-鿿]{2,3}?)(?:市|县|区)?(?!(?:之|以)?[前后])(?=[^的,。;!?最几评报]{2})")

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
    lived_in: tuple[str, ...] = ()  # places where somebody is: 在苏州外企修设备
    places: tuple[str, ...] = ()  # the words that named the notices
    units: tuple[str, ...] = ()  # units of a quota table in full, or words for a kind of unit


@dataclass(frozen=True, slots=True)
class _Hit:
    word: str
    start: int
    notices: frozenset[str]


def named(text: str, library: Library) -> Named:
    index = index_of(library)
    hits, denied = _hits(text, index)
    awards = _awards(text, index)
    hits = _meant(text, hits)
    local = [hit for hit in hits if hit.word not in index.numbers]
    if wider := _wider(text, local, index):
        return Named(elsewhere=wider, denied=denied)
    common = lexicon("places")["shared"]
    telling = [hit for hit in hits if hit.notices and hit.word not in common]
    sure = _sure(telling or hits, awards, index)
    foreign = _foreign(local, awards, index)
    if foreign and (not sure or (sure == awards and _of(text, foreign, index))):
        return Named(elsewhere=foreign, denied=denied, works_at=works_at(text), lived_in=_lived_in(text))
    meant = tuple(each for each in library if each in sure) if telling or len(sure) == 1 else ()
    return Named(
        notices=meant,
        maybe=() if meant else tuple(each for each in library if each in (sure or awards)),
        denied=denied,
        works_at=works_at(text),
        lived_in=_lived_in(text),
        places=(*(hit.word for hit in hits if hit.notices), *(() if not awards else (_AWARD,))),
        units=_units(text, index),
    )


def _meant(text: str, hits: list[_Hit]) -> list[_Hit]:
    """Where one place is named for its notice and another only as where somebody is, the first counts."""
    if sum(bool(_ONE_OF.search(text[: hit.start])) for hit in hits) > 1:
        return hits
    hits = [hit for hit in hits if not _had(text[: hit.start])] if len(hits) > 1 else hits
    there = {*works_at(text), *_lived_in(text), *(found[1] for found in _CAME.finditer(text))}
    named = [hit for hit in hits if hit.word not in there or _MEANT.match(text[hit.start + len(hit.word) :])]
    return named if any(hit.notices for hit in named) else hits


def had_elsewhere(text: str, library_names: Iterable[str]) -> bool:
    """Is it the award of another place that somebody had: 得过苏州最美劳动者?"""
    return any(
        _had(text[: found.start()]) for name in library_names for found in re.finditer(re.escape(name), text)
    )


def _had(before: str) -> bool:
    return bool(re.search(lexicon("people")["had"], before))


def _wider(text: str, hits: list[_Hit], index: Index) -> str:
    """A place above the notices' regions whose own award is meant: 济南市级的最美职工."""
    if any(hit.notices for hit in hits):
        return ""
    above = (hit.word for hit in hits if any(holds(hit.word, region) for region in index.regions.values()))
    return next((word for word in above if _of(text, word, index)), "")


def _of(text: str, place: str, index: Index) -> bool:
    """Is it the place's own award that is named: 安徽最美工匠?"""
    return any(
        re.search(
            rf"{re.escape(place)}[省市区县]?(?:本?级|总工会|总)?的?(?:那个|这个)?[“\"]?{re.escape(award)}",
            text,
        )
        for award in index.awards
        if award in text
    )


def _hits(text: str, index: Index) -> tuple[list[_Hit], frozenset[str]]:
    """The longest words of places, units and notices in the text, denied ones apart."""
    hits: list[_Hit] = []
    denied: set[str] = set()
    for start, word in (*longest(text, index.words), *_former(text, index)):
        if _FROM.search(text[:start]):
            continue
        if _HOME.match(text[start + len(word) :]):
            continue
        part = word in index.units or not word.startswith(tuple(index.region_names))
        if _DENIED.search(text[:start]) and not (part and _EXCEPT.search(text[:start])):
            if word not in places() or word.startswith(tuple(index.region_names)):
                denied |= index.vocabulary[word]  # 不是吴江的 denies no notice that holds other parts
        else:
            hits.append(_Hit(word, start, index.vocabulary[word]))
    return hits, frozenset(denied)


def _former(text: str, index: Index) -> list[tuple[int, str]]:
    """A former name that begins with a region's: 九江县 means the notice of 九江, but none of its units."""
    return [
        (text.find(name), region)
        for name in former_names()
        if name in text
        for region in index.region_names
        if name.startswith(region) and region in index.vocabulary
    ]


def _awards(text: str, index: Index) -> frozenset[str]:
    found = [ids for award, ids in index.awards.items() if award in text]
    return frozenset().union(*found)


def _sure(hits: list[_Hit], awards: frozenset[str], index: Index) -> frozenset[str]:
    """Each place's notice; a name that several regions have goes with the other places: 苏州新区."""
    nearest = [_nearest(hit, awards, index) for hit in hits]
    plain_ = frozenset().union(*(ids for ids in nearest if len(ids) == 1))
    meant = frozenset().union(*(ids & plain_ or ids for ids in nearest))
    if not meant and len(awards) == 1:
        return awards
    return meant & awards if len(meant) > 1 and awards else meant


def _nearest(hit: _Hit, awards: frozenset[str], index: Index) -> frozenset[str]:
    """The notices a place speaks of: those of its own region before a province that merely holds it."""
    fitting = hit.notices & awards if awards else hit.notices
    own = frozenset(key for key in fitting if not _is_wide(hit.word, index.regions[key]))
    return own or fitting


def _is_wide(word: str, region: str) -> bool:
    """Is the region a province that merely holds the place?"""
    place = places().get(word)
    return bool(
        place
        and place.kind != "province"
        and short(region) in places()
        and places()[short(region)].kind == "province"
    )


def _foreign(hits: list[_Hit], awards: frozenset[str], index: Index) -> str:
    """A place that is asked about although no notice is: 无锡的最美劳动者."""
    for hit in hits:
        if (hit.notices & awards if awards else hit.notices) or any(
            holds(hit.word, region) for region in index.regions.values()
        ):
            continue
        return hit.word
    return ""


def works_at(text: str) -> tuple[str, ...]:
    found = []
    for part in re.split(r"[,。;!? ]|(?=人(?:一直)?在)", text):
        clause = _REGISTERED.sub("", part)
        if _AWAY.search(clause) or _PARTLY.search(clause) or not _AT_WORK.search(clause):
            continue
        lived = _AT_HOME.sub("", clause)
        found += [name for name in places() if len(name) > 1 and name in lived]
    return tuple(found)


def _lived_in(text: str) -> tuple[str, ...]:
    return tuple(found[1] for found in _LIVED.finditer(text) if found[1] in places())


def _units(text: str, index: Index) -> tuple[str, ...]:
    """Units of a table in full, places that are units by their kind, and words for kinds of units."""
    text = _NOT_MEANT.sub("|", text)
    listed = [unit for _, call in longest(text, index.unit_words) for unit in index.units[call]]
    named_places = (word for _, word in longest(text, place_words()) if word not in index.region_names)
    local = [word for word in named_places if places()[word].kind not in _WIDE]
    rest = _own_union(listed, tuple(local)).sub("|", text)
    kinds = [found.group() for pattern in _kinds() if (found := pattern.search(rest))]
    return tuple(dict.fromkeys((*listed, *local, *kinds)))


def _own_union(listed: Iterable[str], local: Iterable[str]) -> re.Pattern[str]:
    """Names with the union that belongs to them: 相城区总工会 is no word for the unions of districts."""
    names = "|".join(map(re.escape, (*listed, *local))) or r"(?!)"
    return re.compile(rf"(?:{names})[区市县]?总(?:工会)?")


@lru_cache(maxsize=1)
def _kinds() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in lexicon("places")["kinds"].values())
