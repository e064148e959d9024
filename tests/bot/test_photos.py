"""Photos and scans: good ones are taken and rid of what they hide, bad ones refused with the reason, fast."""

import io
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from bot.uploads import Keeper, check, thumbnail
from storage.blobs import Blobs
from storage.vault import Vault
from tests.photos import (
    SECRETS,
    jpeg_claiming,
    pdf,
    phone_photo,
    plain_photo,
    png,
    png_claiming,
)

Made = Callable[[], bytes]
REFUSED = {"truncated", "unreadable", "too_many_pixels", "empty"}


@pytest.fixture
def kept(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """A file as it lies on the disk, opened."""
    blobs = Blobs(tmp_path_factory.mktemp("kept") / "files", Vault(bytes(range(32))))

    def body(sent: bytes) -> bytes:
        upload = Keeper(blobs)("IMG_1.jpg", sent)
        assert upload.fault == ""
        return blobs.open(upload.blob, upload.hash) or b""

    return body


# ── good ones ─────────────────────────────────────────────────────────────────────────────────────────


def good() -> Iterator[tuple[str, str, Made]]:
    for seed in range(40):
        yield f"phone {seed}", "jpg", partial(phone_photo, seed, orientation=seed % 8 + 1, width=600 + seed)
    for seed in range(20):
        yield f"progressive {seed}", "jpg", partial(plain_photo, seed, progressive=True)
    for mode in ("L", "CMYK"):
        for seed in range(5):
            yield f"{mode} {seed}", "jpg", partial(plain_photo, seed, mode=mode)
    for mode in ("RGB", "L", "1", "P", "RGBA", "LA", "I;16"):
        for seed in range(3):
            yield f"png {mode} {seed}", "png", partial(png, seed, mode)
    for number in range(12):
        yield f"scan {number}", "pdf", partial(pdf, b"<< /Length %d >>" % number, packed=b"7 0 << /A /B >>")


def _taken(kind: str, body: bytes) -> None:
    upload = check("IMG_1.jpg", body)
    assert (upload.type, upload.fault, upload.bytes) == (kind, "", len(body))
    assert len(upload.hash) == len(upload.original) == 64


@pytest.mark.parametrize("case", list(good())[::9], ids=lambda case: case[0])
def test_a_good_one_is_taken(case: tuple[str, str, Made]) -> None:
    _, kind, made = case
    _taken(kind, made())


@pytest.mark.proof
def test_a_hundred_good_ones_are_taken() -> None:
    for _, kind, made in good():
        _taken(kind, made())
    print(f"{len(list(good()))} good photos and scans: none refused")


# ── what they hide ────────────────────────────────────────────────────────────────────────────────────


def _stripped(sent: bytes, clean: bytes, orientation: int) -> None:
    assert not any(secret in clean for secret in SECRETS)
    assert len(clean) == len(sent), "as large as it came: nothing is lost, nothing enlarged"
    with Image.open(io.BytesIO(sent)) as before, Image.open(io.BytesIO(clean)) as after:
        assert dict(after.getexif()) == ({0x0112: orientation} if orientation > 1 else {})
        assert before.tobytes() == after.tobytes()
        upright = (ImageOps.exif_transpose(each) for each in (before, after))
        assert len({each.tobytes() for each in upright}) == 1


@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_place_maker_and_comments_go_and_the_picture_stays(
    orientation: int, kept: Callable[[bytes], bytes]
) -> None:
    sent = phone_photo(orientation, orientation=orientation)
    assert all(secret in sent for secret in SECRETS)
    _stripped(sent, kept(sent), orientation)


@pytest.mark.proof
def test_a_hundred_phone_photos_keep_every_pixel(kept: Callable[[bytes], bytes]) -> None:
    for seed in range(100):
        sent = phone_photo(seed, orientation=seed % 8 + 1)
        _stripped(sent, kept(sent), seed % 8 + 1)
    print("100 phone photos: nothing hidden left, pixels, size and orientation the same")


def test_a_png_loses_its_texts_and_keeps_its_pixels(kept: Callable[[bytes], bytes]) -> None:
    sent = png(1)
    clean = kept(sent)
    assert not any(secret in clean for secret in SECRETS)
    with Image.open(io.BytesIO(sent)) as before, Image.open(io.BytesIO(clean)) as after:
        assert before.tobytes() == after.tobytes()
        assert dict(after.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("behind", [b"PK\x03\x04 an archive", b"MZ a program", phone_photo(3)])
def test_what_hangs_on_behind_a_photo_is_cut_and_does_not_count(
    behind: bytes, kept: Callable[[bytes], bytes]
) -> None:
    photo = plain_photo(1)
    assert kept(photo + behind) == photo
    assert check("a.jpg", photo + behind).bytes == len(photo)


def test_the_size_is_that_of_the_photo_as_it_came() -> None:
    sizes = (1_999_999, 2_000_000, 2_097_152)
    assert [check("a.jpg", plain_photo(1, size)).bytes for size in sizes] == list(sizes)


def test_a_small_picture_is_made_of_what_was_kept() -> None:
    with Image.open(io.BytesIO(thumbnail(phone_photo(1, orientation=6)))) as small:
        assert (small.format, max(small.size)) == ("PNG", 480)
        assert small.height > small.width, "it stands upright"


# ── bad ones ──────────────────────────────────────────────────────────────────────────────────────────


def _damaged(body: bytes, seed: int) -> bytes:
    """Bytes of a PNG's picture changed: its checksum tells."""
    chance, made = random.Random(seed), bytearray(body)
    at = body.index(b"IDAT") + 50 + chance.randrange(1000)
    made[at] ^= 0xFF
    return bytes(made)


def hostile() -> Iterator[tuple[str, Made, set[str]]]:
    yield from _broken()
    yield from _of_another_kind()
    yield from _scans()


def _broken() -> Iterator[tuple[str, Made, set[str]]]:
    yield "nothing", lambda: b"", {"empty"}
    chance = random.Random(1)
    for number in range(50):
        cut = chance.uniform(0.001, 0.999)
        for kind, made in (("jpg", partial(phone_photo, 1)), ("png", partial(png, 1))):
            yield f"{kind} cut {number}", partial(_cut, made, cut), REFUSED
        yield f"png damaged {number}", partial(_damaged, png(1), number), REFUSED
    for side in (7_100, 10_000, 20_000, 65_500):
        yield f"png of {side} squared", partial(png_claiming, side, side), {"too_many_pixels"}
        yield f"jpg of {side} squared", partial(jpeg_claiming, side, side), {"too_many_pixels"}
    for head, kind in ((b"\xff\xd8\xff\xe0", "jpg"), (b"\x89PNG\r\n\x1a\n", "png")):
        for seed in range(20):
            yield f"{kind} of noise {seed}", partial(_noise, head, seed), REFUSED


def _of_another_kind() -> Iterator[tuple[str, Made, set[str]]]:
    for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"):
        yield f"heic {brand!r}", partial(bytes, b"\0\0\0\x18ftyp" + brand + bytes(100)), {"heic"}
    for head in (b"GIF89a", b"GIF87a", b"RIFF\0\0\0\0WEBP", b"BM", b"II*\0", b"MM\0*"):
        yield f"other {head!r}", partial(bytes, head + bytes(500)), {"other_picture"}
    for body in (
        b"MZ\x90" + bytes(99),
        b"<html><script>",
        b"<svg onload=x>",
        b"#!/bin/sh",
        b"Rar!" + bytes(99),
    ):
        faults = {"is_program", "other_kind", "is_archive"}
        yield f"other kind {body[:6]!r}", partial(bytes, body), faults


def _scans() -> Iterator[tuple[str, Made, set[str]]]:
    for name in (b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"RichMedia", b"XFA", b"SubmitForm"):
        yield f"pdf {name!r}", partial(pdf, b"<< /S /%s >>" % name), {"pdf_runs"}
        yield f"pdf packed {name!r}", partial(pdf, packed=b"4 0 << /S /%s >>" % name), {"pdf_runs"}
        yield f"pdf spelt {name!r}", partial(pdf, b"<< /S /#%02x%s >>" % (name[0], name[1:])), {"pdf_runs"}
    yield "pdf locked", partial(pdf, trailer=b"/Encrypt 9 0 R"), {"pdf_has_password"}
    yield "pdf bomb", partial(pdf, packed=b" " * 40_000_000), {"bomb"}
    for cut in (0.1, 0.5, 0.9):
        yield f"pdf cut {cut}", partial(_cut, pdf, cut), {"truncated"}


def _cut(made: Made, part: float) -> bytes:
    body = made()
    return body[: max(12, int(len(body) * part))]


def _noise(head: bytes, seed: int) -> bytes:
    return head + random.Random(seed).randbytes(5000)


def _is_refused(name: str, made: Made, faults: set[str]) -> None:
    body = made()
    start = time.monotonic()
    upload = check("IMG_1.jpg", body)
    assert upload.fault in faults, name
    assert time.monotonic() - start < 5, name


@pytest.mark.parametrize("case", list(hostile())[::12], ids=lambda case: case[0])
def test_a_bad_one_is_refused_with_its_reason(case: tuple[str, Made, set[str]]) -> None:
    _is_refused(*case)


@pytest.mark.proof
def test_two_hundred_bad_ones_are_refused_and_the_process_stays_small() -> None:
    cases = list(hostile())
    assert len(cases) >= 200
    for name, made, faults in cases:
        _is_refused(name, made, faults)
    print(f"{len(cases)} bad photos and scans: all refused with their reason")


MEASURED = """
import resource, subprocess, sys
told = subprocess.run([sys.executable, "-m", "bot.examine", sys.argv[1]], stdin=sys.stdin, capture_output=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, told.stdout[:200])
"""


@pytest.mark.proof
@pytest.mark.parametrize(("kind", "how"), [("jpg", {"progressive": True}), ("jpg", {}), ("png", {})])
def test_the_largest_photos_are_taken_in_little_memory(
    kind: str, how: dict[str, bool], tmp_path: Path
) -> None:
    photo = tmp_path / "large"
    Image.new("RGB", (8192, 6000), "teal").save(photo, "JPEG" if kind == "jpg" else "PNG", **how)
    with photo.open("rb") as body:
        command = [sys.executable, "-c", MEASURED, kind]  # a small parent: a child begins as large as it
        told = subprocess.run(command, stdin=body, capture_output=True, text=True, check=True).stdout
    used, _, found = told.partition(" ")
    print(f"49 megapixels, {kind} {how}: {used} MB")
    assert '"fault": ""' in found
    assert int(used) < 300


@pytest.mark.parametrize("seed", range(8))
def test_a_photo_with_wrong_bits_ends_nobodys_work(seed: int) -> None:
    """Such a file may look odd and still open; it must only not harm."""
    chance, body = random.Random(seed), bytearray(plain_photo(2))
    for _ in range(20):
        body[chance.randrange(20, len(body))] = chance.randrange(256)
    assert check("a.jpg", bytes(body)).fault in {"", *REFUSED}
