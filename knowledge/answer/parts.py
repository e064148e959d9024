"""What stands in the part of a notice that a question points at: 诚信那条怎么写的, 三月份干什么."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from knowledge.answer.headings import numbered, said_where, which_annex
from knowledge.answer.stated import stated
from knowledge.answer.verbatim import clause_of
from knowledge.model import Edition, Fact, Library, Notice, Stage
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner
from knowledge.understand.numbers import NUMERAL, days, number
from knowledge.understand.pairs import PAIR, pairs

_MONTH = re.compile(rf"(?:(?P<first>{NUMERAL})月?(?:份)?[、到至和-])?(?P<last>{NUMERAL})月")
_QUARTER = re.compile(r"[一二三四]季度")
_PIECE = re.compile(r"[^,。;!? ]+")
_STOPS = "。；"
_THAT = re.compile(r"的?[那这]一?[条款点项]")
_LISTED = ("criteria", "five_beauties")
_BY_NAME = ("five_beauties", "criteria")
_COUNTED = frozenset({*_BY_NAME, "benefits", "stages"})
"""Topics whose facts may be called by their place."""
_DONE = ("launch", "nomination_ways", "online_vote", "review", "publicity")
"""What is done in a stage, told beside it."""
YEAR = 12  # months
SEVERAL = 3  # stages that a round has at least, so that one of them is the last
SHOWN = 4


def parts(asked: Asked, library: Library, today: date) -> Answer | None:
    """Only in one notice, and where nobody is spoken of."""
    if len(asked.notices) != 1:
        return None
    edition = library[asked.notices[0]]
    for way in (which_annex, _nth_item, numbered, said_where):
        if found := way(asked, edition.notice):
            return found
    return (
        None
        if asked.about_person
        else _condition(asked, edition.notice) or _in_a_month(asked, edition, today)
    )


def _nth_item(asked: Asked, notice: Notice) -> Answer | None:
    """One of those just told, by its place: 第三条呢 after the conditions."""
    found = manner(asked.heard.text, "nth_item")
    if not found or asked.topic_is_new or not asked.topics or asked.topics[0] not in _COUNTED:
        return None
    listed = max((stated(notice, topic) for topic in dict.fromkeys((asked.topics[0], *_BY_NAME))), key=len)
    listed = stated(notice, asked.topics[0]) if asked.topics[0] not in _BY_NAME else listed
    place = int(number(found["nth"]) or 0)
    if not 0 < place <= len(listed):
        return None
    fact = listed[place - 1]
    if fact.topic in _BY_NAME:
        whole = clause_of(notice, fact.cites)[0]
        fact = replace(whole, value=whole.value.rstrip(_STOPS))
    return Answer(AnswerKind.ANSWER, (notice.id,), fact.topic, (fact,))


def _condition(asked: Asked, notice: Notice) -> Answer | None:
    """The one condition that is named in part: 创新那条."""
    listed = [fact for topic in _LISTED for fact in stated(notice, topic)]
    text = re.sub(
        "|".join(map(re.escape, [notice.award, *lexicon("words")["awards"]])), " ", asked.heard.text
    )
    named = [fact for fact in listed if fact.value in text and asked.heard.is_("asks")]
    if not named and asked.heard.is_("that_clause"):
        text = next((each for each in _PIECE.findall(text) if manner(each, "that_clause")), text)
        named = [fact for fact in listed if any(_holds(fact.value, pair) for pair in pairs(text))]
        named = named or [
            fact for fact in listed if any(each in _whole(fact, notice) for each in _told_of(text))
        ]
    if len({fact.value for fact in named}) != 1:
        return None
    whole = clause_of(notice, named[0].cites)
    return Answer(AnswerKind.ANSWER, (notice.id,), named[0].topic, (named[0], *whole))


def _told_of(text: str) -> frozenset[str]:
    """Pairs of characters before 那条, by which it is called: 讲人品的那条."""
    called = _THAT.search(text)
    return pairs(text[: called.start()][-PAIR:]) if called else frozenset()


def _whole(fact: Fact, notice: Notice) -> str:
    return "".join(notice.clause(fact.cites.clause).text.split())


def _holds(name: str, pair: str) -> bool:
    """Do both characters stand in the name in their order: 诚信 in 诚实守信?"""
    return pair[1] in name.partition(pair[0])[2]


def _in_a_month(asked: Asked, edition: Edition, today: date) -> Answer | None:
    """What is done at a time that is named."""
    notice = edition.notice
    nth = None if asked.heard.is_("who_is") else _nth_stage(asked.heard.text, notice)
    if not asked.heard.is_("what_is_done"):
        return Answer(AnswerKind.ANSWER, (notice.id,), "stages", (nth,)) if nth else None
    running = tuple(_running(asked.heard.text, notice, today))
    clauses = {stage.cites.clause for stage in running}
    names = tuple(
        fact
        for fact in stated(notice, "stages")
        if fact.cites.clause in clauses or any(_ends(stage, fact.value) for stage in running)
    )
    names = (nth,) if nth else names
    clauses = {fact.cites.clause for fact in names} | (set() if nth else clauses)
    done = [fact for topic in _DONE for fact in stated(notice, topic) if fact.cites.clause in clauses]
    found = tuple({fact.cites.quote: fact for fact in (*names, *done)}.values())
    return Answer(AnswerKind.ANSWER, (notice.id,), "stages", found[:SHOWN]) if names else None


def _nth_stage(text: str, notice: Notice) -> Fact | None:
    """The stage that is called by its place: 第二阶段什么时候结束."""
    found = manner(text, "nth_stage")
    place = int(number(found["nth"]) or 0) if found else 0
    listed = stated(notice, "stages")
    return listed[place - 1] if 0 < place <= len(listed) else None


def _running(text: str, notice: Notice, today: date) -> Iterator[Stage]:
    """The stages that run on the day, in the month or in the quarter that the text names."""
    dated = [stage for stage in notice.stages if stage.until]
    if not dated or not dated[0].until:
        return
    named = days(text, date(dated[0].until.year, 1, 1))
    months = () if named else tuple(_months(text))
    if not named and not months and manner(text, "right_now"):
        named = (today,)
    if not named and not months and (end := _at_an_end(text, notice)):
        yield end
    for stage in notice.stages:
        quarter = _QUARTER.search(text)
        on_day = any(_first(stage) <= each <= (stage.until or date.min) for each in named)
        in_month = stage.until and any(_first(stage).month <= each <= stage.until.month for each in months)
        if on_day or in_month or (quarter and quarter.group() in stage.cites.quote):
            yield stage


def _at_an_end(text: str, notice: Notice) -> Stage | None:
    """The stage that comes first or last, where it is called so: 头一个月, 最后一个阶段."""
    if len(notice.stages) < SEVERAL:
        return None
    if manner(text, "at_first"):
        return notice.stages[0]
    return notice.stages[-1] if manner(text, "at_last") else None


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
        first, last = found["first"] or found["last"], found["last"]
        if not found["first"] and (number(last) or 0) > YEAR:
            first, last = last[0], last[1:]  # 九十月 are two of them
        yield from range(int(number(first) or 0), int(number(last) or 0) + 1)
