import json
import shutil
from pathlib import Path

import pytest

from knowledge.load import BUILT_IN
from tests.bot.serving import zuimei

FAULTY = Path(__file__).parents[1] / "faulty"


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("serve", "--help"),
        ("ask", "--help"),
        ("notices", "--help"),
        ("notices", "check", "--help"),
    ],
)
def test_every_command_explains_itself(tmp_path: Path, words: tuple[str, ...]) -> None:
    told = zuimei(tmp_path, *words)
    assert told.returncode == 0
    assert "Usage: " in told.stdout


def test_the_built_in_notices_are_in_order(tmp_path: Path) -> None:
    told = zuimei(tmp_path, "notices", "check")
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_a_fault_is_a_line_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "my-notices" / "jiujiang-2022"
    shutil.copytree(BUILT_IN / "jiujiang-2022", folder)
    with (folder / "notice.yaml").open("a", encoding="utf-8") as notice:
        notice.write("\ncanary: 1\n")
    for words in (folder, folder.parent):
        told = zuimei(tmp_path, "notices", "check", str(words))
        assert told.returncode == 1
        assert told.stdout.count("\n") == 1
        file, line, message = told.stdout.split(":", 2)
        assert file.endswith("notice.yaml")
        assert int(line) > 100
        assert "canary" in message


def test_further_notices_are_checked_too(tmp_path: Path) -> None:
    (tmp_path / "further" / "empty-2027").mkdir(parents=True)
    (tmp_path / "further" / "empty-2027" / "notice.yaml").write_text("", "utf-8")
    assert zuimei(tmp_path, "notices", "check", NOTICES_DIR="further").returncode == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("notices", "check", "nowhere"), "nowhere is not a folder."),
        (("ask",), "Give a question, or --jsonl"),
        (("ask", "公示几天", "--jsonl"), "Give a question, or --jsonl"),
        (("ask", "公示几天", "--notice", "nobody-1999"), "There is no notice nobody-1999."),
        (("ask", "公示几天", "--today", "someday"), "--today: someday is not a date"),
        (("fly",), "No such command 'fly'"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_why(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    told = zuimei(tmp_path, *words)
    assert told.returncode == 2
    assert says in told.stderr


@pytest.mark.parametrize("words", [("serve",), ("ask", "公示几天"), ("notices", "check")])
def test_a_wrong_setting_is_one_line_on_every_command(tmp_path: Path, words: tuple[str, ...]) -> None:
    told = zuimei(tmp_path, *words, WEB_PORT="canary")
    assert told.returncode == 2
    assert told.stderr.startswith("WEB_PORT: ")
    assert told.stderr.count("\n") == 1


def test_a_question_is_answered_with_its_clause(tmp_path: Path) -> None:
    told = zuimei(tmp_path, "ask", "公示几天", "--notice", "jiujiang-2022", "--today", "2022-06-20")
    assert told.returncode == 0, told.stderr
    assert "5个工作日" in told.stdout
    assert "五（三）" in told.stdout


def test_many_questions_are_lines_of_json(tmp_path: Path) -> None:
    asked = [
        {"id": "a", "today": "2022-06-20", "notice": "jiujiang-2022", "turns": ["公示几天"]},
        {"id": "b", "today": "2022-06-20", "notice": None, "turns": ["九江哪天截止", "那公示呢"]},
    ]
    told = zuimei(tmp_path, "ask", "--jsonl", given="\n".join(json.dumps(each) for each in asked) + "\n")
    assert told.returncode == 0, told.stderr
    replies = [json.loads(line) for line in told.stdout.splitlines()]
    assert [each["id"] for each in replies] == ["a", "b"]
    assert set(replies[0]) >= {"id", "kind", "verdict", "notices", "text", "citations"}


@pytest.mark.parametrize(
    "line", ["{}", "[]", "no json", '{"turns": []}', '{"turns": ["公示"], "today": "someday"}']
)
def test_a_line_that_is_no_question_ends_it_with_1(tmp_path: Path, line: str) -> None:
    told = zuimei(tmp_path, "ask", "--jsonl", given=f"{line}\n")
    assert told.returncode == 1
    assert told.stderr.startswith("line 1 of standard input is not a question")


def test_an_invitation_is_three_ways_to_say_the_same(tmp_path: Path) -> None:
    told = zuimei(
        tmp_path, "invite", "liaison", "jiujiang-2022", "修水县总工会", WEB_URL="https://zuimei.example"
    )
    assert (told.returncode, told.stderr) == (0, "")
    link, code, valid = told.stdout.splitlines()
    token = code.removeprefix("Code      /start ")
    assert len(token) == 22
    assert link == f"Web       https://zuimei.example/join#{token}"
    assert valid == "Valid for 14 days, for one person."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("boss",), "There is no role boss"),
        (("office", "nowhere-2020"), "There is no notice nowhere-2020"),
        (("liaison", "jiujiang-2022"), "A liaison needs a notice and a unit."),
        (("liaison", "jiujiang-2022", "示例镇总工会"), "give its number with --places"),
        (
            ("liaison", "suzhou-2021", "示例银行工会", "--places", "900"),
            "the notice gives 金融单位工会 5 to 200.",
        ),
    ],
)
def test_an_invitation_that_leads_nowhere_is_not_made(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    told = zuimei(tmp_path, "invite", *words)
    assert (told.returncode, told.stdout) == (2, "")
    assert says in told.stderr
