"""The round at a glance as one picture for a phone: tiles, shares, and a bar for each unit."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typst

from bot.documents.picture import DOTS, fonts
from bot.documents.wording import words
from dialogs.desk.glance import Glance, UnitLine

_PAGE = Path(__file__).with_name("overview.typ")
_SHOWN = 24  # units; more would make the picture longer than a phone scrolls
_BARS = ("accepted", "sent_up", "recommended", "burnt", "submitted", "returned")
_TILES = ("submitted", "recommended", "sent_up", "accepted")


def picture(seen: Glance, shares: tuple[str, ...]) -> bytes:
    """As PNG. `shares`: each share of the notice in words, in its order."""
    told = {"seen": json.dumps(_told(seen, shares), ensure_ascii=False)}
    made = typst.compile(_PAGE, font_paths=fonts(), sys_inputs=told, format="png", ppi=DOTS)
    assert isinstance(made, bytes)
    return made


def _told(seen: Glance, shares: tuple[str, ...]) -> Mapping[str, Any]:
    texts, states = words()["picture"], words()["table"]["states"]
    units = sorted(seen.units, key=lambda line: not (line.counts or line.risk))[:_SHOWN]
    day = seen.edition.round.closes
    closes = texts["closed" if seen.over else "closes"]
    rest = len(seen.units) - len(units)
    return {
        "title": texts["title"].format(short=seen.edition.notice.short),
        "over": seen.over,
        "closes": closes.format(year=day.year, month=day.month, day=day.day, left=seen.plan.days_left),
        "tiles": list(_tiles(seen)),
        "shares": list(_shares(seen, shares)),
        "legend": [{"key": each, "label": states[each]} for each in _BARS if seen.counts.get(each)],
        "units": [_unit(line) for line in units],
        "more": texts["more"].format(count=rest) if rest else "",
    }


def _tiles(seen: Glance) -> Iterator[Mapping[str, Any]]:
    texts, states = words()["picture"], words()["table"]["states"]
    for each in _TILES:
        yield {"label": states[each], "count": seen.counts.get(each, 0)}
    if seen.places is not None:
        yield {"label": texts["left"], "count": seen.places - seen.taken}
    if seen.marks.get("held"):
        yield {"label": texts["held"], "count": seen.marks["held"]}


def _shares(seen: Glance, said: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    for line, text in zip(seen.shares, said, strict=True):
        now = 100 * line.have / line.listed if line.listed else 0
        bad = line.standing in {"tight", "beyond"}
        yield {"said": text, "now": now, "wanted": line.share.percent, "bad": bad}


def _unit(line: UnitLine) -> Mapping[str, Any]:
    """A bar is as wide as the unit's places, or as what it has where nobody said how many."""
    texts = words()["picture"]
    most = line.unit.most if line.unit and line.unit.most is not None else 0
    whole = max(most, sum(line.counts.get(each, 0) for each in _BARS), 1)
    return {
        "name": line.unit.name if line.unit else words()["table"]["no_unit"],
        "risk": texts["risks"].get(line.risk, ""),
        "said": f"{line.taken}/{most}" if most else str(line.taken),
        "parts": list(_parts(line, whole)),
    }


def _parts(line: UnitLine, whole: int) -> Iterator[Mapping[str, Any]]:
    start = 0.0
    for each in _BARS:
        wide = 100 * line.counts.get(each, 0) / whole
        if wide:
            yield {"key": each, "from": start, "wide": wide}
        start += wide
