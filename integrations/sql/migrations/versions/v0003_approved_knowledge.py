"""Approved knowledge: versions of entries, and what residents asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ONE_IN_FORCE = sa.text("standing = 'approved'")
ONE_IN_WORK = sa.text("standing IN ('draft', 'submitted')")


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _text("number", 10),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("standing", 12),
        _text("title", 120),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        _text("source", 200),
        _text("document", 120),
        _text("unit", 40),
        _text("office", 200),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        _text("link", 300),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("writers", sa.JSON(), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        _text("approver", 60),
        sa.Column("approved", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", "version", name="entry_version"),
    )
    for name, only in (
        ("entries_one_in_force", ONE_IN_FORCE),
        ("entries_one_in_work", ONE_IN_WORK),
    ):
        op.create_index(name, "entries", ["number"], unique=True, sqlite_where=only,
                        postgresql_where=only)  # fmt: skip
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("contact", 120),
        sa.Column("text", sa.Text(), nullable=False),
        _text("category", 8),
        _text("entry", 10),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("verdict", 10),
        _text("settled", 60),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("at", "contact", "entry"):
        op.create_index(f"ix_questions_{name}", "questions", [name], unique=False)


def downgrade() -> None:
    op.drop_table("questions")
    op.drop_table("entries")
