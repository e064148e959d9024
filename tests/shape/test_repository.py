"""What may stand in a commit, and what the documents promise about the repository."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings
from dialogs import step
from dialogs.say import render
from tests.shape.sources import ROOMS, ROOT, named, tracked

TEXT = [path for path in tracked() if path.suffix not in {".docx", ".png", ".jpg", ".ttf", ".pdf", ".xlsx"}]
REGISTRY = re.compile(
    r"https?://[^\s)\"']*(/simple\b|/packages/[0-9a-f]{2}/)|--(extra-)?index-url|--find-links"
)
LOCKED = re.compile(
    r"[A-Za-z0-9._-]+(\[[\w,]+\])?==\S+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|\s*#.*"
)
LINK = re.compile(r"(?:\]\(|src=\")([^)#\s\"]+)")


def test_no_file_names_a_registry_or_a_path_of_this_machine() -> None:
    here = (str(ROOT), f"{ROOT.parent}/", str(Path.home()) + "/")
    found = [
        named(path)
        for path in TEXT
        if path != Path(__file__)
        and (REGISTRY.search(text := path.read_text("utf-8")) or any(place in text for place in here))
    ]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_the_lock_is_versions_and_hashes_only(name: str) -> None:
    assert [line for line in (ROOT / name).read_text().splitlines() if not LOCKED.fullmatch(line)] == []


def test_the_test_lock_holds_the_versions_that_are_run() -> None:
    run, tested = (
        {line.split(" ")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line}
        for name in ("requirements.txt", "requirements-test.txt")
    )
    assert run <= tested


@pytest.mark.parametrize("place", [".env.example", "docs/operators.md"])
def test_every_setting_is_explained(place: str) -> None:
    text = (ROOT / place).read_text("utf-8")
    assert [name for name in Settings.model_fields if name.upper() not in text] == []


def test_the_example_of_settings_names_nothing_else() -> None:
    named_there = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert {name.lower() for name in named_there} == set(Settings.model_fields)


def test_the_example_of_settings_is_usable_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text("utf-8"), "utf-8")
    Settings.read(tmp_path / ".env")


@pytest.mark.parametrize("place", ["README.md", "README.zh-CN.md", "docs/architecture.md"])
def test_the_tree_in_the_documents_is_the_tree_there_is(place: str) -> None:
    text = (ROOT / place).read_text("utf-8")
    folders = set(re.findall(r"^([a-z]+)/ ", text, re.MULTILINE))
    assert folders == {*ROOMS, "tests", "docs"}


@pytest.mark.parametrize("path", [path for path in TEXT if path.suffix == ".md"], ids=named)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = [link for link in LINK.findall(path.read_text("utf-8")) if ":" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_layers_hold() -> None:
    checked = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_every_command_stands_in_help() -> None:
    told = re.findall(r"^/(\w+) ", render("home", "help"), re.MULTILINE)
    assert set(told) == (step._COMMANDS | {"back"}) - {
        "help",
        "resume",
    }  # /resume comes by a link, with a code
