"""Another system enters for somebody: one ticket however often it is sent; danger is called."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.desk.desk import Desk
from bot.desk.entering import NO_CHANNEL
from bot.desk.people import raise_alert
from bot.desk.tickets import open_ticket
from dialogs.commands import OpenTicket, RaiseAlert
from dialogs.flows.kind import OF_PARTIES
from grid.entering import THROUGH
from grid.systems import Filed, OtherMatter, SystemAlarm, SystemReport
from grid.tickets import Ticket
from integrations.sql.keys import Mark

AGAIN = timedelta(minutes=10)
"""Within it the same words about the same place from the same sender are the same report."""
THROUGH_SYSTEM = "system"


def file_report(desk: Desk, command: SystemReport) -> Filed:
    """Open the ticket as for a resident's own; the same report sent again gives the same one."""
    mark = mark_of(desk, command)
    desk.work.keys.use(command.key, desk.now)
    since = None if command.own else desk.now - AGAIN
    before = desk.work.keys.claim(mark, desk.now, since)
    if before is not None:
        return _again(desk, mark, before.ticket, before.content)
    _seat(desk, command)
    _remember(desk, command)
    if command.danger:
        _alarm(desk, command)
    ticket = open_ticket(desk, OpenTicket(
        command.category, command.words, command.place, command.slots,
        routed=_routed(command), danger=command.danger is not None,
        through=THROUGH_SYSTEM))  # fmt: skip
    desk.work.keys.belongs(mark, ticket.number, desk.now)
    desk.work.accounts.saw(desk.now, desk.actor.id, "enter", ticket.number, "Open311")
    return Filed(ticket, True)


def sound_alarm(desk: Desk, command: SystemAlarm) -> int:
    """The people on duty hear of it, though no ticket comes of the report; returns the alert."""
    _seat(desk, command.report)
    return _alarm(desk, command.report)


def mark_of(desk: Desk, report: SystemReport) -> Mark:
    """The report's mark: the system's own number, otherwise the words, the place and the sender.

    Blind indexes: nothing that was told can be read from them.
    """
    place = [report.place.get(name) for name in ("text", "lat", "lng")]
    sender = [report.sender.account, report.sender.phone, report.sender.name]
    told = [report.category, report.words, place, report.slots, sender]
    content = desk.seal.index(json.dumps(told, ensure_ascii=False))
    mark = desk.seal.index(f"own:{report.own}") if report.own else content
    return Mark(report.key, mark, content)


def _again(desk: Desk, mark: Mark, number: str, content: str) -> Filed:
    """The ticket of before; OtherMatter when the number was given to something else."""
    ticket = desk.work.tickets.get(number)
    if ticket is None or content != mark.content:
        raise OtherMatter(f"这个编号已经用来登记过另一件事（{number}），请给这件事换一个编号再发。")
    return Filed(ticket, False)


def _seat(desk: Desk, report: SystemReport) -> None:
    """From here on the desk acts for whom it is from."""
    row = desk.work.contacts.lock(_contact(desk, report), desk.now)
    desk.contact, desk.person = row.contact, row.person


def _contact(desk: Desk, report: SystemReport) -> str:
    """Their telephone, as for a caller; their account over there; otherwise nobody's."""
    sender = report.sender
    if sender.phone:
        return f"{NO_CHANNEL}:{desk.seal.index(sender.phone)[:32]}"
    if sender.account:
        return f"office:system-{desk.seal.index(f'{report.key}:{sender.account}')[:32]}"
    own = desk.seal.index(f"{report.key}:{mark_of(desk, report).mark}")
    return f"office:enter-{own[:32]}"


def _remember(desk: Desk, report: SystemReport) -> None:
    """Number and name where none are known; what they told us themselves stays as it is."""
    sender, known = report.sender, desk.work.contacts
    if sender.phone and not known.person(desk.person).phone:
        known.save_person(desk.person, phone=desk.seal.close(sender.phone),
                          phone_index=desk.seal.index(sender.phone))  # fmt: skip
    row = known.get(desk.contact)
    if sender.name and row is not None and not row.name:
        known.save(desk.contact, name=sender.name[:60])


def _alarm(desk: Desk, report: SystemReport) -> int:
    """As a resident's: a strong sign calls at once, a doubtful one after 60 seconds."""
    danger = report.danger
    assert danger is not None
    alert = RaiseAlert(danger.kind, danger.level, danger.words, page=report.strong)
    return raise_alert(desk, alert)


def _routed(report: SystemReport) -> str:
    """Where it comes from and why this category, in a sentence for staff."""
    why = f"{THROUGH[THROUGH_SYSTEM]}（{report.key}）转来，{report.why}"
    return f"{why}，是{OF_PARTIES}" if report.dispute else why


def stands(desk: Desk, ticket: Ticket) -> str:
    """The unit that has it, in words; the centre while nobody has."""
    unit = desk.district.units.get(ticket.unit)
    return unit.name if unit else desk.district.centre.name
