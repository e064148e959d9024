"""The figures of a round are counted from an index alone."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COLUMNS = ("round", "unit", "state", "practice", "notice", "held", "late", "confirmed", "shares", "category")


def upgrade() -> None:
    op.drop_index(op.f("ix_nominations_round_unit_state"), table_name="nominations")
    op.create_index("ix_nominations_tally", "nominations", list(_COLUMNS), unique=False)


def downgrade() -> None:
    op.drop_index("ix_nominations_tally", table_name="nominations")
    op.create_index(
        op.f("ix_nominations_round_unit_state"), "nominations", ["round", "unit", "state"], unique=False
    )
