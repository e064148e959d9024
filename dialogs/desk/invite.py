"""`/invite`: the office invites colleagues and contacts, a contact invites nominees and a successor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dialogs import home
from dialogs.desk import invited, roster
from dialogs.desk.inviting import allowed, made, new_unit, row_of_class, unit_name
from dialogs.desk.rights import offices, own_unit, own_units
from dialogs.heard import is_word
from dialogs.model import Effect, Idle, Reply, Turn, World
from dialogs.prompt import Rows, rows
from dialogs.say import button, pattern, render
from dialogs.scene import Scene, go
from dialogs.seats import LIAISON, NOMINEE, OFFICE, AddUnit, Inviting, Unit
from knowledge.model import Edition, QuotaRow
from knowledge.units import class_rows, find, row_of

MANY = 100  # persons that may come by one picture on the wall
BUTTONS = 24  # units offered as buttons; of more, one is typed
LONGEST = 40  # characters of a name
_ROLES = frozenset({OFFICE, LIAISON})


def invite(scene: Scene, given: str = "") -> Turn:
    """`/invite` and its buttons. To everybody else it is an unknown command."""
    if not _ROLES & scene.world.person.roles:
        return home.help_(scene)
    verb, _, subject = given.partition(" ")
    return _DOORS.get(verb, _front)(scene, subject)


def heard(scene: Scene, state: Inviting, text: str) -> Turn:
    """What is typed while an invitation is made."""
    if not allowed(state, scene.world):
        return replace(home.help_(scene), state=Idle())
    match state.asks:
        case "unit":
            return _unit(scene, state, text)
        case "class":
            return _class(scene, state, text)
        case "places":
            return _places(scene, state, text)
        case "name":
            return _named(scene, state, text)
        case "list":
            return _listed(scene, state, text)
        case _:
            return scene.stay(*filter(None, (shown(state, scene.world),)))


def shown(state: Inviting, world: World) -> Reply | None:
    """What is asked now."""
    edition = world.library.get(state.notice)
    if edition is None or not allowed(state, world):
        return None
    said = {"short": edition.notice.short, "role": state.role, "unit": unit_name(state, world)}
    match state.asks:
        case "unit":
            return Reply(render("desk_invite", "which_unit", **said), _unit_buttons(world, edition))
        case "class":
            kinds = tuple(
                button("field", f"invite class {each.unit_class}", label=each.label)
                for each in class_rows(edition.notice)
            )
            return Reply(render("desk_invite", "which_class", **said), (*rows(kinds), _BACK))
        case "places":
            return Reply(
                render("desk_invite", "how_many", row=row_of_class(edition, state.unit_class), **said),
                (_BACK,),
            )
        case "list":
            return roster.asked(state, world, unit_name(state, world))
        case _:
            return Reply(
                render("desk_invite", "whose_name", **said), ((button("no_name", "invite unnamed"),), _BACK)
            )


def came(scene: Scene, state: Inviting) -> Turn:
    """A list as a file."""
    return _listed(scene, state, roster.text_of(scene.event.uploads) or " ")


# ── the front ───────────────────────────────────────────────────────────────────────────────────────────


def _front(scene: Scene, given: str = "") -> Turn:
    """Whom one may invite, for the notice or unit that is meant; several are asked for first."""
    world = scene.world
    editions, units = offices(world), own_units(world)
    if edition := next((each for each in editions if each.notice.id == given), None):
        return _at_desk(scene, _office_front(edition))
    if unit := next((each for each in units if each.id == given), None):
        return _at_desk(scene, _unit_front(world, unit))
    if len(editions) + len(units) == 1:
        return _front(scene, editions[0].notice.id if editions else units[0].id)
    posts = (
        *(button("field", f"invite at {each.notice.id}", label=each.notice.short) for each in editions),
        *(button("field", f"invite at {each.id}", label=each.name) for each in units),
    )
    return _at_desk(scene, Reply(render("desk_invite", "for_which"), rows(posts)))


def _office_front(edition: Edition) -> Reply:
    key = edition.notice.id
    doors: Rows = (
        (button("invite_liaison", f"invite liaison {key}"), button("invite_list", f"invite list {key}")),
        (button("invite_office", f"invite office {key}"), button("invite_people", f"invite people {key}")),
        (button("invite_open", f"invite open {key}"),),
    )
    return Reply(render("desk_invite", "office_front", short=edition.notice.short), doors)


def _unit_front(world: World, unit: Unit) -> Reply:
    short = world.library[unit.notice].notice.short
    doors: Rows = (
        (
            button("invite_nominee", f"invite nominee {unit.id}"),
            button("invite_poster", f"invite poster {unit.id}"),
        ),
        (button("invite_names", f"invite names {unit.id}"),),
        (
            button("invite_successor", f"invite successor {unit.id}"),
            button("invite_people", f"invite people {unit.notice}"),
        ),
        (button("invite_open", f"invite open {unit.notice}"),),
    )
    return Reply(render("desk_invite", "unit_front", short=short, unit=unit.name), doors)


def _at_desk(scene: Scene, reply: Reply) -> Turn:
    """Reading ends what was being invited, and leaves a form as it is."""
    return go(Idle(), reply) if isinstance(scene.state, Inviting) else scene.stay(reply)


# ── one by one ──────────────────────────────────────────────────────────────────────────────────────────


def _begin(role: str, asks: str) -> Callable[[Scene, str], Turn]:
    """For the office: begin an invitation to a role of a notice."""

    def begin(scene: Scene, notice: str) -> Turn:
        if notice not in scene.world.library:
            return _front(scene)
        return _ask(scene, Inviting(notice, role, asks))

    return begin


def _for_unit(role: str, asks: str = "name") -> Callable[[Scene, str], Turn]:
    """For a liaison: begin an invitation to the own unit."""

    def begin(scene: Scene, unit_id: str) -> Turn:
        unit = own_unit(scene.world, unit_id)
        return _ask(scene, Inviting(unit.notice, role, asks, unit.id)) if unit else _front(scene)

    return begin


def _poster(scene: Scene, unit_id: str) -> Turn:
    """One picture for many: to be put up where the unit's people pass by."""
    unit = own_unit(scene.world, unit_id)
    if unit is None:
        return _front(scene)
    effect = made(scene.world, Inviting(unit.notice, NOMINEE, "", unit.id), left=MANY)
    return go(Idle(), *invited.replies(scene.world, effect, unit.name), effects=(effect,))


