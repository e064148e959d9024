"""A district of Suzhou's notice with its 650 places: lists, the board with its forecast, the table; milliseconds.

    python -m tests.bench.district

Most nominations are seeded rows; the lists, some nominations and every decision come by chat.
"""

import io
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import openpyxl

from bot.documents.desk import Desk
from bot.documents.table import plain
from bot.uploads import check
from dialogs.model import Reply
from storage.desks import UnitRow
from storage.engine import read, write
from storage.people import person_at
from storage.seats import unit_called
from storage.vault import Vault
from tests.bench.seed import seed_unit
from tests.chat import KEY, Caller, Chat, library

NOW = datetime.fromisoformat("2021-06-21T09:00:00+08:00")
EDITION = library()["suzhou-2021"]
UNIT, PLACES = "吴中区总工会", 650
SEEDED, WOMEN, YOUNG = 638, 251, 300  # on the list before anybody presses
WAITING = 14

T = TypeVar("T")

_ENTRIES = {
    "employer": "苏州示例精密机械有限公司",
    "role": "front_line",
    "rank": "none",
    "post": "焊工",
    "honours": "无",
    "media": "无",
    "deeds": "修好三百多台机器，没有一次返工。",
    "nomination_way": "union",
    "recommending_unit": UNIT,
}


@dataclass
class District:
    """What was seen, and how long each thing took."""

    chat: Chat
    office: Caller
    contact: Caller
    typed: list[dict[str, str]] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=dict)

    def timed(self, name: str, work: Callable[[], T]) -> T:
        begun = perf_counter()
        found = work()
        self.spent[name] = 1000 * (perf_counter() - begun)
        return found


def told(replies: Sequence[Reply]) -> str:
    return "\n".join(each.text for each in replies)


def opened(folder: Path) -> District:
    chat = Chat(folder / "district.db", NOW, office=frozenset({"9"}))
    return District(chat, chat.caller("9", "telegram"), chat.caller("7"))


def invite_the_contacts(district: District) -> None:
    """Forty units of the notice's classes in one list; the first is ours."""
    others = [[f"示例{n}局工会", "各局（公司）工会", "20", f"钱示例{n}"] for n in range(39)]
    rows = [["单位", "类别", "名额", "联系人姓名"], [UNIT, "", "", "李示例"], *others]
    district.office.say("/invite list suzhou-2021")
    upload = check("名单.xlsx", plain("名单", rows, (20, 10, 10, 20)))
    report = told(district.timed("list of 40 contacts read", lambda: district.office.send(upload)))
    assert "能邀请40人" in report, report
    made = district.timed("40 invitations made", lambda: district.office.press("邀请40人"))
    district.contact.say(f"/start {_tokens(made)[0]}")
    assert f"您现在是{UNIT}" in told(district.contact.press("是我"))


def invite_the_nominees(district: District) -> Sequence[str]:
    """A list of all 650, by the contact; the tokens."""
    rows = [["序号", "姓名"], *([str(n), f"张示例{_name(n)}"] for n in range(PLACES))]
    district.contact.say("/invite")
    district.contact.press("发名单（多人）")
    upload = check("职工.xlsx", plain("职工", rows, (10, 20)))
    report = told(district.timed("list of 650 nominees read", lambda: district.contact.send(upload)))
    assert f"能邀请{PLACES}人" in report, report
    return _tokens(district.timed("650 invitations made", lambda: district.contact.press(f"邀请{PLACES}人")))


def seed(district: District) -> None:
    """638 are on the list, 251 of them women; fourteen men wait, and a few women come by chat later."""
    people = [(_entries(n, woman=n < WOMEN, young=n % 638 < YOUNG), "recommended") for n in range(SEEDED)]
    waiting = [(_entries(SEEDED + n, woman=False, young=True), "submitted") for n in range(WAITING)]
    district.typed = [entries for entries, _ in (*people, *waiting)]
    unit = write(district.chat.engine, lambda session: unit_called(session, EDITION.round.id, UNIT))
    seed_unit(district.chat.engine, Vault(KEY), EDITION, unit, (*people, *waiting))


def export(district: District, kind: str) -> bytes:
    desk = Desk(district.chat.engine, Vault(KEY), library(), now=lambda: NOW, web="https://zuimei.example")
    person = person_at(district.chat.engine, district.chat.vault, "telegram", "9") or ""
    path = f"table/{EDITION.round.id}/all/{kind}"
    (made,) = district.timed(f"export as {kind}", lambda: desk.make(path, person))
    return made.body


def rows_of(body: bytes) -> list[dict[str, str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    heads, *rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return [{str(k): str(v or "") for k, v in zip(heads, row, strict=True)} for row in rows]


def look(district: District) -> str:
    """The desks of both, as they are with the whole list."""
    contact, office = district.contact, district.office
    said = told(district.timed("board", lambda: contact.say("/unit")))
    district.timed("second page", lambda: contact.press("下一页"))
    contact.say("/unit")
    district.timed("only those to review", lambda: contact.press(f"等审核的{WAITING}人"))
    office.say("/office")
    district.timed("overview of the office", lambda: office.press("总览：苏州最美劳动者"))
    district.timed("one nomination", lambda: office.say("/office SZ21-0600"))
    return said


def recommend(district: District, name: str) -> str:
    """Found by name, and recommended."""
    contact = district.contact
    district.timed("found by name", lambda: contact.say(f"/unit {name}"))
    return told(district.timed("recommend", lambda: contact.press("推荐")))


def unit_row(district: District) -> UnitRow:
    unit = write(district.chat.engine, lambda session: unit_called(session, EDITION.round.id, UNIT))
    return read(district.chat.engine, lambda session: session.get_one(UnitRow, unit))


def _entries(number: int, *, woman: bool, young: bool) -> dict[str, str]:
    choices = {each.id: next(iter(each.options)) for each in EDITION.notice.form.asked if each.options}
    year = 1990 if young else 1969
    return {
        **choices,
        **_ENTRIES,
        "name": f"张示例{_name(number)}",
        "gender": "female" if woman else "male",
        "birth": f"{year - number % 5}-{number % 12 + 1:02}",
    }


def _name(number: int) -> str:
    """A different pair of characters for each."""
    signs = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"
    return signs[number // len(signs) % len(signs)] + signs[number % len(signs)]


def _tokens(replies: Sequence[Reply]) -> list[str]:
    (made,) = (each for each in replies if each.document)
    return re.sub(r"^invited/", "", made.document).split(",")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        district = opened(Path(folder))
        invite_the_contacts(district)
        invite_the_nominees(district)
        seed(district)
        print(look(district))
        print(recommend(district, _entries(SEEDED, woman=False, young=True)["name"]))
        export(district, "xlsx")
        export(district, "csv")
        for name, value in district.spent.items():
            print(f"  {name:<28} {value:9.1f} ms")
        district.chat.stop()


if __name__ == "__main__":
    main()
