"""Whether a person may take part: what was told becomes a profile, the rules decide, the rest is open."""

import re
from dataclasses import replace
from datetime import date

from knowledge.answer.judging import ADVERSE, awards, judged, of_awards, together, told_enough
from knowledge.answer.presumed import tested, traits_in
from knowledge.answer.stated import contact, stated
from knowledge.answer.unclear import over_all
from knowledge.model import Decision, Edition, Fact, Force, Library, Notice
from knowledge.question import Answer, AnswerKind, Judgement
from knowledge.rules import decide
from knowledge.traits import traits
from knowledge.understand.asked import Asked
from knowledge.understand.group import Member, group
from knowledge.understand.lexicon import lexicon
from knowledge.understand.notice import named, works_at
from knowledge.understand.place import lies_in, named_in
from knowledge.understand.topic import topics

_OF_RULES = ("who", "criteria", "rank", "unit_head", "civil_servant", "discipline", "vetoes", "tenure")
"""Topics whose substance the rules tell already."""
_ASKED = ("education", "party")
"""Conditions that no trait tells of, asked beside what is told of somebody."""
_SIDE_BY_SIDE = 8  # notices that one reply can weigh
_YIELDING = frozenset(
    {"incomplete", "late", "deadline", "nomination_ways", "materials", "tenure", "union_membership"}
)
"""Topics that matter little to somebody who may not take part anyway."""


def eligible(asked: Asked, library: Library, today: date) -> Answer | None:
    if asked.notices and (members := group(asked.heard.text, today)):
        places = tuple(_place(member, asked, library) for member in members)
        if all(places) and len(members) == 1:
            asked = replace(_of(asked, members[0]), about_person=True)
        elif all(places):
            return _each(asked, members, tuple(library[key] for key in places), today)
    if not asked.notices and over_all(asked):
        asked = replace(asked, notices=tuple(library)[:_SIDE_BY_SIDE])
    if not asked.notices or not (asked.about_person or _plainly_refused(asked, library, today)):
        return None
    judgements = tuple(each for key in asked.notices for each in judged(asked, library[key], today))
    if len(asked.notices) > 1:
        return Answer(
            AnswerKind.ANSWER, asked.notices, verdicts=judgements, manner="verdicts", topics=asked.topics
        )
    notice = library[asked.notices[0]].notice
    if outside := _from_outside(asked, notice):
        return outside
    judgements = tuple(map(_certain, judgements))
    return Answer(
        AnswerKind.VERDICT,
        asked.notices,
        verdict=replace(
            judgements[0].verdict, decision=together(of_awards(awards(asked, notice), judgements))
        ),
        verdicts=judgements,
        ask=_asked_for(judgements, asked.person.open.union(*(each.open for each in judgements))),
        contact=contact(notice),
        topics=asked.topics,
        near=_nearby(asked, notice),
        unstated=_unlimited(asked, notice, judgements),
    )


def _certain(judgement: Judgement) -> Judgement:
    """Somebody is called eligible only for what he told: a wrong yes costs more than a question."""
    verdict = judgement.verdict
    if verdict.decision is not Decision.ELIGIBLE or told_enough(judgement):
        return judgement
    return replace(judgement, verdict=replace(verdict, decision=Decision.UNCERTAIN))


def _place(member: Member, asked: Asked, library: Library) -> str:
    """The notice by which somebody is judged: the only one, or that of the place named of him."""
    if len(asked.notices) == 1:
        return asked.notices[0]
    found = [key for key in named(member.text, library).notices if key in asked.notices]
    return found[0] if len(found) == 1 else ""


def _each(asked: Asked, members: tuple[Member, ...], editions: tuple[Edition, ...], today: date) -> Answer:
    """Several people, judged one by one; nothing of one counts for another."""
    judged_by = zip(members, editions, strict=True)
    return Answer(
        AnswerKind.ANSWER,
        asked.notices,
        verdicts=tuple(_best(asked, member, edition, today) for member, edition in judged_by),
        manner="people",
        contact=contact(editions[0].notice) if len(asked.notices) == 1 else None,
        topics=asked.topics,
    )


def _best(asked: Asked, member: Member, edition: Edition, today: date) -> Judgement:
    """The verdict on one of several, for the award that is open to him; nothing is presumed of one untold."""
    if not member.person.told:
        return Judgement(edition.notice.id, decide(edition, {}), who=member.name)
    of_him = replace(_of(asked, member), notices=(edition.notice.id,))
    judgements = tuple(judged(of_him, edition, today))
    found = together(judgements)
    return replace(next(each for each in judgements if each.verdict.decision is found), who=member.name)


def _of(asked: Asked, member: Member) -> Asked:
    """What is asked, of one of several alone."""
    there = replace(asked.heard.named, works_at=works_at(member.text))
    heard = replace(asked.heard, text=member.text, named=there, person=member.person)
    return replace(asked, heard=heard, person=member.person)


