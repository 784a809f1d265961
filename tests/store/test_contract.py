"""What every store must do, whichever database it speaks."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, select, text

from dialogs.incoming import Attachment, Incoming, Pin
from dialogs.say import Button, Say
from followup.due import Due
from grid.events import Actor, Event
from grid.refused import Refused
from grid.tickets import State, Ticket, moved
from integrations.sql import schema
from integrations.sql.corrections import Correction
from integrations.sql.migrate import migrate
from integrations.sql.store import Store

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
ACTOR = Actor("web:a", "resident")


def message(key: str, contact: str = "web:a", text: str = "路灯坏了") -> Incoming:
    return Incoming(key, contact, NOW, text=text)


def person_of(store: Store, contact: str = "web:a") -> int:
    with store.begin() as work:
        return work.contacts.lock(contact, NOW).person


def ticket_of(store: Store, number: str = "20261118-0001", contact: str = "web:a") -> Ticket:
    person = person_of(store, contact)
    ticket = Ticket(number, str(person), contact, "0203", "灯不亮", NOW, State.SUBMITTED,
                    place="幸福里", place_id="P1", grid="G1",
                    slots=(("since", "昨天"),))  # fmt: skip
    with store.begin() as work:
        work.tickets.add(ticket)
    return ticket


def test_a_message_is_accepted_once(store: Store) -> None:
    with store.begin() as work:
        assert work.inbox.add(message("k"), NOW)
        assert not work.inbox.add(message("k"), NOW)
    with store.read() as work:
        assert work.inbox.waiting() == ["web:a"]


def test_a_message_comes_back_whole(store: Store) -> None:
    told = replace(message("k"), files=(Attachment("photo", "ref", "album"),), pin=Pin(30.0, 123.0),
                   data={"alarmed": "fire"})  # fmt: skip
    with store.begin() as work:
        work.inbox.add(told, NOW)
        assert work.inbox.oldest("web:a").incoming == told  # type: ignore[union-attr]


def test_messages_of_a_contact_come_in_order_and_once(store: Store) -> None:
    with store.begin() as work:
        for key in "abc":
            work.inbox.add(message(key), NOW)
    heard = []
    for _ in range(3):
        with store.begin() as work:
            kept = work.inbox.oldest("web:a")
            assert kept
            heard.append(kept.incoming.key)
            work.inbox.done(kept.id, NOW, None)
    assert heard == ["a", "b", "c"]


def test_what_is_rolled_back_never_was(store: Store) -> None:
    def broken() -> None:
        with store.begin() as work:
            work.inbox.add(message("k"), NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    with store.begin() as work:
        assert work.inbox.add(message("k"), NOW)


def test_a_savepoint_undoes_only_itself(store: Store) -> None:
    with store.begin() as work:
        work.inbox.add(message("kept"), NOW)
        with contextlib.suppress(Refused), work.savepoint():
            work.inbox.add(message("undone"), NOW)
            raise Refused("不行")
    with store.read() as work:
        assert [k.incoming.key for k in work.inbox.of("web:a")] == ["kept"]


def test_two_hands_on_one_ticket_and_the_slower_is_refused(store: Store) -> None:
    ticket = ticket_of(store)
    first, _ = moved(ticket, "accept", ACTOR, NOW)
    with store.begin() as work:
        work.tickets.save(first)
    with pytest.raises(Refused, match="刚刚有了变化"), store.begin() as work:
        work.tickets.save(replace(ticket, answer="别的"))
    with store.read() as work:
        assert work.tickets.get(ticket.number).state == State.ACCEPTED  # type: ignore[union-attr]


def test_a_ticket_comes_back_as_it_was(store: Store) -> None:
    ticket = ticket_of(store)
    with store.read() as work:
        assert work.tickets.get(ticket.number) == ticket


def test_numbers_are_counted_without_gaps_by_many_at_once(store: Store) -> None:
    def one(_: int) -> int:
        with store.begin() as work:
            return work.counters.next("ticket:20261118")

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(one, range(24)))
    assert numbers == list(range(1, 25))


def test_of_fifty_who_want_one_time_one_gets_it(store: Store) -> None:
    quarters = [NOW + timedelta(minutes=15 * n) for n in range(5)]
    won, lost = [], []

    def one(n: int) -> None:
        try:
            with store.begin() as work:
                work.bookings.hold(
                    f"hold:{n}", ["m1", "l1"], quarters, NOW + timedelta(hours=1), NOW
                )
            won.append(n)
        except Refused:
            lost.append(n)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(50)))
    assert (len(won), len(lost)) == (1, 49)
    with store.read() as work:
        assert len(work.bookings.of(f"hold:{won[0]}")) == 10
        rows = work.connection.execute(select(schema.bookings)).all()
    assert len(rows) == 10  # the losers left nothing behind


def test_a_lapsed_hold_gives_way(store: Store) -> None:
    with store.begin() as work:
        work.bookings.hold("old", ["m1"], [NOW], NOW + timedelta(minutes=30), NOW)
    later = NOW + timedelta(minutes=31)
    with store.begin() as work:
        work.bookings.hold("new", ["m1"], [NOW], later + timedelta(hours=1), later)
        assert not work.bookings.of("old")
        assert not work.bookings.extend("old", None, later)


def test_a_due_action_is_planned_once_and_a_movable_one_moves(store: Store) -> None:
    fixed = Due("survey:1", "survey", NOW, "web:a")
    nudge = Due("nudge:web:a", "nudge", NOW, "web:a", moves=True)
    with store.begin() as work:
        assert work.dues.add(fixed)
        assert not work.dues.add(replace(fixed, at=NOW + timedelta(days=1)))
        work.dues.add(nudge)
        work.dues.add(replace(nudge, at=NOW + timedelta(hours=2)))
    with store.read() as work:
        assert [d.key for _, d in work.dues.ripe(NOW)] == ["survey:1"]
        assert len(work.dues.ripe(NOW + timedelta(hours=2))) == 2


def test_a_due_action_done_is_not_taken_again(store: Store) -> None:
    with store.begin() as work:
        work.dues.add(Due("a", "survey", NOW))
        row, _ = work.dues.ripe(NOW)[0]
        assert work.dues.take(row)
        work.dues.done(row, NOW)
        assert work.dues.take(row) is None


def test_the_log_is_a_chain_and_a_changed_row_is_found(store: Store) -> None:
    with store.begin() as work:
        for move in ("submit", "accept", "dispatch"):
            work.log.append(Event("ticket", "1", move, NOW, ACTOR, data={"why": "测试"}))
        assert work.log.broken("ticket", "1") == 0
    with store.begin() as work:
        work.connection.execute(text("UPDATE log SET why = 'x' WHERE seq = 2"))
    with store.read() as work:
        assert work.log.broken("ticket", "1") == 2
    with store.begin() as work:
        work.connection.execute(text("UPDATE log SET why = '' WHERE seq = 2"))
        work.connection.execute(text("DELETE FROM log WHERE seq = 1"))
    with store.read() as work:
        assert work.log.broken("ticket", "1") == 1


def test_words_leave_in_order_and_the_urgent_contact_first(store: Store) -> None:
    with store.begin() as work:
        work.outbox.add("web:a", Say("一", (Button("1 好", "r1:x:0:0"),)), NOW, 1)
        work.outbox.add("web:a", Say("二"), NOW, 1)
        work.outbox.add("web:b", Say("快跑", kind="emergency"), NOW, 2)
    with store.begin() as work:
        first = work.outbox.claim(NOW, timedelta(seconds=30))
        assert [one.say.text for one in first] == ["快跑", "一"]
        assert not work.outbox.claim(NOW, timedelta(seconds=30))  # leased
        for one in first:
            work.outbox.sent(one.id, NOW, "id")
        assert [one.say.text for one in work.outbox.claim(NOW, timedelta(seconds=30))] == ["二"]


def test_a_lease_that_lapsed_is_claimed_again(store: Store) -> None:
    with store.begin() as work:
        work.outbox.add("web:a", Say("一"), NOW, 1)
        assert work.outbox.claim(NOW, timedelta(seconds=30))
    with store.begin() as work:
        assert work.outbox.claim(NOW + timedelta(seconds=31), timedelta(seconds=30))


def test_two_at_once_make_one_contact(store: Store) -> None:
    gate = threading.Barrier(4)

    def one(_: int) -> int:
        gate.wait()
        return person_of(store, "web:new")

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(one, range(4)))
    assert len(found) == 1


def test_what_was_said_can_be_erased(store: Store) -> None:
    with store.begin() as work:
        work.inbox.add(message("k", text="我的秘密"), NOW)
        kept = work.inbox.oldest("web:a")
        assert kept
        work.inbox.done(kept.id, NOW, {"text": "我的秘密"})
        row = work.outbox.add("web:a", Say("您的秘密"), NOW, kept.id)
        work.outbox.sent(row, NOW, "1")
        assert work.inbox.erase("web:a") == 1
        work.outbox.erase("web:a")
    with store.read() as work:
        everything = work.connection.execute(select(schema.inbox)).all()
        said = work.connection.execute(select(schema.outbox)).all()
    assert "秘密" not in str(everything)
    assert "秘密" not in str(said)


def test_a_message_that_could_not_be_answered_is_erased_too(store: Store) -> None:
    with store.begin() as work:
        for n, state in enumerate(("done", "parked", "open")):
            work.inbox.add(message(f"k{n}", text=f"秘密{state}"), NOW)
            kept = work.inbox.of("web:a")[-1]
            work.inbox.done(kept.id, NOW, None, state)
        assert work.inbox.erase("web:a") == 2
        assert [one.incoming.text for one in work.inbox.of("web:a")] == ["", "", "秘密open"]


def test_what_is_older_is_erased_and_the_rest_stays(store: Store) -> None:
    with store.begin() as work:
        for n, words in enumerate(("旧的秘密", "新的话")):
            at = NOW + timedelta(days=n)
            work.inbox.add(replace(message(f"k{n}", text=words), at=at), at)
            kept = work.inbox.oldest("web:a")
            assert kept
            work.inbox.done(kept.id, at, None)
            work.outbox.sent(work.outbox.add("web:a", Say(words), at, kept.id), at, str(n))
        assert work.inbox.erase("web:a", NOW + timedelta(hours=1)) == 1
        work.outbox.erase("web:a", NOW + timedelta(hours=1))
        assert [one.incoming.text for one in work.inbox.of("web:a")] == ["", "新的话"]
        assert [one.say.text for one in work.outbox.of("web:a")] == ["", "新的话"]


def test_a_naive_time_is_a_bug(store: Store) -> None:
    with pytest.raises(Exception, match="naive"), store.begin() as work:
        work.dues.add(Due("a", "survey", datetime(2026, 1, 1)))  # noqa: DTZ001 what is refused


def correction(text: str = "门口垃圾", by: str = "chen", inbox: int = 1) -> Correction:
    return Correction("category", "0101", "0103", text, by, NOW, "web:a", inbox)


def test_a_correction_is_decided_once_and_the_slower_is_told(store: Store) -> None:
    with store.begin() as work:
        assert work.corrections.add(correction()) == "open"
        assert work.corrections.add(correction()) == ""
        [row] = work.corrections.listed(["open"])
        taken = {"state": "accepted", "decided": NOW, "decided_by": "leader"}
        assert work.corrections.decide(row.id, "open", **taken)
        assert not work.corrections.decide(row.id, "open", **taken)
        assert [one.now for one in work.corrections.accepted()] == ["0103"]
        assert work.corrections.counts() == {"accepted": 1}
        assert work.corrections.of_messages([1, 2])[1][0].id == row.id


def test_words_of_who_must_be_protected_are_not_kept(store: Store) -> None:
    person_of(store)
    with store.begin() as work:
        work.contacts.save("web:a", shy=True)
        assert work.corrections.guarded(["web:a", "web:b"]) == {"web:a"}
        assert work.corrections.add(correction()) == "private"
        assert work.corrections.listed(["private"])[0].text == ""


def test_past_tickets_come_once_latest_first_without_confidential_ones(store: Store) -> None:
    person = str(person_of(store))
    rows = [("1", "0203", "G1", False, State.CLOSED), ("2", "0203", "G1", True, State.CLOSED),
            ("3", "0101", "G2", False, State.WITHDRAWN),
            ("4", "0101", "G2", False, State.DISPATCHED)]  # fmt: skip
    with store.begin() as work:
        for number, category, grid, secret, state in rows:
            work.tickets.add(Ticket(number, person, "web:a", category, "灯", NOW, state,
                                    grid=grid, secret=secret))  # fmt: skip
        found = work.tickets.past(("0203",), "G2")
        assert [one.number for one in found] == ["4", "1"]


def test_corrections_made_before_decisions_survive_the_way_up_and_down(store: Store) -> None:
    with store.begin() as work:
        work.inbox.add(message("k"), NOW)
    migrate(store, "0001")
    old = "INSERT INTO corrections (inbox, at, by, field, was, now, text) VALUES "
    with store.engine.begin() as connection:
        for field in ("category", "place"):
            values = f"(1, '2026-11-18 02:00:00+00:00', 'chen', '{field}', '0101', '0103', '垃圾')"
            connection.execute(text(old + values))
    migrate(store)
    with store.read() as work:
        [row] = work.corrections.listed(["open"])
        assert (row.contact, row.field, row.decided) == ("web:a", "category", None)
        assert [one.field for one in work.corrections.listed(["kept"])] == ["place"]
    migrate(store, "0001")
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM corrections")).scalar() == 2
    migrate(store)


def test_the_migrations_make_the_tables_and_take_them_away(store: Store) -> None:
    have = {t for t in inspect(store.engine).get_table_names() if t != "alembic_version"}
    words = {t for t in have if t.startswith("findings_text")}  # each store's own shape
    assert "findings_text" in words
    assert have - words == set(schema.metadata.tables)
    migrate(store, "base")
    assert set(inspect(store.engine).get_table_names()) <= {"alembic_version"}
    migrate(store)
    assert store.ready()


def test_people_who_join_at_once_all_stand_in_one_chain(store: Store) -> None:
    gate = threading.Barrier(6)

    def join(n: int) -> None:
        event = Event("ticket", "T1", "join", NOW, Actor(f"web:{n}", "resident"), "open", "open")
        gate.wait()
        with store.begin() as work:
            work.log.append(event)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(join, range(6)))
    with store.read() as work:
        assert len(work.log.of("ticket", "T1")) == 6
        assert work.log.broken("ticket", "T1") == 0


def test_processes_that_start_at_once_migrate_an_empty_store_once(store: Store) -> None:
    migrate(store, "base")
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    others = [Store(store.engine.url.render_as_string(hide_password=False)) for _ in range(3)]
    gate = threading.Barrier(3)

    def start(one: Store) -> None:
        gate.wait()
        migrate(one)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(start, others))
    for one in others:
        one.close()
    assert store.ready()


def test_words_that_two_processes_send_at_once_are_sent_once(store: Store) -> None:
    with store.begin() as work:
        for n in range(120):
            work.outbox.add(f"web:{n}", Say(str(n)), NOW, None)

    def post(_: int) -> list[int]:
        sent = []
        for _ in range(200):
            with store.begin() as work:
                letters = work.outbox.claim(NOW, timedelta(seconds=60), 3)
            for letter in letters:
                with store.begin() as work:
                    work.outbox.sent(letter.id, NOW, "")
                sent.append(letter.id)
            if not letters:
                return sent
        return sent

    with ThreadPoolExecutor(3) as pool:
        found = [row for rows in pool.map(post, range(3)) for row in rows]
    assert len(found) == len(set(found))


def test_only_words_for_the_channels_asked_for_are_claimed(store: Store) -> None:
    with store.begin() as work:
        work.outbox.add("web:a", Say("网页"), NOW, None)
        work.outbox.add("telegram:1", Say("电报"), NOW + timedelta(hours=1), None)
        assert work.outbox.next_at(["telegram"]) == NOW + timedelta(hours=1)
        assert work.outbox.next_at([]) is None
        assert work.outbox.claim(NOW, timedelta(seconds=60), channels=[]) == []
        [letter] = work.outbox.claim(NOW, timedelta(seconds=60), channels=["web"])
        assert letter.say.text == "网页"


def test_what_waited_in_feedback_for_the_leader_waits_in_review(store: Store) -> None:
    said = Event("ticket", "T9", "third_unsolved", NOW, Actor("web:a", "resident"))
    with store.begin() as work:
        person = work.contacts.lock("web:a", NOW).person
        work.tickets.add(Ticket("T9", str(person), "web:a", "0103", "旧沙发", NOW, State.REVIEW))
        work.tickets.add(Ticket("T8", str(person), "web:a", "0103", "旧沙发", NOW, State.FEEDBACK))
        work.log.append(said)
    migrate(store, "0003")
    with store.engine.connect() as connection:
        states = connection.execute(text("SELECT DISTINCT state FROM tickets")).scalars().all()
    assert states == ["feedback"]
    migrate(store)
    with store.read() as work:
        found = {one.number: one.state for one in work.tickets.listed()}
    assert found == {"T9": State.REVIEW, "T8": State.FEEDBACK}
