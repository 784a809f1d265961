"""Figures: hot spots, how conversations went, and indexes for counting."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _text(name: str, length: int, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default=default)


def _number(name: str, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=default)


def _time(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def upgrade() -> None:
    op.create_table(
        "hotspots", _id(), _text("key", 160), _text("kind", 8), _text("category", 8), _text("place", 60),
        _time("since"), _time("found"), _time("updated"), _number("reports"), _number("people"),
        sa.Column("usual", sa.Float(), nullable=False), sa.Column("chance", sa.Float(), nullable=False),
        _text("state", 8, "open"), _time("decided", True), _text("decided_by", 60, ""), _text("why", 300, ""),
        sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("key"),
    )  # fmt: skip
    op.create_index("hotspots_at", "hotspots", ["place", "category"])
    op.create_index("hotspots_state", "hotspots", ["state"])
    op.create_table(
        "visits", _id(), _text("contact", 120), _text("channel", 16), _time("began"), _time("last"),
        _number("turns", "0"), _number("missed", "0"), _flag("report"), _flag("card"), _flag("corrected"),
        _number("tickets", "0"), _text("flow", 40, ""), _text("question", 40, ""),
        _time("queued", True), _time("taken", True), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_index("visits_of", "visits", ["contact", "id"])
    op.create_index("visits_began", "visits", ["began"])
    op.create_index("tickets_opened", "tickets", ["opened"])
    op.create_index("log_moves", "log", ["move", "about", "at"])


def downgrade() -> None:
    op.drop_index("log_moves", "log")
    op.drop_index("tickets_opened", "tickets")
    for name in ("visits", "hotspots"):
        op.drop_table(name)
