"""Entries that contradict each other."""

import re
from collections.abc import Mapping

_YOUNGEST = 16


def cross(field: str, entries: Mapping[str, str]) -> str:
    """The complaint code about the stored entry of `field` seen beside the others, or ''."""
    if field not in ("birth", "work_since"):
        return ""
    born, since = _months(entries.get("birth", "")), _months(entries.get("work_since", ""))
    if not born or not since:
        return ""
    if since <= born:
        return "work_before_birth"
    return "work_under_16" if since - born < 12 * _YOUNGEST else ""


def _months(value: str) -> int:
    found = re.fullmatch(r"(\d{4})-(\d\d)", value, re.ASCII)
    return int(found.group(1)) * 12 + int(found.group(2)) if found else 0
