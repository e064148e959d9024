"""What people call the boxes of a form."""

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz.fuzz import ratio

from knowledge import chars
from knowledge.fields.options import syllables
from knowledge.model import Field
from knowledge.words import words

_CLOSE = 75


@cache
def names_of(label: str) -> Sequence[str]:
    """The label as printed and the other names it goes by."""
    said = plain(label)
    groups = ((name, *others) for name, others in words("field_names").items())
    group = next((names for names in groups if said in map(plain, names)), ())
    return tuple(dict.fromkeys((label, *group)))


@cache
def plain_names_of(label: str) -> Sequence[str]:
    return tuple(map(plain, names_of(label)))


@cache
def known_plain(name: str) -> str:
    """`plain` of a name that stands in the data: few, and all looked through for every message."""
    return plain(name)


def plain(label: str) -> str:
    """A label without spaces, punctuation and what stands in brackets."""
    unbracketed = re.sub(r"[(（\[【][^)）\]】]*[)）\]】]", "", chars.narrow(label))
    return re.sub(r"[\W_]+", "", unbracketed)


def is_hinted(field: Field, said: str) -> bool:
    """单位电话: the label with a word of its hint in front."""
    label = plain(field.label)
    return said.endswith(label) and plain(field.hint).find(said.removesuffix(label)) >= 0


def is_near(field: Field, said: str) -> bool:
    """Whether `said` is a name of the field with a typo or a homophone in it."""
    called = plain_names_of(field.label)
    return any(ratio(name, said) >= _CLOSE or syllables(name) == syllables(said) for name in called)
