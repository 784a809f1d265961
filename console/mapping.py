"""The map of grids for its administrator: looked at, a GeoJSON in, the one in force out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from console import editions_view as view
from console.gate import Gate
from console.knowledge_form import read_file
from console.mapping_view import drawn
from console.paper import HEADERS, page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.sessions import Visitor
from grid.editions import MAP, WriteLines
from grid.events import Actor
from grid.refused import Refused
from integrations.district.maps import geojson, read_map

LARGEST = 8_000_000  # bytes of a map with its form


async def read_map_file(request: Request) -> dict[str, Any]:
    """A form with a map."""
    return await read_file(request, LARGEST)


MapForm = Annotated[dict[str, Any], Depends(read_map_file)]


class MapPages:
    """The map, a file in, a file out; publishing is the editions' page."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/map", self.look, methods=["GET"])
        router.add_api_route("/map/import", self.bring, methods=["POST"])
        router.add_api_route("/map/areas.geojson", self.export, methods=["GET"])

    def look(self, request: Request) -> Response:
        """The map in force."""
        return self._page(self.gate.visitor(request, Right.MAP))

    def _page(self, who: Visitor, refused: str = "") -> Response:
        district = self.parts.district
        with self.parts.store.read() as work:
            found = view.standing(work, MAP, self.parts.clock())
        covered = {area.of for area in district.areas}
        grids = (unit for unit in district.units.values() if unit.level == "grid")
        bare = [unit for unit in grids if unit.kind == "area" and unit.id not in covered]
        values = view.common(self.parts, who, found) | {
            "drawn": drawn(district), "bare": bare, "many": len(covered), "refused": refused,
        }  # fmt: skip
        return page("map.html", values, 409 if refused else 200)

    async def bring(self, request: Request, form: MapForm) -> Response:
        """A GeoJSON into the draft."""
        who = self.gate.poster(request, form, Right.MAP)
        try:
            with self.parts.store.read() as work:
                found = view.standing(work, MAP, self.parts.clock())
            lines = read_map(form["file"], view.drafted(self.parts, found))
            actor = Actor(who.name, acting(who.roles, Right.MAP))
            self.parts.do(WriteLines(MAP, lines), actor)
        except Refused as refused:
            return self._page(who, refused.words)
        with self.parts.store.begin() as work:
            words = f"草稿：导入{len(lines)}个图形"
            work.accounts.saw(self.parts.clock(), who.name, "edition", MAP, words)
        return see_other("/staff/map/draft")

    def export(self, request: Request) -> Response:
        """The map in force."""
        self.gate.visitor(request, Right.MAP)
        headers = {**HEADERS, "Content-Disposition": 'attachment; filename="areas.geojson"'}
        return Response(geojson(self.parts.district), 200, headers, "application/geo+json")
