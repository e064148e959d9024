"""Several fields in one message: 姓名：张三 / 性别：男, or 张三 男 1990年5月 汉族."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from knowledge import chars
from knowledge.fields import choice, month, names, phone, refusals
from knowledge.fields.labels import is_hinted, is_near, known_plain, names_of, plain, plain_names_of
from knowledge.fields.options import Names
from knowledge.fields.reading import read
from knowledge.model import Field, Form
from knowledge.words import words

Pairs = tuple[tuple[str, str], ...]
_Labelled = list[tuple[Field, str]]

_ENDS = " \n,，;；、。.|"
_MANY_LINES = frozenset({"list", "long_text"})
_FREE = frozenset({"choice", "month", "ethnicity", "politics", "education", "phone"})
_WORDS = frozenset({"text", "address"})
_LISTED = frozenset({"ethnicity", "politics", "education"})  # their answers are known by themselves
_SPLITS = _FREE | {"name", "postcode"}  # an entry of these has no spaces of its own
_LONGEST, _LONGEST_TOKEN, _MOST_TOKENS = 6000, 40, 20


def several(form: Form, text: str, today: date, *, at: str = "") -> Pairs:
    """The (field id, value) pairs of a message that fills several fields at once.

    Empty unless at least two fields are recognised and nothing else of substance stands in the message.
    What needs asking back (党员) is left out, so that its field is asked as usual. `at` is the field being
    asked: a name without a label goes there if names are asked there.
    """
    if len(text) > _LONGEST or refusals.secret(text):
        return ()
    loose, labelled = _cut(form, chars.clean(text))
    pairs, tokens = dict[str, str](), list(_tokens(loose))
    for field, said in labelled:
        entry, more = _entry(field, said, today)
        if field.id in pairs or ("\n" in entry and field.type not in _MANY_LINES):
            return ()
        pairs[field.id] = read(field, entry, today).value
        tokens += more
    for place, token in enumerate(tokens):
        recognised = _recognised(form, token, today, named=place > 0 or bool(labelled), at=at)
        if not recognised or recognised[0] in pairs:
            return ()
        pairs |= dict([recognised])
    known = tuple((field.id, pairs[field.id]) for field in form.asked if pairs.get(field.id))
    return known if len(known) > 1 else ()


def _cut(form: Form, text: str) -> tuple[str, _Labelled]:
    """What stands before the first label, and each label's field with what follows it."""
    found = [
        (each, fields) for each in _labels(form).finditer(text) if (fields := _called(form, each["label"]))
    ]
    ends = [*(each.start() for each, _ in found[1:]), len(text)]
    labelled: _Labelled = []
    for (each, fields), end in zip(found, ends, strict=False):
        if said := text[each.end() : end].strip():
            labelled.append((_meant(form, fields, said, labelled), said))
    return text[: found[0][0].start()] if found else text, labelled


def _labels(form: Form) -> re.Pattern[str]:
    """A box's name with a colon, or at the start of a line with a space; also one that is spelt nearly so."""
    return _pattern(tuple(each.label for each in form.asked))


@cache
def _pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    known = {name for label in labels for name in names_of(label)}
    spaced = "|".join(sorted((r" *".join(map(re.escape, name)) for name in known), key=len, reverse=True))
    number = r"(?:\d{1,2}[.、．] ?)?"
    after = r"(?:^|(?<=[\s,，;；、。|]))"
    word = r"[^\s\d:：,，;；、。|]{2,8}"
    return re.compile(
        rf"{after}{number}(?P<label>(?:{spaced}|{word})(?= *[:：])|^(?:{spaced})(?= +\S)) *[:：]?",
        re.MULTILINE,
    )


def _called(form: Form, label: str) -> tuple[Field, ...]:
    said = plain(label)
    exact = tuple(each for each in form.asked if said in plain_names_of(each.label))
    hinted = tuple(each for each in form.asked if is_hinted(each, said))
    return exact or hinted or tuple(each for each in form.asked if is_near(each, said))


