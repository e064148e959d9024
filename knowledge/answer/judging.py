"""One person held against one notice: a verdict for each award, what was presumed and what stays open."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from knowledge.answer.presumed import ALL_YEAR, presumption, straddling, tested, traits_in
from knowledge.answer.stated import stated
from knowledge.model import Decision, Edition, Force, Notice, Profile, Rule, Verdict
from knowledge.question import Judgement
from knowledge.rules import LISTED, decide, holds
from knowledge.understand.asked import Asked
from knowledge.understand.away import months_named, of_a_year
from knowledge.understand.lexicon import lexicon
from knowledge.understand.notice import had_elsewhere
from knowledge.understand.person import YEARS
from knowledge.understand.place import lies_in, named_in, places, region_name
from knowledge.understand.span import Time, worked

ADVERSE = ("violation", "sanctioned", "dishonesty", "tax_unpaid", "accident_liable")
DAYS = 366  # of a year
_CLAUSE = re.compile(r"[^,。;!? ]+")
_HOME = re.compile(
    "户口|户籍|籍贯|老家|家[是住在]|房子|父母|孩子|老婆|媳妇|出生|社保|总部"
)  # where nobody works
_ONCE = frozenset({"laureate", "nominated_elsewhere"})  # what may stand in the way of one more nomination
_HONOUR = "highest_honour"
"""Who tells an honour is shown what every award makes of it."""
_SERVICE = "in_service"
"""A notice that wants years at work leaves open what it means for somebody retired."""


def judged(asked: Asked, edition: Edition, today: date) -> Iterator[Judgement]:
    wanted = awards(asked, edition.notice)
    honoured = _HONOUR in asked.person.profile and wanted
    for award in (edition.notice.awards if honoured else wanted) or ("",):
        yield _judgement(asked, edition, award, today)


def together(judgements: tuple[Judgement, ...]) -> Decision:
    """One award that is open to the person is enough."""
    found = {each.verdict.decision for each in judgements}
    for decision in (Decision.ELIGIBLE, Decision.UNCERTAIN):
        if decision in found:
            return decision
    return Decision.INELIGIBLE


def told_enough(judgement: Judgement) -> bool:
    """Was something told that the notice decides on, and nothing it needs taken for granted but service?"""
    taken = {each.id for each in judgement.presumed}
    told = any(each.id not in taken and each.force not in LISTED for each in judgement.touched)
    needs = (each for each in judgement.presumed if each.force is Force.NEEDS)
    return told and all(set(traits_in(each.when)) <= {_SERVICE} for each in needs)


def of_awards(wanted: tuple[str, ...], judgements: tuple[Judgement, ...]) -> tuple[Judgement, ...]:
    """The judgements on the awards that are asked about."""
    return tuple(each for each in judgements if each.award in wanted) or judgements


def awards(asked: Asked, notice: Notice) -> tuple[str, ...]:
    """The awards the text singles out; else all: the main one's name is also the name of the whole."""
    tails = {key: re.sub(rf"[“”]|{notice.award}", "", name) for key, name in notice.awards.items()}
    named = tuple(key for key, tail in tails.items() if tail and tail in asked.heard.text)
    main = tuple(key for key, name in notice.awards.items() if name == notice.award)
    if asked.heard.is_("main_award"):
        named = (*main, *named)
    return tuple(dict.fromkeys((*named, *_of_topic(asked, notice)))) or tuple(notice.awards)


def _of_topic(asked: Asked, notice: Notice) -> tuple[str, ...]:
    """The one award that a topic is about: only 提名奖 has exceptions."""
    for topic in asked.topics:
        found = {fact.award for fact in stated(notice, topic)}
        if len(found) == 1 and "" not in found:
            return tuple(found)
    return ()


