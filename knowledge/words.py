"""The word lists that stand beside this module: what people call things, as data rather than as code."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def words(name: str) -> Any:
    """What `<name>.yaml` holds. Read once; callers must not change it."""
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))
