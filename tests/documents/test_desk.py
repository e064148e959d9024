"""The desk: a person gets the documents of their own nominations, and a file of everything held about them."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from itertools import count

import docx
import pytest
from sqlalchemy import Engine

from bot.documents.desk import Desk
from bot.documents.taken import NotTheirs
from dialogs.model import (
    Button,
    ClearEntry,
    Consent,
    Discard,
    Effect,
    Event,
    Idle,
    NewCode,
    Reply,
    SaveEntry,
    StartNomination,
    Submit,
    Talk,
    Turn,
    Withdraw,
)
from knowledge.load import load_library
from knowledge.model import Library
from storage import forms
from storage.engine import write
from storage.ledger import Ledger
from storage.people import person_at
from storage.vault import Vault

NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
ROUND = "jiujiang-2022"
SHEET = "全市“最美劳动者”推荐表"

Do = Callable[..., str]


@pytest.fixture
def desk(engine: Engine, vault: Vault, library: Library) -> Desk:
    return Desk(engine, vault, library)


@pytest.fixture
def do(engine: Engine, vault: Vault, library: Library) -> Do:
    """Keep effects as if they came from a turn of the person at an address; the person's id."""
    forms.pin(engine, [edition.notice.form for edition in library.values()], NOW)
    numbers = count(1)

    def kept(*effects: Effect, address: str = "a", text: str = "", said: str = "") -> str:
        event = Event(f"e{next(numbers)}", "web", address, NOW, text=text)
        reply = Reply(said, ((Button("好", "yes"),),)) if said else Reply("好")
        turn = Turn(Idle(), (reply,), effects, Talk(turns=(text,)) if text else None)
        write(engine, lambda session: Ledger(session, vault, event, NOW).keep(turn))
        return person_at(engine, vault, "web", address) or ""

    return kept


def started(library: Library, nomination: str = "n1", *, practice: bool = False) -> StartNomination:
    digest = library[ROUND].notice.form.digest
    return StartNomination(nomination, ROUND, ROUND, digest, practice)


def saved(entries: dict[str, str], nomination: str = "n1") -> list[Effect]:
    return [SaveEntry(nomination, field, value) for field, value in entries.items()]


def header(body: bytes) -> str:
    return str(docx.Document(io.BytesIO(body)).sections[0].header.paragraphs[0].text)


def test_a_submitted_nomination_as_word_pdf_and_pictures(
    do: Do, desk: Desk, library: Library, entries: dict[str, str]
) -> None:
    person = do(started(library), *saved(entries), Submit("n1", "JJ22-0007", "浔阳区"))
    (word,) = desk.make("form/n1/docx", person)
    assert (word.name, header(word.body)) == (f"{SHEET}-张示例.docx", "登记编号：JJ22-0007")
    assert word.mime.endswith("wordprocessingml.document")
    (printed,) = desk.make("form/n1/pdf", person)
    assert (printed.name, printed.mime, printed.body[:4]) == (
        f"{SHEET}-张示例.pdf",
        "application/pdf",
        b"%PDF",
    )
    pages = desk.make("form/n1/png", person)
    assert [page.name for page in pages] == [f"{SHEET}-张示例-1.png", f"{SHEET}-张示例-2.png"]
    assert {page.mime for page in pages} == {"image/png"}


def test_a_draft_a_practice_and_a_withdrawn_one_say_so_on_every_page(
    do: Do, desk: Desk, library: Library
) -> None:
    person = do(started(library), started(library, "n2", practice=True), started(library, "n3"))
    do(Submit("n2", "", "浔阳区"), Submit("n3", "JJ22-0001", "浔阳区"), Withdraw("n3"))
    made = {nomination: desk.make(f"form/{nomination}/docx", person)[0] for nomination in ("n1", "n2", "n3")}
    assert "草稿" in header(made["n1"].body)
    assert "练习稿" in header(made["n2"].body)
    assert "登记编号" not in header(made["n2"].body)
    assert header(made["n3"].body).startswith("已撤回")
    assert [each.name for each in made.values()] == [
        f"{SHEET}-未填姓名.docx",
        f"练习稿-{SHEET}-未填姓名.docx",
        f"{SHEET}-未填姓名.docx",
    ]


def test_the_deeds_statement_comes_along_where_it_was_written(
    do: Do, desk: Desk, library: Library, entries: dict[str, str]
) -> None:
    person = do(started(library), *saved(entries | {"statement": "从2015年说起。\n一直到今天。"}))
    sheet, statement = desk.make("form/n1/docx", person)
    assert (sheet.name, statement.name) == (f"{SHEET}-张示例.docx", "详细事迹资料-张示例.docx")
    texts = [each.text for each in docx.Document(io.BytesIO(statement.body)).paragraphs]
    assert texts[2:] == ["从2015年说起。", "一直到今天。"]


