"""What is owed: calls with their attempts, notices to desks, unsolved tickets for the leader."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _text(name: str, length: int, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default=default)


def _number(name: str, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=default)


def _time(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def upgrade() -> None:
    op.create_table(
        "calls", _id(), _text("ticket", 20), _text("kind", 12), _number("turn"), _time("since"),
        _time("by"), _text("why", 300), _text("state", 10, "owed"), _number("tries", "0"),
        _time("next", True), sa.ForeignKeyConstraint(["ticket"], ["tickets.number"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket", "kind", "turn", name="call_once"),
    )  # fmt: skip
    op.create_index("calls_owed", "calls", ["state", "by"])
    op.create_table(
        "attempts", _id(), _number("call"), _time("at"), _text("account", 60), _text("how", 12),
        sa.Column("reached", sa.Boolean(), nullable=False), _text("words", 500), sa.ForeignKeyConstraint(["call"], ["calls.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_index("ix_attempts_call", "attempts", ["call"])
    op.create_table(
        "notices", _id(), _text("key", 200), _time("at"), _text("desk", 60), _text("ticket", 20),
        _text("what", 16), _text("words", 300), _number("told", "0"), _time("seen", True),
        _text("seen_by", 60, ""), sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("key"),
    )  # fmt: skip
    op.create_index("notices_open", "notices", ["desk", "seen"])
    op.create_index("notices_ticket", "notices", ["ticket"])
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(_number("supervised", "0"))
    op.execute(
        "UPDATE tickets SET state = 'review' WHERE state = 'feedback' AND EXISTS (SELECT 1 "
        "FROM log WHERE log.kind = 'ticket' AND log.about = tickets.number "
        "AND log.move = 'third_unsolved')"
    )


def downgrade() -> None:
    op.execute("UPDATE tickets SET state = 'feedback' WHERE state = 'review'")
    op.drop_column("tickets", "supervised")  # no batch: other tables refer to tickets
    for name in ("notices", "attempts", "calls"):
        op.drop_table(name)
