"""Holds a reply against the gold record of its question; the rules are those of the public grader."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.asking import reply
from knowledge.model import Library

HERE = Path(__file__).parent
QUOTE_CHARS, QUOTES, CHARS = 150, 8, 600
Gold = Mapping[str, Any]


def questions(name: str) -> tuple[Gold, ...]:
    lines = HERE.joinpath(f"{name}.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if line.strip())


def asked(gold: Gold, library: Library) -> Gold:
    return reply({key: gold.get(key) for key in ("id", "today", "notice", "turns")}, library)


def faults(gold: Gold, given: Gold, library: Library) -> tuple[str, ...]:
    return (*_wrong(gold, given, library), *_lacking(gold, given))


def harmful(gold: Gold, given: Gold, library: Library) -> bool:
    """Whether the reply could cost somebody the honour, rather than only leave him without an answer."""
    return any(_wrong(gold, given, library))


def _wrong(gold: Gold, given: Gold, library: Library) -> Iterator[str]:
    kinds, kind = set(gold["kinds"]), given["kind"]
    if kind in {"answer", "verdict"} and kinds <= {"not_stated", "out_of_scope"}:
        yield f"{kind} where nothing is stated"
    if kind == "not_stated" and kinds <= {"answer", "verdict"}:
        yield "not_stated where it is"
    contrary = gold.get("verdict") and given["verdict"] not in gold["verdict"]
    if kind == "verdict" and contrary and given["verdict"] != "uncertain":
        yield f"verdict {given['verdict']}"
    text = _packed(given["text"])
    yield from (f"says {each}" for each in gold.get("must_not", ()) if re.search(each, text))
    for cite in given["citations"]:
        if _packed(cite["quote"]) not in _packed(library[cite["notice"]].notice.source):
            yield f"quote is not in {cite['notice']}: {cite['quote']}"


def _lacking(gold: Gold, given: Gold) -> Iterator[str]:
    kind = given["kind"]
    if kind not in gold["kinds"]:
        yield f"kind {kind}"
    if kind == "verdict" and gold.get("verdict") and given["verdict"] not in gold["verdict"]:
        yield f"verdict {given['verdict']}"
    text = _packed(given["text"])
    for group in gold.get("must", ()):
        if not any(re.search(each, text) for each in group):
            yield f"misses {group}"
    quotes = [_packed(cite["quote"]) for cite in given["citations"]]
    if len(quotes) > QUOTES or any(len(quote) > QUOTE_CHARS for quote in quotes):
        yield "too many or too long quotes"
    wanted = [_packed(each) for each in gold.get("cite", ())]
    if (
        wanted
        and kind in {"answer", "verdict"}
        and not any(each in quote for each in wanted for quote in quotes)
    ):
        yield f"cites none of {wanted}"
    if not 0 < len(given["text"]) <= gold.get("max_chars", CHARS):
        yield f"{len(given['text'])} characters"


def _packed(text: str) -> str:
    return re.sub(r"\s+", "", text)
