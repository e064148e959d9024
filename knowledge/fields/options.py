"""Finds which of several named options a person means, however it is spelt."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC
from pypinyin import lazy_pinyin
from rapidfuzz.fuzz import ratio

from knowledge import chars
from knowledge.words import words

Names = Mapping[str, Iterable[str]]
"""Option value → what it is called. A name that stands under several options is ambiguous."""

_Table = dict[str, tuple[str, ...]]  # plain name → the options it stands for

_LONGEST = 60  # nobody writes an option in more; longer texts are not searched for one
_PAIR = 2  # 男女
_LETTERS = 4  # pinyin letters that are enough for the beginning of a name
_CLOSE = 66  # one wrong character of three


@dataclass(frozen=True, slots=True)
class Picked:
    """The options that fit, none or several; `sure` is False where the spelling was only close."""

    values: tuple[str, ...]
    sure: bool = True


def pick(names: Names, text: str) -> Picked:
    """The options meant by `text`: exactly, inside a sentence, abbreviated, by sound, or nearly."""
    table, said = _table(names), plain(text)
    if not said or len(said) > _LONGEST:
        return Picked(())
    for each in (said, _stripped(said)):
        if each in table:
            return Picked(table[each])
    said = _stripped(said)
    official = _table({value: tuple(called)[:1] for value, called in names.items()})
    return (
        _inside(table, said)
        or _abbreviated(official, said)
        or _abbreviated(table, said)
        or _sounding(table, said)
        or _near(table, said)
    )


def plain(text: str) -> str:
    """Simplified, plain width, lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", simplified(chars.narrow(text))).casefold()


@cache
def known_plain(name: str) -> str:
    """`plain` of a name that stands in the data: few, and all looked through for every message."""
    return plain(name)


def simplified(text: str) -> str:
    converted: str = _simplifier().convert(text)
    return converted


def syllables(text: str) -> str:
    """The text's sound; zh/z, ng/n and n/l, which many dialects do not tell apart, are one."""
    plain_sounds = (re.sub(r"^([zcs])h|^n(?=.)", r"\1", each) for each in lazy_pinyin(text))
    return " ".join(re.sub(r"(?<=[aeiou]n)g$", "", each) for each in plain_sounds)


@cache
def _known_syllables(name: str) -> str:
    return syllables(name)


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _table(names: Names) -> _Table:
    table: _Table = {}
    for value, called in names.items():
        for name in dict.fromkeys(map(known_plain, called)):
            table[name] = (*table.get(name, ()), value)
    return table


def _stripped(said: str) -> str:
    heard = words("heard")
    before = next(
        (word for word in sorted(heard["before"], key=len, reverse=True) if said.startswith(word)), ""
    )
    said = said.removeprefix(before) or said
    after = next((word for word in sorted(heard["after"], key=len, reverse=True) if said.endswith(word)), "")
    return said.removesuffix(after) or said


def _inside(table: _Table, said: str) -> Picked | None:
    """Names that stand in the text. A name of one character counts only in a text that is little else."""
    rest, found = said, list[str]()
    for name in sorted(table, key=len, reverse=True):
        if (len(name) > 1 or len(said) <= _PAIR) and _affirmed(name, rest):
            found.append(name)
            rest = rest.replace(name, "\0")
    left = len(rest.replace("\0", ""))
    covered = len(said) - left - (max(map(len, found), default=0) == 1)
    return _all_of(table, found, sure=left <= covered) if found else None


def _affirmed(name: str, said: str) -> bool:
    """Whether the name stands in the text without a no in front, as it does in 不是男 and 没有."""
    start = said.find(name)
    return start >= 0 and not re.search(r"[不没无非未否][是有会曾过]?$", said[:start])


def _is_negative(text: str) -> bool:
    return re.match(r"[不没无非未否]", text) is not None


def _abbreviated(table: _Table, said: str) -> Picked | None:
    """The characters of the text stand in this order in one name, as 九江经开区 in 九江经济技术开发区."""
    if len(said) <= 1:
        return None
    pattern = re.compile(".*".join(map(re.escape, said)))
    found = [name for name in table if pattern.search(name)]
    return _all_of(table, found, sure=any(2 * len(said) >= len(name) for name in found)) if found else None


def _sounding(table: _Table, said: str) -> Picked | None:
    """Homophones and pinyin; the sounds that dialects confuse count as one."""
    if said.isascii():
        letters = {name: "".join(lazy_pinyin(name)) for name in table}
        whole = [name for name in table if letters[name] == said]
        found = whole or [name for name in table if len(said) >= _LETTERS and letters[name].startswith(said)]
    else:
        sound = syllables(said)
        found = [name for name in table if _known_syllables(name) == sound]
    return _all_of(table, found, sure=False) if found else None


def _near(table: _Table, said: str) -> Picked:
    sound = syllables(said).split()
    alike = (name for name in table if _is_negative(name) == _is_negative(said))
    scores = {name: max(ratio(name, said), ratio(_known_syllables(name).split(), sound)) for name in alike}
    best = max(scores.values(), default=0)
    if best < _CLOSE or len(said) <= 1:
        return Picked(())
    return _all_of(table, [name for name, score in scores.items() if score == best], sure=False)


def _all_of(table: _Table, found: Iterable[str], *, sure: bool) -> Picked:
    return Picked(tuple(dict.fromkeys(value for name in found for value in table[name])), sure)
