"""When a step of the round is, where the question asks when."""

import re
from collections.abc import Iterable

from knowledge.answer.stated import stated
from knowledge.model import Fact, Notice
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.pairs import pairs
from knowledge.understand.topic import topics

STAGED = frozenset(
    {
        "launch",
        "publicity",
        "review",
        "online_vote",
        "publication",
        "stages",
        "result_time",
        "deadline",
        "ceremony",
    }
)
"""Topics that are steps of a round, so that when they happen is told with them."""

DATED = re.compile(r"\d|季度|后$")
_POSTED = "public_notice"
_NUMBER = re.compile(r"\d")
_IN_MONTH = re.compile(r"[\d一二三四五六七八九十]月")
_SURE = 2  # shared pairs of characters by which a stage is meant although a deadline is asked for


def timed(asked: Asked, topic: str, notice: Notice) -> tuple[Fact, ...]:
    """The stages that the question names, where it asks when: 宣传发动啥时候结束."""
    if topic == _POSTED and _of_time(asked) and not stated(notice, topic):
        return _posting(notice)
    if topic not in STAGED or not _of_time(asked):
        return ()
    said = (asked.heard.text, *(topics()[each].label for each in asked.topics[:1]))
    not_stages = set(lexicon("words")["not_stages"])
    told = frozenset[str]().union(*map(pairs, said)) - not_stages
    dated = [fact for fact in stated(notice, "stages") if DATED.search(fact.value)]
    spoken = pairs(asked.heard.text) - not_stages
    by_name_only = not any(pair in fact.value for fact in dated for pair in spoken)
    if by_name_only and (own_stage := _of_stage(dated, asked.topics[0], notice)):
        return own_stage
    counted = [(sum(pair in fact.value for pair in told), fact) for fact in dated]
    best = max((count for count, _ in counted), default=0)
    least = _SURE if asked.topics[0] == "deadline" else 1
    named = tuple(fact for count, fact in counted if count == best) if best >= least else ()
    after = not any(_NUMBER.search(fact.value) for fact in named)  # 评审结束后 names another stage
    return _of_stage(dated if after else named, asked.topics[0], notice) or named


def _of_stage(found: Iterable[Fact], topic: str, notice: Notice) -> tuple[Fact, ...]:
    """Those of the stage that a topic is."""
    stage = notice.stage(topic)
    return tuple(fact for fact in found if stage and fact.cites.clause == stage.cites.clause)


def _posting(notice: Notice) -> tuple[Fact, ...]:
    """The stage in which those chosen are posted, where nothing is written of posting the nominees."""
    label = topics()[_POSTED].label
    clauses = {fact.cites.clause for fact in stated(notice, "publication") if label in fact.cites.quote}
    return tuple(
        fact for fact in stated(notice, "stages") if fact.cites.clause in clauses and DATED.search(fact.value)
    )


def _of_time(asked: Asked) -> bool:
    """Is it asked when, or whether in a month that is named: 六月底能结束吗?"""
    heard = asked.heard
    return heard.is_("when") or bool(heard.is_("yes_or_no") and _IN_MONTH.search(heard.text))
