"""Alembic migrations, both ways."""
