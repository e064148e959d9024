"""A whole round of Jiujiang's notice, acted over both channels against the served program.

    python -m tests.whole.round [small]

One office, the units with their contacts, a nominee for every place; each reads only what is written to them.
The days pass by starting the program anew with a later ZUIMEI_NOW.
"""

import io
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.documents.sheet import filled
from bot.documents.table import plain
from knowledge.load import load_library
from tests.bot.serving import free_port, serving
from tests.emulator import Emulator, Phone
from tests.whole.actors import Actor, PhoneLine, WebLine
from tests.whole.company import NOTICE, Nominee, company, nominee, places
from tests.whole.deeds import (
    ASKED,
    SHORT,
    Unit,
    agreed,
    cleared,
    corrected,
    finish,
    hand_in,
    posted,
    rows_of,
    sent_up,
    signed_on_paper,
    ticked,
    token_in,
    write_by_proxy,
    zipped,
)

CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}")
OFFICE = 7001
AT_ONCE = 6  # units that act side by side


@dataclass(frozen=True)
class Plan:
    """Who has what part. `phones`: units whose contact is on Telegram, and stays there with nominees who agreed."""

    places: dict[str, int]
    ways: dict[str, tuple[str, ...]]
    phones: frozenset[str]
    returned: frozenset[str]  # units whose first nominee has to correct something
    objected: str
    burnt: str
    late: str


FULL = Plan(
    places=places(),
    ways={
        "武宁县": ("brought",),
        "永修县": ("brought",),
        "浔阳区": ("self", "proxy", "link", "phone"),
        "都昌县": ("link", "self", "phone", "self"),
        "德安县": ("phone", "proxy", "self"),
        "庐山西海": ("phone",),
        "八里湖新区": ("phone",),
    },
    phones=frozenset({"庐山西海", "共青城市", "八里湖新区"}),
    returned=frozenset({"修水县", "瑞昌市", "柴桑区", "彭泽县", "濂溪区"}),
    objected="湖口县",
    burnt="修水县",
    late="鄱阳湖生态科技城",
)
SMALL = Plan(
    places={"九江经济技术开发区": 2, "行业联合会": 2, "八里湖新区": 1},
    ways={
        "九江经济技术开发区": ("self", "phone"),
        "行业联合会": ("brought", "link"),
        "八里湖新区": ("phone",),
    },
    phones=frozenset({"九江经济技术开发区", "八里湖新区"}),
    returned=frozenset({"九江经济技术开发区"}),
    objected="行业联合会",
    burnt="九江经济技术开发区",
    late="八里湖新区",
)


