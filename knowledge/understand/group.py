"""Several people in one message: what is told of each, where it is asked of all of them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner
from knowledge.understand.person import Person, person

MOST = 5  # people of one message
_LABEL = 8  # characters by which somebody without a name is called
_LISTED = re.compile(r"[,。;!?:、 ]|和|跟|与|还是|或者?")
_CLAUSE = re.compile(r"[^,。;!?: ]+")


@dataclass(frozen=True, slots=True)
class Member:
    """One of several: how he is called, the words about him, and what they say."""

    name: str
    text: str
    person: Person


def group(text: str, today: date) -> tuple[Member, ...]:
    """老周副处级，小吴科员，谁能推 → both; 能推小吴吗 → him alone; nobody where one is told of only."""
    told = _told(_pattern("pair").sub(r"\g<one>,", text))
    if len(told) <= 1:
        return _kinds(text, today)
    members = tuple(
        Member(each, ",".join(said), person(",".join(said), today)) for each, said in told.items()
    )
    if not any(each.person.told for each in members):
        return ()
    members = tuple(each for each in members if each.person.told or each.name != _you())
    both = {_you(), *lexicon("people")["group"]["him"]}.issuperset(told) and not manner(text, "asks")
    if both or _pattern("asks").search(text):
        return members[:MOST]
    return tuple(each for each in members if _meant(each.name, text))[:1]


def _kinds(text: str, today: date) -> tuple[Member, ...]:
    """厂长、班长里挑一个，谁能报: kinds of people that are only listed."""
    if not _pattern("kinds").search(text):
        return ()
    pieces = (_pattern("kind").sub("", each) for each in _LISTED.split(text))
    listed = tuple(Member(each, each, person(each, today)) for each in pieces if 1 < len(each) <= _LABEL)
    told = tuple(each for each in listed if each.person.told)
    return told[:MOST] if len(told) > 1 else ()


def _told(text: str) -> dict[str, list[str]]:
    """The clauses about each, by his name."""
    told: dict[str, list[str]] = {}
    name = ""
    for found in _CLAUSE.finditer(text):
        clause = found.group()
        if _pattern("listed").match(clause):
            continue
        start = _pattern("who").match(clause)
        if start and not (name and _same(start, text)):
            name = _name(start, clause)
        elif name == _you() and _pattern("they").match(clause):
            name = clause[0]
        if name and not _asks(clause):
            told.setdefault(name, []).append(clause)
    return told


def _same(start: re.Match[str], text: str) -> bool:
    """Is 他自己 he who was spoken of: 我老公是公务员，他自己想报? Not beside his family: 他媳妇是公务员."""
    him = start["name"] or ""
    return him in lexicon("people")["group"]["him"] and not text.startswith(him)


def _name(start: re.Match[str], clause: str) -> str:
    """As he is called; one of whom only 一个是电工 is said, by that."""
    if start["me"]:
        return _you()
    return start["name"] or start["kin"] or clause[start.end() :][:_LABEL] or start.group()


def _you() -> str:
    return str(lexicon("people")["group"]["you"])


def _asks(clause: str) -> bool:
    """A clause about all of them, or one that only asks."""
    return bool(_pattern("all").search(clause)) or (bool(manner(clause, "apply")) and len(clause) <= _LABEL)


def _meant(name: str, text: str) -> bool:
    """Is it he whom the asking clause names?"""
    return any(
        name in each.group() and manner(each.group(), "apply") and len(each.group()) <= 2 * _LABEL
        for each in _CLAUSE.finditer(text)
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("people")["group"][name])
