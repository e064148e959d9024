"""The plan backward from the deadline as a picture for a phone: a calendar with each level in its colour."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import typst

from bot.documents.picture import DOTS, fonts
from bot.documents.wording import words
from knowledge.calendar import DAY, Plan, plan, working
from knowledge.model import Edition

_PAGE = Path(__file__).with_name("timeline.typ")
_WEEK = 7  # days
_SATURDAY = 5
_MOST = 12  # weeks; before that there is nothing to see


def picture(edition: Edition, today: date) -> bytes:
    """As PNG."""
    told = {"plan": json.dumps(_told(edition, plan(edition, today), today), ensure_ascii=False)}
    made = typst.compile(_PAGE, font_paths=fonts(), sys_inputs=told, format="png", ppi=DOTS)
    assert isinstance(made, bytes)
    return made


def _told(edition: Edition, found: Plan, today: date) -> Mapping[str, Any]:
    texts, weeks = words()["timeline"], list(_weeks(found, today))
    return {
        "title": texts["title"].format(short=edition.notice.short),
        "weekdays": texts["weekdays"],
        "weeks": [[_cell(found, day, today) for day in week] for week in weeks],
        "month": texts["month"].format(month=weeks[0][0].month),
        "legend": list(_legend(found)),
        "late": texts["late"] if found.too_late else "",
    }


def _weeks(found: Plan, today: date) -> Iterator[list[date]]:
    """From the week of the first step, or of today if that is near, to the week of the deadline."""
    last = max(found.deadline, found.hand_in_by)
    earliest = last - timedelta(weeks=_MOST)
    first = max(earliest, min(found.decide_by, today if today <= last else found.decide_by))
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield [monday + each * DAY for each in range(_WEEK)]
        monday += _WEEK * DAY


def _cell(found: Plan, day: date, today: date) -> Mapping[str, Any]:
    texts = words()["timeline"]
    weekend, works = day.weekday() >= _SATURDAY, working(day)
    mark = texts["extra"] if weekend and works else texts["rest"] if not weekend and not works else ""
    return {
        "label": str(day.day),
        "month": texts["month"].format(month=day.month) if day.day == 1 else "",
        "kind": _kind(found, day) if works else "off",
        "deadline": day == found.deadline,
        "today": day == today,
        "mark": mark,
    }


def _kind(found: Plan, day: date) -> str:
    level = next((n for n, each in enumerate(found.postings) if each.begin <= day <= each.end), None)
    if level is not None:
        return f"level{level % 3}"
    if day == found.hand_in_by:
        return "hand_in"
    return "decide" if day == found.decide_by else "plain"


def _legend(found: Plan) -> Iterator[Mapping[str, str]]:
    texts = words()["timeline"]
    if found.postings:
        yield {"key": "decide", "said": texts["decide"].format(day=_day(found.decide_by))}
    for number, each in enumerate(found.postings):
        said = texts["level"].format(begin=_day(each.begin), end=_day(each.end), level=each.level)
        yield {"key": f"level{number % 3}", "said": said}
    yield {"key": "hand_in", "said": texts["hand_in"].format(day=_day(found.hand_in_by))}
    if found.deadline != found.hand_in_by:
        yield {"key": "off", "said": texts["deadline"].format(day=_day(found.deadline))}


def _day(on: date) -> str:
    return str(words()["timeline"]["day"].format(month=on.month, day=on.day))