def expected(found: Answer) -> tuple[str, ...]:
    """The traits that a next message may settle: those asked for, then the years taken for granted."""
    needed = (
        trait
        for each in found.verdicts
        for rule in each.presumed
        if rule.force is Force.NEEDS
        for trait in traits_in(rule.when)
        if traits()[trait].type == "number"
    )
    return tuple(dict.fromkeys((*found.ask, *needed)))


def _plainly_refused(asked: Asked, library: Library, today: date) -> bool:
    """A question of another kind, from somebody whom what was told rules out all the same."""
    heard = asked.heard
    if len(asked.notices) != 1 or not heard.person.told or not (heard.is_("able") or heard.is_("apply")):
        return False
    if heard.is_("who_else"):
        return False
    if not {each for each in asked.topics if not topics()[each].condition} <= _YIELDING:
        return False
    edition = library[asked.notices[0]]
    return all(
        any(set(traits_in(rule.when)) <= heard.person.profile.keys() for rule in each.verdict.because)
        for each in judged(asked, edition, today)
    )


def _untested(asked: Asked, notice: Notice) -> tuple[str, ...]:
    """Topics of what was told that no rule of the notice tests."""
    ruled = {trait for rule in notice.rules for trait in tested(rule)}
    told = {trait for trait, value in asked.person.profile.items() if _weighs(trait, value)}
    topic_of: dict[str, str] = lexicon("people")["topics"]
    return tuple(topic for trait, topic in topic_of.items() if trait in (told | asked.person.open) - ruled)


def _weighs(trait: str, value: object) -> bool:
    """Is it something a person fears may stand against them: no honour, an age, a sanction?"""
    if trait in ADVERSE:
        return value is True
    return value in (False, "none") or (isinstance(value, int | float) and not isinstance(value, bool))


def _nearby(asked: Asked, notice: Notice) -> tuple[Fact, ...]:
    """What the notice says on such things all the same: an expectation, a share."""
    topic_of: dict[str, str] = lexicon("people")["topics"]
    told_by_rules = {topic_of.get(trait) for rule in notice.rules for trait in tested(rule)}
    beside = _YIELDING if asked.heard.troubled else ()
    cued = asked.heard.cued if asked.topic_is_new else frozenset(asked.topics)
    spoken = (each for each in asked.topics if each in cued or topics()[each].condition)
    asked_for = tuple(each for each in spoken if each not in told_by_rules.union(_OF_RULES, beside))
    return tuple(
        fact
        for topic in dict.fromkeys((*asked_for, *_untested(asked, notice)))
        for fact in (stated(notice, topic) or _beside(notice, topic))[:1]
    )


def _beside(notice: Notice, topic: str) -> tuple[Fact, ...]:
    return next((found for each in topics()[topic].near if (found := stated(notice, each))), ())


def _unlimited(asked: Asked, notice: Notice, judgements: tuple[Judgement, ...]) -> tuple[str, ...]:
    """Conditions told of or asked for that the notice does not set; not what is called open."""
    topic_of: dict[str, str] = lexicon("people")["topics"]
    open_ = {topic_of.get(trait) for each in judgements for trait in each.open}
    ruled = {topic_of.get(trait) for rule in notice.rules for trait in tested(rule)}
    limits = {*topic_of.values(), *(() if asked.heard.troubled else _ASKED)}
    asked_for = (each for each in asked.topics if each in limits and each not in ruled)
    listed = dict.fromkeys((*asked_for, *_untested(asked, notice)))
    return tuple(topic for topic in listed if topic not in open_ and not stated(notice, topic))


def _from_outside(asked: Asked, notice: Notice) -> Answer | None:
    """Somebody of a place that the notice does not reach, where it tests no years of work there."""
    text = asked.heard.text
    names = [*lexicon("places")["not_the_same"], *asked.heard.named.works_at, *_homes(text)]
    found = [name for name in names if name in text and not lies_in(name, notice.region)]
    rows = notice.quota_rows
    if any(row.unit in asked.heard.named.units for row in rows if row.unit):  # 九江县，现在叫柴桑
        found = [name for name in found if name not in lexicon("places")["not_the_same"]]
    tested = {trait for rule in notice.rules for trait in traits_in(rule.when)}
    if not found or tested & {"years_in_post", "years_in_province"}:
        return None
    return Answer(
        AnswerKind.NOT_STATED,
        (notice.id,),
        "residence",
        manner="outside",
        subject=found[0],
        contact=contact(notice),
    )


def _homes(text: str) -> tuple[str, ...]:
    """Places of which somebody is said to be: 济南市里的人."""
    return tuple(
        name for name in named_in(text) if re.search(rf"{name}[省市区县]?里?的?(?:人|职工|工人)", text)
    )


def _asked_for(judgements: tuple[Judgement, ...], open_: frozenset[str]) -> tuple[str, ...]:
    """What to ask for: what is missing or was taken for granted; not again what settled nothing when told."""
    missing = (trait for each in judgements for trait in each.verdict.missing)
    needed = (rule for each in judgements for rule in each.presumed if rule.force is Force.NEEDS)
    wanted = dict.fromkeys((*missing, *(trait for rule in needed for trait in traits_in(rule.when))))
    return tuple(trait for trait in wanted if trait not in open_)
