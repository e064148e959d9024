"""The word lists of the understanding: YAML files beside this module, read once."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def lexicon(name: str) -> Any:
    """The content of `<name>.yaml`; lists shared with the rest of knowledge lie one folder up."""
    here = files(__package__).joinpath(f"{name}.yaml")
    source = here if here.is_file() else files("knowledge").joinpath(f"{name}.yaml")
    return yaml.safe_load(source.read_text("utf-8"))