def _ask(scene: Scene, state: Inviting) -> Turn:
    reply = shown(state, scene.world)
    return go(state, reply) if reply else _front(scene)


def _unit(scene: Scene, state: Inviting, text: str) -> Turn:
    """A unit by its name, its short name, or one that is not there yet."""
    edition = scene.world.library[state.notice]
    units = scene.world.records.seats.named(edition.round.id)
    found = find(text, units)
    if len(found) == 1:
        return _chosen(scene, found[0])
    if found:
        several = tuple(button("field", f"invite unit {each}", label=units[each]) for each in found[:BUTTONS])
        return scene.stay(Reply(render("desk_invite", "several_units"), rows(several)))
    if edition.notice.quotas and not class_rows(edition.notice):
        said = render("desk_invite", "no_such_unit", text=text[:LONGEST], short=edition.notice.short)
        return scene.stay(Reply(said, _unit_buttons(scene.world, edition)))
    name = text.strip()[:LONGEST]
    row = row_of(edition.notice, name)
    fresh = replace(state, unit_name=name, unit="")
    return (
        _classed(scene, fresh, row)
        if row or not edition.notice.quotas
        else _ask(scene, replace(fresh, asks="class"))
    )


def _chosen(scene: Scene, unit_id: str) -> Turn:
    """A unit that is there was typed or pressed."""
    state = scene.state
    unit = scene.world.records.seats.unit(unit_id)
    if not isinstance(state, Inviting) or unit is None or unit.notice != state.notice:
        return _front(scene)
    return _ask(scene, replace(state, asks="name", unit=unit.id))


def _class(scene: Scene, state: Inviting, text: str) -> Turn:
    """The kind of a new unit, by the notice's own lines."""
    lines = class_rows(scene.world.library[state.notice].notice)
    found = [each for each in lines if text.strip() in {each.unit_class, each.label}]
    if not state.unit_name or not found:
        return _ask(scene, state)
    return _classed(scene, state, found[0])


