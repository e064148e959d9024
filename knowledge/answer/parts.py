"""What stands in the part of a notice that a question points at: 诚信那条怎么写的, 三月份干什么."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge.answer.facts import stated
from knowledge.answer.verbatim import clause_of, passage_with
from knowledge.model import Edition, Library, Notice, Stage
from knowledge.question import Answer, AnswerKind
from knowledge.understand.follow import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner
from knowledge.understand.numbers import NUMERAL, days, number

_MONTH = re.compile(rf"(?:(?P<first>{NUMERAL})月?(?:份)?[、到至和-])?(?P<last>{NUMERAL})月")
_QUARTER = re.compile(r"[一二三四]季度")
_LISTED = ("criteria", "five_beauties")
_DONE = ("launch", "nomination_ways", "online_vote", "review", "publicity")
"""What is done in a stage, told beside it."""
PAIR = 2
SHOWN = 4


def parts(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """Only in one notice, and where nobody is spoken of."""
    if len(asked.notices) != 1:
        return None
    edition = library[asked.notices[0]]
    if found := _said_where(asked, edition.notice):
        return found
    return None if asked.about_person else _condition(asked, edition.notice) or _in_a_month(asked, edition)


def _said_where(asked: Asked, notice: Notice) -> Answer | None:
    """The sentence that holds the words of which it is asked where they stand."""
    found = manner(asked.heard.text, "where_said")
    said = passage_with(notice, found["words"] or found["what"]) if found else None
    return Answer(AnswerKind.ANSWER, (notice.id,), "", (said,), manner="literal") if said else None


def _condition(asked: Asked, notice: Notice) -> Answer | None:
    """The one condition that is named in part: 创新那条."""
    listed = [fact for topic in _LISTED for fact in stated(notice, topic)]
    text = re.sub(
        "|".join(map(re.escape, [notice.award, *lexicon("words")["awards"]])), " ", asked.heard.text
    )
    named = [fact for fact in listed if fact.value in text and asked.heard.is_("asks")]
    if not named and asked.heard.is_("that_clause"):
        named = [fact for fact in listed if any(_holds(fact.value, pair) for pair in _pairs(text))]
    if len({fact.value for fact in named}) != 1:
        return None
    whole = clause_of(notice, named[0].cites)
    return Answer(AnswerKind.ANSWER, (notice.id,), named[0].topic, (named[0], *whole))


def _holds(name: str, pair: str) -> bool:
    """Do both characters stand in the name in their order: 诚信 in 诚实守信?"""
    return pair[1] in name.partition(pair[0])[2]


def _pairs(text: str) -> set[str]:
    return {text[start : start + PAIR] for start in range(len(text) - PAIR + 1)}


def _in_a_month(asked: Asked, edition: Edition) -> Answer | None:
    """What is done at a time that is named."""
    if not asked.heard.is_("what_is_done"):
        return None
    notice = edition.notice
    running = tuple(_running(asked.heard.text, notice))
    clauses = {stage.cites.clause for stage in running}
    names = tuple(
        fact
        for fact in stated(notice, "stages")
        if fact.cites.clause in clauses or any(_ends(stage, fact.value) for stage in running)
    )
    clauses |= {fact.cites.clause for fact in names}
    done = [fact for topic in _DONE for fact in stated(notice, topic) if fact.cites.clause in clauses]
    found = tuple({fact.cites.quote: fact for fact in (*names, *done)}.values())
    return Answer(AnswerKind.ANSWER, (notice.id,), "stages", found[:SHOWN]) if names else None


def _running(text: str, notice: Notice) -> Iterator[Stage]:
    """The stages that run on the day, in the month or in the quarter that the text names."""
    dated = [stage for stage in notice.stages if stage.until]
    if not dated or not dated[0].until:
        return
    named = days(text, date(dated[0].until.year, 1, 1))
    months = () if named else tuple(_months(text))
    for stage in notice.stages:
        quarter = _QUARTER.search(text)
        on_day = any(_first(stage) <= each <= (stage.until or date.min) for each in named)
        in_month = stage.until and any(_first(stage).month <= each <= stage.until.month for each in months)
        if on_day or in_month or (quarter and quarter.group() in stage.cites.quote):
            yield stage


def _ends(stage: Stage, words: str) -> bool:
    """Do the words name its last day as notices write it: 4月30日?"""
    if stage.until is None:
        return stage.name in words
    return re.search(rf"{stage.until.month}月{stage.until.day}日", words) is not None


def _first(stage: Stage) -> date:
    """Of a stage that only has an end, the beginning of that month."""
    return stage.since or (stage.until.replace(day=1) if stage.until else date.max)


def _months(text: str) -> Iterator[int]:
    for found in _MONTH.finditer(text):
        last = int(number(found["last"]) or 0)
        yield from range(int(number(found["first"] or found["last"]) or last), last + 1)
