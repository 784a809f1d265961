"""Corrections are decided before they teach; recent tickets are found quickly."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEW = ("contact", "ticket", "state", "decided", "decided_by", "why")
TEXTS = (("contact", 120, ""), ("ticket", 20, ""), ("state", 10, "open"),
         ("decided_by", 60, ""), ("why", 300, ""))  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        for name, length, default in TEXTS:
            batch_op.add_column(
                sa.Column(name, sa.String(length=length), server_default=default, nullable=False)
            )
        batch_op.add_column(sa.Column("decided", sa.DateTime(timezone=True), nullable=True))
        for name in ("contact", "ticket", "state"):
            batch_op.create_index(batch_op.f(f"ix_corrections_{name}"), [name], unique=False)
        batch_op.create_index("corrections_of", ["inbox"], unique=False)
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index("tickets_lately", ["category", "opened"], unique=False)
        batch_op.create_index("tickets_nearby", ["grid", "opened"], unique=False)
    op.execute(
        "UPDATE corrections SET contact = COALESCE("
        "(SELECT inbox.contact FROM inbox WHERE inbox.id = corrections.inbox), '')"
    )
    op.execute("UPDATE corrections SET state = 'kept' WHERE field NOT IN ('category', 'act')")


def downgrade() -> None:
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index("tickets_nearby")
        batch_op.drop_index("tickets_lately")
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.drop_index("corrections_of")
        for name in ("contact", "ticket", "state"):
            batch_op.drop_index(batch_op.f(f"ix_corrections_{name}"))
        for name in NEW:
            batch_op.drop_column(name)
