"""Which boxes of the form a person names: 电话, 手机号, 第3项, 事迹."""

import re

from knowledge.fields.labels import is_hinted, is_near, names_of, plain
from knowledge.fields.numerals import arabic
from knowledge.model import Field, Form

_LONGEST = 40


def named(form: Form, text: str) -> tuple[Field, ...]:
    """The asked fields that the text names, several where it fits several, none where it names none."""
    said = plain(text[:_LONGEST])
    if number := re.fullmatch(r"第?(\d{1,2})(?:项|题|个|栏|条|格)?", arabic(said), re.ASCII):
        place = int(number.group(1))
        return form.asked[place - 1 : place] if place else ()
    if len(said) <= 1:
        return ()
    if any(_exactly(field, said) for field in form.fields if field.type == "seal"):
        return ()
    for fits in (_exactly, _otherwise, is_hinted, is_near):
        if found := tuple(field for field in form.asked if fits(field, said)):
            return found
    return ()


def _exactly(field: Field, said: str) -> bool:
    return plain(field.label) == said


def _otherwise(field: Field, said: str) -> bool:
    return said in plain(field.label) or said in map(plain, names_of(field.label))
