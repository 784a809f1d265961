"""A merged ticket names the one it was merged into."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("parent", sa.String(length=20), nullable=False, server_default="")
    op.add_column("tickets", column)
    op.create_index("ix_tickets_parent", "tickets", ["parent"])


def downgrade() -> None:
    # not as a batch: other tables refer to tickets, which must not be made anew
    op.drop_index("ix_tickets_parent", "tickets")
    op.drop_column("tickets", "parent")
