"""Notices held against each other in figures: whose is more and by how much."""

import re
from datetime import date

from knowledge.answer.stated import stated
from knowledge.model import Fact, Library, Notice
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.asked import Asked
from knowledge.understand.heard import Heard
from knowledge.understand.lexicon import lexicon

_AWARDED = re.compile(r"(\d+)名")
_TWO = 2  # notices at least
_CHOSEN = frozenset({"winners", "finalist_award"})
_DAYS = frozenset({"deadline", "issued"})
_PAPERS = frozenset({"copies", "chars"})


def across(asked: Asked, ids: tuple[str, ...], library: Library) -> Answer | None:
    """Only where several are held against each other and each gives a number, or a day of the same year."""
    heard = asked.heard
    topic = _topic(asked) if asked.topics else ""
    together = topic == "winners" and heard.is_("sum") and not heard.is_("difference")
    if len(ids) < _TWO or not topic or not (_compares(heard) or together):
        return None
    values = {key: size for key in ids if (size := _value(library[key].notice, topic, heard)) is not None}
    if len(values) < len(ids) or (topic == "deadline" and not _same_year(ids, library)):
        return None
    most, least = max(values.values()), min(values.values())
    facts: tuple[Fact, ...] = tuple(fact for key in ids for fact in stated(library[key].notice, topic)[:1])
    rows = (Figure(key, _told(values[key], topic)) for key in ids)
    ahead = tuple(key for key in ids if values[key] == (least if topic in _DAYS else most))
    result = Figure("sum", str(sum(values.values()))) if together else Figure("gap", str(most - least))
    said = "across_sum" if together else "across"
    figures = (result, *rows)
    return Answer(AnswerKind.ANSWER, ids, topic, facts, figures, topics=(topic,), manner=said, choices=ahead)


def _compares(heard: Heard) -> bool:
    """Is a difference asked for, or which has more; 哪家最多 is another matter."""
    compares = any(map(heard.is_, ("difference", "more", "days_apart", "sooner")))
    return compares and not (heard.is_("first") or heard.is_("last"))


def _topic(asked: Asked) -> str:
    """How many are chosen is meant by 多评几个 too; days apart are those of the deadlines."""
    topics = asked.topics
    if _CHOSEN & set(topics) or (topics[0] in ("quota", "review") and asked.heard.is_("choosing")):
        return "winners"
    return topics[0]


def _value(notice: Notice, topic: str, heard: Heard) -> int | None:
    if topic == "deadline":
        stage = notice.stage("submission")
        return stage.until.toordinal() if stage and stage.until else None
    if topic == "issued":
        return notice.issued.toordinal() if notice.dated else None
    if topic == "winners":
        return _chosen(notice, main=bool(heard.is_("main_award")) and "finalist_award" not in heard.topics)
    if topic in _PAPERS:
        sizes = [
            each.copies if topic == "copies" else each.chars.max or each.chars.about
            for each in notice.materials
        ]
        return max((each for each in sizes if each), default=None)
    return None


def _chosen(notice: Notice, *, main: bool) -> int | None:
    """How many are honoured: of all its awards together, or of the first."""
    told = [int(each) for fact in stated(notice, "winners")[:1] for each in _AWARDED.findall(fact.value)]
    of_awards = told[: 1 if main else max(1, len(notice.awards))]
    return sum(of_awards) if of_awards else None


def _same_year(ids: tuple[str, ...], library: Library) -> bool:
    return len({library[key].round.closes.year for key in ids}) == 1


def _told(value: int, topic: str) -> str:
    units: dict[str, str] = lexicon("numbers")["of_topics"]
    return date.fromordinal(value).isoformat() if topic in _DAYS else f"{value}{units[topic]}"
