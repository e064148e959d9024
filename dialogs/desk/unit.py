"""`/unit`: the board of a unit, one nomination with its next step, and the doors to everything else here."""

from collections.abc import Callable, Mapping, Sequence

from dialogs import home
from dialogs.desk import papers, posting, proof, review, sending, veil
from dialogs.desk.case import Case, case_of, listed
from dialogs.desk.quota import mix_line, outlooks, places, share_lines
from dialogs.desk.rights import edition_of, own_unit, own_units
from dialogs.desk.steps import next_line
from dialogs.desk.timetable import timetable
from dialogs.model import Button, Idle, Reply, Turn, World
from dialogs.prompt import Rows, rows
from dialogs.register import AtUnit
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import Unit
from knowledge.calendar import plan
from knowledge.model import Edition

PAGE = 6  # nominees on one screen

_SHOWN = frozenset({"draft", "submitted", "returned", "recommended", "sent_up", "accepted", "burnt"})
_FILTERS = ("submitted", "returned", "recommended", "sent_up")


def unit(scene: Scene, given: str = "") -> Turn:
    """`/unit` and its buttons. To everybody else it is an unknown command."""
    if not own_units(scene.world):
        return home.help_(scene)
    verb, subject, first, second, *_ = (*given.split(), "", "", "", "")
    if verb in _ON_UNIT:
        return _ON_UNIT[verb](scene, subject, first, second)
    if verb == "sure":
        return _sure(scene)
    if verb not in {*_ON_CASE, *_ON_PART}:
        return _named(scene, given) if given else _front(scene)
    case = case_of(scene.world, subject)
    if case is None:
        return _at_desk(scene, _gone())
    return _ON_CASE[verb](scene, case) if verb in _ON_CASE else _ON_PART[verb](scene, case, first, second)


def heard(scene: Scene, state: AtUnit, text: str) -> Turn:
    """What a liaison types where something is waited for."""
    case = case_of(scene.world, state.nomination)
    if case is None:
        return go(Idle(), _gone())
    match state.asks:
        case "begin":
            return posting.typed_day(scene, case, state.subject, text)
        case "objection":
            return posting.stopped(scene, case, state.subject, text)
        case "note":
            return papers.heard(scene, case, state, text)
        case "photo" | "statement":
            return scene.stay(proof.asked(scene.world, case, state.asks))
        case _:
            return review.heard(scene, case, state, text)


def came(scene: Scene, state: AtUnit) -> Turn | None:
    """A file where a picture is waited for."""
    case = case_of(scene.world, state.nomination)
    return proof.came(scene, case, state) if case and state.asks in {"photo", "statement"} else None


def asked(state: AtUnit, world: World) -> Reply | None:
    """What is waited for, once more."""
    case = case_of(world, state.nomination)
    if case is None:
        return None
    match state.asks:
        case "begin":
            return posting.asked_begin(world, case, state.subject)
        case "objection":
            return posting.asked_objection(case)
        case "note":
            return papers.asked(case, state.subject)
        case "photo" | "statement":
            return proof.asked(world, case, state.asks)
        case _:
            return review.asked(case, state)


def one(scene: Scene, case: Case) -> Turn:
    """One nomination: where it stands, what comes next, what can be done."""
    standing = case.standing
    said = render(
        "desk_unit",
        "one",
        standing=standing,
        unit=case.unit,
        step=next_line(scene.world, case),
        signs=case.edition.notice.quota_shares,
    )
    return _at_desk(scene, Reply(said, _doors(case), link=veil.page(scene.world, standing)))


def _front(scene: Scene) -> Turn:
    """The only board, or a choice among several units and rounds."""
    found = own_units(scene.world)
    if len(found) == 1:
        return board(scene, found[0].id)
    lines = [(each, _short(scene.world, each), places(scene.world, each)) for each in found]
    buttons = tuple(button("field", f"unit board {each.id}", label=each.name) for each in found)
    return _at_desk(scene, Reply(render("desk_unit", "choose", units=lines), rows(buttons)))


def _named(scene: Scene, wanted: str) -> Turn:
    """`/unit 张示例` or `/unit JJ22-0003`: who is meant, in all the person's units."""
    register = scene.world.records.register
    mine = own_units(scene.world)
    pages = (register.page(each.round, unit=each.id, name=wanted, limit=PAGE) for each in mine)
    cases = [case for page in pages for each in page if (case := case_of(scene.world, each.id))]
    if len(cases) == 1:
        return one(scene, cases[0])
    doors = rows(tuple(map(_open, cases)))
    return _at_desk(scene, Reply(render("desk_unit", "several"), doors) if cases else _gone())


def board(scene: Scene, unit_id: str, state: str = "", after: str = "") -> Turn:
    """Places, shares, dates, and the nominees of one page."""
    found = own_unit(scene.world, unit_id)
    edition = edition_of(scene.world, found.round) if found else None
    if found is None or edition is None:
        return _at_desk(scene, _gone())
    wanted = frozenset({state}) & _SHOWN or _SHOWN
    page = scene.world.records.register.page(
        found.round, unit=found.id, states=wanted, after=after, limit=PAGE + 1
    )
    cases = listed(scene.world, found, edition, page[:PAGE])
    told = _told(scene.world, found, edition, cases, state if state in _SHOWN else "")
    more = page[PAGE - 1].id if len(page) > PAGE else ""
    # What is too long for a chat is better read on a page.
    link = f"/list?round={found.round}&unit={found.id}" if more or after else ""
    buttons = _board_buttons(scene.world, found, cases, (state, more))
    many = render("desk_unit", "many") if link else ""
    said = "\n\n".join(filter(None, (told, many, veil.note(page[:PAGE]))))
    return _at_desk(scene, Reply(said, buttons, link=link))