def _judgement(asked: Asked, edition: Edition, award: str, today: date) -> Judgement:
    notice = edition.notice
    rules = tuple(each for each in notice.rules if each.award in ("", award))
    told, unsure = _placed(asked, notice, rules)
    open_ = asked.person.open | _turning(rules, told, edition, today, _at_most(asked, notice, told))
    told = {trait: value for trait, value in told.items() if trait not in open_ or trait not in YEARS}
    general = not asked.heard.is_("myself") and not {type(each) for each in told.values()} & {int, float}
    presumed = presumption(
        rules,
        told,
        open_ | unsure,
        only_effect=general or asked.heard.is_("effect"),
        only_one=asked.heard.is_("rest_met") or (asked.heard.is_("counted") and asked.person.sayings == 1),
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
        if _also_here(asked.heard.text, notice):
            unsure |= YEARS
        else:
            told["years_in_post"] = told["years_in_province"] = 0
    others = (name for name in named_in(asked.heard.text) if name != region_name(notice.region))
    if told.get("laureate") is True and had_elsewhere(asked.heard.text, others):
        unsure |= {"laureate"}
    away = named_in(of_a_year(asked.heard.text))
    if away and not any(lies_in(name, notice.region) for name in away):
        told["months_a_year"] = max(0, ALL_YEAR - months_named(asked.heard.text))
    return {trait: value for trait, value in told.items() if trait not in unsure}, unsure


def _also_here(text: str, notice: Notice) -> bool:
    """Is somebody who works elsewhere said to be here besides: 其余年头都在江苏?"""
    at = lexicon("people")["at"]
    clauses = (each for each in _CLAUSE.findall(text) if not _HOME.search(each))
    here = [f"{at}{name}" for name in named_in(text) if lies_in(name, notice.region)]
    return any(each in clause for clause in clauses for each in here)


def _at_most(asked: Asked, notice: Notice, told: Profile) -> float:
    """The years that may have been worked here; 0 where those that were told were worked elsewhere."""
    years = worked(asked.person.times, notice.region)
    here = years is not None and told.get("years_in_post") == round(years.least, 2)
    return years.most if years and here else 0


def _turning(
    rules: tuple[Rule, ...], told: Profile, edition: Edition, today: date, most: float = 0
) -> frozenset[str]:
    """Years that are not full today but will be by the last day: on which day they count, no notice says."""
    left = (edition.round.closes.date() - today).days / DAYS
    now = {trait: float(str(told[trait])) for trait in YEARS & told.keys() if left > 0}
    return frozenset(
        trait
        for trait, years in now.items()
        if straddling(rules, Time(years, max(years, most) + left)) & {trait}
    )


def _doubts(rules: tuple[Rule, ...], told: Profile, open_: frozenset[str]) -> tuple[str, ...]:
    """Told things that weigh although no rule of this notice decides on them, and things told unclearly."""
    tested = {trait for rule in rules if rule.force not in LISTED for trait in traits_in(rule.when)}
    adverse = {trait for trait in ADVERSE if told.get(trait) is True} - tested
    retired = {_SERVICE} if told.get(_SERVICE) is False else set()
    expected = {trait for rule in rules if rule.force in LISTED for trait in traits_in(rule.when)} & {
        _SERVICE
    }
    adverse |= {trait for rule in rules if _beyond(rule, told) for trait in traits_in(rule.unclear)}
    if YEARS & tested:
        expected.add(_SERVICE)
    adverse |= {trait for trait in _ONCE if told.get(trait) is True} - tested
    singled = {
        trait for rule in rules if rule.award and rule.force in LISTED for trait in traits_in(rule.when)
    }
    open_ -= _met_besides(rules, told)
    weighty = tested | set(ADVERSE) | expected | singled
    return tuple(sorted(adverse | (retired & (expected - tested)) | (open_ & weighty)))


def _met_besides(rules: tuple[Rule, ...], told: Profile) -> frozenset[str]:
    """Traits that nothing turns on: every rule that tests them is met by what else was told."""
    binding = [rule for rule in rules if rule.force not in LISTED]
    left = [rule for rule in binding if not _met(rule, told)]
    return frozenset(
        {trait for rule in binding for trait in tested(rule)}
        - {trait for rule in left for trait in tested(rule)}
    )


def _met(rule: Rule, told: Profile) -> bool:
    return rule.force is Force.NEEDS and rule.when is not None and bool(holds(rule.when, told))


def _beyond(rule: Rule, told: Profile) -> bool:
    """Is it a case for which a rule that decides nothing leaves open whether it may be nominated at all?"""
    return rule.force in LISTED and rule.unclear is not None and bool(holds(rule.unclear, told))
