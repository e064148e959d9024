"""Questions about the form, typed while one of its fields is asked: answered, and the same field once more."""

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest
import yaml

from dialogs.heard import about_form
from dialogs.model import Filling, Reviewing
from knowledge.load import load_library
from tests.chat import Caller, Chat
from tests.samples import fill_rest

NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
FIELDS = Path(__file__).parents[1] / "fields"
LIBRARY = load_library()

ASKED = {
    "missing": "还缺什么 还差几项 还剩多少 哪些没填 还有什么没填 还要填啥 漏了哪些 有没有漏的 都填完了吗 好了没",
    "far": "怎么还没完 还没填完啊 怎么这么多 还有完没完 什么时候是个头 还要多久 填到哪了 到第几项了 总共几题",
    "next": "下一步干嘛 下一步呢 接下来怎么办 然后呢 接着做什么 填完了干嘛 填完以后怎么办 写好之后呢",
    "files": "照片在哪传 照片在哪里上传 在哪传照片 照片往哪发 证件照怎么传 图片传到哪 上传照片的地方在哪 证书在哪上传",
    "sheet": "打印 打印表 把表发给我 看我的表 下载推荐表 表怎么打印 给我看看填好的表 填好的表在哪 再发一次表",
}
SPOKEN = ("{}", "{}？", "请问{}", "老师，{}啊", "现在{}呢")
PLAIN = (
    "何在",
    "金多少",
    "钱何",
    "李还",
    "张下一",
    "王好了",
    "完颜某某",
    "照某某",
    "项某某",
    "温几何",
    "快递员",
    "拍照员",
    "照片冲印工",
    "摄影师",
    "照相馆技师",
    "示例照相馆",
    "下一步科技有限公司",
    "还有多远文化公司",
    "第几项目部",
    "哪里好超市",
    "示例市好了没路8号",
    "示例路填海小区3号",
    "2021年",
    "示例县总工会",
    "优秀快递员",
    "没有获得过",
    "他每天送件二百多单",
    "照片见附件",
    "打印店",
    "示例打印有限公司",
    "示例表业公司",
    "推荐表彰",
    "报表员",
    "照片3张，另附",
    "他常说：下一步怎么办，就看自己",
    "事迹照片在示例日报上登过",
    "还差一年满二十年",
    "还有两项专利",
    "2019年示例晚报《下一步呢》",
    "大专",
    "群众",
    "汉族",
    "1985年3月",
    "332000",
)


@pytest.mark.parametrize(
    ("about", "said"), [(about, each) for about in ASKED for each in ASKED[about].split()]
)
def test_every_way_of_asking_is_understood(about: str, said: str) -> None:
    assert {about_form(each.format(said)) for each in SPOKEN} == {about}


@pytest.mark.parametrize("said", PLAIN)
def test_an_answer_is_no_question_about_the_form(said: str) -> None:
    assert about_form(said) == ""


def accepted() -> Iterator[str]:
    """What the tables of all field types take as answers."""
    for path in sorted(FIELDS.glob("*.yaml")):
        for case in (
            each
            for table in yaml.load_all(path.read_text("utf-8"), yaml.BaseLoader)
            for each in table.items()
        ):
            yield from _texts(case)


def _texts(case: tuple[str, object]) -> Iterator[str]:
    key, value = case
    if key == "accepts" and isinstance(value, dict):
        yield from map(str, value)
    elif isinstance(value, dict):
        for each in value.items():
            yield from _texts(each)


def test_no_answer_that_a_field_takes_is_mistaken() -> None:
    every = list(accepted())
    assert len(every) > 300, "the tables were read"
    assert [each for each in every if about_form(each)] == []


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "underway.db", NOW)
    yield chat
    chat.stop()


def begun(chat: Chat, notice: str) -> Caller:
    person = chat.caller()
    person.say(f"/fill {notice}")
    person.press("开始练习" if notice != "jiujiang-2022" else "同意并开始")
    if notice != "jiujiang-2022":
        person.press("同意并开始")
    return person


@pytest.mark.parametrize("notice", sorted(LIBRARY))
def test_at_every_field_it_is_answered_and_the_field_stays_open(chat: Chat, notice: str) -> None:
    person = begun(chat, notice)
    asked = LIBRARY[notice].notice.form.asked
    for field, said in product(asked, ("还缺什么", "怎么还没完", "下一步干嘛", "照片在哪传")):
        person.say(f"第{asked.index(field) + 1}项")
        person.say(said)
        (turn,) = chat.turns
        assert turn.effects == (), (field.id, said)
        assert isinstance(turn.state, Filling)
        assert turn.state.field == field.id
        assert f"【{field.label}】" in turn.replies[-1].text


def test_what_is_missing_is_named_and_counted(chat: Chat) -> None:
    person = begun(chat, "jiujiang-2022")
    person.press("新业态领域")
    answer, prompt = person.say("还缺什么")
    needed = [each.label for each in LIBRARY["jiujiang-2022"].notice.form.asked if not each.optional][1:]
    assert answer.text.startswith(f"还有{len(needed)}项没填：{needed[0]}、{needed[1]}")
    assert "【姓名】2/21" in prompt.text
    assert "填好了1项，现在是第2项" in person.say("怎么还没完")[0].text


def test_where_photos_go_leads_there(chat: Chat) -> None:
    person = begun(chat, "laiwu-2021")
    answer, _ = person.say("照片在哪传")
    assert "证件照" in answer.text
    person.press("去传：证件照")
    assert "【证件照】" in person.replies[-1].text


def test_where_none_are_wanted_it_says_so(chat: Chat) -> None:
    person = begun(chat, "jiujiang-2022")
    answer, _ = person.say("照片在哪传")
    assert "不用传照片" in answer.text


def test_while_everything_is_being_checked_it_is_answered_too(chat: Chat) -> None:
    person = begun(chat, "jiujiang-2022")
    fill_rest(person, LIBRARY["jiujiang-2022"].notice.form)
    answer, again = person.say("下一步干嘛")
    assert "点“提交”" in answer.text
    assert "请核对" in again.text
    assert isinstance(chat.turns[0].state, Reviewing)


def test_the_sheet_is_promised_before_it_is_handed_in_and_given_after(chat: Chat) -> None:
    person = begun(chat, "jiujiang-2022")
    answer, prompt = person.say("把表发给我")
    assert "表在提交以后出" in answer.text
    assert "【类别】" in prompt.text
    fill_rest(person, LIBRARY["jiujiang-2022"].notice.form)
    assert "必填的都填好了" in person.say("看我的表")[0].text
    person.press("提交")
    *sheets, rest = person.say("打印")
    assert [each.document[-4:] for each in sheets] == ["/pdf", "docx"]
    assert "接下来还要做" in rest.text


@pytest.mark.parametrize(("before", "asked"), [("没有获评过", False), ("获评过", True)])
def test_what_only_concerns_some_is_asked_of_those(chat: Chat, before: str, *, asked: bool) -> None:
    person = begun(chat, "jiaozuo-2021")
    asked_of = LIBRARY["jiaozuo-2021"].notice.form.asked
    person.say(f"第{next(n for n, each in enumerate(asked_of, 1) if each.id == 'laureate')}项")
    person.press(before)
    said = [each.text for each in fill_rest(person, LIBRARY["jiaozuo-2021"].notice.form)]
    shown = next(each for each in said if "请核对" in each)
    assert ("新的重大贡献：（不用填）" in shown) is not asked
