"""The desks: units, seats, invitations, returns, postings, papers, rounds, laureates."""

from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

text, time = sqlmodel.sql.sqltypes.AutoString(), sqlmodel.sql.sqltypes.UTCDateTime()

# What the column is in the rows that are there already; SQLite cannot take the default away afterwards.
COLUMNS: dict[str, dict[str, tuple[Any, Any]]] = {
    "persons": {"seated": (sa.Boolean(), sa.false())},
    "log": {"role": (text, sa.text("''")), "detail": (text, sa.text("''"))},
    "nominations": {
        **dict.fromkeys(("nominee", "twin", "namesake", "employer"), (text, None)),
        **dict.fromkeys(("held", "shares", "category"), (text, sa.text("''"))),
        "way": (text, "self"),
        "confirmed": (sa.Boolean(), sa.true()),
        "late": (sa.Boolean(), sa.false()),
    },
}
DESKS = (
    "ticks",
    "returns",
    "postings",
    "laureates",
    "invitations",
    "admissions",
    "seats",
    "units",
    "rounds",
)
INDEXES = (
    ("log", ("subject",)),
    ("nominations", ("nominee",)),
    ("nominations", ("round", "unit", "state")),
    ("nominations", ("round", "twin")),
    ("nominations", ("round", "namesake")),
)


def upgrade() -> None:
    _desks()
    _papers()
    for table, columns in COLUMNS.items():
        for name, (kind, before) in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=before is None, server_default=before))
    for table, names in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), table, list(names), unique=False)
    # Until now this was what the person typed; the units are rows from here on.
    op.execute("UPDATE nominations SET unit = ''")


def _desks() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", text, nullable=False),
        sa.Column("notice", text, nullable=False),
        sa.Column("code", text, nullable=False),
        sa.Column("opens", time, nullable=False),
        sa.Column("closes", time, nullable=False),
        sa.Column("stages", text, nullable=False),
        sa.Column("carried", text, nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("by", text, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.Column("moved", time, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rounds_notice"), ["notice"], unique=False)

    op.create_table(
        "units",
        sa.Column("id", text, nullable=False),
        sa.Column("notice", text, nullable=False),
        sa.Column("round", text, nullable=False),
        sa.Column("name", text, nullable=False),
        sa.Column("unit_class", text, nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round", "name"),
    )
    op.create_table(
        "seats",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", text, nullable=False),
        sa.Column("role", text, nullable=False),
        sa.Column("notice", text, nullable=False),
        sa.Column("unit", text, nullable=True),
        sa.Column("since", time, nullable=False),
        sa.Column("until", time, nullable=True),
        sa.Column("by", text, nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["persons.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit"],
            ["units.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_seats_unit"), ["unit"], unique=False)

    op.create_table(
        "admissions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", text, nullable=False),
        sa.Column("unit", text, nullable=False),
        sa.Column("nomination", text, nullable=True),
        sa.Column("until", time, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("by", text, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination"],
            ["nominations.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit"],
            ["units.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("admissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_admissions_round"), ["round"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", text, nullable=False),
        sa.Column("hash", text, nullable=False),
        sa.Column("role", text, nullable=False),
        sa.Column("notice", text, nullable=False),
        sa.Column("unit", text, nullable=True),
        sa.Column("nomination", text, nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("by", text, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.Column("until", time, nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("revoked", time, nullable=True),
        sa.ForeignKeyConstraint(
            ["nomination"],
            ["nominations.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit"],
            ["units.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_nomination"), ["nomination"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_unit"), ["unit"], unique=False)


def _papers() -> None:
    op.create_table(
        "laureates",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("notice", text, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("employer", sa.LargeBinary(), nullable=False),
        sa.Column("twin", text, nullable=True),
        sa.Column("namesake", text, nullable=False),
        sa.Column("nomination", text, nullable=True),
        sa.Column("by", text, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination"],
            ["nominations.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("laureates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laureates_namesake"), ["namesake"], unique=False)
        batch_op.create_index(batch_op.f("ix_laureates_notice"), ["notice"], unique=False)
        batch_op.create_index(batch_op.f("ix_laureates_twin"), ["twin"], unique=False)

    op.create_table(
        "postings",
        sa.Column("id", text, nullable=False),
        sa.Column("nomination", text, nullable=False),
        sa.Column("level", text, nullable=False),
        sa.Column("begin", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("objection", sa.LargeBinary(), nullable=True),
        sa.Column("photo", text, nullable=False),
        sa.Column("statement", text, nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination"],
            ["nominations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postings_nomination"), ["nomination"], unique=False)
        batch_op.create_index(batch_op.f("ix_postings_state"), ["state"], unique=False)

    op.create_table(
        "returns",
        sa.Column("log", sa.Integer(), nullable=False),
        sa.Column("nomination", text, nullable=False),
        sa.Column("field", text, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["log"],
            ["log.number"],
        ),
        sa.ForeignKeyConstraint(
            ["nomination"],
            ["nominations.id"],
        ),
        sa.PrimaryKeyConstraint("log"),
    )
    with op.batch_alter_table("returns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_returns_nomination"), ["nomination"], unique=False)

    op.create_table(
        "ticks",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("nomination", text, nullable=False),
        sa.Column("side", text, nullable=False),
        sa.Column("slip", text, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("by", text, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination"],
            ["nominations.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("ticks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticks_nomination_side_slip"), ["nomination", "side", "slip"], unique=False
        )


def downgrade() -> None:
    for table, names in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(names)}"), table_name=table)
    for table, columns in COLUMNS.items():
        for name in columns:
            op.drop_column(table, name)
    for table in DESKS:
        op.drop_table(table)
