"""Where something stands in a notice: 带徒写在哪一美, 第六条第二点讲什么, 名额表是附件几."""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.answer.stated import stated
from knowledge.answer.verbatim import LONGEST_QUOTE, SHORTEST, clause_of, passage_with, quoted
from knowledge.model import Citation, Clause, Fact, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner
from knowledge.understand.numbers import number
from knowledge.understand.pairs import pairs

_LISTED = ("five_beauties", "criteria", "stages", "unit_duties")
"""Topics whose facts name the headings of a notice."""
_LABEL = re.compile(r"(?P<part>[一二三四五六七八九十]+)(?:[（第]?(?P<item>[一二三四五六七八九十\d]+))?")
_ENDS = re.compile(r"[。；]")
_QUOTES = "“”\"' "
_MARKS = re.compile(rf"[{_QUOTES}]+")
SHOWN = 4
CLEARLY = 2  # pairs shared with a clause by which it is meant
SHORT = 20  # characters of a heading


def which_annex(asked: Asked, notice: Notice) -> Answer | None:
    """Which of the annexes something is tells their list, whatever the annex holds."""
    found = stated(notice, "annexes") if asked.heard.is_("which_annex") else ()
    return Answer(AnswerKind.ANSWER, (notice.id,), "annexes", found) if found else None


def said_where(asked: Asked, notice: Notice) -> Answer | None:
    """The sentence that holds the words of which it is asked where they stand, under its heading."""
    text = asked.heard.text
    placed = manner(text, "where_said")
    found = manner(text, "speaks_of") or placed
    if found is None:
        return _worded(asked, notice)
    said = passage_with(notice, next(words for words in found.groupdict().values() if words))
    of_himself = asked.about_person and asked.heard.is_("myself")
    meant = said or (_meant(asked, notice) if placed and not of_himself else None)
    heading = _heading(notice, meant.cites) if meant else None
    if meant and heading and heading.cites != meant.cites:
        return Answer(AnswerKind.ANSWER, (notice.id,), heading.topic, (heading, meant))
    return Answer(AnswerKind.ANSWER, (notice.id,), "", (said,), manner="literal") if said else None


def _worded(asked: Asked, notice: Notice) -> Answer | None:
    """The sentence with the words of which the very wording is wanted: 副处级以上原话."""
    found = manner(asked.heard.text, "worded")
    words = _MARKS.split(found["words"].rstrip(_QUOTES))[-1] if found else ""
    said = passage_with(notice, words) if len(words) >= SHORTEST else None
    return Answer(AnswerKind.ANSWER, (notice.id,), "", (said,), manner="literal") if said else None


def numbered(asked: Asked, notice: Notice) -> Answer | None:
    """What stands under a number: 第七条第三款讲的什么."""
    found = manner(asked.heard.text, "by_number")
    if not found:
        return None
    part = number(found["part"] or found["section"])
    item = found["item"] or found["point"]
    clauses = list(_under(notice, part, number(item) if item else None))
    facts = tuple(_opening(notice, clause) for clause in clauses[:SHOWN])
    return Answer(AnswerKind.ANSWER, (notice.id,), "", facts, topics=("",)) if facts else None


def _meant(asked: Asked, notice: Notice) -> Fact | None:
    """Of the facts that are asked, the one that shares most with the question; else of all conditions."""
    own = tuple(each for each in asked.topics if each not in _LISTED)
    facts = [fact for topic in (own or _LISTED[:2]) for fact in stated(notice, topic)]
    text = asked.heard.text.replace(notice.award, "|")
    for word in lexicon("words")["awards"]:
        text = text.replace(word, "|")
    told = pairs(text)

    def shared(fact: Fact) -> int:
        said = fact.cites.quote if own else notice.clause(fact.cites.clause).text
        return sum(pair in said for pair in told)

    best = max(facts, key=shared, default=None)
    if best is None or own:
        return best
    alone = sum(shared(fact) == shared(best) for fact in facts) == 1
    return clause_of(notice, best.cites)[0] if alone and shared(best) >= CLEARLY else None


def _heading(notice: Notice, cites: Citation) -> Fact | None:
    """The fact that names the heading over the quote."""
    return next(
        (
            fact
            for topic in _LISTED
            for fact in stated(notice, topic)
            if fact.cites.clause == cites.clause and len(fact.value) <= SHORT
        ),
        None,
    )


def _under(notice: Notice, part: float | None, item: float | None) -> Iterator[Clause]:
    """The clauses with that number; all of a part where only the part is named."""
    for clause in notice.clauses:
        label = _LABEL.match(clause.label)
        if label and number(label["part"]) == part:
            own = number(label["item"]) if label["item"] else None
            if item is None or own == item:
                yield clause


def _opening(notice: Notice, clause: Clause) -> Fact:
    """How the clause begins, as far as it can be quoted."""
    text = clause.text.strip()[:LONGEST_QUOTE]
    ends = [at.end() for at in _ENDS.finditer(text)] or [len(text)]
    quote = text[: ends[-1]].strip()
    fact = quoted(notice, clause, quote)
    return replace(fact, value=fact.value.rstrip("。；"))
