"""Every button that the dialogs can make, and every file they can name, read out of their source."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from dialogs import press
from tests.shape.sources import ROOT

VERBS = frozenset(
    {*press.PLAIN, *press.DRAFT, *press.FIELD, *press.VALUE, "really", "trait", "resume", "twice"}
)
_HOLE = "\0"


def templates() -> tuple[str, ...]:
    """Presses as they stand in the code, with a hole where an id goes in."""
    written = {text for text in _texts() if text.split(" ")[0] in VERBS and " " in text}
    tables = {f"{verb} {_HOLE}" for verb in (*press.PLAIN, *press.DRAFT)}
    steps = {f"{verb} {_HOLE} name" for verb in press.FIELD} | {
        f"{verb} {_HOLE} name x" for verb in press.VALUE
    }
    return tuple(sorted(written | tables | steps | {f"really {verb} {_HOLE}" for verb in press.REALLY}))


def documents() -> tuple[str, ...]:
    """The paths of the files that replies name."""
    return tuple(sorted(set(_named_documents())))


def filled(template: str, ids: tuple[str, ...]) -> Iterator[str]:
    """The template with every id in the first hole; behind it with the first of them, and with a number."""
    holes = template.count(_HOLE)
    for first, rest in product(ids, (ids[0], "1") if holes > 1 else ("",)):
        text = template.replace(_HOLE, first, 1)
        yield text.replace(_HOLE, rest)


def _texts() -> Iterator[str]:
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr | ast.Constant) and (text := _text(node)):
                yield text


def _named_documents() -> Iterator[str]:
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "document" and (text := _text(node.value)):
                yield text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(str(each.value) if isinstance(each, ast.Constant) else _HOLE for each in node.values)


def _trees() -> Iterator[ast.Module]:
    for path in sorted(Path(ROOT, "dialogs").rglob("*.py")):
        yield ast.parse(path.read_text("utf-8"))
