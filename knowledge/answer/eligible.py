"""Whether a person may take part: what was told becomes a profile, the rules decide, the rest is open."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from knowledge.answer.facts import contact, stated
from knowledge.answer.presumed import ALL_YEAR, presumption, straddling, tested, traits_in
from knowledge.model import Decision, Edition, Fact, Force, Library, Notice, Profile, Rule, Verdict
from knowledge.question import Answer, AnswerKind, Judgement
from knowledge.rules import LISTED, decide, holds
from knowledge.traits import traits
from knowledge.understand.away import of_a_year
from knowledge.understand.follow import Asked
from knowledge.understand.group import Member, group
from knowledge.understand.lexicon import lexicon
from knowledge.understand.notice import works_at
from knowledge.understand.place import lies_in, named_in, places
from knowledge.understand.span import worked
from knowledge.understand.topic import topics

_OF_RULES = ("who", "criteria", "rank", "unit_head", "civil_servant", "discipline", "vetoes", "tenure")
"""Topics whose substance the rules tell already."""
_SERVICE, _ON_POST = "in_service", "years_in_post"
"""A notice that wants years on the post leaves open what it means for somebody retired."""
_YIELDING = frozenset(
    {"incomplete", "late", "deadline", "nomination_ways", "materials", "tenure", "union_membership"}
)
"""Topics that matter little to somebody who may not take part anyway."""
_ADVERSE = ("violation", "sanctioned", "dishonesty", "tax_unpaid", "accident_liable")


def eligible(asked: Asked, library: Library, today: date) -> Answer | None:
    if len(asked.notices) == 1 and (members := group(asked.heard.text, today)):
        return _each(asked, members, library[asked.notices[0]])
    if not asked.notices or not (asked.about_person or _plainly_refused(asked, library)):
        return None
    judgements = tuple(each for key in asked.notices for each in _judged(asked, library[key]))
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
        ask=_asked_for(judgements, asked.person.open),
        contact=contact(notice),
        topics=asked.topics,
        near=_nearby(asked, notice),
        unstated=_unlimited(asked, notice),
    )


def _each(asked: Asked, members: tuple[Member, ...], edition: Edition) -> Answer:
    """Several people, judged one by one; nothing of one counts for another."""
    return Answer(
        AnswerKind.ANSWER,
        asked.notices,
        verdicts=tuple(_best(asked, member, edition) for member in members),
        manner="people",
        contact=contact(edition.notice),
        topics=asked.topics,
    )


def _best(asked: Asked, member: Member, edition: Edition) -> Judgement:
    """The verdict on one of several: that of the award that is open to him."""
    named = replace(asked.heard.named, works_at=works_at(member.text))
    of_him = replace(asked, heard=replace(asked.heard, text=member.text, named=named), person=member.person)
    judgements = tuple(_judged(of_him, edition))
    found = _together(judgements)
    return replace(next(each for each in judgements if each.verdict.decision is found), who=member.name)


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


def _plainly_refused(asked: Asked, library: Library) -> bool:
    """A question of another kind, from somebody whom what was told rules out all the same."""
    heard = asked.heard
    if len(asked.notices) != 1 or not heard.person.told or not (heard.is_("able") or heard.is_("apply")):
        return False
    if not set(asked.topics) <= _YIELDING:
        return False
    edition = library[asked.notices[0]]
    return all(
        any(set(traits_in(rule.when)) <= heard.person.profile.keys() for rule in each.verdict.because)
        for each in _judged(asked, edition)
    )


def _untested(asked: Asked, notice: Notice) -> tuple[str, ...]:
    """Topics of what was told that no rule of the notice tests."""
    ruled = {trait for rule in notice.rules for trait in tested(rule)}
    told = {trait for trait, value in asked.person.profile.items() if _weighs(trait, value)}
    topic_of: dict[str, str] = lexicon("people")["topics"]
    return tuple(topic for trait, topic in topic_of.items() if trait in (told | asked.person.open) - ruled)


def _weighs(trait: str, value: object) -> bool:
    """Is it something a person fears may stand against them: no honour, an age, a sanction?"""
    if trait in _ADVERSE:
        return value is True
    return value in (False, "none") or (isinstance(value, int | float) and not isinstance(value, bool))


def _nearby(asked: Asked, notice: Notice) -> tuple[Fact, ...]:
    """What the notice says on such things all the same: an expectation, a share."""
    topic_of: dict[str, str] = lexicon("people")["topics"]
    told_by_rules = {topic_of.get(trait) for rule in notice.rules for trait in tested(rule)}
    asked_for = tuple(each for each in asked.topics if each not in told_by_rules.union(_OF_RULES))
    return tuple(
        fact
        for topic in dict.fromkeys((*asked_for, *_untested(asked, notice)))
        for fact in (stated(notice, topic) or _beside(notice, topic))[:1]
    )


def _beside(notice: Notice, topic: str) -> tuple[Fact, ...]:
    return next((found for each in topics()[topic].near if (found := stated(notice, each))), ())


def _unlimited(asked: Asked, notice: Notice) -> tuple[str, ...]:
    return tuple(topic for topic in _untested(asked, notice) if not stated(notice, topic))


def _from_outside(asked: Asked, notice: Notice) -> Answer | None:
    """Somebody of a place that the notice does not reach, where it tests no years of work there."""
    text = asked.heard.text
    names = [*lexicon("places")["not_the_same"], *asked.heard.named.works_at, *_homes(text)]
    found = [name for name in names if name in text and not lies_in(name, notice.region)]
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


def _together(judgements: tuple[Judgement, ...]) -> Decision:
    """One award that is open to the person is enough."""
    found = {each.verdict.decision for each in judgements}
    for decision in (Decision.ELIGIBLE, Decision.UNCERTAIN):
        if decision in found:
            return decision
    return Decision.INELIGIBLE


def _judged(asked: Asked, edition: Edition) -> Iterator[Judgement]:
    for award in _awards(asked, edition.notice) or ("",):
        yield _judgement(asked, edition, award)


def _awards(asked: Asked, notice: Notice) -> tuple[str, ...]:
    """The awards the text singles out; else all: the main one's name is also the name of the whole."""
    if asked.heard.is_("main_award") and "highest_honour" not in asked.person.profile:
        return tuple(key for key, name in notice.awards.items() if name == notice.award)
    tails = {key: re.sub(rf"[“”]|{notice.award}", "", name) for key, name in notice.awards.items()}
    named = tuple(key for key, tail in tails.items() if tail and tail in asked.heard.text)
    return named or tuple(notice.awards)


