"""Files on the disk: there before anybody hears of them, a person's once an answer names them, gone when not."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.receive import House, Receive
from dialogs.model import (
    ClearEntry,
    Decline,
    Discard,
    Event,
    Filling,
    Forget,
    Idle,
    Link,
    NewCode,
    SaveEntry,
    StartNomination,
    State,
    Turn,
    Upload,
    Withdraw,
    World,
)
from storage import files
from storage.blobs import Blobs
from storage.engine import read
from storage.inbox import Inbox
from storage.sweep import sweep
from storage.tables import FileRow, FileUseRow
from storage.vault import Vault
from tests.storage.small import FORM, NOW, REAL, ROUND, edition, event, rows, telegram

DAY = timedelta(hours=25)


def step(state: State, event: Event, world: World) -> Turn:
    """Keeps every file in the field `photos`; the other words are effects."""
    verb, _, rest = event.text.partition(" ")
    nomination = state.nomination if isinstance(state, Filling) else ""
    match verb:
        case "start":
            new = next(world.ids)
            start = StartNomination(new, ROUND, ROUND, FORM.digest, practice=False)
            return Turn(Filling(new, "photos"), (), (start,))
        case "clear":
            return Turn(state, (), (ClearEntry(nomination, "photos"),))
        case "discard":
            return Turn(Idle(), (), (Discard(nomination),))
        case "withdraw":
            return Turn(Idle(), (), (Withdraw(nomination),))
        case "forget":
            return Turn(Idle(), (), (Forget(),))
        case "code":
            return Turn(state, (), (NewCode(rest),))
        case "link":
            return Turn(state, (), (Link(world.records.person_of(rest)),))
        case "decline":
            return Turn(state, (), (Decline(),))
    if event.uploads and nomination:
        hashes = tuple(each.hash for each in event.uploads)
        return Turn(state, (), (SaveEntry(nomination, "photos", " ".join(hashes), hashes),))
    return Turn(state, ())


class Store:
    """An inbox, its turns and its disk. `now` is the true time."""

    def __init__(self, engine: Engine, vault: Vault, folder: Path) -> None:
        self.engine, self.folder, self.now = engine, folder, REAL
        self.blobs = Blobs(folder, vault)
        self.inbox = Inbox(engine, vault, self.blobs)
        house = House({ROUND: edition()}, lambda: NOW)
        self.receive = Receive(engine, vault, house, step=step, real=lambda: self.now, blobs=self.blobs)

    def say(self, text: str) -> None:
        self.receive(event(text))

    def photo(self, body: bytes = b"photo", name: str = "a.jpg") -> Upload:
        """A photo on the disk of which nobody has heard yet."""
        mark = body.hex()
        return Upload(mark, name, "jpg", len(body), blob=self.blobs.keep(mark, body))

    def send(self, *uploads: Upload) -> Event:
        sent = event(uploads=uploads)
        self.inbox.put([sent])
        self.receive(sent)
        return sent

    def sweep(self) -> None:
        sweep(self.engine, self.now, self.blobs)

    @property
    def disk(self) -> int:
        return sum(path.is_file() for path in self.folder.rglob("*"))

    @property
    def owned(self) -> list[str]:
        return [row.hash for row in rows(self.engine, FileRow) if row.person and not row.dropped]


@pytest.fixture
def store(engine: Engine, vault: Vault, tmp_path: Path) -> Store:
    made = Store(engine, vault, tmp_path / "files")
    made.say("start")
    return made


def test_a_file_is_sealed_on_the_disk_and_opens_only_as_itself(store: Store) -> None:
    upload = store.photo(b"a secret picture")
    (path,) = (each for each in store.folder.rglob("*") if each.is_file())
    assert b"secret" not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert upload.hash not in path.name
    assert store.blobs.open(upload.blob, upload.hash) == b"a secret picture"
    assert store.blobs.open(upload.blob, "another") is None
    with pytest.raises(ValueError, match="not the name"):
        store.blobs.open("../../etc/passwd", upload.hash)


def test_a_file_that_an_answer_names_stays(store: Store) -> None:
    store.send(store.photo())
    store.now += DAY
    store.sweep()
    assert (store.owned, store.disk) == ([b"photo".hex()], 1)


def test_a_file_that_no_answer_names_goes_with_its_turn(store: Store) -> None:
    store.say("discard")
    store.send(store.photo())
    assert (rows(store.engine, FileRow), store.disk) == ([], 0)


def test_the_same_photo_twice_is_kept_once(store: Store) -> None:
    store.send(store.photo())
    store.send(store.photo())
    assert (len(store.owned), store.disk) == (1, 1)


def test_an_upload_sent_again_after_a_lost_answer_leaves_nothing_behind(store: Store) -> None:
    sent = store.send(store.photo())
    again = Event(sent.id, sent.channel, sent.address, sent.at, uploads=(store.photo(),))
    store.inbox.put([again])
    store.receive(again)
    assert (len(store.owned), store.disk) == (1, 1)
    store.inbox.put([sent])  # the very same
    assert store.disk == 1


@pytest.mark.parametrize("deed", ["clear", "discard", "withdraw"])
def test_what_is_needed_no_longer_goes_after_a_day(deed: str, store: Store) -> None:
    store.send(store.photo())
    store.say(deed)
    store.sweep()
    assert store.disk == 1
    store.now += DAY
    store.sweep()
    assert (rows(store.engine, FileRow), rows(store.engine, FileUseRow), store.disk) == ([], [], 0)


def test_a_replaced_photo_goes_after_a_day(store: Store) -> None:
    store.send(store.photo(b"old"))
    store.send(store.photo(b"new"))
    store.now += DAY
    store.sweep()
    assert store.owned == [b"new".hex()]


def test_forgetting_leaves_no_file(store: Store) -> None:
    store.send(store.photo(), store.photo(b"another"))
    store.say("forget")
    assert (rows(store.engine, FileRow), rows(store.engine, FileUseRow), store.disk) == ([], [], 0)


def test_forgetting_ends_even_where_the_program_died_before_the_files_were_deleted(store: Store) -> None:
    store.send(store.photo())
    store.receive._blobs = None  # as if it died after the commit
    store.say("forget")
    assert (store.owned, store.disk) == ([], 1)
    files.clear(store.engine, store.blobs)
    assert (rows(store.engine, FileRow), store.disk) == ([], 0)


def test_two_who_become_one_keep_their_files(store: Store) -> None:
    store.say("code 000000000001")
    other = telegram("start")
    store.receive(other)
    sent = telegram(uploads=(store.photo(b"from the phone"),))
    store.inbox.put([sent])
    store.receive(sent)
    store.send(store.photo())
    store.receive(telegram("link 000000000001"))
    assert len({row.person for row in rows(store.engine, FileRow)}) == 1
    store.now += DAY
    store.sweep()
    assert store.disk == 2


def test_a_file_whose_event_waits_is_not_swept(store: Store) -> None:
    sent = event(uploads=(store.photo(),))
    store.inbox.put([sent])
    store.now += DAY
    store.sweep()
    assert store.disk == 1
    store.receive(sent)
    assert len(store.owned) == 1


def test_a_file_whose_event_was_never_kept_goes_after_a_day(store: Store) -> None:
    store.photo()
    sweep(store.engine, store.now, store.blobs)
    assert store.disk == 1
    store.now = REAL.now(REAL.tzinfo) + DAY
    store.sweep()
    assert store.disk == 0


def test_a_file_of_an_event_that_was_set_aside_goes(store: Store) -> None:
    sent = event(uploads=(store.photo(),))
    store.inbox.put([sent])
    store.receive.set_aside(sent)
    store.sweep()
    assert store.disk == 0


def test_a_file_that_comes_after_its_sender_was_forgotten_is_not_kept(store: Store) -> None:
    waiting = telegram("start", pending=True)
    store.inbox.put([waiting])
    store.receive(waiting)
    store.receive(telegram("forget"))
    assert not store.inbox.fetched(waiting, (store.photo(),))
    assert (rows(store.engine, FileRow), store.disk) == ([], 0)


def test_a_declined_file_is_not_fetched(store: Store) -> None:
    fetched = [store.receive(telegram(text, pending=True)).fetch for text in ("start", "decline")]
    assert fetched == [True, False]
    assert [each.text for each in store.inbox.fetching()] == ["start"]


def test_nobody_finds_the_file_of_another(store: Store) -> None:
    store.send(store.photo())
    (row,) = rows(store.engine, FileRow)
    find: Callable[[str], FileRow | None] = lambda person: read(  # noqa: E731 - shorter than a function
        store.engine, lambda session: files.find(session, person, row.hash)
    )
    assert find(row.person or "")
    assert find("somebody else") is None


def test_a_folder_without_the_files_that_are_kept_is_noticed(
    store: Store, tmp_path: Path, vault: Vault
) -> None:
    elsewhere = Blobs(tmp_path / "elsewhere", vault)
    assert not files.astray(store.engine, elsewhere)
    store.send(store.photo())
    assert files.astray(store.engine, elsewhere)
    assert not files.astray(store.engine, store.blobs)
