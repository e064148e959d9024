"""A notice as a key: what was worked out of it once is kept as long as it is in use."""

from knowledge.model import Notice


class Kept:
    """The same only where it is the very same notice; comparing what two of them say would take too long."""

    __slots__ = ("notice",)

    def __init__(self, notice: Notice) -> None:
        self.notice = notice

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and self.notice is other.notice

    def __hash__(self) -> int:
        return id(self.notice)
