"""Walk a form: start or resume it, ask one field at a time, keep what is answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dialogs import code, privacy
from dialogs.desk import whom
from dialogs.draft import Draft, draft_of, drafts
from dialogs.model import (
    Button,
    ClearEntry,
    Confirming,
    Consent,
    Consenting,
    Discard,
    Effect,
    Filling,
    Idle,
    Reply,
    Reviewing,
    SaveEntry,
    StartNomination,
    Turn,
)
from dialogs.prompt import Rows, ask, rows, several
from dialogs.records import NominationSummary
from dialogs.review import brief, review
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import Join
from knowledge.model import Edition, Field


def fill(scene: Scene, wanted: str = "") -> Turn:
    """`/fill`, `/fill jiujiang-2022`: start the form, or resume the draft there is."""
    edition = find_edition(scene, wanted) if wanted else talked_about(scene)
    if edition is None:
        lead = render("fill", "no_such_notice", word=wanted) if wanted else render("fill", "choose_notice")
        return scene.stay(Reply(lead, notice_buttons(scene, "fill", "fill_notice")))
    if not _anything_to_do(scene, edition):
        return _about(scene, edition, _offer_practice(edition, scene.world.now))
    if card := privacy.card_needed(scene):
        return _about(scene, edition, privacy.show_card(scene, card, edition, practice=False))
    return _about(scene, edition, _begin_or_resume(scene, edition))


def wished(scene: Scene, award: str) -> Turn:
    """想报个名: the form of the award that is named, else of the one that was talked about."""
    edition = find_edition(scene, award) if award else None
    return fill(scene, edition.notice.id if edition else "")


def agreed(scene: Scene, state: Consenting) -> Turn:
    """The person agreed to the card that is shown: the next card, or the form."""
    edition = scene.world.library.get(state.notice)
    if edition is None:
        return fill(scene)
    given = Consent(state.card, privacy.version(state.card))
    if state.resuming and (draft := draft_of(scene.world, state.resuming)):
        after = _resumed(scene, draft, state.card)
    elif card := privacy.card_needed(scene, state.card):
        after = privacy.show_card(scene, card, edition, practice=state.practice)
    elif state.practice:
        after = begin(scene, edition, practice=True)
    else:
        after = _begin_or_resume(scene, edition)
    return go(after.state, *after.replies, effects=(given, *after.effects))


def another(scene: Scene, notice: str) -> Turn:
    """One more nomination for a notice for which there is one already."""
    edition = scene.world.library.get(notice)
    return start(scene, edition) if edition else fill(scene)


def practice(scene: Scene, notice: str) -> Turn:
    """The whole form of a closed round, to try out."""
    edition = scene.world.library.get(notice)
    if edition is None:
        return fill(scene)
    if card := privacy.card_needed(scene):
        return privacy.show_card(scene, card, edition, practice=True)
    return begin_once(scene, edition, practice=True)


def start(scene: Scene, edition: Edition) -> Turn:
    """A new nomination where the round is open; otherwise the offer of a practice draft."""
    if is_open(edition, scene.world.now):
        asks = whom.is_asked(scene, edition)
        return whom.card(scene, edition) if asks else begin_once(scene, edition, practice=False)
    return _offer_practice(edition, scene.world.now)


def is_open(edition: Edition, now: datetime) -> bool:
    """Does the round take nominations now?"""
    return edition.round.opens <= now <= edition.round.closes


def begin_once(scene: Scene, edition: Edition, *, practice: bool, way: str = "self", unit: str = "") -> Turn:
    """Who presses the button twice gets no second draft, as long as nothing stands in the first."""
    _, unit_name = _unit(scene, unit, "")
    known = {} if practice else whom.given(edition.notice.form, way, unit_name)
    for each in drafts(scene.world, edition.notice.id):
        same = (each.summary.practice, each.summary.way) == (practice, way)
        if same and dict(each.entries) == dict(known):
            return resume(each)
    return begin(scene, edition, practice=practice, way=way, unit=unit)


def begin(  # noqa: PLR0913 - whatever may lead to a form
    scene: Scene, edition: Edition, *, practice: bool, way: str = "self", unit: str = "", token: str = ""
) -> Turn:
    """Open a new draft and ask its first field. A `token` is of the invitation that led here.

    `way` and `unit`: as in StartNomination.
    """
    fresh = next(scene.world.ids)
    unit, unit_name = _unit(scene, unit, token)
    known = {} if practice else whom.given(edition.notice.form, way, unit_name)
    summary = NominationSummary(
        id=fresh,
        notice=edition.notice.id,
        round=edition.round.id,
        state="draft",
        practice=practice,
        registration="",
        digest=edition.notice.form.digest,
        started=scene.world.now,
        changed=scene.world.now,
        way=way,
        confirmed=way == "self",
    )
    draft = Draft(summary, whom.in_sight(edition, summary), known, scene.world.person.channel)
    form = draft.form
    opened = StartNomination(fresh, summary.notice, summary.round, form.digest, practice, way, unit)
    saved = tuple(SaveEntry(fresh, field, value) for field, value in known.items())
    joined = (Join(token),) if token else ()
    given, code_card = code.first(scene)
    intro = render(
        "fill",
        "started",
        title=form.title,
        fields=len(form.asked),
        practice=practice,
        note=form.note,
    )
    first = _first(scene, draft)
    return go(
        first.state, Reply(intro), *code_card, *first.replies, effects=(*joined, opened, *saved, *given)
    )


def _unit(scene: Scene, unit_id: str, token: str) -> tuple[str, str]:
    """Id and name of the unit it is for, where that is known before anything is asked."""
    seats = scene.world.records.seats
    if token and (invitation := seats.invited(token)):
        return invitation.unit, invitation.unit_name
    unit = seats.unit(unit_id) if unit_id else None
    return (unit.id, unit.name) if unit else ("", "")


def _first(scene: Scene, draft: Draft) -> Turn:
    """The first question; or, after /check, what was said there, to be confirmed."""
    told = dict(scene.world.talk.traits) if scene.world.talk.notice == draft.summary.notice else {}
    proposals = tuple((each.id, value) for each in draft.form.asked if (value := _told(each, told)))
    field = draft.next_field() or draft.form.asked[0]
    if not proposals:
        return go(Filling(draft.id, field.id), ask(draft, field))
    return go(Confirming(draft.id, proposals, field.id), several(draft, proposals, "told_before"))


def _told(field: Field, told: Mapping[str, str]) -> str:
    """The option that one of the traits this field settles was given."""
    return next((told[trait] for trait in field.informs.split() if told.get(trait) in field.options), "")


def resume(draft: Draft) -> Turn:
    """Take up a draft where it was left."""
    lead = render(
        "fill",
        "resumed",
        short=draft.edition.notice.short,
        practice=draft.summary.practice,
        filled=sum(1 for value in draft.entries.values() if value),
        fields=len(draft.form.asked),
    )
    return onward(draft, lead)


def resume_id(scene: Scene, nomination: str) -> Turn:
    draft = draft_of(scene.world, nomination)
    return _resumed(scene, draft) if draft and not draft.submitted else gone(scene)


def _resumed(scene: Scene, draft: Draft, *given: str) -> Turn:
    if turn := card_first(scene, draft, *given):
        return turn
    return _already_submitted(scene, draft.edition, draft.summary) if draft.submitted else resume(draft)


def card_first(scene: Scene, draft: Draft, *given: str) -> Turn | None:
    """A draft of another channel may still want this one's cards: the first that was not agreed to."""
    others = draft.summary.way != "self" and not draft.summary.nominee
    if card := privacy.card_needed(scene, *given, others=others):
        shown = privacy.show_card(scene, card, draft.edition)
        return replace(shown, state=Consenting(draft.summary.notice, card, resuming=draft.id))
    return None


