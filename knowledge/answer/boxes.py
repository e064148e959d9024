"""What to write in a box of the form, whether it may stay empty, how long, and who fills it."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge.answer.stated import contact
from knowledge.model import Citation, Field, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.normalise import plain
from knowledge.words import words

_QUOTED = re.compile(r"“([^”]+)”")
_AFTER = re.compile(
    r"[^,。;!?宫局部厅]{0,8}(?:填|写|空|跳过|栏|格|框|项)|[^,。;!?宫局部厅]{0,3}(?:不知道|没有)"
)
_BEFORE = re.compile(r"(?:填|写)(?:的|个)?$")
_OR = re.compile("或者?|和|、")
PART, TELLING = 4, 5  # characters of a part of a label, and of a quote that says something
MOST = 3  # boxes told at once


def box(asked: Asked, library: Library, today: date, field: str = "") -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """Only where a box is named, or one is open, and the question is about filling it."""
    heard = asked.heard
    if len(asked.notices) != 1 or not heard.is_("box"):
        return None
    if heard.is_("parcel") and not heard.is_("of_form"):
        return None  # 快递收件地址写哪里
    notice = library[asked.notices[0]].notice
    named = tuple(_named(heard.text, notice))
    open_ = notice.form.field(field) if field and (heard.is_("this_box") or not heard.facts) else None
    meant = named or ((open_,) if open_ else ())
    if any(each.type == "seal" for each in meant) and heard.is_("stamped"):
        return None
    if not meant or (heard.is_("how_many") and not heard.is_("this_box")):
        return None
    return Answer(
        AnswerKind.ANSWER,
        (notice.id,),
        "form",
        manner="boxes",
        boxes=meant[:MOST],
        near=(),
        contact=contact(notice),
        cited=tuple(cite for each in meant[:MOST] for cite in _cites(notice, each)),
    )


def _named(text: str, notice: Notice) -> Iterator[Field]:
    """The boxes whose label the text holds; the longest label wins where one holds another."""
    found = [(each, call) for each in notice.form.fields if (call := _call(each, text))]
    for each, call in found:
        if not any(call != other and call in other for _, other in found):
            yield each


def _call(field: Field, text: str) -> str:
    """The name by which the text speaks of the box, or ''."""
    bare = re.sub(r"[（(].*", "", field.label)
    parts = (each for each in _OR.split(plain(bare)) if len(each) >= PART)
    calls = (plain(bare), *parts, *(each for each in words("field_names").get(bare, ()) if len(each) > 1))
    return max((each for each in calls if _filled(each, text)), key=len, default="")


def _filled(call: str, text: str) -> bool:
    """Is it the box that is filled, and not the thing: 文化 in 文化宫, 电话 to call?"""
    place = text.find(call)
    return place >= 0 and bool(_AFTER.match(text[place + len(call) :]) or _BEFORE.search(text[:place]))


def _cites(notice: Notice, field: Field) -> Iterator[Citation]:
    """The words of the notice that ask for the box."""
    for quote in _QUOTED.findall(field.why):
        packed = "".join(quote.split())
        if len(packed) < TELLING or packed in notice.title:
            continue
        for clause in notice.clauses:
            if packed in "".join(clause.text.split()):
                yield Citation(notice.id, clause.id, quote)
                break
