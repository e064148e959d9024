"""What a turn leaves to the notices' own words: which notice it speaks of, which contact, how many people."""

from dataclasses import replace

from knowledge.answer.literal import located
from knowledge.answer.mentioned import looked_for
from knowledge.model import Library
from knowledge.understand.follow import Asked


def settled(before: Asked, now: Asked, library: Library) -> Asked:  # noqa: ARG001
    _, mentioning = looked_for(now, library)
    return replace(now, notices=mentioning) if mentioning else located(now, library)
