"""The name a seat was given with, and from which invitation."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("seats", sa.Column("name", sa.LargeBinary(), nullable=True))
    op.add_column("seats", sa.Column("invitation", sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    for name in ("invitation", "name"):
        op.drop_column("seats", name)
