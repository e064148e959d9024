"""Handing in through the chat: the registration number, the filled sheet, what remains on paper."""

from collections.abc import Iterator

from dialogs.correct import UNIT_FIELD, described, in_time, unit_meant
from dialogs.desk import confirm
from dialogs.desk.repeats import is_checked
from dialogs.draft import Draft
from dialogs.model import Idle, Reply, Submit, Turn
from dialogs.prompt import Rows
from dialogs.review import review
from dialogs.say import button, render, words
from dialogs.scene import Scene, go
from knowledge.fields import files
from knowledge.model import Contact, Edition, Material, Notice

_SATURDAY = 5


def submit(scene: Scene, draft: Draft) -> Turn:
    """Give the number, unless something blocks or the deadline has passed."""
    if draft.submitted and not draft.returned:
        return scene.stay(
            Reply(render("review", "submitted_before", registration=draft.summary.registration))
        )
    if draft.blocked():
        return scene.stay(review(draft, render("review", "blocked")))
    if draft.summary.practice:
        return _practised(draft)
    if draft.summary.way == "colleague" and not draft.summary.confirmed:
        return confirm.confirm(scene, f"{'show' if draft.summary.nominee else 'link'} {draft.id}")
    if not in_time(scene, draft):
        late = render("review", "late", until=draft.edition.round.closes)
        return scene.stay(Reply(late, _after(draft)))
    return _submitted(scene, draft)


def sheets(draft: Draft) -> tuple[Reply, ...]:
    """The filled sheet as a picture for the phone and as a Word file for the printer."""
    return tuple(Reply("", document=f"form/{draft.id}/{kind}") for kind in ("pdf", "docx"))


def remaining(draft: Draft) -> Reply:
    """What is still to do on paper, in order, from the notice's own materials, seals and address."""
    notice = draft.edition.notice
    late = next((fact for fact in notice.facts if fact.topic == "late"), None)
    said = render(
        "review",
        "remaining",
        steps=list(_steps(draft)),
        late_quote=late.cites.quote if late else "",
        late_clause=notice.clause(late.cites.clause).label if late else "",
    )
    return Reply(said, _after(draft))


def _submitted(scene: Scene, draft: Draft) -> Turn:
    notice = draft.edition.notice
    registration = draft.summary.registration or _next_number(scene, draft)
    late = not draft.returned and scene.event.at > draft.edition.round.closes
    unit = draft.entries.get(UNIT_FIELD, "")
    handed_in = Submit(draft.id, registration, unit_meant(scene, draft), scene.event.at, late)
    effects = (handed_in, described(scene, draft))
    if draft.returned:
        again = render("review", "submitted_again", registration=registration, unit=unit)
        return go(Idle(), Reply(again), *sheets(draft), remaining(draft), effects=effects)
    said = render(
        "review",
        "submitted",
        registration=registration,
        title=notice.form.title,
        office=_receiver(notice).office,
        note=notice.form.note,
        paper=not _online(notice),
    )
    # The same for everybody: who submits must not learn from it whether somebody else was nominated.
    checked = f"\n\n{render('desk_held', 'asker')}" if is_checked(notice) else ""
    return go(Idle(), Reply(said + checked), *sheets(draft), remaining(draft), *_wait(draft), effects=effects)


def _wait(draft: Draft) -> tuple[Reply, ...]:
    """What was written about somebody else goes up only after that person's yes."""
    if draft.summary.way == "self" or draft.summary.confirmed:
        return ()
    said = render("desk_confirm", "wait", name=draft.entries.get("name", ""))
    return (Reply(said, ((button("confirm_link", f"confirm link {draft.id}"),),)),)


def _next_number(scene: Scene, draft: Draft) -> str:
    serial = scene.world.records.last_registration(draft.edition.round.id) + 1
    return f"{draft.edition.round.code}-{serial:04d}"


def _practised(draft: Draft) -> Turn:
    said = render("review", "practised", title=draft.form.title)
    return go(Idle(), Reply(said), *sheets(draft), remaining(draft))


def _after(draft: Draft) -> Rows:
    if draft.summary.practice:
        return ((button("mine", "mine"), button("notices", "notices")),)
    return ((button("mine", "mine"), button("edit", f"edit {draft.id}")),)


def _receiver(notice: Notice) -> Contact:
    return notice.contacts[0]


def _online(notice: Notice) -> bool:
    """Does everything go in on a page of the office's own? Then nothing is stamped, mailed or carried."""
    return all(each.medium == "electronic" for each in notice.materials) and not _receiver(notice).email


def _steps(draft: Draft) -> Iterator[str]:
    """The steps in the order in which they are done: posting, printing, seals, handing in."""
    notice = draft.edition.notice
    if duty := notice.public_notice:
        yield render(
            "review",
            "step_public_notice",
            levels=duty.levels,
            days=duty.working_days,
            least=words()["at_least"] in duty.cites.quote,
            unstated=duty.unstated,
        )
    for material in notice.materials:
        yield _prepare(draft, material)
    for material in notice.materials:
        if material.seals:
            yield render("review", "step_seals", name=material.name, seals=material.seals)
    yield _hand_in(draft.edition)


def _hand_in(edition: Edition) -> str:
    """By the deadline that holds now, which may have been moved."""
    notice, until = edition.notice, edition.round.closes.date()
    if _online(notice):
        return render("review", "step_ask", until=until, contact=_receiver(notice))
    weekend = until.weekday() >= _SATURDAY
    return render("review", "step_hand_in", until=until, contact=_receiver(notice), weekend=weekend)


def _prepare(draft: Draft, material: Material) -> str:
    about, most = material.chars.about, material.chars.max
    if _online(draft.edition.notice):
        return render("review", "step_online", name=material.name)
    if material.medium != "paper":
        return render(
            "review",
            "step_bring",
            name=material.name,
            electronic=material.medium == "electronic",
            count=material.count,
            copies=material.copies,
            about=about,
            most=most,
            written=_written(draft, material),
            sent=_sent(draft, material),
        )
    if about or most:
        return render(
            "review",
            "step_statement",
            name=material.name,
            copies=material.copies,
            about=about,
            most=most,
            have=_written(draft, material),
        )
    return render(
        "review",
        "step_print",
        name=material.name,
        copies=material.copies,
        paper=material.paper,
        double=material.sides == "double",
    )


def _sent(draft: Draft, material: Material) -> str:
    """How many files of it came in the chat, such as 2张, or ''."""
    field = draft.form.field(material.field)
    filed = files.filed(draft.entries.get(field.id, "")) if field and field.files else ()
    return f"{len(filed)}{files.unit(field)}" if field and filed else ""


def _written(draft: Draft, material: Material) -> bool:
    """Was this text written in the chat? Then it comes along as a Word file of its own."""
    field = draft.form.field(material.field)
    return bool(field and field.type == "long_text" and draft.entries.get(field.id))
