from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect

from storage.engine import alembic_config, connect, upgrade


def test_the_migrations_lead_to_the_tables_of_the_models(engine: Engine) -> None:
    with engine.begin() as connection:
        command.check(alembic_config(connection))  # raises where a model and its table differ


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        command.check(alembic_config(connection))


def test_down_and_up_again(engine: Engine) -> None:
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    upgrade(engine)
    assert "nominations" in inspect(engine).get_table_names()


def test_an_interrupted_upgrade_leaves_nothing_half_done(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/deep/new.db")  # the folder is made, too
    with pytest.raises(KeyboardInterrupt):
        _upgrade_and_stop(engine)
    assert inspect(engine).get_table_names() == []
    upgrade(engine)
    assert "nominations" in inspect(engine).get_table_names()
    engine.dispose()


def _upgrade_and_stop(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
        raise KeyboardInterrupt
