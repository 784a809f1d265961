"""Whistles: units called to a place because of tickets, their answers, and the rating of both sides."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _time(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _of_whistle() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["whistle"], ["whistles.number"])


def upgrade() -> None:
    op.create_table(
        "whistles", _text("number", 20), _text("kind", 12), _text("street", 60), _text("by", 60),
        _time("at"), _text("place", 200), _time("meet"), _text("why", 400), _time("plan_due", True),
        _time("planned", True), _text("state", 12), sa.Column("result", sa.Text(), nullable=False),
        _time("ended", True), _number("version"), sa.PrimaryKeyConstraint("number"),
    )  # fmt: skip
    for column in ("street", "at", "state"):
        op.create_index(f"ix_whistles_{column}", "whistles", [column])
    op.create_table(
        "whistle_tickets", _text("whistle", 20), _text("ticket", 20), _flag("open"), _of_whistle(),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"]),
        sa.PrimaryKeyConstraint("whistle", "ticket"),
    )  # fmt: skip
    op.create_index("whistle_tickets_of", "whistle_tickets", ["ticket"])
    where = sa.text("open")
    op.create_index("one_open_whistle", "whistle_tickets", ["ticket"], unique=True,
                    sqlite_where=where, postgresql_where=where)  # fmt: skip
    op.create_table(
        "whistle_calls", _text("whistle", 20), _text("unit", 60), _text("role", 8), _time("at"),
        _time("ack_due"), _time("come_due"), _text("state", 12), _time("acked", True),
        _text("acked_by", 60), _time("arrived", True), _text("arrived_by", 60), _text("why", 400),
        _flag("insisted"), _number("version"), _of_whistle(),
        sa.PrimaryKeyConstraint("whistle", "unit"),
    )  # fmt: skip
    op.create_index("whistle_calls_of", "whistle_calls", ["unit", "state"])
    op.create_table(
        "whistle_ratings", _text("whistle", 20), _text("by", 60), _text("about", 60),
        _number("score"), _text("words", 400), _time("at"), _of_whistle(),
        sa.PrimaryKeyConstraint("whistle", "by", "about"),
    )  # fmt: skip


def downgrade() -> None:
    for name in ("whistle_ratings", "whistle_calls", "whistle_tickets", "whistles"):
        op.drop_table(name)
