"""What the house gave up and whom it does not reach, the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dialogs.incoming import Incoming
from dialogs.say import Say
from followup.due import Due
from grid.events import Actor, Event
from integrations.sql.store import Store
from integrations.sql.unreached import UnreachedList
from integrations.sql.watch import DUE, INBOX, LETTER, Traffic, Waiting, Watch

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
CLERK = Actor("leader", "centre_leader")


def test_each_channel_has_its_last_message_in_and_out_and_what_waits(store: Store) -> None:
    old = NOW - timedelta(minutes=7)
    with store.begin() as work:
        work.inbox.add(Incoming("1", "telegram:1", old, text="灯坏了"), old)
        for contact, state in (("web:1", "sent"), ("web:1", "failed"), ("web:2", "waiting")):
            row = work.outbox.add(contact, Say("好"), old, None)
            if state == "sent":
                work.outbox.sent(row, NOW, "x")
            elif state == "failed":
                work.outbox.drop([row], "送不到", "failed")
        found = Watch(work.connection).traffic(NOW)
        assert found == {"telegram": Traffic(came=old),
                         "web": Traffic(None, NOW, Waiting(1, old), 1, 1)}  # fmt: skip
        assert Watch(work.connection).unanswered() == Waiting(1, old)


def test_words_that_failed_days_ago_are_not_news(store: Store) -> None:
    with store.begin() as work:
        row = work.outbox.add("web:1", Say("好"), NOW - timedelta(days=2), None)
        work.outbox.drop([row], "送不到", "failed")
        assert Watch(work.connection).traffic(NOW)["web"].failed == 0


def test_what_is_late_is_counted_and_what_is_for_tomorrow_is_not(store: Store) -> None:
    with store.begin() as work:
        work.dues.add(Due("a", "archive", NOW - timedelta(hours=1)))
        work.dues.add(Due("b", "archive", NOW + timedelta(hours=1)))
        assert Watch(work.connection).late(NOW) == Waiting(1, NOW - timedelta(hours=1))


def test_of_two_who_mend_the_same_one_is_told_that_it_was_done(store: Store) -> None:
    with store.begin() as work:
        work.dues.add(Due("a", "archive", NOW))
        work.dues.done(1, NOW, "多次没有做成", "failed")
        watch = Watch(work.connection)
        watch.given_up(DUE, 1, NOW, "KeyError")
        assert [(one.row.id, one.error) for one in watch.broken(DUE)] == [(1, "KeyError")]
        assert watch.change(DUE, 1, state="waiting")
        assert not watch.change(DUE, 1, state="dropped")
        watch.settle(Event(DUE, "1", "again", NOW, CLERK))
        assert watch.broken(DUE) == []
        assert [row.move for row in watch.settled()] == ["again"]


def test_hundreds_that_failed_are_all_found(store: Store) -> None:
    with store.begin() as work:
        for n in range(1, 703):
            work.inbox.add(Incoming(str(n), "web:1", NOW, text="x"), NOW)
            work.inbox.done(n, NOW, None, "parked")
        watch = Watch(work.connection)
        assert watch.catch_up(watch.unnoted(), NOW) == 702
        assert len(watch.broken(INBOX)) == 702


def test_who_has_no_open_channel_is_listed_with_the_last_letter(store: Store) -> None:
    with store.begin() as work:
        work.contacts.lock("wechat:1", NOW)
        for contact in ("wechat:1", "wechat:1", "office:desk", "phone:1"):
            row = work.outbox.add(contact, Say("好"), NOW, None)
            work.outbox.drop([row], "这个渠道没有开", "failed")
        found = UnreachedList(work.connection).all()
        assert [(one.letter, one.contact, one.note) for one in found] == [
            (2, "wechat:1", "这个渠道没有开")
        ]


def test_behind_hundreds_who_were_rung_the_next_is_still_found(store: Store) -> None:
    with store.begin() as work:
        for n in range(502):
            work.contacts.lock(f"telegram:{n}", NOW)
            row = work.outbox.add(f"telegram:{n}", Say("好"), NOW, None)
            work.outbox.drop([row], "送不到", "failed")
            if n:
                Watch(work.connection).settle(Event(LETTER, str(row), "rung", NOW, CLERK))
        assert [one.contact for one in UnreachedList(work.connection).all()] == ["telegram:0"]


def test_a_store_knows_its_size(store: Store) -> None:
    with store.read() as work:
        assert Watch(work.connection).size() > 10_000
