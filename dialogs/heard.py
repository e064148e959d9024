"""What a person's own words mean here: a fixed word, a wish to change or jump, or plain text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dialogs.say import pattern, whole, words

_NOISE = re.compile(r"[\s,.!?~;:，。！？～；：、…·'\"“”‘’()（）【】\[\]［］]+")
_CODE = re.compile(r"^(?:[0-9A-Za-z]{4}[-\s－—]){2}[0-9A-Za-z]{4}$")

_TOKEN = re.compile(
    r"(?:\S*(?:/join#|[?&]start=)|/start )?(?P<token>(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{22})", re.ASCII
)

_LONGEST = 20  # characters of a question about the form or the assistant itself


@dataclass(frozen=True, slots=True)
class Change:
    """A wish to change a field, with the new value where it was said."""

    field: str
    value: str = ""


def is_word(text: str, *meanings: str) -> bool:
    """Does the whole message mean one of these (yes, no, back, skip …)?"""
    return any(_bare(text) in _spoken(meaning) for meaning in meanings)


def is_fixed(text: str) -> bool:
    """Does the whole message mean any of the fixed words, so that it is no answer?"""
    return is_word(text, *words()["heard"])


def is_back(text: str) -> bool:
    """上一题, or 填错了，是…: the question before is meant."""
    return is_word(text, "back") or pattern("wrong_before").match(text.strip()) is not None


def code(text: str) -> str:
    """The resume code in a message that is nothing else, or ''."""
    return text.strip() if _CODE.match(text.strip()) else ""


def about_form(text: str) -> str:
    """What is asked about the form that is open: missing | far | next | files | sheet, or ''."""
    return _about("about_form", text)


def about_itself(text: str) -> str:
    """What is asked or wished of the assistant itself: use | voice | privacy | device | … | look, or ''."""
    return _about("about_itself", text)


def _about(table: str, text: str) -> str:
    said = _bare(text)
    if len(said) > _LONGEST:
        return ""
    forms = {said, re.sub(words()[table]["lead"], "", said)}
    return next((about for about, every in _patterns_of(table).items() if _any(every, forms)), "")


@cache
def _patterns_of(table: str) -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """What is asked -> the patterns that take a whole message."""
    told = words()[table]

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(f"(?:{whole(pattern, told['parts'])}){told['parts']['tail']}")

    return {about: tuple(map(compiled, patterns)) for about, patterns in told["patterns"].items()}


def _any(patterns: Sequence[re.Pattern[str]], texts: Iterable[str]) -> bool:
    return any(pattern.fullmatch(text) for pattern in patterns for text in texts)


def fill_wish(text: str) -> str | None:
    """The award whose form somebody wants to fill in, '' for any; None where something else is said."""
    found = pattern("wish_to_fill").match(_bare(text))
    if found is None or pattern("no_wish").search(text):
        return None
    return found["named"].strip(words()["of"])


def token(text: str) -> str:
    """The token of an invitation in a message that is nothing else, link or not, or ''."""
    found = _TOKEN.fullmatch(text.strip())
    return found["token"] if found else ""


def change(text: str) -> Change | None:
    """改电话 13800138000 · 把手机改成138… · 姓名写错了 · 第3项 · 跳到获得荣誉."""
    text = text.strip()
    if found := pattern("jump").match(text):
        return Change(found["number"])
    for each in ("change_to", "wrong", "goto", "change"):
        if found := pattern(each).match(text):
            groups = found.groupdict()
            return Change(groups["named"], (groups.get("given") or "").strip())
    return None


def _bare(text: str) -> str:
    return _NOISE.sub("", text).casefold()


@cache
def _spoken(meaning: str) -> frozenset[str]:
    return frozenset(_bare(each) for each in words()["heard"][meaning])
