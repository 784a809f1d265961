"""A district's files (CSV, YAML, GeoJSON) become a District, or a list of mistakes."""

from integrations.district.mistakes import Mistake, Unreadable
from integrations.district.reading import check, read, report

__all__ = ["Mistake", "Unreadable", "check", "read", "report"]
