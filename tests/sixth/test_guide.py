"""The guide leads to the very folder that these tests use, and the folder is all there is of the notice."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.bot.serving import ROOT, zuimei
from tests.sixth.conftest import HERE, ID

GUIDE = (ROOT / "docs" / "adding-a-notice.md").read_text("utf-8")
_BLOCK = re.compile(r"^```\w+ (?P<file>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = sorted(path.name for path in (HERE / ID).iterdir())


def test_the_guide_shows_every_file_and_no_other() -> None:
    assert {found["file"] for found in _BLOCK.finditer(GUIDE)} == set(FILES)


@pytest.mark.parametrize("file", FILES)
def test_who_follows_the_guide_gets_this_file(file: str) -> None:
    shown = "".join(found["text"] for found in _BLOCK.finditer(GUIDE) if found["file"] == file)
    assert shown == (HERE / ID / file).read_text("utf-8")


def test_the_check_has_nothing_to_say(shelf: Path, tmp_path: Path) -> None:
    told = zuimei(tmp_path, "notices", "check", str(shelf))
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_the_command_of_the_guide_makes_the_sheet(shelf: Path) -> None:
    command = next(line for line in GUIDE.splitlines() if "bot.documents.template" in line)
    words = command.replace(".venv/bin/python ", "").replace(f"my-notices/{ID}", str(shelf / ID)).split()
    (shelf / ID / "form.docx").unlink()
    subprocess.run([ROOT / ".venv" / "bin" / "python", *words], cwd=ROOT, check=True)
    assert (shelf / ID / "form.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("room", ["knowledge", "dialogs", "storage", "bot"])
def test_the_program_does_not_know_it(room: str) -> None:
    written = (path for path in (ROOT / room).rglob("*") if path.suffix in {".py", ".yaml", ".j2"})
    assert [
        path for path in written if re.search(r"shili-2024|示例最美|样板县|示总工", path.read_text("utf-8"))
    ] == []


def test_the_check_speaks_as_the_guide_says(shelf: Path, tmp_path: Path) -> None:
    """Two slips in the finished folder: two topics forgotten, and a month that the quoted heading does not name."""
    copy = shutil.copytree(shelf / ID, tmp_path / ID) / "notice.yaml"
    slips = (
        (", points, ceremony,", ","),
        (
            "评审公示在5月, at: review, quote: （三）评审公示（5月）",
            "5月公示, at: honour, quote: （四）表彰宣传（6月）",
        ),
    )
    for right, wrong in slips:
        assert copy.read_text("utf-8").count(right) == 1
        copy.write_text(copy.read_text("utf-8").replace(right, wrong), "utf-8")
    told = zuimei(tmp_path, "notices", "check", ID)
    assert told.returncode == 1
    assert sorted(told.stdout.splitlines()) == sorted(re.findall(rf"^{ID}/.*$", GUIDE, re.MULTILINE))
