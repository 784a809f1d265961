"""How the house runs, as its administrator, the leader and the hotline see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.desk.mending import GONE, mend
from console.accounts import NewAccount, make_account
from console.running_parts import Engine, RunningParts, Standing
from console.running_words import Figures, due_words, troubles
from dialogs.say import Say
from followup.due import Due
from grid.events import Actor
from integrations.sql.unreached import UnreachedList
from integrations.sql.watch import DUE, INBOX, Waiting, Watch
from tests.console.conftest import Clerk, opens
from tests.console.test_way import signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
PAGE = "/staff/running"
OLD = "20250101-0001"
WELL = Standing({"web": ""}, engine=Engine("base"), free=50 * 1024**3, version="0.1.0")


class Torn:
    """An act of the clockwork that cannot be done until it is mended."""

    def __init__(self) -> None:
        self.broken = True
        self.tried = 0

    def __call__(self, desk: Any, due: Due) -> None:
        self.tried += 1
        if self.broken:
            raise KeyError(due.about)


def runs(town: Town, standing: Standing = WELL) -> RunningParts:
    """The page's parts, joined as build() joins them."""

    def mended(kind: str, row: int, to: str, why: str, actor: Actor) -> None:
        town.bot.door.change(actor, lambda desk: mend(desk, kind, row, to, why))

    return RunningParts(lambda: standing, mended)


@pytest.fixture
def leader(arrive: Arrive, town: Town) -> Clerk:
    return signed_in(partial(arrive, running=runs(town)), "leader")


@pytest.fixture
def torn(town: Town) -> Torn:
    """The archiving of an old ticket fails five times."""
    act = Torn()
    town.bot.clockwork.acts["archive"] = act
    with town.bot.store.begin() as work:
        work.dues.add(Due(f"archive:{OLD}", "archive", town.clock(), about=OLD))
    town.later(minutes=10)
    return act


def failed(town: Town, kind: str = DUE) -> list[int]:
    """Ids of what was given up."""
    with town.bot.store.read() as work:
        return [one.row.id for one in Watch(work.connection).broken(kind)]


def shut(town: Town, who: str = "telegram:7", phone: str = "13900001234") -> int:
    """A resident whose channel is shut, with an answer that failed; the letter's id."""
    ticket = opens(town, who=who)
    with town.bot.store.begin() as work:
        work.contacts.save(who, unreachable=True)
        work.contacts.save_person(int(ticket.person), phone=town.bot.seal.close(phone))
        letter = work.outbox.add(who, Say("办好了"), town.clock(), None)
        work.outbox.drop([letter], "送不到：已拉黑机器人", "failed")
    return letter


def test_a_quiet_house_says_that_all_is_well(leader: Clerk) -> None:
    words = leader.sees(PAGE)
    assert leader.status == 200
    assert "2027年的放假安排还没有录入" in words
    assert "去录入" in words
    assert "网页" in words
    assert "开着" in words
    assert "50.0GB" in words
    assert "base" in words
    assert "没有做成" not in words.split("渠道")[0]


def test_what_failed_five_times_is_listed_with_its_ticket_and_the_kind_of_error(
    leader: Clerk, torn: Torn
) -> None:
    words = leader.sees(PAGE)
    assert torn.tried == 5
    assert "归档" in words
    assert OLD in words
    assert "程序缺陷（KeyError）" in words
    assert "有1件到点该办的事多次没有做成" in words


def test_tried_again_after_it_was_mended_it_is_done_and_gone(
    leader: Clerk, torn: Torn, town: Town
) -> None:
    (row,) = failed(town)
    torn.broken = False
    words = leader.posts(f"{PAGE}/due/{row}", PAGE, to="again", why="修好了")
    assert "记下了" in words
    assert "再试了一次，修好了" in words
    town.later(minutes=1)
    assert torn.tried == 6
    assert not failed(town)


