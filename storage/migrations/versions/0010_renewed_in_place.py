"""Replies renewed in place, how far a broadcast was last shown, own lead times and quiet hours."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.add_column("outbox", sa.Column("renews", sa.Integer(), nullable=True))
    op.add_column("broadcasts", sa.Column("shown", text, nullable=False, server_default=sa.text("''")))
    op.add_column("wishes", sa.Column("leads", text, nullable=False, server_default=sa.text("''")))
    op.add_column("wishes", sa.Column("quiet", sa.Integer(), nullable=False, server_default=sa.text("21")))
    op.create_index(op.f("ix_addresses_gone"), "addresses", ["gone"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_addresses_gone"), table_name="addresses")
    op.drop_column("wishes", "quiet")
    op.drop_column("wishes", "leads")
    op.drop_column("broadcasts", "shown")
    op.drop_column("outbox", "renews")
