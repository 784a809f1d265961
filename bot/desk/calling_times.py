"""When it suits a resident to be rung: written on the call that is owed, for whoever makes it."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.tickets import own_ticket
from bot.discreet import without_numbers
from dialogs.may_call import MayCall
from integrations.sql.duties import BACK

NO_CALL = "居民说：不要打电话，请在对话里联系"
SUITS = "居民说打电话的时间："
MOST = 300  # characters of a call's reason
TIME = 80


def may_call(desk: Desk, command: MayCall) -> bool:
    """Said first on the call, before why it is owed."""
    ticket = own_ticket(desk, command.number)
    rows = desk.work.calls.owed(BACK, ticket.number)
    if not rows or int(ticket.person) != desk.person:
        return False
    wish = f"{SUITS}{without_numbers(command.words)[:TIME]}" if command.may else NO_CALL
    desk.work.calls.save(rows[0].id, why=f"{wish}。{rows[0].why}"[:MOST])
    return True
