"""Smaller pages: kept files, the log of who saw what, the demo's clock, and our own two files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from console import rows
from console.accounts import DEMO_PASSWORD, demo_accounts, role_words
from console.figures_table import Cell, Table, download, heads
from console.gate import Form, Gate, NotThere
from console.paper import page, see_other, static
from console.parts import ConsoleParts
from console.rights import Right
from console.scope import scope_of
from console.sessions import Visitor
from console.ticket_view import hidden
from console.way_photos import holder
from console.whistles_view import seen_by
from console.words import AUDIT, span
from grid.calendar import SHANGHAI
from integrations.sql.plain import record
from integrations.sql.store import Work
from mediation.case import Case

INLINE = ("image/jpeg", "image/png", "image/gif", "image/webp", "audio/ogg", "audio/mpeg",
          "audio/wav", "video/mp4", "video/webm")  # fmt: skip
SUFFIXES = {"image/jpeg": "jpg", "audio/ogg": "ogg", "audio/mpeg": "mp3", "video/mp4": "mp4"}
FORM = holder("")
OF_STAFF = ("unit:", "check:")
"""Who photos of staff belong to; they show nobody who reported anything."""
SAVED = 100_000  # rows of a file; more are asked for by account or object
OF_WHISTLE = "whistle:"
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


class MorePages:
    """Files, log, demo."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses; the demo's only in demo mode."""
        router.add_api_route("/static/{name}", static, methods=["GET"])
        router.add_api_route("/file/{row}", self.file, methods=["GET"])
        router.add_api_route("/log", self.log, methods=["GET"])
        router.add_api_route("/log/export.csv", self.saved, methods=["GET"])
        if self.parts.demo:
            router.add_api_route("/demo", self.demo, methods=["GET"])
            router.add_api_route("/demo", self.move, methods=["POST"])

    # -- files

    def file(self, request: Request, row: int) -> Response:
        """A kept photo or voice note, for who may see the conversation, ticket or case."""
        who = self.gate.visitor(request, Right.FILES)
        with self.parts.store.begin() as work:
            found = work.files.by_id(row)
            if found is None or found.state != "kept" or not self._may_see(work, who, found):
                raise NotThere
            work.accounts.saw(self.parts.clock(), who.name, "file", f"file:{row}")
        path = self.parts.file_path(found.hash)
        if not path.is_file():
            raise NotThere
        mime = found.mime if found.mime in INLINE else "application/octet-stream"
        way = "inline" if found.mime in INLINE else "attachment"
        name = f"{found.kind}-{row}.{SUFFIXES.get(found.mime, 'bin')}"
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
                   "Content-Security-Policy": "default-src 'none'; sandbox",
                   "Content-Disposition": f'{way}; filename="{name}"'}  # fmt: skip
        return FileResponse(path, media_type=mime, headers=headers)

    def _may_see(self, work: Work, who: Visitor, file: Any) -> bool:
        """Clerks see all; of tickets everybody who sees tickets; a mediator the own cases'."""
        if file.contact.startswith(FORM):
            return bool(file.contact == holder(who.name))
        if who.may(Right.TALKS):
            return True
        if file.contact.startswith(OF_WHISTLE):
            return seen_by(self.parts, work, who, file.contact.removeprefix(OF_WHISTLE))
        if not file.ticket:
            return False
        if who.may(Right.TICKETS) or who.may(Right.UNIT_TICKETS) or who.may(Right.CHECK):
            return self._within(work, who, file)
        own = [record(Case, row.body["case"]) for row in work.cases.of_mediator(who.member)]
        return any(case.ticket == file.ticket for case in own)

    def _within(self, work: Work, who: Visitor, file: Any) -> bool:
        """Whether a ticket's photos are for this visitor; a unit sees none of a hidden person's."""
        ticket = work.tickets.get(file.ticket)
        scope = scope_of(self.parts.district, who.roles, who.member)
        own = file.contact.startswith(OF_STAFF)
        if ticket is None or (hidden(ticket) and not own and not who.may(Right.TICKETS)):
            return False
        return scope.holds(ticket)

    # -- who saw what

    def log(self, request: Request, account: str = "", about: str = "") -> Response:
        """Who did and saw what; reading it is written down too."""
        who = self.gate.visitor(request, Right.LOGS)
        with self.parts.store.begin() as work:
            found = rows.audited(work, account.strip(), about.strip())
            names = [row.name for row in work.accounts.all()]
            work.accounts.saw(self.parts.clock(), who.name, "logs", f"{account} {about}".strip())
        values = {"rows": found, "account": account, "about": about, "names": names, "who": who,
                  "here": "log", "demo": self.parts.demo}  # fmt: skip
        return page("log.html", values)

    def saved(self, request: Request, account: str = "", about: str = "") -> Response:
        """The same as a file, with the numbers under which the rows were sealed."""
        who = self.gate.visitor(request, Right.LOGS)
        account, about = account.strip(), about.strip()
        with self.parts.store.begin() as work:
            found = rows.audited(work, account, about, SAVED)
            what = f"{account} {about}".strip()
            work.accounts.saw(self.parts.clock(), who.name, "logs_saved", what)
        table = Table("log", "日志", heads("行号", "时间", "账号", "做了什么", "对象", "理由"))
        for row in found:
            at = row.at.astimezone(SHANGHAI).isoformat(" ", "seconds")
            cells = (str(row.id), at, row.account, AUDIT.get(row.act, row.act), row.about, row.why)
            table.rows.append(tuple(map(Cell, cells)))
        return download(table, f"log-{self.parts.clock():%Y%m%d-%H%M}")

    # -- the demo

    def demo(self, request: Request) -> Response:
        """The movable clock and who there is."""
        who = self.gate.visitor(request, Right.SIGNED_IN)
        with self.parts.store.read() as work:
            next_due = work.dues.next_at()
        accounts = [(each, role_words(each.roles)) for each in demo_accounts(self.parts.district)]
        values = {"now": self.parts.clock(), "next": next_due, "accounts": accounts, "who": who,
                  "password": DEMO_PASSWORD, "movable": self.parts.move_clock is not None,
                  "here": "demo", "demo": True}  # fmt: skip
        return page("demo.html", values)

    def move(self, request: Request, form: Form) -> Response:
        """Move the clock forward."""
        who = self.gate.poster(request, form, Right.SIGNED_IN)
        with self.parts.store.read() as work:
            next_due = work.dues.next_at()
        now = self.parts.clock()
        to_next = max(next_due - now, timedelta(0)) if next_due else timedelta(0)
        step = STEPS.get(form.get("step", ""), to_next)
        if self.parts.move_clock:
            with self.parts.store.begin() as work:
                work.accounts.saw(now, who.name, "clock", span(step))
            self.parts.move_clock(step)
        return see_other("/staff/demo")
