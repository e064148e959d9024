"""Whether a notice's conditions are met: three-valued, and always with the rule that decides.

A false `needs` or a true `bars` or `vetoes` makes ineligible; else an unknown trait or a wording the
notice leaves open makes uncertain. `prefers` and `judged` never decide, they are only listed.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from knowledge.model import (
    AllOf,
    AnyOf,
    Condition,
    Decision,
    Edition,
    Force,
    Profile,
    Rule,
    Test,
    Trait,
    Verdict,
)
from knowledge.traits import traits

LISTED = (Force.PREFERS, Force.JUDGED)
RULE = "rule:"  # what the point of a reading of a rule begins with


class Standing(StrEnum):
    """What one deciding rule says about one profile."""

    MET = "met"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    OPEN = "open"  # the notice's wording leaves this case open


def decide(edition: Edition, profile: Profile, award: str = "") -> Verdict:
    """The verdict for one award; rules that name another award do not count."""
    rules = tuple(each for each in edition.notice.rules if each.award in ("", award))
    deciding = tuple(each for each in rules if each.force not in LISTED)
    open_ = {each.id for each in deciding if _standing(each, profile) is Standing.OPEN}
    ruled = {id_: how for id_, how in _ruled(edition).items() if id_ in open_}
    standing = {each.id: ruled.get(each.id) or _standing(each, profile) for each in deciding}

    def those(which: Standing) -> tuple[Rule, ...]:
        return tuple(each for each in deciding if standing[each.id] is which)

    broken, unknown, unclear = those(Standing.BROKEN), those(Standing.UNKNOWN), those(Standing.OPEN)
    return Verdict(
        decision=_decision(broken, (*unknown, *unclear)),
        because=broken,
        missing=_missing(unknown, profile),
        unclear=unclear,
        met=those(Standing.MET),
        judged=tuple(each for each in rules if each.force in LISTED),
        ruled=tuple(each for each in deciding if each.id in ruled),
    )


def _ruled(edition: Edition) -> dict[str, Standing]:
    """Rules whose open wording the office has settled."""
    points = ((each.point.removeprefix(RULE), each.settles) for each in edition.rulings if each.settles)
    return {rule: Standing(settles) for rule, settles in points}


def holds(condition: Condition, profile: Profile) -> bool | None:
    """True, False, or None where the profile does not say."""
    match condition:
        case Test():
            return _compare(condition, profile)
        case AnyOf(conditions):
            found = [holds(each, profile) for each in conditions]
            return True if True in found else None if None in found else False
        case AllOf(conditions):
            found = [holds(each, profile) for each in conditions]
            return False if False in found else None if None in found else True


def open_traits(condition: Condition, profile: Profile) -> tuple[str, ...]:
    """The traits whose values could still change what the condition says."""
    if holds(condition, profile) is not None:
        return ()
    match condition:
        case Test(trait):
            return (trait,)
        case AnyOf(conditions) | AllOf(conditions):
            return tuple(trait for each in conditions for trait in open_traits(each, profile))


def _decision(broken: tuple[Rule, ...], open_: tuple[Rule, ...]) -> Decision:
    if broken:
        return Decision.INELIGIBLE
    return Decision.UNCERTAIN if open_ else Decision.ELIGIBLE


def _standing(rule: Rule, profile: Profile) -> Standing:
    """An open wording counts only where the rule's own condition is not plainly met."""
    assert rule.when is not None
    found = holds(rule.when, profile)
    if found:
        return Standing.MET if rule.force is Force.NEEDS else Standing.BROKEN
    open_ = holds(rule.unclear, profile) if rule.unclear else False
    if open_:
        return Standing.OPEN
    if found is None or open_ is None:
        return Standing.UNKNOWN
    return Standing.BROKEN if rule.force is Force.NEEDS else Standing.MET


def _missing(rules: Iterable[Rule], profile: Profile) -> tuple[str, ...]:
    wanted = (
        trait
        for rule in rules
        for condition in (rule.when, rule.unclear)
        if condition
        for trait in open_traits(condition, profile)
    )
    return tuple(dict.fromkeys(wanted))


def _compare(test: Test, profile: Profile) -> bool | None:
    known = profile.get(test.trait)
    if known is None:
        return None
    if test.op == "is":
        return known == test.value
    if test.op == "in":
        return isinstance(test.value, tuple) and known in test.value
    rank = _ranking(traits()[test.trait])
    here, there = rank(known), rank(test.value)
    return {
        "at_least": here >= there,
        "at_most": here <= there,
        "above": here > there,
        "below": here < there,
    }[test.op]


class _Ranking:
    """Turns a scale's words, or numbers, into something that can be compared."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self.places = {word: place for place, word in enumerate(options)}

    def __call__(self, value: object) -> float:
        return self.places[value] if isinstance(value, str) else float(str(value))


def _ranking(trait: Trait) -> _Ranking:
    return _Ranking(trait.options)
