"""A message dictated in one breath is heard by the piece that tells the matter."""

from __future__ import annotations

from nlu.dictated import in_pieces
from nlu.heard import Guess

TALK = (Guess("1207", 0.9),)
TOLD = "喂你好我跟你们说一下就是我们楼道里面的灯坏了好几天了然后也没有人来修你们帮忙看一下谢谢啊"


def _hears_lamps(piece: str) -> tuple[Guess, ...]:
    return (Guess("0203", 0.9),) if "灯坏了" in piece else TALK


def test_the_clearest_piece_tells_what_it_is() -> None:
    assert in_pieces(TOLD, TALK, _hears_lamps)[0].code == "0203"


def test_a_piece_counts_less_than_a_whole() -> None:
    assert in_pieces(TOLD, TALK, _hears_lamps)[0].confidence < 0.9


def test_what_is_written_with_marks_or_tells_something_stays_as_it_was_heard() -> None:
    written = TOLD.replace("然后", ",").replace("就是", ",")
    assert in_pieces(written, TALK, _hears_lamps) == TALK
    clear = (Guess("0701", 0.6),)
    assert in_pieces(TOLD, clear, _hears_lamps) == clear


def test_nothing_but_talk_stays_talk() -> None:
    assert in_pieces(TOLD, TALK, lambda _: TALK) == TALK