def _entry(field: Field, said: str, today: date) -> tuple[str, list[str]]:
    """The entry after a label, and free words behind it, as in 姓名：张三 男 汉族."""
    if field.type in _MANY_LINES:
        return said, []
    said = said.strip(_ENDS)
    reading = read(field, said, today)
    if field.type not in _SPLITS or (reading.value and not reading.doubt):
        return said, []
    first, *more = list(_tokens(said)) or [said]
    readable = read(field, first, today)
    return (first, more) if readable.value or readable.choices else (said, [])


def _meant(form: Form, fields: tuple[Field, ...], said: str, before: _Labelled) -> Field:
    """Of two boxes with one label: a mobile goes to the box for mobiles, else to the next one."""
    if len(fields) == 1:
        return fields[0]
    taken = {each.id for each, _ in before}
    mobile = next((each for each in form.asked if phone.is_mobile_only(each)), None)
    if mobile and mobile.id not in taken and phone.is_mobile(said):
        return mobile
    last = form.asked.index(before[-1][0]) if before else -1
    free = [each for each in fields if each.id not in taken] or fields
    return next((each for each in free if form.asked.index(each) > last), free[0])


def _tokens(loose: str) -> Iterator[str]:
    pieces = [piece for piece in re.split(r"[\s,，;；、|/]+", loose) if not chars.wordless(piece)]
    return iter(pieces if len(pieces) <= _MOST_TOKENS else [loose])


def _recognised(form: Form, token: str, today: date, *, named: bool, at: str) -> tuple[str, str] | None:
    """The one field the token can only belong to, with its value, '' where it must be asked back."""
    if len(token) > _LONGEST_TOKEN:
        return None
    if not named and (name := _name(form, token, today, at)):
        return name
    meant = [each for each in form.asked if each.type in _FREE and _unmistakable(each, token)]
    if len(meant) != 1 or plain(token) in words("heard")["yes_no"]:
        return None
    reading = read(meant[0], token, today)
    certain = reading.value and not reading.complaint and not reading.doubt
    return (meant[0].id, reading.value) if certain or reading.choices else None


def misplaced(form: Form, field: Field, text: str) -> Field | None:
    """The field to which an answer in free words plainly belongs instead: 群众 where a post is asked."""
    if field.type not in _WORDS or refusals.says_none(text):
        return None
    return next((each for each in form.asked if each.type in _LISTED and _unmistakable(each, text)), None)


def _unmistakable(field: Field, token: str) -> bool:
    """Whether the token by itself says which field it belongs to."""
    said = plain(token)
    match field.type:
        case "choice":
            return any(
                said == known_plain(name) for called in choice.option_names(field).values() for name in called
            )
        case "ethnicity":
            return said in _plainly(choice.ethnic_names)
        case "politics":
            return said in _plainly(choice.political_names)
        case "education":
            return said in _plainly(choice.education_names)
        case "phone":
            return phone.is_mobile_only(field) and phone.is_mobile(token)
        case _:
            return field.id == "birth" and month.has_year_and_month(token)


@cache
def _plainly(names: Callable[[], Names]) -> frozenset[str]:
    return frozenset(plain(name) for called in names().values() for name in called)


def _name(form: Form, token: str, today: date, at: str) -> tuple[str, str] | None:
    """A Chinese name with a known surname, or one with ·, at the start of the message."""
    fields = [each for each in form.asked if each.type == "name"]
    field = next((each for each in fields if each.id == at), fields[0] if fields else None)
    if field is None:
        return None
    reading, listed = read(field, token, today), words("name_words")
    known = reading.value[:1] in listed["surnames"] or reading.value[:2] in listed["compound"]
    likely = "·" in reading.value or (known and len(reading.value) <= names.USUAL)
    return (field.id, reading.value) if reading.value and not reading.doubt and likely else None
