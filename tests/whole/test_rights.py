"""Who may do what: every command, button, effect, file and route × every role × the own, another's and no unit.

The matrix is generated from the tables and from the code; what is new there and has no row here fails.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy.exc import NoResultFound
from sqlmodel import Session, select

from bot.documents.desk import Desk
from bot.receive import House, Receive
from dialogs import model, step
from dialogs.model import (
    Effect,
    Event,
    Filling,
    Idle,
    Reviewing,
    SaveEntry,
    StartNomination,
    State,
    Submit,
    Turn,
    World,
)
from dialogs.noting import Noting
from dialogs.postings import Posted
from dialogs.register import DEEDS, AtUnit, Describe
from dialogs.seats import LIAISON, NOMINEE, OFFICE, Inviting, Seat
from knowledge.load import load_library
from storage.blobs import Blobs
from storage.codec import dump
from storage.desks import UnitRow
from storage.engine import connect, read, upgrade, write
from storage.people import join
from storage.seats import take
from storage.tables import EntryRow, NominationRow
from storage.vault import Vault
from tests.web.site import running
from tests.whole import presses

JIUJIANG, SUZHOU = "jiujiang-2022", "suzhou-2021"
NOW = datetime.fromisoformat("2022-06-20T09:00:00+08:00")
REAL = datetime(2026, 11, 21, 5, tzinfo=UTC)
LIBRARY = load_library()

EVERYBODY = frozenset({"stranger", NOMINEE, LIAISON, OFFICE})
DESKS = frozenset({LIAISON, OFFICE})

MATRIX: Mapping[str, frozenset[str]] = {
    # one's own conversation: about nobody's nomination
    **dict.fromkeys(
        ("start", "help", "notices", "notice", "ask", "check", "trait", "refer", "remind"), EVERYBODY
    ),
    **dict.fromkeys(("fill", "practice", "another", "for", "agree", "disagree", "no", "cancel"), EVERYBODY),
    **dict.fromkeys(("mine", "code", "mydata", "forget", "join", "twice", "resume"), EVERYBODY),
    # one's own nomination, and what others wrote about oneself
    **dict.fromkeys(
        ("review", "submit", "missing", "edit", "later", "show", "seen", "documents"), frozenset({NOMINEE})
    ),
    **dict.fromkeys(("withdraw", "restart", "accept", "reject", "really", "confirm"), frozenset({NOMINEE})),
    **dict.fromkeys(("skip", "back", "keep", "goto", "done", "redo", "pick", "force"), frozenset({NOMINEE})),
    # the desks
    **dict.fromkeys(("invite", "bring", "broadcast", "package"), DESKS),
    "unit": frozenset({LIAISON}),
    **dict.fromkeys(
        ("office", "round", "overview", "decide", "batch", "received", "held"), frozenset({OFFICE})
    ),
    **dict.fromkeys(("laureates", "export", "claim"), frozenset({OFFICE})),
}
"""Verb of a button or command -> the roles that it is there for, within what their seats reach."""

FILES: Mapping[str, frozenset[str]] = {
    "form": frozenset({NOMINEE}),
    "files": EVERYBODY,  # one's own
    "mydata": EVERYBODY,
    "howto": EVERYBODY,
    "qr": EVERYBODY,  # a link that the reply itself says
    "notice": DESKS,
    "posted": DESKS,
    "sheet": DESKS,
    "package": DESKS,
    "overview": DESKS,
    "table": frozenset({OFFICE}),
    "roster": frozenset({OFFICE}),
    "invited": DESKS,
}
"""Kind of a document -> the roles for which one is made."""

TELLING = frozenset({"form", "files", "mydata", "notice", "posted", "sheet", "package", "table"})
"""Kinds that tell what nominees wrote: none goes to a channel abroad but with their agreement."""

ROUTES: Mapping[str, str] = {
    **dict.fromkeys(("/", "/resume", "/join", "/static/{name}", "/healthz"), "the page itself"),
    **dict.fromkeys(("/news", "/say", "/upload", "/exit", "/qr"), "the browser's own conversation"),
    **dict.fromkeys(
        ("/document/{row:int}", "/document/{row:int}/{number:int}.{ending}"),
        "a row of one's own; its file as FILES",
    ),
    "/metrics": "this machine, or who has METRICS_TOKEN; tests/web/test_watch.py",
    **dict.fromkeys(("/list", "/list/one/{nomination}"), "an office person; tests/web/test_lists.py"),
}


@dataclass(frozen=True)
class Target:
    """A nomination with a unit of its own, and what of it nobody else may read."""

    nomination: str
    unit: str
    person: str
    marker: str


@dataclass
class Town:
    """Two units of Jiujiang's round, a nomination at each and one nowhere, and somebody in every role."""

    receive: Callable[[Any], Receive]
    people: Mapping[str, str]  # who -> person
    targets: Mapping[str, Target]
    desk: Desk
    state: Callable[[str], tuple[object, ...]]

    def does(self, who: str, work: Callable[[World], tuple[Effect, ...]]) -> None:
        """A turn of somebody's that has only effects."""
        self.receive(lambda state, _event, world: Turn(state, (), work(world)))(_event(who))

    def sees(self, who: str, look: Callable[[World], None]) -> None:
        """Look at the world as somebody's turn sees it."""
        self.does(who, lambda world: look(world) or ())  # type: ignore[func-returns-value] # only for looking