def test_deeds_that_the_notice_wants_by_mail_come_as_a_file_of_their_own(
    do: Do, engine: Engine, vault: Vault
) -> None:
    everything = load_library()
    form = everything["jiaozuo-2021"].notice.form
    forms.pin(engine, [form], NOW)
    started_there = StartNomination("z1", "jiaozuo-2021", "jiaozuo-2021", form.digest, practice=False)
    person = do(started_there, *saved({"name": "赵示例", "deeds": "先低后高，分段退焊。"}, "z1"))
    sheet, deeds = Desk(engine, vault, everything).make("form/z1/docx", person)
    assert (sheet.name, deeds.name) == ("2021年焦作“最美职工”推荐表-赵示例.docx", "事迹材料-赵示例.docx")
    texts = [each.text for each in docx.Document(io.BytesIO(deeds.body)).paragraphs]
    assert texts[0] == "事迹材料"
    assert texts[-1] == "先低后高，分段退焊。"


@pytest.mark.parametrize(
    "path",
    [
        "form/n1/docx",
        "form/n1/pdf",
        "form/none/pdf",
        "form/n1/exe",
        "form/n1",
        "mydata/x",
        "",
        "../x",
        "form//pdf",
    ],
)
def test_nobody_gets_what_is_not_theirs(do: Do, desk: Desk, library: Library, path: str) -> None:
    do(started(library))
    stranger = do(address="b")
    with pytest.raises(NotTheirs):
        desk.make(path, stranger)


def test_a_discarded_draft_has_no_documents(do: Do, desk: Desk, library: Library) -> None:
    person = do(started(library), Discard("n1"))
    with pytest.raises(NotTheirs):
        desk.make("form/n1/docx", person)


def test_a_hostile_name_makes_a_harmless_file_name(do: Do, desk: Desk, library: Library) -> None:
    person = do(started(library), SaveEntry("n1", "name", "../张\\示/例\u202e"))
    (made,) = desk.make("form/n1/docx", person)
    assert not set(made.name) & set("/\\\u202e")
    assert made.name.endswith(".docx")


def test_everything_held_is_in_the_two_files(do: Do, desk: Desk, library: Library) -> None:
    person = do(started(library), SaveEntry("n1", "mobile", "13800138000"), Consent("privacy", "1"))
    do(
        SaveEntry("n1", "mobile", "13900139000"),
        SaveEntry("n1", "birth", "1985-03"),
        text="我的话",
        said="助手的话",
    )
    do(ClearEntry("n1", "birth"), NewCode("0123456789ab"))
    text, data = desk.make(f"mydata/{person}", person)
    assert (text.name, data.name) == ("我的资料.txt", "我的资料.json")
    readable = text.body.decode("utf-8-sig")
    for expected in (
        "13900139000",
        "以前填过：13800138000",
        "1985年3月",
        "我的话",
        "助手的话",
        "草稿",
        "继续码：1个",
    ):
        assert expected in readable
    held = json.loads(data.body)
    assert [entry["field"] for entry in held["nominations"][0]["entries"]] == ["birth", "mobile"]
    assert [each["value"] for each in held["nominations"][0]["entries"][1]["versions"]] == [
        "13800138000",
        "13900139000",
    ]
    assert [each["card"] for each in held["consents"]] == ["privacy"]
    assert held["talk"]["turns"] == ["我的话"]
    assert {each["channel"] for each in held["addresses"]} == {"web"}
    assert {"save_entry", "consent"} <= {each["kind"] for each in held["log"]}


def test_half_a_character_spoils_no_file(do: Do, desk: Desk, library: Library) -> None:
    person = do(started(library), SaveEntry("n1", "post", "快\ud800递"), text="\udfff")
    assert desk.make("form/n1/pdf", person)
    text, data = desk.make(f"mydata/{person}", person)
    assert "快递" in text.body.decode("utf-8-sig")
    assert json.loads(data.body)["nominations"][0]["entries"][0]["versions"][0]["value"] == "快?递"


def test_somebody_of_whom_nothing_is_held_gets_an_empty_list(do: Do, desk: Desk) -> None:
    text, data = desk.make("mydata/nobody", "nobody")
    assert "没有填过推荐表" in text.body.decode("utf-8-sig")
    assert json.loads(data.body)["nominations"] == []