def onward(draft: Draft, lead: str, effects: tuple[Effect, ...] = (), but: Field | None = None) -> Turn:
    """Ask what is still unanswered, `but` for one; where nothing is, show everything for checking."""
    field = draft.next_field(but)
    if field is None:
        return go(Reviewing(draft.id), review(draft, lead), effects=effects)
    return go(Filling(draft.id, field.id), ask(draft, field, lead), effects=effects)


def keep(draft: Draft, field: Field, value: str) -> Turn:
    """Save an answer and go on to what comes next."""
    saved = () if draft.entries.get(field.id) == value else (SaveEntry(draft.id, field.id, value),)
    return onward(draft.having(field.id, value), noted(field, value), saved)


def noted(field: Field, value: str) -> str:
    """The sentence that shows back, in its normal form, what was kept."""
    return render("fill", "noted", label=field.label, shown=brief(field, value), optional_left=field.optional)


def skip(draft: Draft, field: Field) -> Turn:
    """Leave a field for later; a value that stands is kept."""
    if draft.submitted or draft.entries.get(field.id):
        return kept(draft, field)
    return keep(draft, field, "")


def missing(draft: Draft) -> Turn:
    """补填: the required fields that were skipped are asked one after the other."""
    skipped = [each for each in draft.missing() if draft.entries.get(each.id) == ""]
    for field in skipped:
        draft = draft.without(field.id)
    return onward(draft, "", tuple(ClearEntry(draft.id, each.id) for each in skipped))


def kept(draft: Draft, field: Field) -> Turn:
    """不改: what stands in the field stays."""
    if draft.submitted:
        return go(Idle(), Reply(render("fill", "correct_only_valid", label=field.label)))
    but = field if draft.short_of(field) else None
    return onward(draft, noted(field, draft.entries.get(field.id, "")), but=but)


def back(draft: Draft, field: Field) -> Turn:
    """The field before this one, with what stands in it."""
    return goto(draft, draft.before(field))


def goto(draft: Draft, field: Field, lead: str = "") -> Turn:
    return go(Filling(draft.id, field.id), ask(draft, field, lead))


