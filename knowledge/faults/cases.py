"""Whether the examples beside a notice come out as they say."""

from collections.abc import Iterator

from knowledge.build import announced
from knowledge.faults.shape import value_of
from knowledge.folder import Folder
from knowledge.marked import Table
from knowledge.model import Notice, Verdict
from knowledge.rules import decide
from knowledge.schema import Flaw, flaw
from knowledge.traits import traits


def check(folder: Folder, notice: Notice) -> Iterator[Flaw]:
    for case in folder.cases:
        if "profile" in case:
            flaws = tuple(_profile(case))
            yield from flaws or _outcome(case, notice)
        elif "ask" not in case:
            yield flaw(case.line, "empty_case")


def _profile(case: Table) -> Iterator[Flaw]:
    profile = case["profile"]
    for trait, value in profile.items():
        if trait in traits():
            yield from value_of(trait, value, profile.lines[trait])
        else:
            yield flaw(profile.lines[trait], "unknown_trait", trait=trait)


def _outcome(case: Table, notice: Notice) -> Iterator[Flaw]:
    verdict = decide(announced(notice), case["profile"], case.get("award", ""))
    for key, found in _found(verdict).items():
        if key in case and case[key] != found:
            said, got = _shown(case[key]), _shown(found)
            yield flaw(case.lines[key], "case", name=case.get("name", ""), key=key, said=said, found=got)


def _found(verdict: Verdict) -> dict[str, object]:
    return {
        "verdict": verdict.decision.value,
        "missing": list(verdict.missing),
        "because": [each.id for each in verdict.because],
        "unclear": [each.id for each in verdict.unclear],
    }


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
