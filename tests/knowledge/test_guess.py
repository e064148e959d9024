"""What a message is like: examples carry to wordings nobody wrote a pattern for."""

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import AnswerKind, Question
from knowledge.understand.guess import A_PERSON, OUTSIDE, PHRASES, examples, likest
from knowledge.understand.heard import shaped
from knowledge.understand.normalise import plain
from knowledge.understand.topic import topics
from knowledge.understand.weigh import NO_TOPIC
from tests.chat import library


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("一寸的登记照贴几张在表上", "portrait"),
        ("厂门口的榜要贴满几天才作数", "public_notice"),
        ("材料晚到一个礼拜他们还认不认", "late"),
        ("票数头一名就铁定评上了是吧", "review"),
        ("评上了每个人能拿到多少钞票", "bonus"),
        ("我开叉车三年没得过奖有没有份", A_PERSON),
        ("老板拖着加班工资不发找谁告", OUTSIDE),
    ],
)
def test_a_message_is_like_what_others_asked_in_other_words(text: str, topic: str) -> None:
    assert likest(plain(text))[0] == topic


def test_names_of_places_and_awards_are_all_alike() -> None:
    library = load_library()
    assert shaped("九江最美劳动者的照片", library) == shaped("莱芜最美职工的照片", library)


def test_every_example_is_of_a_topic_and_in_plain_wording() -> None:
    every = examples(PHRASES)
    assert {topic for topic, _ in every} <= {*topics(), *NO_TOPIC}
    assert [text for _, text in every if plain(text) != text] == []


def test_every_topic_has_examples() -> None:
    assert {topic for topic, _ in examples()} >= topics().keys()


@pytest.mark.parametrize(
    "said", ["怎么报", "名额", "什么条件", "什么时候截止", "评多少个人", "今年评几个", "邮箱多少"]
)
@pytest.mark.parametrize("notice", library())
def test_what_is_asked_of_our_awards_is_never_foreign(notice: str, said: str) -> None:
    edition = library()[notice]
    asked = Question((f"{edition.notice.short}{said}",))
    assert answer(asked, library(), edition.round.opens.date()).kind is not AnswerKind.OUT_OF_SCOPE
