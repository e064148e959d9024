"""What of a typed text can stand on paper: everything but characters that no document can hold."""

import re

# Not allowed in XML 1.0 at all, or noncharacters; NUL, bells and lone surrogates among them.
_IMPOSSIBLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text as a document holds it: line ends unified, impossible characters left out."""
    return _IMPOSSIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
