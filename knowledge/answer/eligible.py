"""Whether a person may take part: what was told becomes a profile, the rules decide, the rest is said to be open."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from knowledge.answer.facts import contact, stated
from knowledge.model import (
    AllOf,
    Answer,
    AnswerKind,
    AnyOf,
    Condition,
    Decision,
    Edition,
    Fact,
    Force,
    Judgement,
    Library,
    Notice,
    Profile,
    Rule,
    Verdict,
)
from knowledge.rules import LISTED, decide, holds
from knowledge.traits import traits
from knowledge.understand.heard import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.place import lies_in, places
from knowledge.understand.topic import topics

_ADVERSE = ("violation", "sanctioned", "dishonesty", "tax_unpaid", "accident_liable")
_LIKELY: Mapping[str, object] = {"in_service": True, "role": "front_line", "rank": "none"}
"""What is taken for granted of somebody who asks, where nothing else was said; always named in the reply."""


def eligible(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    if not asked.about_person or not asked.notices:
        return None
    judgements = tuple(each for id in asked.notices for each in _judged(asked, library[id]))
    if len(asked.notices) > 1:
        return Answer(
            AnswerKind.ANSWER, asked.notices, verdicts=judgements, manner="verdicts", topics=asked.topics
        )
    notice = library[asked.notices[0]].notice
    if outside := _from_outside(asked, notice):
        return outside
    return Answer(
        AnswerKind.VERDICT,
        asked.notices,
        verdict=replace(judgements[0].verdict, decision=_together(judgements)),
        verdicts=judgements,
        ask=_asked_for(judgements),
        contact=contact(notice),
        topics=asked.topics,
        near=_nearby(asked, notice),
        unstated=_unlimited(asked, notice),
    )


def _untested(asked: Asked, notice: Notice) -> tuple[str, ...]:
    """Topics of what was told that no rule of the notice tests."""
    tested = {trait for rule in notice.rules for trait in _tested(rule)}
    told = {trait for trait, value in asked.person.profile.items() if trait not in _ADVERSE or value is True}
    topic_of: dict[str, str] = lexicon("people")["topics"]
    return tuple(topic for trait, topic in topic_of.items() if trait in (told | asked.person.open) - tested)


def _nearby(asked: Asked, notice: Notice) -> tuple[Fact, ...]:
    """What the notice says on such things all the same: an expectation, a share."""
    return tuple(
        fact
        for topic in _untested(asked, notice)
        for fact in (stated(notice, topic) or _beside(notice, topic))[:1]
    )


def _beside(notice: Notice, topic: str) -> tuple[Fact, ...]:
    return next((found for each in topics()[topic].near if (found := stated(notice, each))), ())


def _unlimited(asked: Asked, notice: Notice) -> tuple[str, ...]:
    return tuple(topic for topic in _untested(asked, notice) if not stated(notice, topic))


def _from_outside(asked: Asked, notice: Notice) -> Answer | None:
    """Somebody of a place that the notice does not reach, where it tests no years of work there."""
    names = [*lexicon("places")["not_the_same"], *asked.heard.named.works_at]
    found = [name for name in names if name in asked.heard.text and not lies_in(name, notice.region)]
    tested = {trait for rule in notice.rules for trait in _traits(rule.when)}
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


def _together(judgements: tuple[Judgement, ...]) -> Decision:
    """One award that is open to the person is enough."""
    found = {each.verdict.decision for each in judgements}
    for decision in (Decision.ELIGIBLE, Decision.UNCERTAIN):
        if decision in found:
            return decision
    return Decision.INELIGIBLE


def _judged(asked: Asked, edition: Edition) -> Iterator[Judgement]:
    awards = [id for id, name in edition.notice.awards.items() if _names(asked.heard.text, name)]
    for award in awards or tuple(edition.notice.awards) or ("",):
        yield _judgement(asked, edition, award)


def _names(text: str, award: str) -> bool:
    """Does the text name this award and not a longer one: 提名奖?"""
    return award[-3:] in text


def _judgement(asked: Asked, edition: Edition, award: str) -> Judgement:
    notice = edition.notice
    told = _placed(asked, notice)
    open_ = asked.person.open
    rules = tuple(each for each in notice.rules if each.award in ("", award))
    presumed = _presumed(rules, told, open_)
    verdict = decide(edition, {**presumed, **told}, award)
    doubts = _doubts(rules, told, open_)
    if doubts and verdict.decision is Decision.ELIGIBLE:
        verdict = replace(verdict, decision=Decision.UNCERTAIN)
    return Judgement(
        notice.id,
        verdict,
        award,
        presumed=tuple(
            each for each in rules if each.force not in LISTED and set(_traits(each.when)) & presumed.keys()
        ),
        touched=tuple(each for each in rules if set(_tested(each)) & (told.keys() | open_)),
        open=doubts,
        lacking=_lacking(rules, verdict),
        favoured=tuple(each for each in verdict.judged if each.when and holds(each.when, told)),
    )


def _lacking(rules: tuple[Rule, ...], verdict: Verdict) -> tuple[Rule, ...]:
    settled = {each.id for each in (*verdict.because, *verdict.unclear, *verdict.met, *verdict.judged)}
    return tuple(each for each in rules if each.id not in settled)


def _placed(asked: Asked, notice: Notice) -> dict[str, object]:
    """The profile for this notice: years worked elsewhere do not count here."""
    told = dict(asked.person.profile)
    at = [name for name in asked.heard.named.works_at if name in places()]
    if at and not any(lies_in(name, notice.region) for name in at):
        told["years_in_post"] = told["years_in_province"] = 0
    return told


def _presumed(rules: tuple[Rule, ...], told: Profile, open_: frozenset[str]) -> dict[str, object]:
    """Harmless values for what nobody mentioned: no veto applies, the person is in service."""
    wanted = {
        trait
        for rule in rules
        if rule.force in (Force.BARS, Force.VETOES)
        for trait in _traits(rule.when)
        if trait not in told and trait not in open_
    }
    presumed = {trait: _harmless(trait) for trait in wanted}
    needed = {trait for rule in rules if rule.force is Force.NEEDS for trait in _traits(rule.when)}
    if "in_service" in needed - told.keys() - open_:
        presumed["in_service"] = True
    return {trait: value for trait, value in presumed.items() if value is not None}


def _harmless(trait: str) -> object:
    if trait in _LIKELY:
        return _LIKELY[trait]
    return False if traits()[trait].type == "flag" else None


def _doubts(rules: tuple[Rule, ...], told: Profile, open_: frozenset[str]) -> tuple[str, ...]:
    """Told things that weigh although no rule of this notice decides on them, and things told unclearly."""
    tested = {trait for rule in rules if rule.force not in LISTED for trait in _traits(rule.when)}
    adverse = {trait for trait in _ADVERSE if told.get(trait) is True} - tested
    return tuple(sorted(adverse | (open_ & (tested | set(_ADVERSE)))))


def _asked_for(judgements: tuple[Judgement, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trait for each in judgements for trait in each.verdict.missing))


def _tested(rule: Rule) -> tuple[str, ...]:
    return (*_traits(rule.when), *_traits(rule.unclear))


def _traits(condition: Condition | None) -> tuple[str, ...]:
    match condition:
        case None:
            return ()
        case AnyOf(conditions) | AllOf(conditions):
            return tuple(trait for each in conditions for trait in _traits(each))
        case _:
            return (condition.trait,)
