"""Whatever is kept comes back as it was, in its type; anything else is refused."""

import json
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.model import Effect, Event, Filling, Idle, Letter, Reply, State, Talk, Upload
from knowledge.model import Form
from storage.codec import CodecFault, dump, load, load_state
from tests.storage.small import FORM

_MOMENTS = st.datetimes(timezones=st.just(UTC))
_EVENTS = st.builds(
    Event,
    id=st.text(),
    channel=st.text(),
    address=st.text(),
    at=_MOMENTS,
    text=st.text(st.characters()),
    uploads=st.lists(st.from_type(Upload), max_size=2).map(tuple),
)


@given(st.one_of(*(st.from_type(each) for each in get_args(State))))
def test_states(state: State) -> None:
    assert load_state(dump(state)) == state


@given(st.one_of(*(st.from_type(each) for each in get_args(Effect))))
def test_effects(effect: Effect) -> None:
    kind: object = Effect
    assert load(kind, dump(effect)) == effect  # type: ignore[arg-type] # a union is no type for mypy


@given(_EVENTS)
def test_events(event: Event) -> None:
    assert load(Event, dump(event)) == event


@given(st.from_type(Reply), st.from_type(Talk), st.from_type(Letter))
def test_replies_talks_and_letters(reply: Reply, talk: Talk, letter: Letter) -> None:
    assert load(Reply, dump(reply)) == reply
    assert load(Talk, dump(talk)) == talk
    assert load(Letter, dump(letter)) == letter


def test_the_definition_of_a_form() -> None:
    assert load(Form, dump(FORM)) == FORM


def test_a_moment_keeps_its_offset() -> None:
    event = Event("e", "web", "b", datetime.fromisoformat("1988-07-01T00:00:00+09:00"))
    assert load(Event, dump(event)).at.utcoffset() == event.at.utcoffset()


def test_what_did_not_exist_when_it_was_kept_has_its_default() -> None:
    assert load_state('{"nomination":"n1","field":"name","kind":"filling"}') == Filling("n1", "name")


@pytest.mark.parametrize(
    "kept",
    [
        '{"kind":"dreaming"}',
        '{"kind":"idle","mood":"good"}',
        '{"kind":"filling","nomination":"n1"}',
        '{"kind":"filling","nomination":"n1","field":7}',
        '{"kind":"filling","nomination":"n1","field":"name","collecting":1}',
        '{"kind":"confirming","nomination":"n1","proposals":[["name"]],"back":""}',
        '{"kind":"confirming","nomination":"n1","proposals":{},"back":""}',
        '["idle"]',
        "null",
    ],
)
def test_what_is_not_a_state_is_refused_without_repeating_it(kept: str) -> None:
    with pytest.raises(CodecFault) as fault:
        load_state(kept)
    assert "n1" not in str(fault.value)


def test_a_damaged_moment_or_kind_is_refused() -> None:
    kept = json.loads(dump(Event("e", "web", "b", datetime(2022, 6, 20, tzinfo=UTC))))
    with pytest.raises(CodecFault):
        load(Event, json.dumps({**kept, "at": "yesterday"}))
    with pytest.raises(CodecFault):
        load(Form, dump(FORM).replace('"printed"', '"carved"'))
    assert dump(Idle()) == '{"kind":"idle"}'
