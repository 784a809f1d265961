"""How many messages WeChat lets us write, reckoned from what came and what went."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.channels.wechat_window import grants, left
from dialogs.incoming import Incoming

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
ME = "wechat:o_made_up"
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def word(at: datetime = NOW, key: str = "wechat:wx1:42") -> Incoming:
    return Incoming(key, ME, at, text="灯")


def tap(at: datetime) -> Incoming:
    return Incoming("wechat:wx1:43", ME, at, kind="tap", button="r1:sure:ad25c7:0")


def may(came: list[Incoming], sent: list[datetime], now: datetime) -> int:
    return left(grants((one, one.at) for one in came), sent, now)


def test_a_word_gives_five_in_48_hours() -> None:
    assert may([word()], [], NOW) == 5
    assert may([word()], [NOW + n * HOUR for n in range(4)], NOW + 47 * HOUR) == 1
    assert may([word()], [NOW + n * HOUR for n in range(5)], NOW + 47 * HOUR) == 0
    assert may([word()], [], NOW + 48 * HOUR) == 0


def test_nobody_wrote_and_nothing_may_go() -> None:
    assert may([], [], NOW) == 0


def test_a_new_word_gives_five_again_and_not_ten() -> None:
    again = NOW + HOUR
    assert may([word(), word(again)], [NOW + n * SECOND for n in range(5)], again) == 5
    assert may([word(), word(again)], [], again) == 5


def test_a_tap_gives_three_for_a_minute_and_spares_the_word() -> None:
    at = NOW + 2 * HOUR
    came, answers = [word(), tap(at)], [NOW + n * SECOND for n in range(5)]
    assert may(came, answers, at) == 3
    assert may(came, answers, at + timedelta(minutes=1)) == 0
    assert may([word(), tap(at)], [at, at + SECOND], at + HOUR) == 5


def test_following_counts_as_a_tap() -> None:
    event = word(key="wechat:wx1:o_made_up:1795000000:subscribe")
    assert may([event], [], NOW) == 3
    assert may([event], [], NOW + timedelta(minutes=2)) == 0


def test_who_left_and_came_back_begins_anew() -> None:
    gone = Incoming("wechat:wx1:o:1:unsubscribe", ME, NOW, kind="event", event="blocked")
    assert may([word(), gone], [], NOW) == 0


def test_staff_s_words_give_no_leave() -> None:
    assert may([Incoming("staff:1", ME, NOW, kind="staff", text="您好", by="chen")], [], NOW) == 0
