"""The step of a round that comes before or after another: 公示完了接着做什么, 投票前那十天."""

import re
from datetime import date

from knowledge.answer.stated import stated
from knowledge.model import Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner

_WHAT = (
    r"(?:(?:做|干|搞|忙)(?:些|点)?什么|下一步|哪一步|什么(?:阶段|环节|安排|流程|步骤)"
    r"|(?:接着|然后|下面|接下来|后面)(?:是|轮到)?(?:什么|呢)|是什么|怎么走)"
)
_AFTER = re.compile(rf"(?:完了?|结束|以后|之后|过后|好了|后)[^。;!?]{{0,8}}?{_WHAT}|下一(?:步|个阶段)")
_BEFORE = re.compile(rf"(?:之前|前头|前面|以前|上一步|(?<!目)前)[^。;!?]{{0,10}}?{_WHAT}")
_PIECE = re.compile(r"[一-鿿]{2,}")
BESIDE = 2  # facts told with a step


def beside(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """Only where a step is named, and the notice has one beside it."""
    if len(asked.notices) != 1 or asked.about_person:
        return None
    text, notice = asked.heard.text, library[asked.notices[0]].notice
    before, after = _BEFORE.search(text), _AFTER.search(text)
    found = after or before
    steps = stated(notice, "stages")
    if asked.topics and (then := manner(text, "then")):
        after, spoken = then, "".join(fact.value for fact in stated(notice, asked.topics[0]))
    elif found:
        spoken = text[: found.end()]
    else:
        return None
    place = _named(spoken, steps)
    wanted = None if place is None else place + (1 if after else -1)
    if wanted is None or not 0 <= wanted < len(steps):
        return None
    facts = (steps[wanted], *_told_of(notice, steps, wanted))
    return Answer(AnswerKind.ANSWER, (notice.id,), "stages", facts, topics=("stages",))


def _named(text: str, steps: tuple[Fact, ...]) -> int | None:
    """The step whose own words stand in the text."""
    pairs = [_pairs(step.value) for step in steps]
    own = [each - frozenset().union(*(other for other in pairs if other is not each)) for each in pairs]
    counts = [sum(pair in text for pair in each) for each in own]
    best = max(counts, default=0)
    return counts.index(best) if best and counts.count(best) == 1 else None


def _pairs(value: str) -> frozenset[str]:
    words = (found.group() for found in _PIECE.finditer(value))
    pairs = frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))
    return pairs - frozenset(lexicon("words")["no_step"])


def _told_of(notice: Notice, steps: tuple[Fact, ...], place: int) -> tuple[Fact, ...]:
    """What the clause of a step says, where the clause is of that step alone."""
    clause = steps[place].cites.clause
    if sum(step.cites.clause == clause for step in steps) > 1:
        return ()
    return tuple(fact for fact in notice.facts if fact.cites.clause == clause and fact not in steps)[:BESIDE]
