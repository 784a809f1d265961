"""Several tickets ticked in a list: put under supervision one by one, printed, or saved as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from console.figures_table import Cell, Table, download, heads
from console.paper import page
from console.parts import ConsoleParts
from console.rights import Right, acting
from console.scope import scope_of
from console.sessions import Visitor
from console.ticket_view import hidden, summary
from console.veil import shown
from console.way_handling import when
from console.words import moment, state
from dialogs.covered import covered
from grid.duties import Supervise
from grid.events import Actor
from grid.refused import Refused
from grid.tickets import Ticket
from integrations.sql.store import Work

TICK = "n-"  # before the number of a ticket
EVERY = "every"
MOST = 50
UNDER = 2  # the level of supervision
HIDDEN = "（诉求人身份保密，内容请看工单）"
COLUMNS = ("编号", "类别", "状态", "地点", "网格", "负责单位", "登记时间", "答复期限", "超期",
           "催办次数", "督办", "重办次数", "内容")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picked:
    """A ticket that was ticked, and how it stood in the list."""

    ticket: Ticket
    seen: str


def picked_page(parts: ConsoleParts, who: Visitor, form: Mapping[str, str]) -> Response:
    """Do what the button says. Raises Refused when nothing is ticked or the form is not whole."""
    acts: dict[str, Callable[..., Response]] = {
        "csv": _csv, "print": _printed, "supervise": _supervise}  # fmt: skip
    act = acts.get(form.get("act", ""))
    if act is None:
        raise Refused("请选要做什么。")
    with parts.store.read() as work:
        picked = _ticked(parts, work, who, form)
    if not picked:
        raise Refused("请先在要处理的工单前打勾，或者勾选“本页全部”。")
    return act(parts, who, picked, form)


def _ticked(
    parts: ConsoleParts, work: Work, who: Visitor, form: Mapping[str, str]
) -> list[Picked]:  # fmt: skip
    """Those ticked, or all the list showed; never one the visitor may not see."""
    lines = form.get("shown", "").split("\n")[:MOST]
    seen = {number: stood.strip() for number, _, stood in (one.partition(" ") for one in lines)}
    ticked = [key.removeprefix(TICK) for key in form if key.startswith(TICK)][:MOST]
    numbers = list(seen) if form.get(EVERY) else ticked
    scope = scope_of(parts.district, who.roles, who.member)
    found = [one for one in map(work.tickets.get, numbers) if one and scope.holds(one)]
    return [Picked(one, seen.get(one.number, "")) for one in found]


def _supervise(
    parts: ConsoleParts, who: Visitor, picked: list[Picked], form: Mapping[str, str]
) -> Response:  # fmt: skip
    """Each by the command that its own page has; what is refused is told, the others are done."""
    if not who.may(Right.SUPERVISE):
        raise Refused("督办由中心负责人和督导员来定，您可以请他们处理。")
    words, until = form.get("words", "").strip()[:500], form.get("until", "")
    if not words:
        raise Refused("请写明督办要办到什么程度。")
    done, refused = [], []
    for one in picked:
        order = Supervise(one.ticket.number, UNDER, words, when(until), one.seen)
        why = _one(parts, who, one, order)
        if why:
            refused.append((one.ticket.number, why))
        else:
            done.append(one.ticket.number)
    values = {"done": done, "refused": refused, "query": form.get("query", "")[:1000],
              "who": who, "here": "tickets", "demo": parts.demo}  # fmt: skip
    return page("tickets_picked.html", values)


def _one(parts: ConsoleParts, who: Visitor, one: Picked, command: Supervise) -> str:
    """Do it; why not, when it was refused. Pressed twice it is done once."""
    if one.ticket.supervised >= UNDER:
        return "已经在督办了；要再说明，请到工单页。"
    try:
        parts.do(command, Actor(who.name, acting(who.roles, Right.SUPERVISE)))
    except Refused as refused:
        return refused.words
    with parts.store.begin() as work:
        work.accounts.saw(parts.clock(), who.name, "supervise", one.ticket.number)
    return ""


# -- on paper and as a file


def _lines(parts: ConsoleParts, who: Visitor, picked: list[Picked], what: str) -> list[Any]:
    """What leaves the console, written down; numbers and names are covered for everybody (J2)."""
    with parts.store.begin() as work:
        for one in picked:
            work.accounts.saw(parts.clock(), who.name, "export", one.ticket.number, what)
    return [_line(parts, who, one.ticket) for one in picked]


def _line(parts: ConsoleParts, who: Visitor, ticket: Ticket) -> dict[str, Any]:
    seen = shown(who, ticket)
    listed = summary(parts, ticket, parts.clock())
    secret = hidden(ticket)
    return {**listed, "place": "" if secret else covered(seen.place),
            "words": HIDDEN if secret else covered(" ".join(seen.detail.split()))}  # fmt: skip


def _csv(
    parts: ConsoleParts, who: Visitor, picked: list[Picked], form: Mapping[str, str]
) -> Response:  # fmt: skip
    table = Table("tickets", "工单", heads(*COLUMNS))
    for line in _lines(parts, who, picked, "CSV"):
        table.rows.append(tuple(map(Cell, _cells(line))))
    return download(table, f"tickets-{parts.clock():%Y%m%d-%H%M}")


def _cells(line: dict[str, Any]) -> tuple[str, ...]:
    ticket: Ticket = line["t"]
    due = moment(ticket.answer_due) if ticket.answer_due else ""
    return (ticket.number, line["category"], state(ticket.state), line["place"], line["grid"],
            line["unit"], moment(ticket.opened), due, "是" if line["late"] else "",
            str(ticket.urges), "是" if ticket.supervised >= UNDER else "",
            str(ticket.redo_count), line["words"])  # fmt: skip


def _printed(
    parts: ConsoleParts, who: Visitor, picked: list[Picked], form: Mapping[str, str]
) -> Response:  # fmt: skip
    values = {"lines": _lines(parts, who, picked, "打印"), "now": parts.clock(), "who": who,
              "query": form.get("query", "")[:1000]}  # fmt: skip
    return page("tickets_print.html", values)
