"""Whatever is typed gets a reply, in bounded time and length."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking import reply
from tests.chat import library

WORDS = st.sampled_from(
    [
        "苏州",
        "九江",
        "名额",
        "几个",
        "最美",
        "科长",
        "没有",
        "公示",
        "2021年",
        "7月30日",
        "呢",
        "？",
        "，",
        "那",
        "不是",
        "女的",
        "一共",
        "哪家",
    ]
)
TYPED = st.one_of(
    st.text(max_size=60), st.lists(WORDS, max_size=12).map("".join), st.text(min_size=900, max_size=2000)
)


@settings(max_examples=60, deadline=None)
@given(
    turns=st.lists(TYPED, min_size=1, max_size=3), notice=st.sampled_from([None, "", "suzhou-2021", "none"])
)
def test_anything_typed_gets_a_reply(turns: list[str], notice: str | None) -> None:
    line: dict[str, object] = {"id": 1, "today": "2022-07-05", "notice": notice, "turns": turns}
    given_back = reply(line, library())
    assert given_back["text"]
    assert len(str(given_back["text"])) <= 900


def test_a_reply_is_the_same_every_time() -> None:
    line: dict[str, object] = {"id": 1, "today": "2022-07-05", "notice": None, "turns": ["九江推荐表几份"]}
    assert reply(line, library()) == reply(line, library())
