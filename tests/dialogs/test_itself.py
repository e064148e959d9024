"""Questions about the assistant itself are answered at any point of a form, and nothing is kept of them."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dialogs.heard import about_itself
from tests.chat import Caller, Chat
from tests.dialogs.test_underway import PLAIN, accepted

ASKED = {
    "use": "这个东西怎么用啊 你能干啥 我不会弄 我啥也不懂你帮帮我 你教教我 怎么用",
    "voice": "我不会打字能语音吗 能不能用语音 可以说话吗 打不了字",
    "privacy": "谁能看到我填的东西 会不会泄露我的信息 我填的这些安全吗 我的照片会被公开吗 资料保密吗",
    "device": "填到一半能不能换手机接着填 填一半关了还在吗 明天还能接着填吗 换个手机会丢吗",
    "standing": "审核到哪一步了 我的登记编号是多少 我交的表收到了吗 材料审核了没有 查一下进度",
    "withdraw": "我想撤回 怎么撤回申报 不想报了怎么办 我要取消申报",
    "person": "人工客服 转人工 有没有真人 打电话给谁 我想跟人说话 不懂找谁",
    "deeds": "事迹你帮我写吧 能帮我写事迹吗 事迹不会写 有没有范文 我想看看别人怎么写的",
    "look": "能不能先给我看看表长啥样 先看看表 看一下推荐表长什么样",
}
OTHERS = """推荐表怎么填 公示期间收到投诉怎么办 名额能收回吗 结果什么时候公布 安全员 客服 范文示 电话客服班长
示例信息公司 看看 语音 人 人事 换过手机店工作 打字员 保密员 通过了高级工考试 收到过表扬"""


@pytest.mark.parametrize(
    ("about", "said"), [(about, each) for about in ASKED for each in ASKED[about].split()]
)
def test_every_way_of_asking_is_understood(about: str, said: str) -> None:
    assert {about_itself(each.format(said)) for each in ("{}", "{}？", "请问{}", "老师，{}啊")} == {about}


@pytest.mark.parametrize("said", [*PLAIN, *OTHERS.split()])
def test_what_belongs_in_a_form_or_to_a_notice_is_left_alone(said: str) -> None:
    assert about_itself(said) == ""


def test_no_answer_that_a_field_takes_is_mistaken() -> None:
    assert [each for each in accepted() if about_itself(each)] == []


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Caller]:
    chat = Chat(tmp_path / "itself.db", datetime.fromisoformat("2022-06-20T09:00:00+08:00"))
    yield chat.caller()
    chat.stop()


@pytest.mark.parametrize("said", [ASKED[about].split()[0] for about in ASKED])
def test_in_a_form_the_open_field_is_asked_once_more(person: Caller, said: str) -> None:
    person.say("/fill jiujiang-2022")
    person.press("同意并开始")
    person.press("新业态领域")
    answer, prompt = person.say(said)
    assert len(answer.text) > 10
    assert "【姓名】2/21" in prompt.text


def test_whom_to_call_is_told_of_the_notice_at_hand_alone(person: Caller) -> None:
    assert "3999920" in person.say("人工客服")[0].text
    person.say("/fill jiujiang-2022")
    person.press("同意并开始")
    told = person.say("人工客服")[0].text
    assert "8222232" in told
    assert "3999920" not in told
