"""House rules that ruff and mypy do not know."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shape.sources import ROOMS, modules, named

HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")
LOOP_EDGES = {
    "bot/lanes.py",
    "bot/deliver.py",
    "bot/fetching.py",
    "bot/telegram/intake.py",
    "bot/telegram/poll.py",
    "bot/telegram/webhook.py",
    "bot/ticks.py",
    "bot/web/guard.py",
}
MOST_LINES = 400


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """The string constants of a module, but for docstrings and patterns."""
    left_out = {id(each) for each in (*docstrings(tree), *patterns(tree))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node


def docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Strings that stand alone, under a definition or an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def patterns(tree: ast.Module) -> Iterator[ast.AST]:
    """What is handed to `re`, and the named pieces that such a pattern is put together from."""
    handed = [each for node in ast.walk(tree) if calls_re(node) for each in ast.walk(node)]
    yield from handed
    pieces = {each.id for each in handed if isinstance(each, ast.Name)}
    for node in tree.body:
        if isinstance(node, ast.Assign) and pieces & {
            each.id for each in node.targets if isinstance(each, ast.Name)
        }:
            yield from ast.walk(node)


def calls_re(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):
            return True
    return False


def broad(tree: ast.Module) -> Iterator[ast.ExceptHandler]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in kinds):
                yield node


@pytest.mark.parametrize("path", modules(), ids=named)
def test_chinese_stands_in_data_not_in_code(path: Path) -> None:
    found = [
        f"{each.lineno}: {each.value!r}"
        for each in strings(ast.parse(path.read_text("utf-8")))
        if HAN.search(str(each.value))
    ]
    assert found == []


@pytest.mark.parametrize("path", modules(), ids=named)
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


def test_only_the_edges_of_the_loops_catch_everything() -> None:
    catching = {named(path) for path in modules() if any(broad(ast.parse(path.read_text("utf-8"))))}
    assert catching <= LOOP_EDGES


@pytest.mark.parametrize(("library", "home"), [("apscheduler", "bot/ticks.py"), ("typer", "bot/cli.py")])
def test_a_library_stays_in_its_one_module(library: str, home: str) -> None:
    importing = re.compile(rf"^\s*(from|import) {library}\b", re.MULTILINE)
    assert {named(path) for path in modules() if importing.search(path.read_text("utf-8"))} == {home}


@pytest.mark.parametrize("path", modules("storage", "dialogs", "knowledge"), ids=named)
def test_the_clock_is_read_in_the_shell_only(path: Path) -> None:
    asked = re.findall(
        r"\b(?:datetime\.now|datetime\.utcnow|date\.today|time\.time)\(", path.read_text("utf-8")
    )
    assert asked == []


@pytest.mark.parametrize("path", modules(*ROOMS, "tests"), ids=named)
def test_an_exception_to_a_rule_gives_its_reason(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    bare = re.compile(r"# (noqa: [A-Z0-9, ]+|type: ignore(\[[\w, -]+\])?|pragma: no cover)\s*$")
    assert [f"{number}: {line.strip()}" for number, line in enumerate(lines, 1) if bare.search(line)] == []
