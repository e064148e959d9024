"""The examples beside each notice come out as they say, and there are enough of them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.load import BUILT_IN, load_library
from knowledge.model import Force
from knowledge.rules import decide

LIBRARY = load_library()


def _cases() -> list[Any]:
    return [
        pytest.param(id_, case, id=f"{id_}: {case['name']}")
        for id_ in LIBRARY
        for case in _written(BUILT_IN / id_)
        if "profile" in case
    ]


def _written(folder: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load((folder / "cases.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize(("id_", "case"), _cases())
def test_a_case_comes_out_as_it_says(id_: str, case: dict[str, Any]) -> None:
    verdict = decide(LIBRARY[id_], case["profile"], case.get("award", ""))
    found = {
        "verdict": verdict.decision.value,
        "missing": list(verdict.missing),
        "because": [each.id for each in verdict.because],
        "unclear": [each.id for each in verdict.unclear],
    }
    assert {key: found[key] for key in found if key in case} == {
        key: case[key] for key in found if key in case
    }


@pytest.mark.parametrize("id_", LIBRARY)
def test_a_notice_has_at_least_eight_cases_of_every_outcome(id_: str) -> None:
    verdicts = [case["verdict"] for case in _written(BUILT_IN / id_) if "profile" in case]
    assert len(verdicts) >= 8
    assert set(verdicts) == {"eligible", "ineligible", "uncertain"}


@pytest.mark.parametrize("id_", LIBRARY)
def test_every_rule_that_decides_is_shown_deciding_by_a_case(id_: str) -> None:
    """Each deciding rule excludes somebody or leaves somebody open; each open wording leaves somebody open."""
    edition = LIBRARY[id_]
    shown, left_open = set(), set()
    for case in _written(BUILT_IN / id_):
        if "profile" in case:
            verdict = decide(edition, case["profile"], case.get("award", ""))
            shown |= {each.id for each in verdict.because}
            left_open |= {each.id for each in verdict.unclear}
    deciding = [each for each in edition.notice.rules if each.force not in (Force.PREFERS, Force.JUDGED)]
    assert {each.id for each in deciding} <= shown | left_open
    assert {each.id for each in deciding if each.unclear} <= left_open
