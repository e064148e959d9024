"""What stands beside the checkout in ../shared: the official texts and the contract with those who rely on us."""

import re

import pytest

from bot.settings import Settings
from knowledge.load import BUILT_IN
from tests.shape.sources import ROOT

SHARED = ROOT.parent / "shared"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside the checkout")


def test_the_official_texts_are_untouched() -> None:
    ours = {folder.name: (folder / "source.txt").read_bytes() for folder in BUILT_IN.iterdir()}
    official = {file.stem: file.read_bytes() for file in (SHARED / "notices").glob("*.txt")}
    assert {id: text for id, text in ours.items() if text != official.get(id)} == {}  # noqa: A001 - the glossary's word


def test_every_setting_of_the_contract_can_be_set() -> None:
    table = (SHARED / "contract.md").read_text("utf-8").partition("## Settings")[2].partition("\n## ")[0]
    named = [
        name
        for row in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    ]
    assert len(named) > 10
    assert [name for name in named if name.lower() not in Settings.model_fields] == []
