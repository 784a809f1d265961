"""Other systems: their keys, what each entered, and the marks that keep an entry from coming twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keys",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("public", sa.String(length=16), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.String(length=60), nullable=False),
        sa.Column("a_minute", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name"),
        sa.UniqueConstraint("public"),
    )
    op.create_table(
        "entered",
        sa.Column("ticket", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"]),
        sa.ForeignKeyConstraint(["key"], ["keys.name"]),
        sa.PrimaryKeyConstraint("ticket"),
    )
    op.create_index("entered_by", "entered", ["key", "at"])
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["keys.name"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", "mark", name="entered_once"),
    )


def downgrade() -> None:
    op.drop_table("marks")
    op.drop_index("entered_by", "entered")
    for name in ("entered", "keys"):
        op.drop_table(name)
