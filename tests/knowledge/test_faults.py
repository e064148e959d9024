"""Every fault a notice's folder can have is found, with its file, its line and what to do.

Each folder of `tests/faulty` changes one place of the sound notice in `base`; `expected.txt` is what
`zuimei notices check` then says.
"""

import random
import re
import shutil
from pathlib import Path

import pytest
import yaml

from knowledge.faults import examine, faults
from knowledge.load import BUILT_IN, NoticeFaults, load_notice

FAULTY = Path(__file__).parents[1] / "faulty"
BASE = FAULTY / "base" / "yangli-2030"
CHANGES = sorted(each.parent for each in FAULTY.glob("*/change.yaml"))


def copied(folder: Path, to: Path, file: str, old: str, new: str) -> Path:
    copy = to / folder.name
    shutil.copytree(folder, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    return copy


def test_the_base_is_sound() -> None:
    assert examine(BASE)[1] == ()


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.name)
def test_a_fault_is_named_with_file_line_and_remedy(change: Path, tmp_path: Path) -> None:
    what = yaml.safe_load((change / "change.yaml").read_text(encoding="utf-8"))
    folder = copied(BASE, tmp_path, what["file"], what["replace"], what["by"])
    found = examine(folder)[1]
    expected = (change / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert [str(each) for each in found] == expected
    with pytest.raises(NoticeFaults):
        load_notice(folder)


@pytest.mark.parametrize("file", ["source.txt", "notice.yaml", "form.yaml", "cases.yaml"])
def test_a_missing_file_is_named(file: str, tmp_path: Path) -> None:
    folder = tmp_path / BASE.name
    shutil.copytree(BASE, folder)
    (folder / file).unlink()
    (fault,) = examine(folder)[1]
    assert fault.file == f"yangli-2030/{file}"


@pytest.mark.parametrize("file", ["notice.yaml", "form.yaml", "cases.yaml"])
@pytest.mark.parametrize("text", ["", "一句话", "- 一\n- 二\n", "a: 1\n", "\u0000"])
def test_a_file_of_another_kind_gives_faults_not_an_exception(file: str, text: str, tmp_path: Path) -> None:
    folder = tmp_path / BASE.name
    shutil.copytree(BASE, folder)
    (folder / file).write_text(text, encoding="utf-8")
    assert {each.file for each in examine(folder)[1]} == {f"yangli-2030/{file}"}


def test_text_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    folder = tmp_path / BASE.name
    shutil.copytree(BASE, folder)
    (folder / "source.txt").write_bytes("样例".encode("gbk"))
    (folder / "form.yaml").write_bytes("样例".encode("gbk"))
    assert [each.file for each in examine(folder)[1]] == ["yangli-2030/source.txt", "yangli-2030/form.yaml"]


def test_a_folder_must_be_named_by_its_notice(tmp_path: Path) -> None:
    folder = tmp_path / "another"
    shutil.copytree(BASE, folder)
    (fault,) = examine(folder)[1]
    assert (fault.file, fault.line) == ("another/notice.yaml", 1)


def test_a_topic_that_is_left_out_is_asked_for_but_does_not_stop_the_loading(tmp_path: Path) -> None:
    jiujiang = BUILT_IN / "jiujiang-2022"
    folder = copied(jiujiang, tmp_path, "notice.yaml", "ceremony", "cheremony")
    found = [each.message for each in faults(folder) if "eremony" in each.message]
    assert [each.split("。")[0] for each in found] == [
        "topics.yaml 里没有话题“cheremony”",
        "这些话题既没有写规定，也没有列在 not_stated：ceremony 颁奖",
    ]
    assert load_notice(folder).id == "jiujiang-2022"


def test_every_message_can_be_reached() -> None:
    """A message that no faulty folder shows is either dead or untested."""
    written = yaml.safe_load((BUILT_IN.parent / "faults" / "messages.yaml").read_text(encoding="utf-8"))
    shown = "".join((each / "expected.txt").read_text(encoding="utf-8") for each in CHANGES)
    elsewhere = {
        "no_file",
        "not_utf8",
        "folder_name",
        "id_taken",
        "code_taken",
        "unknown_topic",
        "topics_open",
        "not_a_table",
    }
    assert {code for code, text in written.items() if _plainest(text) not in shown} <= elsewhere


def _plainest(message: str) -> str:
    """The longest stretch of a message without anything filled in."""
    return max(re.split(r"\{[^{}]*\}", message.replace("{{", "{").replace("}}", "}")), key=len)


FIGURE = re.compile(
    r"\b(copies|about|max|working_days|percent|exactly|least|most|total|at_most): (\d+)|(\w+市|\w+[县区]): (\d+)"
)
DATE = re.compile(r"\b(since|until): (\d{4}-\d\d-)(\d\d)")


def _altered(text: str) -> list[str]:
    """The text with one figure or one day changed, each in turn."""
    figures = [
        text[: found.start(group)] + str(int(found.group(group)) + 1) + text[found.end(group) :]
        for found in FIGURE.finditer(text)
        for group in (2, 4)
        if found.group(group)
    ]
    days = [
        text[: found.start(3)] + ("14" if found.group(3) != "14" else "15") + text[found.end(3) :]
        for found in DATE.finditer(text)
    ]
    return figures + days


@pytest.mark.parametrize(
    "id_", ["suzhou-2021", "jiujiang-2022", "jiangsu-2023", "jiaozuo-2021", "laiwu-2021"]
)
def test_no_figure_of_a_built_in_notice_can_be_altered_unnoticed(id_: str, tmp_path: Path) -> None:
    folder = tmp_path / id_
    shutil.copytree(BUILT_IN / id_, folder)
    written = (folder / "notice.yaml").read_text(encoding="utf-8")
    versions = _altered(written)
    assert len(versions) > 5
    for version in versions:
        (folder / "notice.yaml").write_text(version, encoding="utf-8")
        assert examine(folder)[1], version


JUNK = (
    "",
    "~",
    "1",
    "true",
    "[]",
    "{}",
    "[1, 2]",
    "{a: b}",
    "2030-01-01",
    "文字",
    "'",
    "- x",
    "&a",
    "*a",
    "{any: x}",
    "-1",
)


def _mangled(text: str, chance: random.Random) -> str:
    """The text with a line lost or doubled, a value replaced by junk, or a character typed by mistake."""
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    line = lines[place]
    column = chance.randrange(len(line) + 1)
    changed = {
        "lost": [],
        "doubled": [line, line],
        "junk": [re.sub(r": ([^,{}\[\]]+)", lambda _: f": {chance.choice(JUNK)}", line, count=1)],
        "typed": [line[:column] + chance.choice("{}[],:'\"#\t ") + line[column + chance.randrange(2) :]],
    }
    return "\n".join([*lines[:place], *chance.choice(list(changed.values())), *lines[place + 1 :]])


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_mistyped_the_check_answers_with_faults_not_with_an_exception(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    folder = tmp_path / BASE.name
    shutil.copytree(BASE, folder)
    found = 0
    for _ in range(100):
        file = chance.choice(["notice.yaml", "form.yaml", "cases.yaml"])
        sound = (BASE / file).read_text(encoding="utf-8")
        (folder / file).write_text(_mangled(sound, chance), encoding="utf-8")
        found += bool(examine(folder)[1])
        (folder / file).write_text(sound, encoding="utf-8")
    assert found > 50
