"""What a reading of the office settles for good: a case that a rule's wording leaves open."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, empty = sqlmodel.sql.sqltypes.AutoString(), sa.text("''")
    op.add_column("rulings", sa.Column("settles", text, nullable=False, server_default=empty))


def downgrade() -> None:
    op.drop_column("rulings", "settles")