def cancel(draft: Draft | None) -> Turn:
    """Stop here; the draft stays."""
    if draft is None:
        return go(
            Idle(),
            Reply(render("fill", "nothing_to_cancel"), ((button("fill", "fill"), button("mine", "mine")),)),
        )
    lead = render(
        "fill",
        "paused",
        short=draft.edition.notice.short,
        filled=sum(1 for value in draft.entries.values() if value),
        fields=len(draft.form.asked),
    )
    again = button("resume", f"resume {draft.id}")
    return go(Idle(), Reply(lead, ((again, button("mine", "mine")),)))


def restart(scene: Scene, draft: Draft) -> Turn:
    """Throw the draft away and begin anew, after the person has said yes to it."""
    edition, way = scene.world.library.get(draft.summary.notice, draft.edition), draft.summary.way
    unit = whom.own_unit_in(scene.world, edition) if way == "union" else None
    fresh = begin(scene, edition, practice=draft.summary.practice, way=way, unit=unit.id if unit else "")
    return go(fresh.state, *fresh.replies, effects=(Discard(draft.id), *fresh.effects))


def gone(scene: Scene) -> Turn:
    return scene.stay(Reply(render("fill", "gone"), ((button("mine", "mine"),),)))


def find_edition(scene: Scene, wanted: str) -> Edition | None:
    """The edition of that id, or the one whose name the words contain."""
    library = scene.world.library
    if wanted in library:
        return library[wanted]
    named = [
        edition
        for edition in library.values()
        if wanted and any(name in wanted for name in (edition.notice.short, *edition.notice.names))
    ]
    return named[0] if len(named) == 1 else None


def talked_about(scene: Scene) -> Edition | None:
    """The edition that the last questions were about, while its round is open."""
    found = scene.world.library.get(scene.world.talk.notice)
    return found if found and is_open(found, scene.world.now) else None


def notice_buttons(scene: Scene, press: str, label: str) -> Rows:
    """A button for each notice in the library, in the library's order."""
    return rows(
        tuple(
            button(label, f"{press} {edition.notice.id}", short=edition.notice.short)
            for edition in scene.world.library.values()
        )
    )


def _anything_to_do(scene: Scene, edition: Edition) -> bool:
    """Is the round open, or is there something of the person's own to go on with?"""
    begun = drafts(scene.world, edition.notice.id) or _submitted(scene, edition)
    return bool(begun) or is_open(edition, scene.world.now)


def _offer_practice(edition: Edition, now: datetime) -> Turn:
    """The round is over, or has not begun: say so, and offer a draft to try everything out."""
    running, notice = edition.round, edition.notice
    if now > running.closes:
        lead = render("fill", "closed", short=notice.short, until=running.closes)
    else:
        lead = render("fill", "not_open", short=notice.short, since=running.opens)
    offers = (button("practice", f"practice {notice.id}"), button("leave", "start"))
    return go(Idle(), Reply(lead, (offers,)))


def _about(scene: Scene, edition: Edition, turn: Turn) -> Turn:
    """From now on, a question without a notice's name is about this one."""
    return replace(turn, talk=replace(scene.world.talk, notice=edition.notice.id))


def _begin_or_resume(scene: Scene, edition: Edition) -> Turn:
    begun = drafts(scene.world, edition.notice.id)
    if len(begun) == 1:
        return resume(begun[0])
    if begun:
        return _choose_draft(scene, edition, begun)
    if done := _submitted(scene, edition):
        return _already_submitted(scene, edition, done)
    return start(scene, edition)


def _choose_draft(scene: Scene, edition: Edition, begun: tuple[Draft, ...]) -> Turn:
    lead = render("fill", "choose_draft", short=edition.notice.short)
    return scene.stay(Reply(lead, rows(tuple(draft_button(each) for each in begun))))


def draft_button(draft: Draft) -> Button:
    """Takes up this draft; the label tells several apart by the nominee's name."""
    name = draft.entries.get("name", "")
    label = render("mine", "draft_label", short=draft.edition.notice.short, name=name)
    return Button(label, f"resume {draft.id}")


def _submitted(scene: Scene, edition: Edition) -> NominationSummary | None:
    """The latest nomination of this round that is one's own and handed in already."""
    return next(
        (
            each
            for each in scene.world.records.nominations()
            if each.round == edition.round.id
            and each.state not in {"draft", "withdrawn"}
            and each.way == "self"
        ),
        None,
    )


def _already_submitted(scene: Scene, edition: Edition, done: NominationSummary) -> Turn:
    notice = edition.notice
    name = scene.world.records.entries(done.id).get("name", "")
    lead = render("fill", "already_submitted", short=notice.short, registration=done.registration, name=name)
    seen = button("show", f"show {done.id}", short=notice.short, registration=done.registration)
    return go(Idle(), Reply(lead, ((seen,), (button("another", f"another {notice.id}"),))))
