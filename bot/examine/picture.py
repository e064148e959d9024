"""Photos: rid of hidden data without being encoded anew, then decoded to the end, so that every one opens."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from bot.examine import jpeg, png
from bot.examine.found import Found, Refused

_MOST_PIXELS = 50_000_000
_SMALL = (480, 480)
_FORMATS = {"jpg": "JPEG", "png": "PNG"}


def examined(kind: str, body: bytes) -> Found:
    pixels = _pixels(kind, body)  # from the header: it may forbid to look any further
    if kind == "jpg":
        kept = jpeg.cleaned(body)
        own = len(kept)
    else:
        kept = png.cleaned(body)
        own = png.own_bytes(body)
    _decode(kind, kept)
    return Found(kind, pixels=pixels, size=own, kept=kept)


def thumbnail(body: bytes) -> Found:
    """A small upright picture for a page."""
    with _opened("", body) as image:
        image.draft("RGB", _SMALL)
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail(_SMALL)
        target = io.BytesIO()
        upright.save(target, "PNG")
    return Found("png", pixels=upright.size, kept=target.getvalue())


def _pixels(kind: str, body: bytes) -> tuple[int, int]:
    with _opened(kind, body) as image:
        width, height = image.size
    if width * height > _MOST_PIXELS:
        raise Refused(kind, "too_many_pixels")
    return width, height


def _decode(kind: str, body: bytes) -> None:
    """All of it, though a JPEG at an eighth of its size: every coded bit is read, few pixels are held."""
    with _opened(kind, body) as image:
        image.draft(None, (image.width // 8, image.height // 8))
        image.load()


@contextmanager
def _opened(kind: str, body: bytes) -> Iterator[Image.Image]:
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    formats = (_FORMATS[kind],) if kind else tuple(_FORMATS.values())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(io.BytesIO(body), formats=formats) as image:
                yield image
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Refused(kind, "too_many_pixels") from None
        except (OSError, ValueError, SyntaxError, EOFError, Warning, IndexError, KeyError) as broken:
            raise Refused(kind, "truncated") from broken