REACH: Mapping[str, frozenset[str]] = {
    "stranger": frozenset(),
    "nominee": frozenset({"own"}),
    "contact": frozenset({"own"}),
    "contact elsewhere": frozenset({"other"}),
    "office": frozenset({"own", "other", "none"}),
    "office of another notice": frozenset(),
    "contact by Telegram": frozenset({"own"}),
    "office by Telegram": frozenset({"own", "other", "none"}),
}
"""Who -> whose nominations the person's rights reach."""

ROLE = {
    "contact": LIAISON,
    "contact elsewhere": LIAISON,
    "contact by Telegram": LIAISON,
    "office of another notice": OFFICE,
    "office by Telegram": OFFICE,
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("town")
    engine = connect(f"sqlite:///{folder}/town.db")
    upgrade(engine)
    vault = Vault(bytes(range(32)))
    blobs = Blobs(folder / "files", vault)

    def receive(step_: Any) -> Receive:
        house = House(LIBRARY, lambda: NOW, web="https://zuimei.example")
        return Receive(engine, vault, house, step=step_, real=lambda: REAL)

    def state(nomination: str) -> tuple[object, ...]:
        row = select(NominationRow).where(NominationRow.id == nomination)
        written = select(EntryRow.field, EntryRow.number).where(EntryRow.nomination == nomination)
        return read(
            engine,
            lambda session: (session.exec(row).one().model_dump(), *sorted(session.exec(written).all())),
        )

    receive(step.step)  # puts the units down
    people = write(engine, lambda session: _people(session, vault))
    made = Town(receive, people, {}, Desk(engine, vault, LIBRARY, blobs), state)
    units = read(engine, lambda session: {row.name: row.id for row in session.exec(select(UnitRow)).all()})
    made.targets = {
        "own": _nominated(made, "nominee", "修水县", units, 1),
        "other": _nominated(made, "somebody", "武宁县", units, 2),
        "none": _nominated(made, "anybody", "", units, 3),
    }
    yield made
    engine.dispose()


def _people(session: Session, vault: Vault) -> Mapping[str, str]:
    units = {row.name: row.id for row in session.exec(select(UnitRow)).all()}
    seats = {
        "contact": Seat(LIAISON, JIUJIANG, units["修水县"]),
        "contact elsewhere": Seat(LIAISON, JIUJIANG, units["武宁县"]),
        "office": Seat(OFFICE, JIUJIANG),
        "office of another notice": Seat(OFFICE, SUZHOU),
        "contact by Telegram": Seat(LIAISON, JIUJIANG, units["修水县"]),
        "office by Telegram": Seat(OFFICE, JIUJIANG),
    }
    people = {
        who: join(session, vault, _channel(who), who, REAL).person for who in (*REACH, "somebody", "anybody")
    }
    for who, seat in seats.items():
        take(session, people[who], seat, "", REAL)
    return people


def _nominated(town: Town, who: str, unit: str, units: Mapping[str, str], serial: int) -> Target:
    """Handed in, with a word in it that stands nowhere else."""
    id_, marker = f"nomination{serial}", f"暗号{serial}号公司"
    form = LIBRARY[JIUJIANG].notice.form
    town.does(
        who,
        lambda _: (
            StartNomination(id_, JIUJIANG, JIUJIANG, form.digest, practice=False),
            SaveEntry(id_, "name", f"密某{serial}"),
            SaveEntry(id_, "employer", marker),
            SaveEntry(id_, "recommending_unit", unit or "某地"),
            Submit(id_, f"JJ22-{serial:04d}", unit, NOW),
            Describe(id_, f"密某{serial}", "1985-03", marker, "", ""),
        ),
    )
    return Target(id_, units.get(unit, ""), town.people[who], marker)


def _event(who: str, **more: Any) -> Event:
    _event.number += 1  # type: ignore[attr-defined] # counts
    return Event(f"web:{_event.number}", _channel(who), who, NOW, **more)  # type: ignore[attr-defined] # counts


_event.number = 0  # type: ignore[attr-defined] # counts


def _channel(who: str) -> str:
    return "telegram" if who.endswith("Telegram") else "web"


# ── the matrix is whole ─────────────────────────────────────────────────────────────────────────────────


def test_every_verb_has_a_row() -> None:
    assert set(MATRIX) == presses.VERBS
    assert {*MATRIX, "resume"} >= step._COMMANDS | step._UNLISTED


def test_every_file_has_a_row() -> None:
    named = {path.split("/")[0] for path in presses.documents()}
    assert named <= set(FILES)


def test_every_route_has_a_row(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        assert site.app
        served = {each.path for each in site.app.routes}  # type: ignore[attr-defined] # all are routes with a path
    assert served <= set(ROUTES)


# ── nobody reaches what is not theirs ───────────────────────────────────────────────────────────────────


def denied() -> list[tuple[str, str]]:
    return [(who, where) for who in REACH for where in ("own", "other", "none") if where not in REACH[who]]


@pytest.mark.parametrize(("who", "where"), denied())
def test_no_button_reaches_anothers_nomination(town: Town, who: str, where: str) -> None:
    target = town.targets[where]
    ids = tuple(filter(None, (target.nomination, target.unit, JIUJIANG, target.person)))
    pressed = {press for template in presses.templates() for press in presses.filled(template, ids)}
    wrong: list[str] = []

    def look(world: World) -> None:
        for press in sorted(pressed):
            turn = step.step(Idle(), _event(who, press=press), world)
            if fault := _fault(turn, target):
                wrong.append(f"{press}: {fault}")

    town.sees(who, look)
    assert wrong == []
    assert len(pressed) > 300, "the buttons were found"


@pytest.mark.parametrize(("who", "where"), denied())
def test_no_typed_word_reaches_it_from_a_place_that_was_left(town: Town, who: str, where: str) -> None:
    """A state may outlive the right it came from: the seat was taken back in the middle."""
    target = town.targets[where]
    id_ = target.nomination
    states: tuple[State, ...] = (
        Filling(id_, "employer"),
        Reviewing(id_),
        model.Confirming(id_, (("employer", "别处"),), "employer"),
        *(model.Deciding(each, id_) for each in ("withdraw", "restart", "refuse")),
        *(
            AtUnit(each, id_, "", "原因")
            for each in ("reason", "drop", "begin", "objection", "note", "consent")
        ),
        *(Noting(each, id_, "原因") for each in ("send_back", "burn", "strike", "received")),
        Inviting(JIUJIANG, LIAISON, "name", target.unit),
        Inviting(JIUJIANG, OFFICE, "name"),
    )
    typed = ("是", "提交", "跳过", "张三", "/back", "/unit", "/office", "/export", "/mine", "/invite")
    wrong: list[str] = []

    def look(world: World) -> None:
        for state in states:
            for text in typed:
                if fault := _fault(step.step(state, _event(who, text=text), world), target):
                    wrong.append(f"{state.kind} {text}: {fault}")

    town.sees(who, look)
    assert wrong == []


@pytest.mark.parametrize(("who", "where"), denied())
def test_no_file_of_it_is_made(town: Town, who: str, where: str) -> None:
    target = town.targets[where]
    # A contact gets the picture of the round, too: of the own unit.
    whole = () if ROLE.get(who) == LIAISON else (JIUJIANG,)
    ids = tuple(filter(None, (target.nomination, target.unit, target.person, *whole)))
    personal = [each for each in presses.documents() if each.split("/")[0] not in {"howto", "qr"}]
    made: list[str] = []
    for path in (path for template in personal for path in presses.filled(template, ids)):
        with suppress(LookupError):
            town.desk._made(path, town.people[who])  # without collecting garbage each time
            made.append(path)
    assert made == []


@pytest.mark.parametrize(("who", "where"), denied())
def test_storage_refuses_the_effect_itself(town: Town, who: str, where: str) -> None:
    """Were a dialog wrong, nothing would come of it: scope is applied once more where it is kept."""
    target = town.targets[where]
    before = town.state(target.nomination)
    for effect in _effects(target.nomination):
        with pytest.raises((LookupError, NoResultFound)):
            town.does(who, lambda _, effect=effect: (effect,))  # type: ignore[misc] # a default that mypy cannot infer
    assert town.state(target.nomination) == before


# ── and what stays at home does not go abroad ───────────────────────────────────────────────────────────

ABROAD = [(who, where) for who in REACH if who.endswith("Telegram") for where in sorted(REACH[who])]


@pytest.mark.parametrize(("who", "where"), ABROAD)
def test_no_button_tells_abroad_of_who_agreed_to_the_web_only(town: Town, who: str, where: str) -> None:
    """A desk on Telegram acts on the nomination, and reads nothing of it there."""
    target = town.targets[where]
    ids = tuple(filter(None, (target.nomination, target.unit, JIUJIANG)))
    pressed = {press for template in presses.templates() for press in presses.filled(template, ids)}
    wrong: list[str] = []

    def look(world: World) -> None:
        for press in sorted(pressed):
            turn = step.step(Idle(), _event(who, press=press), world)
            told = f"{_told(turn)} {' '.join(map(dump, turn.effects))}"
            if target.marker in told or f"密某{target.nomination[-1]}" in told:
                wrong.append(press)

    town.sees(who, look)
    assert wrong == []


@pytest.mark.parametrize(("who", "where"), ABROAD)
def test_no_file_of_it_goes_abroad(town: Town, who: str, where: str) -> None:
    target = town.targets[where]
    ids = tuple(filter(None, (target.nomination, target.unit, target.person)))
    of_people = [each for each in presses.documents() if each.split("/")[0] in TELLING]
    made: list[str] = []
    for path in (path for template in of_people for path in presses.filled(template, ids)):
        with suppress(LookupError):
            town.desk._made(path, town.people[who], "telegram")
            made.append(path)
    assert made == []
    sheet = f"sheet/{target.nomination}/docx"
    assert town.desk._made(sheet, town.people[who], "web"), "on the web it is there"


def test_a_table_with_one_of_them_does_not_go_abroad(town: Town) -> None:
    path = f"table/{JIUJIANG}/all/csv"
    with pytest.raises(LookupError):
        town.desk._made(path, town.people["office by Telegram"], "telegram")
    assert town.desk._made(path, town.people["office by Telegram"], "web")


# ── and whoever may, can ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", sorted(each for each, roles in MATRIX.items() if roles <= DESKS))
def test_a_desk_opens_to_its_own_people_only(town: Town, verb: str) -> None:
    said: dict[str, str] = {}

    def look_as(who: str) -> Callable[[World], None]:
        def look(world: World) -> None:
            given = {"package": "one nomination1", "decide": f"list {JIUJIANG}"}.get(verb, JIUJIANG)
            turn = step.step(Idle(), _event(who, press=f"{verb} {given}"), world)
            helped = step.step(Idle(), _event(who, text="/help"), world)
            said[who] = "unknown" if turn.replies[:1] == helped.replies[:1] else "open"

        return look

    for who in ("stranger", "nominee", "contact", "office"):
        town.sees(who, look_as(who))
    opens = {who for who, how in said.items() if how == "open"}
    roles = {ROLE.get(who, who) for who in opens}
    assert roles & {"stranger", NOMINEE} == set()
    assert roles <= MATRIX[verb]
    assert roles, "somebody gets in"


def test_the_own_people_see_it(town: Town) -> None:
    target = town.targets["own"]
    seen: dict[str, str] = {}
    for who, press in (("nominee", "review"), ("contact", "unit one"), ("office", "decide one")):

        def look(world: World, who: str = who, press: str = press) -> None:
            turn = step.step(Idle(), _event(who, press=f"{press} {target.nomination}"), world)
            seen[who] = "".join(each.text for each in turn.replies)

        town.sees(who, look)
    assert all("密某1" in each or target.marker in each for each in seen.values()), seen


def _told(turn: Turn) -> str:
    """All that somebody reads of it."""
    return " ".join(
        (
            *(each.text for each in turn.replies),
            *(each.label for reply in turn.replies for row in reply.buttons for each in row),
        )
    )


def _fault(turn: Turn, target: Target) -> str:
    """What is wrong with this turn, of somebody who has no right to the target."""
    told = _told(turn)
    if target.marker in told or f"密某{target.nomination[-1]}" in told:
        return "it is told"
    kept = " ".join(
        dump(each) for each in turn.effects if each.kind != "keep_question"
    )  # that holds any words
    if target.nomination in kept or (target.unit and f'"{target.unit}"' in kept):
        return f"it is acted on: {[each.kind for each in turn.effects]}"
    return ""


def _effects(nomination: str) -> Iterator[Effect]:
    """One of every effect on a nomination; of a deed, each."""
    for kind in _kinds(Effect):
        names = {each.name for each in fields(kind)}
        if kind is StartNomination or not names & {"nomination", "posted"}:
            continue
        for deed in DEEDS if "deed" in names else ("",):
            yield kind(
                **{each.name: _value(each, nomination, deed) for each in fields(kind) if each.name != "kind"}
            )


def _kinds(union: Any) -> Iterator[Any]:
    for each in get_args(union):
        if is_dataclass(each):
            yield each
        else:
            yield from _kinds(each)


def _value(field: Any, nomination: str, deed: str) -> object:
    given: Mapping[str, object] = {
        "nomination": nomination,
        "deed": deed,
        "posted": Posted("p1", nomination, "所在单位", date(2022, 6, 20), date(2022, 6, 27), "running"),
        "until": NOW,
        "at": NOW,
        "paper": True,
    }
    if field.name in given:
        return given[field.name]
    if field.default is not MISSING:
        return field.default
    return {"bool": False, "int": 2021}.get(getattr(field.type, "__name__", ""), "name")
