"""Handing back what was sent: to its owner only, by its own name, never opened by the browser."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine

from bot.documents.desk import Desk
from bot.documents.taken import NotTheirs
from bot.receive import House, Receive
from bot.uploads import Keeper
from dialogs.model import Event, Filling, SaveEntry, StartNomination, State, Turn, World
from knowledge.fields.files import Filed, written
from storage.blobs import Blobs
from storage.vault import Vault
from tests.photos import pdf, plain_photo, png
from tests.storage.small import FORM, NOW, ROUND, edition, event


def step(state: State, event: Event, world: World) -> Turn:
    """Begins, then keeps whatever is sent as the answer to `photos`."""
    if not isinstance(state, Filling):
        new = next(world.ids)
        return Turn(
            Filling(new, "photos"), (), (StartNomination(new, ROUND, ROUND, FORM.digest, practice=False),)
        )
    sent = written(tuple(Filed(each.hash, each.bytes, each.name) for each in event.uploads))
    hashes = tuple(each.hash for each in event.uploads)
    return Turn(state, (), (SaveEntry(state.nomination, "photos", sent, hashes),))


class Sender:
    def __init__(self, engine: Engine, vault: Vault, folder: Path) -> None:
        blobs = Blobs(folder, vault)
        house = House({ROUND: edition()}, lambda: NOW)
        self.desk = Desk(engine, vault, house.library, blobs)
        self._receive = Receive(engine, vault, house, step=step, blobs=blobs)
        self._keeper = Keeper(blobs)

    def send(self, *files: tuple[str, bytes], address: str = "b1") -> tuple[str, tuple[str, ...]]:
        """The person, and the hashes of what was kept."""
        self._receive(event("start", address=address))
        uploads = tuple(self._keeper(name, body) for name, body in files)
        sent = replace(event(address=address), uploads=uploads)
        return self._receive(sent).person, tuple(each.hash for each in uploads)


@pytest.fixture
def sender(engine: Engine, vault: Vault, tmp_path: Path) -> Sender:
    return Sender(engine, vault, tmp_path / "files")


def test_a_photo_comes_with_a_small_picture_and_only_to_be_saved(sender: Sender) -> None:
    person, (photo,) = sender.send(("工作照.jpeg", plain_photo(1)))
    small, whole = sender.desk.make(f"file/{photo}", person)
    assert (whole.name, whole.mime, whole.body) == ("工作照.jpg", "application/octet-stream", plain_photo(1))
    assert small.mime == "image/png"
    with Image.open(io.BytesIO(small.body)) as picture:
        assert max(picture.size) == 480


def test_nobody_else_gets_it(sender: Sender) -> None:
    _, (photo,) = sender.send(("a.jpg", plain_photo(1)))
    other, _ = sender.send(("b.jpg", plain_photo(2)), address="b2")
    for path in (f"file/{photo}", "file/unknown"):
        with pytest.raises(NotTheirs):
            sender.desk.make(path, other)


def test_everything_comes_in_one_archive_with_a_name_for_each(sender: Sender) -> None:
    files = (
        ("照片.jpg", plain_photo(1)),
        ("照片.jpg", plain_photo(2)),
        ("a.png", png(text=False)),
        ("证书.pdf", pdf()),
    )
    person, _ = sender.send(*files)
    (archive,) = sender.desk.make(f"files/{person}", person)
    assert (archive.name, archive.mime) == ("我传的文件.zip", "application/zip")
    with zipfile.ZipFile(io.BytesIO(archive.body)) as opened:
        assert opened.namelist() == ["照片.jpg", "照片-2.jpg", "a.png", "证书.pdf"]
        assert [opened.read(name) for name in opened.namelist()] == [body for _, body in files]


def test_the_picture_of_how_to_send_the_original_is_small_and_for_everybody(sender: Sender) -> None:
    (picture,) = sender.desk.make("howto/send-as-file", "anybody")
    assert len(picture.body) < 100_000
    with Image.open(io.BytesIO(picture.body)) as opened:
        assert opened.format == "PNG"
