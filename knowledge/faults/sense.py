"""Whether what a notice's data says makes sense: topics, dates, quotas, names."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from knowledge.faults.quotes import repeated
from knowledge.faults.shape import value_of
from knowledge.folder import Folder
from knowledge.marked import Rows, Table, read
from knowledge.model import Notice
from knowledge.schema import Flaw, flaw
from knowledge.traits import traits

TOPICS = Path(__file__).parents[1] / "topics.yaml"


def check(folder: Folder, notice: Notice) -> Iterator[Flaw]:
    data = folder.notice
    if notice.id != folder.path.name:
        yield flaw(data.lines["id"], "folder_name", id=notice.id, name=folder.path.name)
    for key in ("rules", "stages", "materials"):
        yield from repeated(data.get(key, Rows(1)), "id")
    yield from _topics(data)
    yield from _awards(data)
    yield from _stages(data["stages"], notice)
    yield from _materials(data, notice)
    if "public_notice" in data:
        yield from _public_notice(data["public_notice"])
    if "quotas" in data:
        yield from _quotas(data["quotas"])


@cache
def topics() -> Mapping[str, str]:
    """Each topic and what people call it, in the order in which notices speak of them."""
    return {topic: each["label"] for topic, each in read(TOPICS).items()}


def completeness(folder: Folder, notice: Notice) -> Iterator[Flaw]:
    """Every topic of topics.yaml is stated or said to be missing, and no other is named."""
    silent = folder.notice.get("not_stated", Rows(1))
    named = [(each["topic"], each.lines["topic"]) for each in folder.notice["facts"]]
    named += zip(silent, silent.lines, strict=True)
    for topic, line in named:
        if topic not in topics():
            yield flaw(line, "unknown_topic", topic=topic)
    known = {each.topic for each in notice.facts} | set(notice.not_stated)
    if left := {topic: label for topic, label in topics().items() if topic not in known}:
        labelled = ", ".join(f"{topic} {label}" for topic, label in left.items())
        yield flaw(folder.notice.lines["facts"], "topics_open", named=labelled, list=", ".join(left))


def _topics(data: Table) -> Iterator[Flaw]:
    """No topic is both stated and said to be missing."""
    stated = {each["topic"] for each in data["facts"]}
    silent = data.get("not_stated", Rows(1))
    for topic, line in zip(silent, silent.lines, strict=True):
        if topic in stated:
            yield flaw(line, "stated_twice", topic=topic)


def _awards(data: Table) -> Iterator[Flaw]:
    known = data.get("awards", {})
    for each in (*data["facts"], *data.get("rules", ())):
        if "award" in each and each["award"] not in known:
            yield flaw(each.lines["award"], "unknown_award", award=each["award"])


def _stages(stages: Rows, notice: Notice) -> Iterator[Flaw]:
    for stage in stages:
        since, until = stage.get("since"), stage.get("until")
        if since and until and until < since:
            yield flaw(stage.lines["until"], "until_before_since", id=stage["id"])
        if until and notice.dated and until < notice.issued:
            yield flaw(stage.lines["until"], "until_before_issued", id=stage["id"], issued=notice.issued)


def _materials(data: Table, notice: Notice) -> Iterator[Flaw]:
    for each in data.get("materials", ()):
        if "field" in each and notice.form.field(each["field"]) is None:
            yield flaw(each.lines["field"], "unknown_field", field=each["field"])


def _public_notice(data: Table) -> Iterator[Flaw]:
    for key in ("after", "unstated"):
        for level in data.get(key, ()):
            if level not in data["levels"]:
                yield flaw(data.lines[key], "unknown_level", level=level)


def _quotas(quotas: Table) -> Iterator[Flaw]:
    units = quotas.get("units", {})
    if units and sum(units.values()) != quotas.get("sum"):
        yield flaw(quotas.lines["units"], "quota_sum", sum=sum(units.values()), said=quotas.get("sum"))
    for row in quotas.get("rows", ()):
        if ("unit" in row) == ("class" in row):
            yield flaw(row.line, "quota_who")
    for share in quotas.get("shares", ()):
        if share["trait"] not in traits():
            yield flaw(share.lines["trait"], "unknown_trait", trait=share["trait"])
        else:
            yield from value_of(share["trait"], share.get("is", share.get("at_most")), share.line)
