"""The traits that rules may test, as traits.yaml lists them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge.marked import read
from knowledge.model import Trait


@cache
def traits() -> Mapping[str, Trait]:
    written = read(Path(__file__).with_name("traits.yaml"))
    return {
        name: Trait(name, each["label"], each["type"], each["ask"], dict(each.get("options", {})))
        for name, each in written.items()
    }
