"""Who deals with what: the lead and the co-units of a category, at a place or without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grid.catalogue import Category
from grid.units import Unit


class Routes:
    """The units by the names the catalogue calls them."""

    def __init__(self, units: Mapping[str, Unit]) -> None:
        self._named: dict[str, list[Unit]] = {}
        for unit in units.values():
            for name in dict.fromkeys((unit.name, *unit.lead_names)):
                self._named.setdefault(name, []).append(unit)

    def knows(self, name: str) -> bool:
        """Whether any unit answers to the catalogue's name."""
        return bool(self._answering(name))

    def unit(self, name: str, chain: Sequence[Unit]) -> Unit | None:
        """The unit of that name nearest to `chain` (from the grid up), or the only one there is.

        公安局(派出所) is the station of the street the grid lies in; 社区人民调解委员会 the
        committee of its community; 水务局 the one department of that name. Where several answer
        and none stands beside the chain, the name without its brackets is tried.
        """
        answering = self._answering(name)
        for link in chain:
            for unit in answering:
                if link.id in (unit.id, unit.parent):
                    return unit
        if len(answering) == 1:
            return answering[0]
        plain = _plain(name)
        return self.unit(plain, chain) if plain != name else None

    def co_units(self, category: Category, chain: Sequence[Unit]) -> tuple[Unit, ...]:
        """The co-units of the district; outsiders (物业企业 …) are no units and are left out."""
        found = (self.unit(name, chain) for name in category.co)
        return tuple(dict.fromkeys(unit for unit in found if unit))

    def _answering(self, name: str) -> list[Unit]:
        return self._named.get(name) or self._named.get(_plain(name)) or []


def _plain(name: str) -> str:
    """水务局(排水) → 水务局."""
    return name.replace("（", "(").partition("(")[0]