def test_tried_again_and_failing_once_more_it_is_back_at_once(
    leader: Clerk, torn: Torn, town: Town
) -> None:
    (row,) = failed(town)
    leader.posts(f"{PAGE}/due/{row}", PAGE, to="again")
    assert failed(town) == []
    town.later(minutes=1)
    assert torn.tried == 6
    assert failed(town) == [row]


def test_done_by_hand_needs_a_word_and_counts_once(leader: Clerk, torn: Torn, town: Town) -> None:
    (row,) = failed(town)
    assert "请写一句" in leader.posts(f"{PAGE}/due/{row}", PAGE, to="by_hand")
    leader.posts(f"{PAGE}/due/{row}", PAGE, to="by_hand", why="电话里说好了")
    second = leader.posts(f"{PAGE}/due/{row}", PAGE, to="by_hand", why="又点一次")
    assert GONE in second
    assert leader.status == 409
    town.later(minutes=5)
    assert torn.tried == 5
    with town.bot.store.read() as work:
        log = work.log.of(DUE, str(row))
        assert [(e.move, e.why) for e in log] == [("failed", ""), ("by_hand", "电话里说好了")]
        assert work.log.broken(DUE, str(row)) == 0
        assert [r.why for r in work.accounts.seen(f"due:{row}")] == ["已人工处理 电话里说好了"]


def test_what_failed_before_there_was_a_list_is_put_on_it_once(town: Town, leader: Clerk) -> None:
    with town.bot.store.begin() as work:
        work.dues.add(Due("old", "archive", town.clock(), about="20250101-0001"))
        work.dues.done(1, town.clock(), "多次没有做成，请人工处理", "failed")
        watch = Watch(work.connection)
        missed = watch.unnoted()
        assert watch.catch_up(missed, town.clock()) == 1
        assert watch.catch_up(missed, town.clock()) == 0
        assert watch.unnoted() == []
    assert "原因没有记下来" in leader.sees(PAGE)


def test_a_due_planned_anew_is_no_longer_on_the_list(town: Town, torn: Torn) -> None:
    with town.bot.store.begin() as work:
        later = town.clock() + timedelta(days=1)
        work.dues.add(Due(f"archive:{OLD}", "archive", later, moves=True))
    assert failed(town) == []


class Poison:
    """A conversation that breaks on whatever is said, until it is mended."""

    def __init__(self, town: Town) -> None:
        self.real, self.broken = town.bot.door.conversing.converse, True
        town.bot.door.conversing.converse = self  # type: ignore[method-assign]

    def __call__(self, scene: Any) -> None:
        if self.broken and scene.told.incoming.kind == "message":
            raise ValueError("poison")
        self.real(scene)


def test_a_parked_message_is_listed_without_its_words_and_can_be_tried_again(
    town: Town, leader: Clerk
) -> None:
    poison = Poison(town)
    town.says("我家楼道灯坏了，电话13800001111", "web:poor")
    (row,) = failed(town, INBOX)
    words = leader.sees(PAGE)
    assert "从网页来的一条消息" in words
    assert "ValueError" in words
    assert "楼道灯" not in words
    assert "1111" not in words
    poison.broken = False
    leader.posts(f"{PAGE}/inbox/{row}", PAGE, to="again")
    with town.bot.store.read() as work:
        assert work.inbox.waiting() == ["web:poor"]
    town.bot.door.turn("web:poor")
    assert failed(town, INBOX) == []
    with town.bot.store.read() as work:
        assert work.inbox.waiting() == []


def test_a_parked_message_goes_to_a_person_once(town: Town, leader: Clerk) -> None:
    Poison(town)
    town.says("你好", "web:poor")
    with town.bot.store.begin() as work:
        work.contacts.save("web:poor", holder="bot", queued=None)  # given back meanwhile
    (row,) = failed(town, INBOX)
    leader.posts(f"{PAGE}/inbox/{row}", PAGE, to="person", why="请看一下")
    with town.bot.store.read() as work:
        assert [one.contact for one in work.contacts.queue()] == ["web:poor"]
    assert GONE in leader.posts(f"{PAGE}/inbox/{row}", PAGE, to="person", why="请看一下")


