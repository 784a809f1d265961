"""Polygons: inside, on the border, with a hole, and by how much two overlap."""

from __future__ import annotations

import pytest

from grid.places import Area
from grid.shapes import Point, overlap, shape


def square(west: float, south: float, side: float) -> tuple[Point, ...]:
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north))


def of(*rings: tuple[Point, ...]) -> Area:
    return Area("x", rings)


def test_a_point_on_a_shared_border_lies_in_one_of_the_two() -> None:
    west, east = shape(of(square(0, 0, 2))), shape(of(square(2, 0, 2)))
    for lat in (0.0, 0.5, 1.0):
        assert west.holds(2, lat) + east.holds(2, lat) == 1


def test_a_corner_shared_by_four_lies_in_one_of_them() -> None:
    four = [shape(of(square(x, y, 1))) for x in (0, 1) for y in (0, 1)]
    assert sum(each.holds(1, 1) for each in four) == 1


def test_the_notch_of_a_u_is_outside() -> None:
    u = ((0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3))
    assert shape(of(u)).holds(0.5, 2)
    assert not shape(of(u)).holds(1.5, 2)


def test_a_hole_is_outside_and_does_not_count_as_size() -> None:
    ring = shape(of(square(0, 0, 4), square(1, 1, 2)))
    assert not ring.holds(2, 2)
    assert ring.holds(0.5, 2)
    assert ring.size == pytest.approx(12)


def test_neighbours_do_not_overlap_and_others_by_their_common_part() -> None:
    one = shape(of(square(0, 0, 2)))
    assert overlap(one, shape(of(square(2, 0, 2)))) == 0
    assert overlap(one, shape(of(square(1, 1, 2)))) == pytest.approx(1)
    assert overlap(one, shape(of(square(0.5, 0.5, 1)))) == pytest.approx(1)
    assert overlap(one, shape(of(square(0, 0, 2)))) == pytest.approx(4)


def test_slanting_areas_overlap_by_what_both_cover() -> None:
    diamond = shape(of(((1, 0), (2, 1), (1, 2), (0, 1))))
    assert overlap(shape(of(square(0, 0, 1))), diamond) == pytest.approx(0.5)


def test_what_lies_in_the_hole_of_another_does_not_overlap() -> None:
    ring = shape(of(square(0, 0, 4), square(1, 1, 2)))
    assert overlap(ring, shape(of(square(1.5, 1.5, 1)))) == 0


def test_two_corners_are_no_area() -> None:
    with pytest.raises(ValueError):
        shape(of(((0, 0), (1, 1))))