def _judgement(asked: Asked, edition: Edition, award: str) -> Judgement:
    notice = edition.notice
    rules = tuple(each for each in notice.rules if each.award in ("", award))
    told, unsure = _placed(asked, notice, rules)
    open_ = asked.person.open
    general = not asked.heard.is_("myself") and not {type(each) for each in told.values()} & {int, float}
    presumed = presumption(
        rules,
        told,
        open_ | unsure,
        only_effect=general or asked.heard.is_("effect"),
        only_one=asked.heard.is_("counted") and asked.person.sayings == 1,
    )
    verdict = decide(edition, {**presumed, **told}, award)
    doubts = _doubts(rules, told, open_)
    if doubts and verdict.decision is Decision.ELIGIBLE:
        verdict = replace(verdict, decision=Decision.UNCERTAIN)
    return Judgement(
        notice.id,
        verdict,
        award,
        presumed=tuple(
            each for each in rules if each.force not in LISTED and _rests_on(each, told, presumed)
        ),
        touched=tuple(each for each in rules if set(tested(each)) & (told.keys() | open_)),
        open=doubts,
        lacking=_lacking(rules, verdict),
        favoured=tuple(each for each in verdict.judged if each.when and holds(each.when, told)),
    )


def _rests_on(rule: Rule, told: Profile, presumed: Profile) -> bool:
    """Does the rule's outcome need what was presumed?"""
    assert rule.when is not None
    return bool(set(traits_in(rule.when)) & presumed.keys()) and holds(rule.when, told) is None


def _lacking(rules: tuple[Rule, ...], verdict: Verdict) -> tuple[Rule, ...]:
    settled = {each.id for each in (*verdict.because, *verdict.unclear, *verdict.met, *verdict.judged)}
    return tuple(each for each in rules if each.id not in settled)


def _placed(
    asked: Asked, notice: Notice, rules: tuple[Rule, ...]
) -> tuple[dict[str, object], frozenset[str]]:
    """The profile for this notice: years worked elsewhere do not count here; and what is not certain."""
    told = dict(asked.person.profile)
    unsure = asked.person.vague
    if (years := worked(asked.person.times, notice.region)) is not None:
        told["years_in_post"] = told["years_in_province"] = round(years.least, 2)
        unsure |= straddling(rules, years)
    at = [name for name in asked.heard.named.works_at if name in places()]
    if at and not any(lies_in(name, notice.region) for name in at):
        told["years_in_post"] = told["years_in_province"] = 0
    away = named_in(of_a_year(asked.heard.text))
    if away and not any(lies_in(name, notice.region) for name in away):
        told["months_a_year"] = ALL_YEAR - float(str(told.get("months_a_year", 0)))
    return {trait: value for trait, value in told.items() if trait not in unsure}, unsure


def _doubts(rules: tuple[Rule, ...], told: Profile, open_: frozenset[str]) -> tuple[str, ...]:
    """Told things that weigh although no rule of this notice decides on them, and things told unclearly."""
    tested = {trait for rule in rules if rule.force not in LISTED for trait in traits_in(rule.when)}
    adverse = {trait for trait in _ADVERSE if told.get(trait) is True} - tested
    retired = {_SERVICE} if told.get(_SERVICE) is False else set()
    expected = {trait for rule in rules if rule.force in LISTED for trait in traits_in(rule.when)} & {
        _SERVICE
    }
    adverse |= {trait for rule in rules if _beyond(rule, told) for trait in traits_in(rule.unclear)}
    if _ON_POST in tested:
        expected.add(_SERVICE)
    if told.get("laureate") is True and "laureate" not in tested:
        adverse.add("laureate")
    weighty = tested | set(_ADVERSE) | expected
    return tuple(sorted(adverse | (retired & (expected - tested)) | (open_ & weighty)))


def _beyond(rule: Rule, told: Profile) -> bool:
    """Is it a case for which a rule that decides nothing leaves open whether it may be nominated at all?"""
    return rule.force in LISTED and rule.unclear is not None and bool(holds(rule.unclear, told))


def _asked_for(judgements: tuple[Judgement, ...], open_: frozenset[str]) -> tuple[str, ...]:
    """What to ask for; not again what was told in words that settle nothing."""
    wanted = dict.fromkeys(trait for each in judgements for trait in each.verdict.missing)
    return tuple(trait for trait in wanted if trait not in open_)
