"""What the store knows of how many WeChat messages may go, on each database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.channels.wechat_window import Window
from dialogs.incoming import Incoming
from dialogs.say import Say
from integrations.sql.store import Store

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
ME = "wechat:o_made_up"
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
WORD = Incoming("wechat:wx1:42", ME, NOW, text="灯")


def told(store: Store, words: str, sent: datetime, sent_id: str) -> None:
    with store.begin() as work:
        row = work.outbox.add(ME, Say(words, kind="notice"), sent, None)
        work.outbox.sent(row, sent, sent_id)


def test_the_store_remembers_after_a_restart(store: Store) -> None:
    with store.begin() as work:
        work.inbox.add(WORD, NOW + SECOND)
    told(store, "一", NOW, "wechat:1:1")  # in the second of the word, but before it
    told(store, "二", NOW + 2 * SECOND, "wechat:2:2")
    told(store, "和它一起", NOW + 2 * SECOND, "wechat:2:2")
    told(store, "只通知了", NOW + 3 * SECOND, "notice:4")
    assert Window(store).left(ME, NOW + HOUR) == 3
    assert Window(store).left("wechat:o_other", NOW) == 0


def test_erased_talk_keeps_its_leave(store: Store) -> None:
    with store.begin() as work:
        work.inbox.add(WORD, NOW)
        kept = work.inbox.oldest(ME)
        assert kept is not None
        work.inbox.done(kept.id, NOW, None)
        work.inbox.erase(ME)
    assert Window(store).left(ME, NOW + HOUR) == 5


def test_words_told_by_notice_wait_again_and_no_others(store: Store) -> None:
    told(store, "全文", NOW, "notice:1")
    told(store, "送到了", NOW, "wechat:1:2")
    assert Window(store).reopen(ME) == 1
    assert Window(store).reopen(ME) == 0
    with store.begin() as work:
        (letter,) = work.outbox.claim(NOW + HOUR, HOUR)
    assert letter.say.text == "全文"


def test_a_mere_answer_to_a_notice_is_kept_as_dealt_with(store: Store) -> None:
    assert not Window(store).shows(WORD, NOW)
    with store.read() as work:
        assert work.inbox.of(ME) == []
    told(store, "全文", NOW, "notice:1")
    assert Window(store).shows(WORD, NOW + HOUR)
    with store.read() as work:
        (kept,) = work.inbox.of(ME)
        assert (kept.incoming.text, kept.state) == ("灯", "done")
        assert work.inbox.oldest(ME) is None
    assert Window(store).left(ME, NOW + HOUR) == 5


def test_what_staff_write_takes_no_leave_away(store: Store) -> None:
    with store.begin() as work:
        work.inbox.add(WORD, NOW)
        for n in range(70):
            work.inbox.add(Incoming(f"staff:{n}", ME, NOW, kind="staff", text="好"), NOW + SECOND)
    assert Window(store).left(ME, NOW + HOUR) == 5
