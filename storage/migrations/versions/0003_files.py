"""Files that people send: where they lie, whose they are, and which answers name them."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "files",
        sa.Column("blob", text, nullable=False),
        sa.Column("event", text, nullable=False),
        sa.Column("person", text, nullable=True),
        sa.Column("hash", text, nullable=False),
        sa.Column("type", text, nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_files_person")),
        sa.PrimaryKeyConstraint("blob", name=op.f("pk_files")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        for name in ("event", "person", "dropped"):
            batch_op.create_index(batch_op.f(f"ix_files_{name}"), [name], unique=False)

    op.create_table(
        "file_uses",
        sa.Column("nomination", text, nullable=False),
        sa.Column("field", text, nullable=False),
        sa.Column("hash", text, nullable=False),
        sa.ForeignKeyConstraint(["nomination"], ["nominations.id"], name=op.f("fk_file_uses_nomination")),
        sa.PrimaryKeyConstraint("nomination", "field", "hash", name=op.f("pk_file_uses")),
    )
    with op.batch_alter_table("file_uses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_uses_hash"), ["hash"], unique=False)


def downgrade() -> None:
    op.drop_table("file_uses")
    op.drop_table("files")
