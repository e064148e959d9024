"""What is taken for granted of somebody who asks, where nothing was said; the reply always names it."""

from collections.abc import Iterable, Mapping

from knowledge.model import AllOf, AnyOf, Condition, Force, Profile, Rule, Test
from knowledge.traits import traits
from knowledge.understand.person import LEADING, YEARS
from knowledge.understand.span import Time

_ORDINARY: Mapping[str, object] = {"in_service": True, "role": "front_line", "rank": "none"}
"""An ordinary worker; not presumed of somebody whose rank or post was told."""
_POST = frozenset({"role", "rank", "unit_head"})
_SKILLED = "technical_worker"
ALL_YEAR = 12


def presumption(
    rules: tuple[Rule, ...],
    told: Profile,
    open_: frozenset[str],
    *,
    only_effect: bool,
    only_one: bool = False,
) -> dict[str, object]:
    """No veto applies; the person is an ordinary worker in service, in the province all year round.

    `only_effect`: it is asked whether something stands in the way, so the years are presumed met.
    `only_one`: it is asked whether one thing counts, so everything else is presumed met.
    """
    known = frozenset(told.keys() | open_)
    barred = _in(rules, Force.BARS, Force.VETOES)
    needed = _in(rules, Force.NEEDS)
    presumed = {trait: _harmless(trait) for trait in barred}
    presumed |= {trait: _ORDINARY[trait] for trait in needed & _ORDINARY.keys() if _may(trait, known)}
    if _SKILLED in needed and not known & {"role", "work_form", "rank", "unit_head"}:
        presumed |= {_SKILLED: True}
    if only_one:
        presumed |= {trait: value for rule in rules for trait, value in _met(rule, known)}
    if told.get("rank") in LEADING:
        presumed |= {"role": "staff"}
        known -= {"role"} - told.keys()
    if "years_in_province" in told:
        presumed |= dict.fromkeys(needed & {"months_a_year"}, ALL_YEAR)
    if only_effect:
        presumed |= {trait: years for rule in rules for trait, years in _years(rule)}
    return {trait: value for trait, value in presumed.items() if value is not None and trait not in known}


def _may(trait: str, known: Iterable[str]) -> bool:
    """Service always; the post only of somebody of whom no post was told, save that they head nothing."""
    told = _POST & set(known)
    return trait == "in_service" or not told or (told == {"unit_head"} and trait == "role")


def _harmless(trait: str) -> object:
    if trait in _ORDINARY:
        return _ORDINARY[trait]
    return False if traits()[trait].type == "flag" else None


def _met(rule: Rule, known: frozenset[str]) -> tuple[tuple[str, object], ...]:
    """What meets a rule of which nothing was told."""
    tests = _tests(rule.when)
    if rule.force is not Force.NEEDS or known & {each.trait for each in (*tests, *_tests(rule.unclear))}:
        return ()
    return tuple((each.trait, each.value) for each in tests if each.op in {"is", "at_least"})


def _years(rule: Rule) -> tuple[tuple[str, object], ...]:
    """The years a rule needs, taken as worked."""
    tests = [each for each in _tests(rule.when) if traits()[each.trait].type == "number"]
    return tuple((each.trait, each.value) for each in tests if rule.force is Force.NEEDS)


def _in(rules: tuple[Rule, ...], *forces: Force) -> set[str]:
    return {trait for rule in rules if rule.force in forces for trait in traits_in(rule.when)}


def straddling(rules: tuple[Rule, ...], years: Time) -> frozenset[str]:
    """The years that a rule needs and that were worked at most, but not for certain."""
    tests = (each for rule in rules for each in _tests(rule.when) if each.op == "at_least")
    numbers = (each for each in tests if each.trait in YEARS)
    return frozenset(each.trait for each in numbers if years.least < float(str(each.value)) <= years.most)


def tested(rule: Rule) -> tuple[str, ...]:
    """Every trait that a rule looks at."""
    return (*traits_in(rule.when), *traits_in(rule.unclear))


def traits_in(condition: Condition | None) -> tuple[str, ...]:
    return tuple(each.trait for each in _tests(condition))


def _tests(condition: Condition | None) -> tuple[Test, ...]:
    match condition:
        case None:
            return ()
        case AnyOf(conditions) | AllOf(conditions):
            return tuple(test for each in conditions for test in _tests(each))
        case _:
            return (condition,)
