"""Who wishes to be reminded of what, and which drafts were mentioned to their owners."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

text, time = sqlmodel.sql.sqltypes.AutoString(), sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("person", text, nullable=False),
        sa.Column("notice", text, nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("at", time, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"]),
        sa.PrimaryKeyConstraint("person", "notice"),
    )
    op.create_index(op.f("ix_subscriptions_notice"), "subscriptions", ["notice"], unique=False)
    op.create_table(
        "wishes",
        sa.Column("person", text, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"]),
        sa.PrimaryKeyConstraint("person"),
    )
    op.add_column("nominations", sa.Column("nudged", time, nullable=True))
    op.add_column(
        "nominations", sa.Column("nudges", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )


def downgrade() -> None:
    op.drop_column("nominations", "nudges")
    op.drop_column("nominations", "nudged")
    op.drop_table("wishes")
    op.drop_table("subscriptions")
