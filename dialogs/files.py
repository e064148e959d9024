"""Photos and scans where a field asks for them: each is kept as it comes, counted, answered in one line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dialogs import correct, fill
from dialogs.draft import Draft
from dialogs.heard import is_word
from dialogs.model import Decline, Filling, Reply, SaveEntry, Turn, Upload
from dialogs.prompt import ask, steps
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge import fields
from knowledge.fields import files
from knowledge.model import Field, Reading

HOW_TO = "howto/send-as-file"
_SLOW = 5_000_000  # bytes; what is larger takes a while to come
_OF_PICTURES = frozenset(
    {"heic", "other_picture", "truncated", "too_many_pixels", "pdf_has_password", "pdf_runs"}
)
_OF_FILES = frozenset({"empty", "too_big", "unreadable"})


def coming(scene: Scene, draft: Draft, field: Field) -> Turn:
    """A file is announced: what cannot be the answer is refused before it is fetched."""
    assert field.files is not None
    announced = scene.event.attachments
    if draft.away(field):
        return _away(scene, draft, field)
    if field.files.min_bytes and announced and all(each.kind == "photo" for each in announced):
        return _compressed(scene, draft, field)
    slow = any(each.bytes > _SLOW for each in announced)
    return scene.stay(*((Reply(render("fill", "file_coming")),) if slow else ()))


def came(scene: Scene, draft: Draft, field: Field) -> Turn:
    """Files came where they are asked."""
    if draft.submitted and (closed := correct.closed(scene, draft)):
        return closed
    if draft.away(field):
        return _away(scene, draft, field)
    filled, lines = draft, []
    for upload in scene.event.uploads:
        filled, line = _added(filled, field, upload)
        lines.append(line)
    return _answered(scene, draft, filled, field, "\n".join(lines))


def typed(scene: Scene, draft: Draft, field: Field, text: str) -> Turn:
    """Words where a file is asked."""
    reading = fields.read(field, text, scene.world.now.date())
    if reading.complaint == "none_of_these":
        return fill.skip(draft, field)
    if is_word(text, "finished") and draft.entries.get(field.id) and not draft.short_of(field):
        return fill.kept(draft, field)
    said = render("reading", reading.complaint, field=field, details=reading.details)
    return go(_here(scene, draft, field), ask(draft, field, said))


def elsewhere(draft: Draft | None, field: Field | None, uploads: Sequence[Upload]) -> str:
    """What is said of photos and scans that came where none is asked; '' where these are none."""
    kinds = {each.type for each in uploads}
    if not kinds or not kinds <= files.PICTURES | {"pdf"}:
        return ""
    wanting = tuple(_wanting(draft, kinds)) if draft else ()
    full = tuple(each for each in wanting if draft and _is_full(draft, each))
    if draft and field and full and draft.place(full[-1]) < draft.place(field):
        return render("files", "enough", field=full[-1], unit=files.unit(full[-1]))
    asked = next((each for each in wanting if each not in full), None)
    if asked:
        return render("files", "later", label=asked.label, now=field.label if field else "")
    if field and field.type == "long_text":
        return render("upload", "is_pdf" if kinds == {"pdf"} else "photo_not_needed")
    return ""


def _wanting(draft: Draft, kinds: set[str]) -> Iterator[Field]:
    """The fields that take such files here."""
    for each in draft.form.asked:
        takes = kinds & set(each.files.formats) or kinds & files.PICTURES if each.files else set()
        if takes and not draft.away(each):
            yield each


def _is_full(draft: Draft, field: Field) -> bool:
    return field.files is not None and len(files.filed(draft.entries.get(field.id, ""))) >= field.files.most


def _added(draft: Draft, field: Field, upload: Upload) -> tuple[Draft, str]:
    """The draft with the file, if it is taken, and the line that answers it."""
    name = files.brief_name(upload.name)
    if upload.fault:
        return draft, render("files", "refused", name=name, why=_why(field, upload))
    reading = _taken(draft, field, upload)
    if reading.complaint:
        return draft, render("files", reading.complaint, **_words(field, reading))
    filled = draft.having(field.id, reading.value)
    count, short = len(files.filed(reading.value)), filled.short_of(field)
    return filled, render("files", "received", count=count, short=short, **_words(field, reading))


def _taken(draft: Draft, field: Field, upload: Upload) -> Reading:
    """Where only one is asked, or the nomination is handed in, a new file takes the place of the oldest."""
    assert field.files is not None
    value = draft.entries.get(field.id, "")
    reading = files.judge(field, value, upload)
    if reading.complaint != "too_many" or not (draft.submitted or field.files.most == 1):
        return reading
    return files.judge(field, files.written(files.filed(value)[1:]), upload)


def _words(field: Field, reading: Reading) -> dict[str, object]:
    return {"field": field, "unit": files.unit(field), "doubt": reading.doubt, **reading.details}


def _why(field: Field, upload: Upload) -> str:
    assert field.files is not None
    if upload.type in files.FORMATS and upload.type not in field.files.formats:
        return render("files", "wanted_format", field=field)
    if upload.fault in _OF_PICTURES:
        return render("upload", upload.fault)
    return render("files", upload.fault if upload.fault in _OF_FILES else "wanted_format", field=field)


def _answered(scene: Scene, before: Draft, draft: Draft, field: Field, said: str) -> Turn:
    """Keep what was taken; a field for a single file goes on by itself."""
    value = draft.entries.get(field.id, "")
    if value == before.entries.get(field.id, ""):
        return go(
            _here(scene, draft, field), Reply(said, (steps(draft, field),), asks=f"{draft.id} {field.id}")
        )
    hashes = tuple(each.hash for each in files.filed(value))
    saved = SaveEntry(draft.id, field.id, value, hashes)
    card = f"file/{hashes[-1]}" if draft.channel == "web" else ""
    if draft.submitted:
        buttons = (button("documents", f"documents {draft.id}"), button("edit", f"edit {draft.id}"))
        return go(_here(scene, draft, field), Reply(said, (buttons,), card), effects=(saved,))
    if field.files and field.files.most == 1:
        return fill.onward(draft, said, (saved,))
    asked = f"{draft.id} {field.id}"
    shown = Reply(said, (steps(draft, field),), card, progress=draft.place(field), asks=asked)
    return go(_here(scene, draft, field), shown, effects=(saved,))


def _compressed(scene: Scene, draft: Draft, field: Field) -> Turn:
    """A messenger made the photo small: how to send the original is shown once, and only said after that."""
    here = _here(scene, draft, field)
    said = render("files", "compressed", again=here.guided, field=field)
    picture = () if here.guided else (Reply("", document=HOW_TO),)
    shown = Reply(said, (steps(draft, field),), asks=f"{draft.id} {field.id}")
    return go(replace(here, guided=True), *picture, shown, effects=(Decline(),))


def _away(scene: Scene, draft: Draft, field: Field) -> Turn:
    """What must not leave the country is neither fetched nor kept; where possible it leaves the chat too."""
    said = render("files", "not_here", label=field.label)
    shown = Reply(said, (steps(draft, field),), asks=f"{draft.id} {field.id}", erases=scene.event.sent)
    return go(_here(scene, draft, field), shown, effects=(Decline(),))


def _here(scene: Scene, draft: Draft, field: Field) -> Filling:
    guided = isinstance(scene.state, Filling) and scene.state.field == field.id and scene.state.guided
    return Filling(draft.id, field.id, guided=guided)
