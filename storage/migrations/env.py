"""How Alembic reaches the database: on the connection it is handed by `storage.engine`."""

from alembic import context
from sqlmodel import SQLModel

from storage import desks, tables

assert desks
assert tables  # imported so that the metadata knows every table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
