"""Fields with a closed set of answers: options of the form, ethnic groups, political status, education."""

import re
from datetime import date

from knowledge.fields.measured import measured
from knowledge.fields.numerals import arabic
from knowledge.fields.options import Names, Picked, pick, plain
from knowledge.model import Field, Reading
from knowledge.words import words

_NUMBER = re.compile(r"(?:我?选择?)?第?(\d{1,3})(?:个|项|种|号)?", re.ASCII)
_LETTER = re.compile(r"(?:我?选择?)?([a-z])项?")
_MOST_CHOICES = 8


def read(field: Field, typed: str, today: date) -> Reading:
    if value := measured(field, typed, today):
        return Reading(value=value)
    picked = pick(option_names(field), typed)
    if picked.values and picked.sure:
        return _reading(picked, "not_an_option", field)
    place = _place(plain(typed))
    if place is None:
        return _reading(picked, "not_an_option", field)
    if 1 <= place <= len(field.options):
        return Reading(value=tuple(field.options)[place - 1])
    return Reading(complaint="no_such_option", details={"most": len(field.options)})


def shown(field: Field, value: str) -> str:
    return field.options.get(value, value)


def read_ethnicity(field: Field, typed: str, _today: date) -> Reading:
    return _reading(pick(ethnic_names(), typed), "not_ethnicity", field)


def read_politics(field: Field, typed: str, _today: date) -> Reading:
    return _reading(pick(political_names(), typed), "not_politics", field)


def read_education(field: Field, typed: str, _today: date) -> Reading:
    """A level such as 本科, with how it was studied in front (自考) and how far behind (在读)."""
    said, (modes, ends) = plain(typed), _around(plain(typed))
    for word in (*modes, *ends, *words("education")["dropped"]):
        said = said.replace(word, "")
    picked = pick(education_names(), plain(typed))
    if not (picked.values and picked.sure):
        picked = pick(education_names(), said)
    levels = tuple("".join((*modes, level, *ends)) for level in picked.values)
    return _reading(Picked(levels, picked.sure), "not_education", field)


def option_names(field: Field) -> Names:
    """Label, other names, and the value unless it is a number, which a person means as a place."""
    others = words("option_names")
    return {
        value: (label, *others.get(label, ()), *([] if value.isdigit() else [value]))
        for value, label in field.options.items()
    }


def ethnic_names() -> Names:
    return {name: (name, name[:-1], *others) for name, others in words("ethnic_groups").items()}


def political_names() -> Names:
    return {name: (name, *others) for name, others in words("political_status").items()}


def education_names() -> Names:
    return {name: (name, *others) for name, others in words("education")["levels"].items()}


def _reading(picked: Picked, complaint: str, field: Field) -> Reading:
    match picked.values:
        case (value,):
            details = {} if picked.sure else {"meant": shown(field, value)}
            return Reading(value=value, doubt="" if picked.sure else "close", details=details)
        case values if 1 < len(values) <= _MOST_CHOICES:
            return Reading(choices=values)
        case _:
            return Reading(complaint=complaint)


def _place(said: str) -> int | None:
    """1 for 1, 第一个, 选1, ①, A."""
    if number := _NUMBER.fullmatch(arabic(said)):
        return int(number.group(1))
    letter = _LETTER.fullmatch(said)
    return ord(letter.group(1)) - ord("a") + 1 if letter else None


def _around(said: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = words("education")
    modes = sorted((word for word in table["modes"] if word in said), key=len, reverse=True)[:1]
    return tuple(modes), tuple(word for word in table["ends"] if said.endswith(word))[:1]
