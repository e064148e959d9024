"""Broadcasts, one row each."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

text, time = sqlmodel.sql.sqltypes.AutoString(), sqlmodel.sql.sqltypes.UTCDateTime()

NAMES = ("id", "notice", "round", "group", "unit", "channel")


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        *(
            sa.Column(name, text, nullable=False)
            for name in ("id", "notice", "round", "group", "unit", "channel")
        ),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.Column("made", time, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("by", text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("unit", "state"):
        op.create_index(op.f(f"ix_broadcasts_{name}"), "broadcasts", [name], unique=False)


def downgrade() -> None:
    op.drop_table("broadcasts")
