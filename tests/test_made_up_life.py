"""The demo's made-up weeks: real commands, at their own times, up to now."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

from bot.build import build
from bot.clock import Clock, real_time
from bot.made_up_life import Sizes, live
from bot.settings import Settings
from integrations.sql.store import Store
from nlu.gazetteer import Name
from nlu.listener import load_listener


def test_some_weeks_leave_something_of_everything_and_the_clock_where_it_was(
    tmp_path: Path,
) -> None:
    from integrations.district.reading import read

    settings = Settings(files=str(tmp_path), demo="1")
    names = tuple(Name(*row) for row in read(settings.district_folder).names())
    store = Store(settings.url)
    store.create()
    bot = build(settings, load_listener(None, names, tmp_path / "cache"), store, Clock())
    assert live(bot, Sizes(matters=14, talks=3, patrols=2)) >= 20
    assert abs(bot.clock() - real_time()) < timedelta(minutes=1)
    with store.read() as work:
        tickets = work.tickets.listed()
        moves = Counter(
            event.move for one in tickets for event in work.log.of("ticket", one.number)
        )
        ratings = [row for one in tickets for row in work.tickets.ratings(one.number)]
        assert not [one for one in tickets if work.log.broken("ticket", one.number)]
        whistles = [one for ticket in tickets for one in work.whistles.of_ticket(ticket.number)]
    assert {"request_return", "check_pass", "answer", "rate_ok"} <= set(moves)
    assert {"rated", "blown"} <= {str(one.state) for one in whistles}
    assert "absent" in {str(call.state) for one in whistles for call in one.calls}
    assert ratings
    assert max(one.opened for one in tickets) <= real_time()
    assert min(one.opened for one in tickets) < real_time() - timedelta(weeks=3)
    store.close()
