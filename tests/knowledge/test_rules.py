"""Whether a notice's conditions are met: true, false or not known, and always with the rule that decides."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.load import load_library
from knowledge.model import (
    AllOf,
    AnyOf,
    Citation,
    Condition,
    Decision,
    Edition,
    Force,
    Profile,
    Rule,
    Ruling,
)
from knowledge.model import (
    Test as Compared,
)
from knowledge.rules import decide, holds, open_traits

JIUJIANG = load_library()["jiujiang-2022"]
CITES = Citation("jiujiang-2022", "criteria.1", "")
MEMBER = Compared("union_member", "is", value=True)
HONOURED = Compared("highest_honour", "at_least", "county")
COURIER = {
    "work_form": "new_employment",
    "union_member": True,
    "union_real_name": True,
    "violation": False,
    "highest_honour": "county",
    "media_coverage": True,
}


CLEAN = dict.fromkeys(("sanctioned", "violation", "dishonesty", "tax_unpaid", "accident_liable"), False)


def with_rules(*rules: Rule) -> Edition:
    return replace(JIUJIANG, notice=replace(JIUJIANG.notice, rules=rules))


def rule(force: Force, when: Condition | None, unclear: Condition | None = None, award: str = "") -> Rule:
    return Rule("it", force, "", CITES, when=when, unclear=unclear, award=award)


@pytest.mark.parametrize(
    ("condition", "profile", "expected"),
    [
        (MEMBER, {"union_member": True}, True),
        (MEMBER, {"union_member": False}, False),
        (MEMBER, {}, None),
        (HONOURED, {"highest_honour": "county"}, True),
        (HONOURED, {"highest_honour": "nation"}, True),
        (HONOURED, {"highest_honour": "employer"}, False),
        (Compared("rank", "below", "deputy_section_chief"), {"rank": "clerk"}, True),
        (Compared("rank", "below", "deputy_section_chief"), {"rank": "deputy_section_chief"}, False),
        (Compared("rank", "above", "section_chief"), {"rank": "deputy_division_head"}, True),
        (Compared("age", "at_most", 45), {"age": 45}, True),
        (Compared("age", "at_least", 18), {"age": 17.5}, False),
        (Compared("role", "in", ("front_line", "migrant")), {"role": "migrant"}, True),
        (Compared("role", "in", ("front_line", "migrant")), {"role": "staff"}, False),
        (AnyOf((MEMBER, HONOURED)), {"union_member": True}, True),
        (AnyOf((MEMBER, HONOURED)), {"union_member": False}, None),
        (AnyOf((MEMBER, HONOURED)), {"union_member": False, "highest_honour": "none"}, False),
        (AllOf((MEMBER, HONOURED)), {"union_member": False}, False),
        (AllOf((MEMBER, HONOURED)), {"union_member": True}, None),
        (AllOf((MEMBER, HONOURED)), {"union_member": True, "highest_honour": "city"}, True),
    ],
)
def test_a_condition_is_true_false_or_not_known(
    condition: Condition,
    profile: Profile,
    expected: bool | None,  # noqa: FBT001 - a table's column
) -> None:
    assert holds(condition, profile) is expected


def test_only_what_could_still_change_the_outcome_is_missing() -> None:
    either = AnyOf((MEMBER, HONOURED))
    assert open_traits(either, {}) == ("union_member", "highest_honour")
    assert open_traits(either, {"union_member": False}) == ("highest_honour",)
    assert open_traits(either, {"union_member": True}) == ()


def test_a_courier_who_meets_everything_is_eligible_and_what_people_judge_is_listed() -> None:
    verdict = decide(JIUJIANG, COURIER)
    assert verdict.decision is Decision.ELIGIBLE
    assert len(verdict.met) == 6
    assert {each.force for each in verdict.judged} == {Force.JUDGED, Force.PREFERS}


def test_one_broken_condition_decides_however_much_is_unknown() -> None:
    verdict = decide(JIUJIANG, {"union_member": False})
    assert verdict.decision is Decision.INELIGIBLE
    assert [each.cites.quote for each in verdict.because] == ["候选人需加入工会组织"]
    assert "media_coverage" in verdict.missing


@pytest.mark.parametrize("force", [Force.BARS, Force.VETOES])
def test_a_bar_excludes_when_it_is_true_and_passes_when_it_is_false(force: Force) -> None:
    edition = with_rules(rule(force, Compared("violation", "is", value=True)))
    assert decide(edition, {"violation": True}).decision is Decision.INELIGIBLE
    assert decide(edition, {"violation": False}).decision is Decision.ELIGIBLE
    assert decide(edition, {}).missing == ("violation",)


@pytest.mark.parametrize("force", [Force.PREFERS, Force.JUDGED])
def test_preferences_and_what_people_judge_never_decide(force: Force) -> None:
    edition = with_rules(rule(force, MEMBER if force is Force.PREFERS else None))
    for profile in ({}, {"union_member": False}):
        assert decide(edition, profile).decision is Decision.ELIGIBLE


def test_an_open_wording_is_uncertain_only_where_the_condition_itself_is_not_met() -> None:
    low = Compared("rank", "below", "deputy_section_chief")
    edition = with_rules(
        rule(Force.NEEDS, low, Compared("rank", "in", ("deputy_section_chief", "section_chief")))
    )
    assert decide(edition, {"rank": "clerk"}).decision is Decision.ELIGIBLE
    assert decide(edition, {"rank": "division_head"}).decision is Decision.INELIGIBLE
    chief = decide(edition, {"rank": "section_chief"})
    assert (chief.decision, len(chief.unclear)) == (Decision.UNCERTAIN, 1)
    assert decide(edition, {}).missing == ("rank",)


def test_an_open_wording_of_a_bar_is_uncertain_where_the_bar_is_not_plainly_true() -> None:
    high = Compared("rank", "above", "deputy_division_head")
    edition = with_rules(rule(Force.BARS, high, Compared("rank", "is", "deputy_division_head")))
    assert decide(edition, {"rank": "division_head"}).decision is Decision.INELIGIBLE
    assert decide(edition, {"rank": "deputy_division_head"}).decision is Decision.UNCERTAIN
    assert decide(edition, {"rank": "clerk"}).decision is Decision.ELIGIBLE


def test_a_rule_of_one_award_counts_for_that_award_alone() -> None:
    edition = with_rules(rule(Force.NEEDS, MEMBER, award="artisan"))
    assert decide(edition, {"union_member": False}, "artisan").decision is Decision.INELIGIBLE
    assert decide(edition, {"union_member": False}, "finalist").decision is Decision.ELIGIBLE
    assert decide(edition, {"union_member": False}).decision is Decision.ELIGIBLE


@pytest.mark.parametrize(
    ("settles", "decision"), [("met", "eligible"), ("broken", "ineligible"), ("", "uncertain")]
)
def test_a_reading_of_the_office_settles_an_open_wording(settles: str, decision: str) -> None:
    suzhou = load_library()["suzhou-2021"]
    rule = next(each for each in suzhou.notice.rules if each.unclear)
    on, point = date(2021, 6, 10), f"rule:{rule.id}"
    ruling = Ruling("r1", rule.cites.clause, "科级以下包括科级。", "示例办公室", on, point, settles)
    profile = {"role": "staff", "rank": "section_chief", "years_in_post": 5, **CLEAN}
    verdict = decide(replace(suzhou, rulings=(ruling,)), profile)
    assert verdict.decision == decision
    assert [each.id for each in verdict.ruled] == ([rule.id] if settles else [])