def _told(world: World, unit_: Unit, edition: Edition, cases: Sequence[Case], state: str) -> str:
    held, today = places(world, unit_), world.now.date()
    lines = [
        render("desk_unit", "line", number=number, standing=each.standing, step=next_line(world, each))
        for number, each in enumerate(cases, 1)
    ]
    return render(
        "desk_unit",
        "board",
        unit=unit_,
        short=edition.notice.short,
        places=held,
        dates=render("desk_unit", "dates", plan=plan(edition, today), today=today),
        shares=share_lines(outlooks(world, unit_, edition, held.left), edition),
        mix=mix_line(world, unit_, edition),
        lines=lines,
        empty=not held.counts,
        state=state,
    )


def _board_buttons(world: World, unit_: Unit, cases: Sequence[Case], at: tuple[str, str]) -> Rows:
    """The nominees of the page, the next page, the states to look at alone, and what concerns all."""
    state, after = at
    counts = places(world, unit_).counts
    on = (button("next_page", f"unit board {unit_.id} {state or 'all'} {after}"),) if after else ()
    filters = tuple(
        button(f"only_{each}", f"unit board {unit_.id} {each}", count=counts[each])
        for each in _FILTERS
        if counts.get(each) and sum(counts.values()) > PAGE and each != state
    )
    found = (*rows(tuple(map(_open, cases))), on, *rows(filters), *_of_all(unit_, counts))
    return tuple(row for row in found if row)


def _of_all(unit_: Unit, counts: Mapping[str, int]) -> Rows:
    up = (button("send_all", f"unit send_all {unit_.id}"),) if counts.get("recommended", 0) > 1 else ()
    pack = (button("pack_unit", f"package unit {unit_.id}"),) if counts else ()
    return (
        (button("timetable", f"unit plan {unit_.id}"), *up),
        (button("invite_for", "invite nominee"), *pack),
        (button("fill_for", f"unit proxy {unit_.id}"), button("bring", f"bring {unit_.notice}")),
    )


def _open(case: Case) -> Button:
    one = case.standing
    name = one.registration if one.veiled and one.registration else one.name or one.registration
    return Button(render("desk_unit", "open", name=name), f"unit one {case.id}")


def _doors(case: Case) -> Rows:
    at, state = case.id, case.standing.state
    read = () if state == "draft" else (button("read_full", f"unit read {at}"),)
    after = state in {"recommended", "sent_up", "accepted"}
    notice = (button("public_notice", f"unit post {at}"),) if after and case.plan.postings else ()
    paper = (button("papers", f"unit papers {at}"),) if after else ()
    found: tuple[tuple[Button, ...], ...] = (
        read,
        *review.deeds(case),
        (*notice, *paper),
        (button("to_board", f"unit board {case.unit.id}"),),
    )
    return tuple(each for each in found if each)


def _sure(scene: Scene) -> Turn:
    """The reason that was shown is the right one."""
    state = scene.state
    case = case_of(scene.world, state.nomination) if isinstance(state, AtUnit) else None
    if case is None or not isinstance(state, AtUnit):
        return _at_desk(scene, Reply(render("desk_unit", "changed")))
    return review.sure(case, state)


def _at_desk(scene: Scene, reply: Reply) -> Turn:
    """Looking at something ends what was being written here, and leaves a form as it is."""
    return go(Idle(), reply) if isinstance(scene.state, AtUnit) else scene.stay(reply)


def _gone() -> Reply:
    return Reply(render("desk_unit", "gone"))


def _short(world: World, unit_: Unit) -> str:
    edition = edition_of(world, unit_.round)
    return edition.notice.short if edition else ""


_ON_UNIT: Mapping[str, Callable[[Scene, str, str, str], Turn]] = {
    "board": board,
    "plan": lambda scene, unit_, *_: timetable(scene, unit_),
    "send_all": lambda scene, unit_, sure, _: sending.send_all(scene, unit_, sure),
    "proxy": lambda scene, unit_, *_: review.proxy(scene, unit_),
}
"""Button -> what it does with a unit."""

_ON_CASE: Mapping[str, Callable[[Scene, Case], Turn]] = {
    "one": one,
    "read": review.read,
    "word": review.word_file,
    "return": review.choose_field,
    "drop": lambda _, case: review.asks(case, "drop"),
    "consent": lambda _, case: review.asks(case, "consent"),
    "take_back": lambda _, case: sending.take_back(case),
    "post": posting.overview,
    "papers": papers.checklist,
}
"""Button -> what it does with one nomination."""

_ON_PART: Mapping[str, Callable[[Scene, Case, str, str], Turn]] = {
    "field": lambda _, case, field, __: review.asks(case, "reason", field),
    "recommend": lambda scene, case, sure, _: sending.recommend(scene, case, sure),
    "send_up": lambda scene, case, sure, _: sending.send_up(scene, case, sure),
    "begin": lambda scene, case, level, _: posting.begin(scene, case, level),
    "draft": posting.draft,
    "posted": posting.posted,
    "clear": lambda scene, case, level, _: posting.clear(scene, case, level),
    "object": lambda scene, case, level, _: posting.objection(scene, case, level),
    "photo": lambda scene, case, id_, _: proof.wanted(scene, case, "photo", id_),
    "statement": lambda scene, case, id_, _: proof.wanted(scene, case, "statement", id_),
    "look": proof.look,
    "tick": lambda scene, case, slip, _: papers.tick(scene, case, slip),
    "untick": lambda scene, case, slip, _: papers.untick(scene, case, slip),
}
"""Button -> what it does with a part of one: a field, a level and a day, a picture, a line of the list."""
