"""What a unit and its people do in a round: each reads the words and presses what is offered."""

import io
import re
import zipfile
from dataclasses import dataclass, field

import openpyxl

from tests.whole.actors import TOKEN, Actor
from tests.whole.company import Nominee

SHORT = "九江最美劳动者"
ASKED = r"【.+】\d+/\d+|请核对"
_NUMBER = re.compile(r"登记编号 (JJ22-\d{4})")


@dataclass
class Unit:
    """A unit with its contact and nominees. `numbers`: name -> registration number."""

    name: str
    nominees: list[Nominee]
    contact: Actor
    numbers: dict[str, str] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)

    def board(self) -> str:
        return self.contact.say("/unit", rf"^{self.name}（{SHORT}）").text

    def open(self, name: str) -> str:
        """One nominee's page."""
        self.board()
        return self.contact.press(f"看 {name}", "推荐单位：").text


def agreed(actor: Actor, until: str = r"【.+】\d+/\d+") -> str:
    """Says yes to every card there is."""
    said = actor.press("同意并开始", f"{until}|境外")
    if "境外" in said.text and "单独同意，在这里填" in said.labels:
        said = actor.press("单独同意，在这里填", until)
    return said.text


def hand_in(actor: Actor, each: Nominee, at: str) -> str:
    """All in one message, the rest skipped; the registration number."""
    assert "【" in at
    actor.say(each.lines, "对吗")
    return finish(actor, actor.press("都对，记下", ASKED).text)


def finish(actor: Actor, at: str) -> str:
    while "请核对" not in at:
        at = actor.press("没有，跳过", ASKED).text
    said = actor.press("提交", "登记编号").text
    found = _NUMBER.search(said)
    assert found, said
    actor.hears("接下来还要做")
    return found[1]


def write_by_proxy(unit: Unit, each: Nominee) -> None:
    unit.board()
    said = unit.contact.press("代没有手机的人填", r"【.+】\d+/\d+|您同意这样使用吗").text
    at = said if "【" in said else agreed(unit.contact)
    unit.numbers[each.name] = hand_in(unit.contact, each, at)


def signed_on_paper(unit: Unit, each: Nominee) -> None:
    unit.contact.press("本人已在纸上签字", "请写：哪天")
    unit.contact.say("7月1日，班组办公室，孙示例看着本人签字", "请核对")
    unit.contact.press("确认，记下", "记下了")
    unit.open(each.name)


def corrected(unit: Unit, each: Nominee) -> None:
    """Returned at a field, put right, and handed in again under the same number."""
    contact, actor = unit.contact, unit.people[each.name]
    unit.open(each.name)
    contact.press("退回修改", "哪一项要改")
    contact.press("10 工作单位", "请写一句话")
    contact.say("请写全称，和公章上的一样", "请核对")
    contact.press("确认退回", "已退回")
    actor.hears("要改的一项：工作单位")
    actor.press("改工作单位", r"【工作单位】")
    each.typed["工作单位"] = f"{each.typed['工作单位'].removesuffix('有限公司')}（九江）有限公司"
    actor.say(each.typed["工作单位"], "已更正：工作单位")
    actor.press("改好了，重新交", f"登记编号 {unit.numbers[each.name]}，和原来一样")
    contact.hears(f"{each.name} {unit.numbers[each.name]} 改好后又交了表")


def posted(unit: Unit, level: str, day: str) -> None:
    for each in unit.nominees:
        unit.open(each.name)
        unit.contact.press("公示", rf"^{each.name}.*的公示\n1")
        unit.contact.press(f"起草{level}公示", "哪天贴出来")
        unit.contact.press(day, "满5个工作日")
        unit.contact.press("已经贴出", f"记下了：{level}公示")


def cleared(unit: Unit, level: str) -> None:
    for each in unit.nominees:
        unit.open(each.name)
        unit.contact.press("公示", rf"^{each.name}.*的公示\n1")
        unit.contact.press("没有异议", f"{level}公示期满，没有异议")


def ticked(unit: Unit) -> None:
    for each in unit.nominees:
        unit.open(each.name)
        said = unit.contact.press("材料和盖章", "要备齐的")
        for label in (label for label in said.labels if label.startswith("☐")):
            unit.contact.press(label, "要备齐的")
        assert "☐" not in unit.contact.heard[-1].text


def sent_up(unit: Unit) -> None:
    count_ = len(unit.nominees)
    if count_ == 1:
        unit.open(unit.nominees[0].name)
        unit.contact.press("上报", "已上报1人")
        return
    unit.board()
    unit.contact.press("全部上报", f"可以上报{count_}人")
    unit.contact.press(f"确认上报{count_}人", f"已上报{count_}人")


def token_in(text: str) -> str:
    found = TOKEN.search(text)
    assert found, text
    return found[1]


def rows_of(workbook: bytes, first: int = 1) -> list[dict[str, str]]:
    """The rows below the heads, which stand in that row."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    heads, *rows = list(sheet.iter_rows(min_row=first, values_only=True))
    return [
        dict(zip(map(str, heads), ("" if each is None else str(each) for each in row), strict=True))
        for row in rows
    ]


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return target.getvalue()
