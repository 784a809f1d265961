"""Somebody has looked up who gave a tip-off: a second person hears of it at once (T15)."""

from __future__ import annotations

from bot.desk import notices
from bot.desk.desk import Desk
from dialogs.covered import covered
from dialogs.looked_up import LookedUp


def tell_of_look(desk: Desk, command: LookedUp) -> None:
    """The leader is told; of a look of the leader's own, the supervisors.

    What is told names who looked and why, nothing of the person.
    """
    ticket = desk.work.tickets.get(command.number)
    if ticket is None or not ticket.secret:
        return
    account = desk.work.accounts.get(command.by)
    who = account.display if account else command.by
    words = (f"{ticket.number}：{who}看了举报人的身份，写的理由是“{covered(command.why)[:120]}”。"
             "不是办这件事要用的，请马上过问。")  # fmt: skip
    own = desk.actor.role == "centre_leader"
    to = notices.SUPERVISOR if own else notices.LEADER
    notices.give(desk, ticket, notices.Word("looked", words), (to,))
