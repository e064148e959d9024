"""Questions over several notices: which of them …, side by side, the earliest, the most."""

import re
from datetime import date

from knowledge.answer.across import across
from knowledge.answer.literal import holders
from knowledge.answer.picking import Found, bodies, holds, naming, own_words, picked
from knowledge.answer.stated import stated
from knowledge.calendar import working
from knowledge.model import Fact, Library, Material, Notice
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.asked import Asked
from knowledge.understand.heard import Heard
from knowledge.understand.index import clued
from knowledge.understand.topic import MOST, topics

_YEAR = re.compile(r"(20\d\d)年")
_DAYS = frozenset({"deadline", "issued"})
SURE = 4  # characters of the question in a fact that show it is meant
ROOM, LEAST = 8, 2  # facts of a topic that one reply holds, and those of each notice at least
_NUMBER = re.compile(r"\d+")


def several(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    heard = asked.heard
    named = heard.named.notices
    if asked.about_person or not asked.topics:
        return None
    if len(named) == 1 or not (named or len(asked.notices) > 1 or _spans(asked)):
        return None
    if not named and len(asked.notices) > 1:
        named = asked.notices
    if len(library) == 1 or (not named and _located(asked, library)):
        return None
    ids = named or heard.named.maybe or _of_year(heard.text, library)
    return across(asked, ids, library) or _table(asked, ids, library)


def _of_year(text: str, library: Library) -> tuple[str, ...]:
    """All notices, or those issued in the year that is named: 2021年那三个通知."""
    years = {int(each) for each in _YEAR.findall(text)}
    return tuple(key for key in library if library[key].notice.issued.year in years) or tuple(library)


def _located(asked: Asked, library: Library) -> bool:
    """Does a number, name or platform of the question belong to one notice alone: 齐鲁工惠是哪家用的?"""
    return bool(holders(asked, library)) or any(len(ids) == 1 for ids in clued(asked.heard.text, library))


def _spans(asked: Asked) -> bool:
    """Is it asked across the notices? Where one is open, only words for several of them say so."""
    strict = bool(asked.notices)
    return asked.heard.is_("of_notices" if strict else "which") or asked.heard.is_(
        "each_notice" if strict else "each"
    )


def _table(asked: Asked, ids: tuple[str, ...], library: Library) -> Answer:
    wanted = asked.topics[:MOST]
    which = asked.heard.is_("which") and not asked.heard.named.notices
    room = max(LEAST, ROOM // len(ids))
    first = (*bodies(asked), *(own_words(asked, SURE) if which else ()))
    found = {key: _facts(library[key].notice, wanted, first, room) for key in ids}
    telling = tuple(key for key in ids if found[key])
    silent = tuple(key for key in ids if not found[key])
    without = tuple(key for key in ids if not _stated(library[key].notice, wanted[0]))
    if which and asked.heard.is_("lacking") and without:
        main = wanted[:1]
        return Answer(AnswerKind.ANSWER, without, wanted[0], topics=main, choices=without, manner="which")
    if _both_ends(asked.heard) and len(telling) > 1 and (which or not asked.heard.is_("limits")):
        return _in_order(asked, telling, found, library)
    if which and not _superlative(asked.heard):
        telling = picked(asked, tuple(key for key in telling if key not in without) or telling, found)
        silent = silent if set(telling) == {key for key in found if found[key]} else ()
    if topics()[wanted[0]].names and not asked.heard.named.notices:
        telling = naming(asked.heard.text, telling, found)
    if wanted[0] == "deadline" and which and asked.heard.is_("on_rest"):
        telling = tuple(key for key in telling if not _works(library[key].notice)) or telling
    if asked.heard.is_("in_order") and len(telling) > 1:
        return _in_order(asked, telling, found, library)
    if _superlative(asked.heard):
        telling = _extreme(asked, telling, library)
    return Answer(
        AnswerKind.ANSWER if telling else AnswerKind.NOT_STATED,
        ids,
        wanted[0],
        tuple(fact for key in telling for fact in found[key]),
        topics=wanted,
        choices=silent,
        manner="which" if which else "each",
    )


def _facts(notice: Notice, wanted: tuple[str, ...], first: tuple[str, ...], room: int) -> tuple[Fact, ...]:
    """The first facts of each topic, as several notices share the room; the telling ones first."""
    return tuple(
        fact
        for topic in wanted
        for fact in sorted(_stated(notice, topic), key=lambda fact: not holds(fact, first))[:room]
    )


def _stated(notice: Notice, topic: str) -> tuple[Fact, ...]:
    """A notice without a date tells its year by its number."""
    return stated(notice, topic) or (stated(notice, "number") if topic == "issued" else ())


def _in_order(asked: Asked, ids: tuple[str, ...], found: Found, library: Library) -> Answer:
    """From the first to the last, or from the most to the fewest where it is said so."""
    topic = asked.topics[0]
    sizes = {key: size for key in ids if (size := _place(library[key].notice, topic)) is not None}
    downward = asked.heard.is_("downward") or (_both_ends(asked.heard) and topic not in _DAYS)
    ordered = tuple(sorted(sizes, key=lambda key: sizes[key], reverse=downward))
    days = tuple(Figure(key, date.fromordinal(sizes[key]).isoformat()) for key in ordered if topic in _DAYS)
    facts = tuple(fact for key in ordered for fact in found[key][:1])
    return Answer(
        AnswerKind.ANSWER,
        ordered,
        topic,
        facts,
        days,
        topics=asked.topics[:1],
        choices=ordered,
        manner="in_order",
    )


def _works(notice: Notice) -> bool:
    """Is the last day to hand in a working day?"""
    stage = notice.stage("submission")
    return stage is None or stage.until is None or working(stage.until)


def _place(notice: Notice, topic: str) -> int | None:
    """By what a notice stands before or after another: the very day, or the number it states."""
    stage = notice.stage("submission") if topic == "deadline" else None
    day = stage.until if stage else notice.issued if topic == "issued" else None
    return day.toordinal() if day else _size(notice, topic)


def _superlative(heard: Heard) -> bool:
    """Is one notice before or above the others meant, not the limit of each: 分别最晚几号交?"""
    return (heard.is_("first") or heard.is_("last")) and (heard.is_("which") or not heard.is_("limits"))


def _both_ends(heard: Heard) -> bool:
    """谁最多，谁最少."""
    return heard.is_("first") and heard.is_("last")


def _extreme(asked: Asked, ids: tuple[str, ...], library: Library) -> tuple[str, ...]:
    """The notice with the earliest day, or the least or most."""
    sizes = next((found for topic in asked.topics if (found := _sizes(ids, topic, library))), {})
    if not sizes:
        return ids
    wanted = min(sizes.values()) if asked.heard.is_("first") else max(sizes.values())
    return tuple(key for key in sizes if sizes[key] == wanted)


def _sizes(ids: tuple[str, ...], topic: str, library: Library) -> dict[str, int]:
    return {key: size for key in ids if (size := _size(library[key].notice, topic)) is not None}


def _size(notice: Notice, topic: str) -> int | None:
    if topic == "deadline":
        stage = notice.stage("submission")
        return stage.until.timetuple().tm_yday if stage and stage.until else None
    if topic == "issued":
        return notice.issued.toordinal()
    if counted := [size for each in notice.materials if (size := _counted(each, topic)) is not None]:
        return max(counted)
    numbers = [int(each) for fact in stated(notice, topic) for each in _NUMBER.findall(fact.value)]
    return numbers[0] if numbers else None


def _counted(material: Material, topic: str) -> int | None:
    """What the list of papers says in figures: copies, characters."""
    return {"copies": material.copies, "chars": material.chars.max or material.chars.about}.get(topic)
