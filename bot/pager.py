"""The pager: people on duty are called by more than the browser, and each attempt is logged."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.desk.calling import RETURN
from bot.desk.desk import Desk
from bot.desk.supervising import UNSIGNED
from dialogs.incoming import Incoming
from followup.due import Due
from grid.people import Member
from grid.returns import desk_above
from grid.tickets import State
from nlu.heard import Danger

log = logging.getLogger("fengqiao.pager")
PATIENCE = 3.0


class Pager:
    """Three ways: the console (the alert's own row), a fsynced file, and a URL where one is set.

    The file and the URL work without the store; what reads them (an SMS gateway, a siren) is the
    city's. Residents' words and numbers are never part of a page, only kind and contact.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self.path = folder / "pages.jsonl"
        self.url = url
        self.told: Callable[[dict[str, str]], object] = lambda results: None  # counts them

    def page(self, desk: Desk, alert: int, attempt: int) -> None:
        """Call the people on duty for an alert nobody has taken; later attempts call more."""
        found = desk.work.alerts.get(alert)
        if found is None or found.state != "paging":
            return
        for member in self._order(desk, found)[: attempt + 1] or (None,):
            name = member.id if member else ""
            results = self.send({"alert": alert, "kind": found.kind, "level": found.level,
                                 "member": name, "attempt": attempt})  # fmt: skip
            for channel, result in {"console": "shown", **results}.items():
                desk.work.alerts.paged(alert, desk.now, name, channel, result)

    def _order(self, desk: Desk, alert: Any) -> tuple[Member, ...]:
        """Who is called, one more each time: those whose watch it is, then the other watches.

        About a return, or what nobody signs, first the dispatchers who decide on it.
        """
        district = desk.district
        first = self._deciding(desk, alert) + district.duty(district.root, desk.now)
        everybody = district.members("duty", district.chain(district.root.id))
        return (*first, *(member for member in everybody if member not in first))

    def _deciding(self, desk: Desk, alert: Any) -> tuple[Member, ...]:
        """The dispatchers at work who decide on a return; for a ruling the centre's leaders."""
        ticket = desk.work.tickets.get(alert.contact.partition(":")[2])
        if alert.kind not in (RETURN, UNSIGNED) or ticket is None:
            return ()
        if ticket.state == State.COORDINATING:
            return desk.district.members("centre_leader", (desk.district.centre,))
        above = desk_above(desk.district, ticket.unit)
        found = desk.district.members("dispatcher", (above,))
        return tuple(member for member in found if member.on_duty(desk.now))

    def notice(self, desk: Desk, due: Due) -> None:
        """A notice to somebody of the roster who has no channel: a page, never with its words."""
        data = due.data
        self.send({"kind": data["what"], "level": data["level"], "member": data["member"],
                   "ticket": due.about})  # fmt: skip
        desk.work.notices.told(str(data["notice"]), 1)

    def without_store(self, incoming: Incoming, danger: Danger) -> None:
        """A page while the store is down."""
        self.send({"kind": danger.kind, "level": danger.level, "contact": incoming.contact})

    def send(self, what: dict[str, object]) -> dict[str, str]:
        """Write and post one page; returns what came of each way."""
        row = {"at": datetime.now(UTC).isoformat(), **what}
        results = {"file": self._write(row), **({"url": self._post(row)} if self.url else {})}
        self.told(results)
        return results

    def _write(self, row: dict[str, object]) -> str:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            log.error("the page could not be written: %s", error)
            return f"failed: {error}"
        return "written"

    def _post(self, row: dict[str, object]) -> str:
        import httpx  # a tenth of a second that a start without a URL need not wait

        try:
            return str(httpx.post(self.url, json=row, timeout=PATIENCE).status_code)
        except httpx.HTTPError as error:
            return f"failed: {type(error).__name__}"