def test_the_hotline_sees_whom_to_ring_and_the_whole_number_for_a_reason(
    arrive: Arrive, town: Town
) -> None:
    letter = shut(town)
    chen = signed_in(partial(arrive, running=runs(town)), "chen")
    words = chen.sees(PAGE)
    assert "139****1234" in words
    assert "13900001234" not in words
    assert "已拉黑机器人" in words
    assert "20261118-0001" in words
    assert "磁盘剩余" not in words
    url = f"{PAGE}/letter/{letter}"
    assert "请先写为什么" in chen.posts(f"{url}/phone", PAGE, why=" ")
    assert "13900001234" in chen.posts(f"{url}/phone", PAGE, why="告知答复")
    with town.bot.store.read() as work:
        seen = [(r.act, r.why) for r in work.accounts.seen("20261118-0001")]
        assert ("phone", "告知答复") in seen
    chen.posts(url, PAGE, to="rung", why="电话里告诉了")
    assert "139****1234" not in chen.sees(PAGE)
    assert GONE in chen.posts(url, PAGE, to="rung", why="电话里告诉了")


def test_who_was_rung_is_listed_again_when_another_letter_fails(town: Town) -> None:
    first = shut(town)
    with town.bot.store.begin() as work:
        mended = UnreachedList(work.connection)
        assert [one.letter for one in mended.all()] == [first]
    actor = Actor("chen", "hotline_staff")
    town.bot.door.change(actor, lambda desk: mend(desk, "letter", first, "rung", "说了"))
    second = shut(town)
    with town.bot.store.read() as work:
        assert [one.letter for one in UnreachedList(work.connection).all()] == [second]


def test_who_was_reached_afterwards_need_not_be_rung(town: Town) -> None:
    letter = shut(town)
    with town.bot.store.begin() as work:
        work.contacts.save("telegram:7", unreachable=False)
        assert [one.letter for one in UnreachedList(work.connection).all()] == [letter]
        later = work.outbox.add("telegram:7", Say("您好"), town.clock(), None)
        work.outbox.sent(later, town.clock(), "9")
        assert UnreachedList(work.connection).all() == []


def test_the_leader_and_the_administrator_see_no_numbers_and_the_others_nothing(
    arrive: Arrive, town: Town, leader: Clerk
) -> None:
    shut(town)
    with town.bot.store.begin() as work:
        new = NewAccount("root", "阿管", ("sysadmin",))
        make_account(work, new, "a long made-up password", town.clock())
    root = arrive(running=runs(town))
    root.signs_in("root", "a long made-up password")
    for clerk in (leader, root):
        words = clerk.sees(PAGE)
        assert clerk.status == 200
        assert "139" not in words
        assert "送不到，要打电话" not in words
    auditor = signed_in(partial(arrive, running=runs(town)), "auditor")
    auditor.sees(PAGE)
    assert auditor.status == 404
    chen = signed_in(partial(arrive, running=runs(town)), "chen")
    chen.posts(f"{PAGE}/due/1", PAGE, to="again")
    assert chen.status == 404


def test_whatever_the_clockwork_does_has_a_name_staff_understand(town: Town) -> None:
    for what in town.bot.clockwork.acts:
        assert "内部事项" not in due_words(what), what
    assert due_words("x") == "内部事项（x）"


def test_every_trouble_is_said_with_what_to_do() -> None:
    now = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
    engine = Engine("base", trouble="v3：文件不全", rasa={"failed": 2, "skipped": 1})
    broken = Standing({"telegram": "令牌不对"}, True, True, 10**8, engine,
                      now - timedelta(days=9))  # fmt: skip
    old = Waiting(3, now - timedelta(hours=1))
    said = "\n".join(troubles(broken, Figures(unanswered=old, late=old), now))
    for words in ("存不下来", "快写满", "令牌不对", "1小时0分", "文件不全", "3次没有答上", "9天"):
        assert words in said
    assert troubles(WELL, Figures(), now) == []