def _classed(scene: Scene, state: Inviting, row: QuotaRow | None) -> Turn:
    """Where the notice leaves the number of places open, it is asked."""
    if row is None:
        return _ask(scene, replace(state, asks="name"))
    known = replace(state, unit_class=row.unit_class, most=row.most)
    return _ask(scene, replace(known, asks="name" if row.least in {0, row.most} else "places"))


def _places(scene: Scene, state: Inviting, text: str) -> Turn:
    row = row_of_class(scene.world.library[state.notice], state.unit_class)
    typed = pattern("places").fullmatch(text.strip())
    if row is None or typed is None or not row.least <= int(typed[1]) <= row.most:
        return scene.stay(Reply(render("desk_invite", "not_so_many", row=row, text=text[:20])))
    return _ask(scene, replace(state, most=int(typed[1]), asks="name"))


def _named(scene: Scene, state: Inviting, text: str) -> Turn:
    if is_word(text, "skip"):
        return _done(scene, state, "")
    name = " ".join(text.split())
    if len(name) > LONGEST:
        return scene.stay(Reply(render("desk_invite", "long_name", most=LONGEST)))
    return _done(scene, state, name)


def _done(scene: Scene, state: Inviting, name: str) -> Turn:
    """The invitation is made, and with it the unit where it is a new one."""
    told, adds = unit_name(state, scene.world), list[Effect]()
    if state.unit_name and not state.unit:
        fresh = new_unit(scene.world, state)
        state, adds = replace(state, unit=fresh.id), [AddUnit(fresh)]
    effect = made(scene.world, state, name)
    return go(Idle(), *invited.replies(scene.world, effect, told), effects=(*adds, effect))


def _listed(scene: Scene, state: Inviting, text: str) -> Turn:
    """A list, or yes and no to the one that was read."""
    if state.text and is_word(text, "yes"):
        return _all_invited(scene)
    if state.text and is_word(text, "no"):
        text = ""
    return _ask(scene, replace(state, text=text))


def _all_invited(scene: Scene, _: str = "") -> Turn:
    """Everybody on the list who could be read, and the units that were not there yet."""
    state, world = scene.state, scene.world
    good = roster.read(state, world)[0] if isinstance(state, Inviting) and allowed(state, world) else ()
    if not good or not isinstance(state, Inviting):
        return _front(scene)
    fresh: dict[str, Unit] = {}
    effects = list[Effect]()
    for each in good:
        wanted = replace(each.wanted, text="")
        if wanted.unit_name and wanted.unit_name not in fresh:
            fresh[wanted.unit_name] = new_unit(world, wanted)
            effects.append(AddUnit(fresh[wanted.unit_name]))
        if wanted.unit_name:
            wanted = replace(wanted, unit=fresh[wanted.unit_name].id)
        effects.append(made(world, wanted, each.name))
    return go(Idle(), invited.list_of(effects), effects=tuple(effects))


def _unit_buttons(world: World, edition: Edition) -> Rows:
    """Units without a contact first; of very many none, since they are quicker typed."""
    units: Sequence[Unit] = world.records.seats.units(edition.round.id)
    if len(units) > BUTTONS:
        return (_BACK,)
    alone = [each for each in units if not world.records.seats.liaisons(each.id)]
    ordered = (*alone, *(each for each in units if each not in alone))
    return (
        *rows(tuple(button("field", f"invite unit {each.id}", label=each.name) for each in ordered)),
        _BACK,
    )


_BACK = (button("leave_inviting", "invite"),)

_DOORS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "at": _front,
    "office": _begin(OFFICE, "name"),
    "liaison": _begin(LIAISON, "unit"),
    "list": _begin(LIAISON, "list"),
    "nominee": _for_unit(NOMINEE),
    "names": _for_unit(NOMINEE, "list"),
    "listed": _all_invited,
    "successor": _for_unit(LIAISON),
    "poster": _poster,
    "unit": _chosen,
    "class": lambda scene, unit_class: (
        _class(scene, scene.state, unit_class) if isinstance(scene.state, Inviting) else _front(scene)
    ),
    "unnamed": lambda scene, _: (
        _done(scene, scene.state, "") if isinstance(scene.state, Inviting) else _front(scene)
    ),
    "open": invited.open_ones,
    "revoke": invited.revoke,
    "people": invited.people,
    "leave": invited.leave,
    "left": invited.left,
}
"""Button of the desk -> what it does."""