class Round:
    """The acts in their order; `units` hold what was typed and said."""

    def __init__(self, plan: Plan, folder: Path, emulator: Emulator) -> None:
        self.plan, self.folder, self.emulator = plan, folder, emulator
        self.port, self.units = free_port(), list[Unit]()
        self.url = f"http://127.0.0.1:{self.port}"
        self.office = self.phone("办公室", OFFICE)
        self.extra = nominee(len(load_library()) + sum(plan.places.values()), plan.burnt)
        self.table: list[dict[str, str]] = []
        self.packages: dict[str, list[str]] = {}
        self.spent: list[tuple[str, float]] = []
        self._users = count(8001)
        self._pages: list[WebLine] = []

    # ── the stage ─────────────────────────────────────────────────────────────────────────────────────

    def on(self, day: str, *acts: Callable[[], None]) -> None:
        """The program runs from that moment on, until the acts are over."""
        settings = {
            "TELEGRAM_BOT_TOKEN": self.emulator.token,
            "TELEGRAM_API_BASE": self.emulator.root,
            "OFFICE_IDS": str(OFFICE),
            "WEB_PORT": str(self.port),
            "ZUIMEI_NOW": day,
        }
        with serving(self.folder, **settings) as running:
            for act in acts:
                begun = time.monotonic()
                act()
                self.spent.append((act.__name__, time.monotonic() - begun))
            assert "Traceback" not in running.said, running.said[-3000:]

    def phone(self, name: str, user: int = 0) -> Actor:
        return Actor(name, PhoneLine(Phone(self.emulator, user or next(self._users), name)))

    def page(self, name: str) -> Actor:
        self._pages.append(line := WebLine(self.url))
        return Actor(name, line)

    def close(self) -> None:
        for each in self._pages:
            each.close()

    def _each(self, deed: Callable[[Unit], None], units: Iterable[Unit] | None = None) -> None:
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            list(crowd.map(deed, self.units if units is None else units))

    def unit(self, name: str) -> Unit:
        return next(each for each in self.units if each.name == name)

    @property
    def nominees(self) -> list[Nominee]:
        return [each for unit in self.units for each in unit.nominees]

    # ── the first day ─────────────────────────────────────────────────────────────────────────────────

    def invite_the_contacts(self) -> None:
        """By a list, on Telegram; then the same office goes on in a browser."""
        office, names = self.office, list(self.plan.places)
        office.say("/invite", "为哪一个邀请")
        office.press(SHORT, "邀请谁")
        office.press("发名单（Excel）", "请把名单发给我")
        office.file(".xlsx")
        rows = [["单位", "类别", "名额", "联系人姓名"], *([each, "", "", f"{each}联系人"] for each in names)]
        sheet = plain("名单", [*rows, ["示例镇", "", "3", "孙示例"]], (20, 10, 10, 20))
        report = office.send("联系人名单.xlsx", sheet, "名单里有").text
        assert f"能邀请{len(names)}人" in report, report
        assert "示例镇 孙示例：名额表里没有这个单位" in report
        office.press(f"邀请{len(names)}人", "做好了")
        links = rows_of(office.file(".xlsx"))
        assert [row["单位"] for row in links] == names
        self.units = [self._joined(row["单位"], row["在对话里打"]) for row in links]
        code = CODE.search(office.say("/code", "继续码").text)
        assert code
        self.office = self.page("办公室")
        self.office.say(code[0], ".")

    def _joined(self, unit: str, token: str) -> Unit:
        actor = self.phone(unit) if unit in self.plan.phones else self.page(unit)
        actor.say(token, "是您吗")
        actor.press("是我", f"您现在是{unit}")
        people = company(self.plan.places, self.plan.ways)
        return Unit(unit, [each for each in people if each.unit == unit], actor)

    def fill_in(self) -> None:
        self._each(self._filled)

    def _filled(self, unit: Unit) -> None:
        """Everybody of a unit, each in the way they come."""
        own = [each for each in unit.nominees if each.way in {"self", "phone"}]
        unit.contact.say("/invite", "邀请谁")
        token = token_in(unit.contact.press("贴二维码（多人）", r"/start \S+").text)
        for each in own:
            actor = self.phone(each.name) if each.way == "phone" else self.page(each.name)
            unit.people[each.name] = actor
            actor.say(f"/start {token}", "您同意这样使用吗")
            unit.numbers[each.name] = hand_in(actor, each, agreed(actor))
        if brought := [each for each in unit.nominees if each.way == "brought"]:
            self._bring(unit, brought)
        for each in unit.nominees:
            if each.way == "link":
                self._write_for(unit, each)
            elif each.way == "proxy":
                write_by_proxy(unit, each)
        if unit.name in self.plan.phones and (veiled := [each for each in own if each.way == "self"]):
            self._go_on_in_a_browser(unit, veiled[0])

    def _go_on_in_a_browser(self, unit: Unit, veiled: Nominee) -> None:
        """What was written on the page by somebody who agreed to that only is not read on Telegram."""
        board = unit.board()
        assert veiled.name not in board, board
        contact, number = unit.contact, unit.numbers[veiled.name]
        contact.press(f"看 {number}", "推荐单位：")
        contact.press("看全部内容", "只同意在网页上使用")
        code = CODE.search(contact.press("要继续码", "继续码").text)
        assert code
        unit.contact = self.page(f"{unit.name}联系人")
        unit.contact.say(code[0], ".")

    def _bring(self, unit: Unit, nominees: list[Nominee]) -> None:
        """Filled Word forms, all in one archive, with something else among them."""
        contact, notice = unit.contact, load_library()[NOTICE].notice
        forms = {f"{each.name}.docx": filled(notice, each.entries, "") for each in nominees}
        if "同意" in contact.say("/bring", "您同意|请发填好的").text:
            agreed(contact, "请发填好的")
        report = contact.send("推荐表.zip", zipped({**forms, "说明.txt": b"..."}), "读出").text
        assert f"收到{len(forms) + 1}份，读出{len(forms)}份" in report, report
        contact.press(f"存成{len(forms)}份草稿", "已存成")
        for each in nominees:
            at = contact.press(f"补齐：{each.name}", ASKED).text
            unit.numbers[each.name] = finish(contact, at)
            self._confirm(unit, each)

    def _write_for(self, unit: Unit, each: Nominee) -> None:
        """The contact fills in for somebody, who then sees it and agrees."""
        said = unit.contact.say(f"/fill {NOTICE}", "给谁填|您同意").text
        if "给谁填" not in said:
            agreed(unit.contact, "给谁填")
        at = unit.contact.press("我是工会联系人，替他填", r"【.+】\d+/\d+").text
        unit.numbers[each.name] = hand_in(unit.contact, each, at)
        self._confirm(unit, each)

    def _confirm(self, unit: Unit, each: Nominee) -> None:
        token = token_in(unit.contact.press("请本人确认", r"/start \S+").text)
        actor = unit.people[each.name] = self.page(each.name)
        actor.say(f"/start {token}", f"您就是{each.name}吗")
        actor.press("是我", "您同意这样使用吗")
        agreed(actor, "请看一遍")
        shown = actor.press("看填的内容", "您同意，单位才能往上报").text
        assert each.typed["工作单位"] in shown, shown
        actor.press("同意", "您已同意")

    # ── the units decide ──────────────────────────────────────────────────────────────────────────────

    def review(self) -> None:
        self._each(self._reviewed)

    def _reviewed(self, unit: Unit) -> None:
        for each in unit.nominees:
            if unit.name in self.plan.returned and each is unit.nominees[0]:
                corrected(unit, each)
            unit.open(each.name)
            if each.way == "proxy":
                signed_on_paper(unit, each)
            unit.contact.press("推荐", f"已推荐{each.name}")

    def post_first(self) -> None:
        self._each(lambda unit: posted(unit, "所在单位", "7月1日（周五）"))

    def post_second(self) -> None:
        self._each(lambda unit: posted(unit, "县级", "7月15日（周五）"), self._clear("所在单位"))

    def clear_second(self) -> None:
        self._clear("县级")

    def _clear(self, level: str) -> list[Unit]:
        self._each(lambda unit: cleared(unit, level))
        return self.units

    def object_once(self) -> None:
        """The clock stops for one, and goes on when it was looked into."""
        unit = self.unit(self.plan.objected)
        contact, each = unit.contact, unit.nominees[0]
        unit.open(each.name)
        contact.press("公示", rf"^{each.name}.*的公示\n1")
        contact.press("有人提异议", "请写异议的内容")
        contact.say("有人反映荣誉年份不对", "停下")
        unit.open(each.name)
        contact.press("上报", "有异议，还没查清，不能上报")
        unit.open(each.name)
        contact.press("公示", rf"^{each.name}.*的公示\n.*停下了，还差3个工作日")
        contact.press("异议不成立，接着公示", "还要贴满3个工作日")
        contact.press("7月5日（周二）", "满3个工作日")
        contact.press("已经贴出", "记下了")

    def send_up(self) -> None:
        """Everything ticked off; all but the late unit in time."""
        self._each(ticked)
        self._each(sent_up, [each for each in self.units if each.name != self.plan.late])

    # ── the office ────────────────────────────────────────────────────────────────────────────────────

    def burn(self) -> None:
        """False material: the place is gone, and nobody can fill it again."""
        office, unit = self.office, self.unit(self.plan.burnt)
        gone = unit.nominees[0]
        office.say(f"/office {unit.numbers[gone.name]}", "状态：")
        office.press("名额作废", "请写查实的情况")
        office.say("荣誉证书查实是伪造的", "请核对")
        office.press("确认作废", "名额已作废")
        unit.people[gone.name].hears("这个名额作废，不能换人")
        unit.contact.hears("这个名额作废，不能换人")
        actor = unit.people[self.extra.name] = self.page(self.extra.name)
        actor.say(f"/fill {NOTICE}", "您同意这样使用吗")
        unit.numbers[self.extra.name] = hand_in(actor, self.extra, agreed(actor))
        unit.open(self.extra.name)
        refused = unit.contact.press("推荐", "个名额已经用完").text
        assert "作废的名额不能补" in refused, refused

    def too_late(self) -> None:
        """Refused kindly; then let in by name."""
        office, unit = self.office, self.unit(self.plan.late)
        unit.open(unit.nominees[0].name)
        refused = unit.contact.press("上报", "不能上报了").text
        assert "办公室登记了宽限" in refused
        assert "8222232" in refused
        office.say(f"/round late {NOTICE}", "准许哪个单位迟交")
        while not any(unit.name in each.labels for each in office.heard[-1:]):
            office.press("看后面的", "准许哪个单位迟交")
        office.press(unit.name, "准许.*迟交到哪天")
        office.say("8月5日", "为什么准许")
        office.say("发大水，路不通", "请核对")
        office.press("确定", "他们交的会标“迟交”")
        sent_up(unit)

    def accept(self) -> None:
        """Paper comes in, and everybody who is left is accepted; the first is taken back once and redone."""
        gone = {self.unit(self.plan.burnt).nominees[0].name}
        waiting = [(unit, each) for unit in self.units for each in unit.nominees if each.name not in gone]
        for place, (unit, each) in enumerate(waiting):
            self._accepted(unit.numbers[each.name], each.name, paper=place % 6 == 0, undone=place == 0)
        for unit, each in waiting:
            if each.name in unit.people:
                unit.people[each.name].hears("主办方已经接收")

    def _accepted(self, number: str, name: str, *, paper: bool, undone: bool) -> None:
        office = self.office
        office.say(f"/office {number}", f"{number} {name}")
        if paper:
            office.press("登记收材料", "的纸质材料")
            office.press("全部收到", "谁送来的")
            office.say("陈示例", "陈示例送来")
            office.press("看这一份", "状态：已上报")
        office.press("接收", f"已接收：{number}")
        if undone:
            office.press("撤销这一步", f"已撤销接收：{number}")
            office.say(f"/office {number}", f"{number} {name}")
            office.press("接收", f"已接收：{number}")

    def take_along(self) -> None:
        """The table of everybody, and a package for each unit."""
        self.office.say(f"/export {NOTICE}", "要哪一种")
        self.office.press("全部的 Excel", "正在做")
        self.table = rows_of(self.office.file(".xlsx"), first=2)
        for unit in self.units:
            self.office.say(f"/export {NOTICE}", "要哪一种")
            self.office.press("按单位拿文件包", ".")
            self.office.press(unit.name, f"{unit.name}")
            with zipfile.ZipFile(io.BytesIO(self.office.file(".zip"))) as archive:
                assert archive.testzip() is None
                self.packages[unit.name] = archive.namelist()

    def play(self) -> None:
        self.on("2022-07-01T09:00", self.invite_the_contacts, self.fill_in, self.review, self.post_first)
        self.on("2022-07-05T09:00", self.object_once)
        self.on("2022-07-15T09:00", self.post_second)
        self.on("2022-07-25T09:00", self.clear_second, self.send_up, self.burn)
        self.on("2022-07-31T09:00", self.too_late, self.accept, self.take_along)


def played(plan: Plan, folder: Path) -> Round:
    with Emulator() as emulator:
        acted = Round(plan, folder, emulator)
        try:
            acted.play()
        finally:
            acted.close()
    return acted


def main(*words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        acted = played(SMALL if "small" in words else FULL, Path(folder))
    for name, seconds in acted.spent:
        print(f"{seconds:7.1f} s  {name.replace('_', ' ')}")
    print(f"{len(acted.units)} units, {len(acted.nominees)} nominees, {len(acted.table)} rows in the table")


if __name__ == "__main__":
    main(*sys.argv[1:])
