"""Words said alone to a mediator, sealed; consents to recording, recordings and their dates."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _text(name: str, length: int, empty: bool = False) -> sa.Column[str]:
    default = "" if empty else None
    return sa.Column(name, sa.String(length=length), nullable=False, server_default=default)


def _time(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def _of_case() -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return _text("case", 60), sa.ForeignKeyConstraint(["case"], ["cases.number"])


def upgrade() -> None:
    _words()
    _recordings()


def _words() -> None:
    op.create_table(
        "private_words",
        _id(),
        *_of_case(),
        _text("party", 60),
        _text("by", 60),
        _text("mediator", 60),
        _text("kind", 12),
        _time("at"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _time("seen", nullable=True),
        _text("answer", 4, empty=True),
        _time("answered", nullable=True),
        _time("sent", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("private_words_of", "private_words", ["case", "id"])
    op.create_table(
        "private_talks",
        _text("contact", 120),
        *_of_case(),
        _text("party", 60),
        _text("kind", 12),
        _time("last"),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("contact"),
    )
    op.create_index("ix_private_talks_case", "private_talks", ["case"])


def _recordings() -> None:
    op.create_table(
        "recording_answers",
        _id(),
        *_of_case(),
        _time("start"),
        _text("person", 60),
        _text("answer", 10),
        _time("at"),
        _text("wording", 20),
        _text("how", 12),
        _text("by", 60),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("recording_answers_of", "recording_answers", ["case", "start"])
    op.create_table(
        "recordings",
        _id(),
        *_of_case(),
        _time("start"),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        _time("at"),
        _text("by", 60),
        _text("keep_until", 10),
        _time("destroyed", nullable=True),
        _text("destroyed_by", 60, empty=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_recordings_case", "recordings", ["case"])


def downgrade() -> None:
    for name in ("recordings", "recording_answers", "private_talks", "private_words"):
        op.drop_table(name)
