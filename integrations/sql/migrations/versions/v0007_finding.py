"""Finding: the words of tickets, the last digits of phones as a blind index, kept views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from integrations.sql.finding import refill
from integrations.sql.tables.finding import GONE, MADE

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNTAILED = "phone IS NOT NULL AND phone_tail IS NULL"


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket"),
    )
    op.create_table(
        "views",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("page", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account", "page", "name", name="view_named_once"),
    )
    op.add_column("persons", sa.Column("phone_tail", sa.String(length=64), nullable=True))
    op.create_index("ix_persons_phone_tail", "persons", ["phone_tail"])
    where = sa.text(UNTAILED)
    op.create_index(
        "persons_untailed", "persons", ["id"], sqlite_where=where, postgresql_where=where
    )
    op.create_index("tickets_due", "tickets", ["answer_due", "number"])
    op.create_index("tickets_place", "tickets", ["place_id"])
    op.create_index("tickets_unit", "tickets", ["unit", "state"])
    op.create_index("cases_opened", "cases", ["opened"])
    for statement in MADE[op.get_bind().dialect.name]:
        op.execute(statement)
    refill(op.get_bind())


def downgrade() -> None:
    op.execute(GONE)
    op.drop_index("cases_opened", "cases")
    for name in ("tickets_unit", "tickets_place", "tickets_due"):
        op.drop_index(name, "tickets")
    op.drop_index("persons_untailed", "persons")
    op.drop_index("ix_persons_phone_tail", "persons")
    op.drop_column("persons", "phone_tail")
    for name in ("views", "findings"):
        op.drop_table(name)
