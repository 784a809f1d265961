"""The command that puts in a year's holidays: kept, and every date that hung on them moved."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.routes import Step, put, tell
from dialogs.dates import due_words
from grid.district import District
from grid.orders import TakeHolidays
from grid.recount import Recount, office_date, with_table
from integrations import holidays


def take_holidays(desk: Desk, command: TakeHolidays) -> int:
    """Keep the table and move the dates; residents hear of theirs. Returns how many tickets.

    The calendar that everybody counts with is changed by who gave the order, once this is kept.
    """
    holidays.keep(desk.work, command.table)
    after = with_table(desk.district, command.table)
    _move_dues(desk, after)
    moving = [
        one for one in holidays.recounts(desk.work, desk.district, command.table) if one.moves
    ]
    for one in moving:
        _move(desk, one, command.table.year)
    return len(moving)


def _move(desk: Desk, one: Recount, year: int) -> None:
    old = one.ticket.answer_due
    data = {"until": one.unit.isoformat()} if one.unit else {}
    changes = {"contact_due": one.contact, "answer_due": one.answer}
    ticket = put(desk, one.ticket, Step("recount", f"{year}年的放假安排", data, changes))
    category = desk.district.rule(ticket.category, ticket.edition)
    if category is None or old is None or one.answer == old:
        return
    words = {
        "old": due_words(old, category.resolve),
        "new": due_words(one.answer, category.resolve),
    }
    if words["old"] != words["new"]:
        tell(desk, ticket, desk.say("way.recounted", year=year, **words))


def _move_dues(desk: Desk, after: District) -> None:
    """What the office has to decide by a date of the table, too."""
    for row in holidays.office_dues(desk.work):
        ticket = desk.work.tickets.get(row.about)
        if ticket is None:
            continue
        events = desk.work.log.of("ticket", ticket.number)
        before = office_date(desk.district, row.what, ticket, events)
        new = office_date(after, row.what, ticket, events)
        if new and new != before and row.at == before:
            desk.work.dues.move(row.id, new, "按新的放假安排")
