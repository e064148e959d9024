"""Wording: sentences from `wording/*.j2`, button labels and fixed words from YAML.

The only importer of jinja2. Values are inserted as plain text: nothing a person typed is a template.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dialogs.model import Button

_HERE = Path(__file__).parent


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "wording"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # or every sentence would look on the disk whether its template has changed
        autoescape=False,  # noqa: S701 - plain text for chat; a channel escapes for its own medium
    )
    environment.filters["day"] = _day
    environment.filters["plain"] = plain
    return environment


@cache
def words() -> Mapping[str, Any]:
    """The fixed words of `words.yaml`: button labels, spoken words, weekdays, card versions."""
    loaded: Mapping[str, Any] = yaml.safe_load((_HERE / "words.yaml").read_text("utf-8"))
    return loaded


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the `patterns` of `words.yaml`."""
    told = words()["patterns"]
    return re.compile(whole(told[name], told["parts"]))


def whole(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern with its parts in the places that name them, such as <please>."""
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", part)
    return pattern


def render(template: str, macro: str, **values: object) -> str:
    """Render one macro of `wording/<template>.j2`; blank lines at both ends are dropped."""
    module = _environment().get_template(f"{template}.j2").module
    return str(getattr(module, macro)(**values)).strip()


def known(template: str, macro: str) -> bool:
    """Is there such a macro? Complaint codes are macros of `reading.j2`."""
    return hasattr(_environment().get_template(f"{template}.j2").module, macro)


def button(name: str, press: str, /, **values: object) -> Button:
    """A button whose label is `labels.<name>` of `words.yaml`, with `{placeholders}` filled."""
    return Button(words()["labels"][name].format_map(values), press)


def plain(text: str) -> str:
    """What a person typed, without the brackets that only a field's prompt uses."""
    return text.translate(str.maketrans("【】", "〔〕"))


def _day(moment: Any) -> str:
    """A date as 7月30日（周六）, computed, never written by hand."""
    weekday = words()["weekdays"][moment.weekday()]
    return str(words()["date"].format(month=moment.month, day=moment.day, weekday=weekday))
