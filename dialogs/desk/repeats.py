"""Whether a notice cares who was nominated twice, or honoured before."""

from knowledge.model import Notice

_SETTLED = frozenset({"nominated_elsewhere", "laureate"})  # traits that a look at other nominations settles


def is_checked(notice: Notice) -> bool:
    """Then everybody who submits is told that the level above looks, whatever was found."""
    asked = {trait for each in notice.form.asked for trait in each.informs.split()}
    return bool(asked & _SETTLED)
