"""The list of earlier laureates, as the office has it: line by line, or a whole file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from dialogs import home
from dialogs.desk.rights import is_office
from dialogs.heard import is_word
from dialogs.model import Idle, Reply, Turn, World
from dialogs.noting import Noting
from dialogs.prompt import Rows
from dialogs.rounds import EnterLaureate, RemoveLaureate
from dialogs.say import button, pattern, render, words
from dialogs.scene import Scene, go
from knowledge.fields import TYPES
from knowledge.model import Field

SHOWN = 5
MOST = 2000  # lines at once
LONGEST = 60  # characters of a name or employer

_BETWEEN = re.compile(r"[\s,，、;；|]+")
_NAME = Field("name", "", "name")
_MONTH = Field("birth", "", "month")

Bad = tuple[int, str]


def laureates(scene: Scene, given: str) -> Turn:
    """`laureates <notice> [skipped]`, `laureates write <notice>`, `laureates sure`,
    `laureates wrong|gone <notice> <laureate>`: to be removed, after a yes.
    """
    verb, _, subject = given.partition(" ")
    if verb == "sure":
        return _entered(scene)
    if verb == "write" and is_office(scene.world.person, subject) and subject in scene.world.library:
        return _open(scene, Noting("laureates", subject))
    if verb in {"wrong", "gone"}:
        return _removing(scene, *subject.partition(" ")[::2], sure=verb == "gone")
    if verb not in scene.world.library or not is_office(scene.world.person, verb):
        return home.help_(scene)
    return _list(scene, verb, int(subject) if subject.isdecimal() else 0)


def _list(scene: Scene, notice: str, skipped: int) -> Turn:
    """The last ones first, each with the button that removes it."""
    known = scene.world.records.rounds.laureates(notice)[::-1]
    few = known[skipped : skipped + SHOWN]
    said = render("desk_held", "laureates", known=len(known), shown=few)
    wrong: Rows = tuple(
        (button("wrong_laureate", f"laureates wrong {notice} {each.id}", year=each.year, name=each.name),)
        for each in few
        if not each.published
    )
    more = (button("more", f"laureates {notice} {skipped + SHOWN}"),) if len(known) > skipped + SHOWN else ()
    write = button("write_laureates", f"laureates write {notice}")
    reply = Reply(said, (*wrong, (write, *more)))
    return go(Idle(), reply) if isinstance(scene.state, Noting) else scene.stay(reply)


def _removing(scene: Scene, notice: str, given: str, *, sure: bool) -> Turn:
    """Somebody on the list was not honoured after all: asked once, then removed."""
    if notice not in scene.world.library or not is_office(scene.world.person, notice):
        return home.help_(scene)
    known = scene.world.records.rounds.laureates(notice)
    found = next((each for each in known if str(each.id) == given and not each.published), None)
    back = button("laureates", f"laureates {notice}")
    if found is None:
        return scene.stay(Reply(render("desk_held", "not_removed"), ((back,),)))
    if not sure:
        yes = button("remove_laureate", f"laureates gone {notice} {found.id}")
        return scene.stay(Reply(render("desk_held", "remove", laureate=found), ((yes, back),)))
    said = render("desk_held", "removed", laureate=found)
    return scene.stay(Reply(said, ((back,),)), effects=(RemoveLaureate(found.id, notice, found.nomination),))


def asked(state: Noting, world: World) -> Reply | None:
    """The list is asked for, or a yes to what was read."""
    if not is_office(world.person, state.subject):
        return None
    stop = button("leave_deed", f"laureates {state.subject}")
    if not state.text:
        return Reply(render("desk_held", "write"), ((stop,),))
    good, bad = read(state.subject, state.text, world.now.date())
    if not good:
        return Reply(render("desk_held", "nothing"), ((stop,),))
    said = render("desk_held", "sure", good=good, bad=bad, unknown=sum(not each.birth for each in good))
    again = button("rewrite", f"laureates write {state.subject}")
    return Reply(said, ((button("enter", "laureates sure", count=len(good)),), (again, stop)))


def heard(scene: Scene, state: Noting, text: str) -> Turn:
    """A list, or yes and no to the one that was read."""
    if not is_office(scene.world.person, state.subject):
        return go(Idle(), *home.help_(scene).replies)
    if state.text and is_word(text, "yes"):
        return _entered(replace(scene, state=state))
    if state.text and is_word(text, "no"):
        text = ""
    return _open(scene, Noting("laureates", state.subject, text))


def came(scene: Scene, state: Noting) -> Turn:
    """A list as a file."""
    lines = ["\t".join(row) for each in scene.event.uploads for row in each.rows]
    texts = [each.text for each in scene.event.uploads if not each.rows]
    listed = "\n".join([*lines, *texts]).strip()
    if not listed:
        return scene.stay(Reply(render("desk_held", "nothing")))
    return heard(scene, Noting("laureates", state.subject), listed)


def read(notice: str, text: str, today: date) -> tuple[Sequence[EnterLaureate], Sequence[Bad]]:
    """Those that were understood, and the lines that were not; headings and empty lines are neither."""
    good: list[EnterLaureate] = []
    bad: list[Bad] = []
    for number, line in enumerate(text.splitlines()[:MOST], 1):
        found = _laureate(notice, line, today)
        if found:
            good.append(found)
        elif line.strip() and not _heading(line):
            bad.append((number, line.strip()))
    return tuple(good), tuple(bad)


def _laureate(notice: str, line: str, today: date) -> EnterLaureate | None:
    pieces = [each for each in _BETWEEN.split(line.strip()) if each]
    year = next((each for each in pieces if pattern("year").match(each)), "")
    rest = [each for each in pieces if each != year and not each.isdecimal()]
    births = [each for each in rest if TYPES["month"].read(_MONTH, each, today).value]
    names = list(_names([each for each in rest if each not in births], today))
    if not year or not names:
        return None
    name, birth = names[0], births[0] if births else ""
    employer = "".join(each for each in rest if each not in {name, birth})
    month = TYPES["month"].read(_MONTH, birth, today).value if birth else ""
    when = int(pattern("year").sub(r"\1", year))
    return EnterLaureate(notice, when, name[:LONGEST], month, employer[:LONGEST])


def _names(pieces: Sequence[str], today: date) -> Iterator[str]:
    for each in pieces:
        reading = TYPES["name"].read(_NAME, each, today)
        if reading.value and not reading.doubt and not reading.complaint:
            yield each


def _heading(line: str) -> bool:
    return any(word in line for word in words()["heading_of_a_list"])


def _entered(scene: Scene) -> Turn:
    state = scene.state
    if not isinstance(state, Noting) or state.deed != "laureates" or not state.text:
        return home.help_(scene)
    good, _ = read(state.subject, state.text, scene.world.now.date())
    if not good or not is_office(scene.world.person, state.subject):
        return go(Idle(), *home.help_(scene).replies)
    more = ((button("laureates", f"laureates {state.subject}"),),)
    return go(Idle(), Reply(render("desk_held", "entered", count=len(good)), more), effects=tuple(good))


def _open(scene: Scene, state: Noting) -> Turn:
    reply = asked(state, scene.world)
    return go(state, reply) if reply else home.help_(scene)
