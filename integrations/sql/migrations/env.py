"""How Alembic reaches the store: through the connection handed to it."""

from __future__ import annotations

from alembic import context

from integrations.sql.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
