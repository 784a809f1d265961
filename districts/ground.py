"""The ground of the demo: a bent lattice of 8 × 8 grids in the open sea, and what it encloses."""

from __future__ import annotations

import random

from made_up import STREETS

WEST, SOUTH, STEP, SIDE = 123.0, 30.0, 0.0125, 8
Point = tuple[float, float]

_dice = random.Random(20261121)
CORNERS = {
    (column, row): (
        round(
            WEST + STEP * column + (_dice.uniform(-0.0015, 0.0015) if 0 < column < SIDE else 0), 5
        ),
        round(SOUTH + STEP * row + (_dice.uniform(-0.0015, 0.0015) if 0 < row < SIDE else 0), 5),
    )
    for column in range(SIDE + 1)
    for row in range(SIDE + 1)
}
QUARTERS = ((0, 4), (4, 4), (0, 0), (4, 0))  # south-west corner of each street, in cells


def communities() -> dict[str, tuple[str, Point]]:
    """Code → (name, its south-west cell); streets lie in quarters, communities in theirs."""
    found = {}
    for street, ((column, row), names) in enumerate(
        zip(QUARTERS, STREETS.values(), strict=True), 1
    ):
        for number, name in enumerate(names):
            cell = (column + 2 * (number % 2), row + 2 * (1 - number // 2))
            found[f"CH{street:02d}{number + 1:02d}"] = (name, cell)
    return found


def cells() -> dict[str, tuple[int, int]]:
    """Code of each grid → its cell."""
    return {
        f"{code}{number + 1:02d}": (column + number % 2, row + 1 - number // 2)
        for code, (_, (column, row)) in communities().items()
        for number in range(4)
    }


def ring(column: int, row: int, side: int) -> list[Point]:
    """The border of `side` × `side` cells, corner by corner, anticlockwise and closed."""
    east, north = column + side, row + side
    keys = [(x, row) for x in range(column, east)] + [(east, y) for y in range(row, north)]
    keys += [(x, north) for x in range(east, column, -1)]
    keys += [(column, y) for y in range(north, row, -1)]
    return [CORNERS[key] for key in [*keys, keys[0]]]


def inside(cell: tuple[int, int], spot: int) -> Point:
    """One of five well-spaced points (lng, lat) of a cell; further ones repeat, moved a little."""
    across, up = ((0.28, 0.28), (0.72, 0.28), (0.28, 0.72), (0.72, 0.72), (0.5, 0.5))[spot % 5]
    column, row = cell
    lng = WEST + STEP * (column + across + 0.05 * (spot // 5))
    return round(lng, 5), round(SOUTH + STEP * (row + up), 5)


def box(lng: float, lat: float, width: float, height: float) -> list[Point]:
    """A rectangle around a point, closed."""
    west, east = round(lng - width / 2, 5), round(lng + width / 2, 5)
    south, north = round(lat - height / 2, 5), round(lat + height / 2, 5)
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]
