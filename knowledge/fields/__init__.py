"""How each kind of field reads what a person typed, and how a stored value is shown again."""

from knowledge.fields.cross import cross
from knowledge.fields.named import named
from knowledge.fields.reading import TYPES, Kind, read, shown
from knowledge.fields.several import misplaced, several

__all__ = ["TYPES", "Kind", "cross", "misplaced", "named", "read", "several", "shown"]
