"""A long message is searched for danger stretch by stretch."""

from itertools import pairwise

from nlu.stretches import LONG, READ, stretches


def test_a_short_message_is_one_stretch() -> None:
    assert stretches("楼上漏水了") == ((0, 5),)
    assert stretches("") == ((0, 0),)


def test_stretches_cover_what_is_read_and_end_at_clauses() -> None:
    text = "物业费又涨了，没人解释。" * 20
    found = stretches(text)
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    assert all(text[end - 1] in "，。" for _, end in found)
    assert all(later[0] <= earlier[1] for earlier, later in pairwise(found))


def test_no_stretch_is_long_and_nothing_far_behind_is_read() -> None:
    found = stretches("字" * 5000)
    assert max(end - start for start, end in found) <= LONG
    assert found[-1][1] == READ
