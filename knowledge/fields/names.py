"""Names of people: · unified, traditional and rare characters kept, anything that is no name asked about."""

import re
from datetime import date

from knowledge import chars
from knowledge.fields.options import simplified
from knowledge.model import Field, Reading
from knowledge.words import words

_DOTS = re.compile(rf"\s*[·•．・‧∙⋅●・᛫]\s*|(?<={chars.HAN})[.-](?={chars.HAN})")
_INTRODUCED = re.compile(
    r"^(?:(?:我的|本人的?)?(?:姓名|名字|大名|全名)(?:叫做?|是|为)?|我(?:就?叫做?|是)|本人(?:叫|是)?|叫)\s*[:：]?\s*(?=\S{2})"
)
_EDGES = " \"'“”‘’「」『』《》()（）,，.。;；:：!！、·"
_MARK = r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_CHINESE = re.compile(rf"(?:{chars.HAN}{_MARK}?|·(?=.)|[\ue000-\uf8ff])+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f .'’·-]*")
_LONG, _LONGEST = 6, 30
USUAL = 4


def read(_field: Field, typed: str, _today: date) -> Reading:
    name = _bare(typed)
    if complaint := _not_a_name(name):
        return Reading(complaint=complaint)
    tokens = name.split(" ")
    if _LATIN.fullmatch(name):
        return Reading(value=name, doubt="name_latin")
    joined = "".join(tokens)
    if not _CHINESE.fullmatch(joined):
        return Reading(complaint="name_symbols")
    simple = simplified(joined)
    return Reading(
        value=joined, doubt=_doubt(tokens), details={} if simple == joined else {"simplified": simple}
    )


def _bare(typed: str) -> str:
    name = _DOTS.sub("·", typed.replace("\n", " ")).strip(_EDGES)
    while (shorter := _INTRODUCED.sub("", name).strip(_EDGES)) != name:
        name = shorter
    return re.sub(r"(?<=\S)(?:\s)+(?=\S)", " ", name)


def _not_a_name(name: str) -> str:
    listed = words("name_words")
    if not name or name.casefold() in listed["not_names"]:
        return "name_sentence"
    if any(char.isdigit() for char in chars.narrow(name)):
        return "name_digits"
    if any(word in name for word in listed["sentence"]) or name.endswith(tuple(listed["questions"])):
        return "name_sentence"
    if re.search(r"[、,，/;；]|\S{2}[和与跟]\S{2}", name) and len(name) <= 2 * _LONG:
        return "name_two"
    if len(name) > _LONGEST or re.search(r"[,，.。!！?？:：;；]\S", name):
        return "name_sentence"
    return ""


def _doubt(tokens: list[str]) -> str:
    listed, name = words("name_words"), "".join(tokens)
    letters = len(re.findall(chars.HAN, name))
    if letters == 1:
        return "name_short"
    if "·" not in name and letters > _LONG:
        return "name_long"
    if len(tokens) > 1 and len(tokens[0]) > 1 and tokens[0] not in listed["compound"]:
        return "name_spaces"
    return "name_title" if name[1:].endswith(tuple(listed["titles"])) else ""
