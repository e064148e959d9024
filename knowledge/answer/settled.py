"""What a turn leaves to the notices' own words: which notice, which contact, how many people."""

from dataclasses import replace

from knowledge.answer.contacts import role_now
from knowledge.answer.literal import located
from knowledge.answer.mentioned import looked_for
from knowledge.answer.shares import people_now
from knowledge.model import Library
from knowledge.understand.asked import Asked


def settled(before: Asked, now: Asked, library: Library) -> Asked:
    _, mentioning = looked_for(now, library)
    now = replace(now, notices=mentioning) if mentioning else located(now, library)
    return replace(now, role=role_now(before, now, library), people=people_now(before, now))
