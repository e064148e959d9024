"""A whole round over both channels: what was typed is what the office takes along."""

from collections import Counter
from pathlib import Path

import pytest

from tests.whole.company import Nominee
from tests.whole.round import FULL, SMALL, Plan, Round, played


def test_a_round_of_three_units(tmp_path: Path) -> None:
    _checked(SMALL, tmp_path)


@pytest.mark.proof
def test_a_round_of_all_units(tmp_path: Path) -> None:
    acted = _checked(FULL, tmp_path)
    assert len(acted.units) == 18
    assert len(acted.nominees) == 55
    assert Counter(each.way for each in acted.nominees)["brought"] == 8


def _checked(plan: Plan, folder: Path) -> Round:
    acted = played(plan, folder)
    rows = {row["姓名"]: row for row in acted.table}
    assert len(rows) == len(acted.table) == len(acted.nominees) + 1
    for unit in acted.units:
        for each in unit.nominees:
            burnt = unit.name == plan.burnt and each is unit.nominees[0]
            assert rows[each.name] == _row(acted, each, "作废" if burnt else "已接收", rows)
    assert rows[acted.extra.name] == _row(acted, acted.extra, "已提交", rows)
    for unit in acted.units:
        _packed(acted, unit.name)
    return acted


def _row(acted: Round, each: Nominee, state: str, rows: dict[str, dict[str, str]]) -> dict[str, str]:
    """Every cell, from what was typed."""
    shown = rows[each.name]
    handed_in = "2022-07-25" if each is acted.extra else "2022-07-01"
    return {
        "序号": shown["序号"],
        "登记编号": acted.unit(each.unit).numbers[each.name],
        **each.typed,
        "工作单位电话": "",
        "联系人电话": "",
        "详细事迹资料": "",
        "状态": state,
        "提交日期": handed_in,
        "备注": "",
    }


def _packed(acted: Round, unit: str) -> None:
    """A folder a nominee, with the form; and the list of what is in it."""
    numbers = acted.unit(unit).numbers
    folders = {name.split("/")[0] for name in acted.packages[unit] if "/" in name}
    assert folders == {f"{number} {name}" for name, number in numbers.items()}
    for folder in folders:
        inside = [name.split("/")[1] for name in acted.packages[unit] if name.startswith(f"{folder}/")]
        assert any(name.endswith(f"{folder.split()[1]}.docx") for name in inside), inside
