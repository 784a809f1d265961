"""Finding mediation cases: the same box, and filters by stage, mediator, category and date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import ColumnElement, Row, and_, or_, select

from console.case_notices import calendar_of, marks
from console.case_page import chair_of, days_left, waits_for
from console.case_view import case_line
from console.finding_asked import LONGEST, Reading, begins, ends, spaced
from console.gate import Gate
from console.paper import page
from console.parts import ConsoleParts
from console.rights import Right
from console.sessions import Visitor
from grid.district import District
from integrations.sql.grams import folded
from integrations.sql.schema import cases
from integrations.sql.store import Work
from mediation.case import CHINESE, ENDS, Case, Stage

PAGE = 50
READ = 1000  # cases read for one page, where words are looked for
CHUNK = 200
STAGES = {"open": "没有结束的", **{str(stage): words for stage, words in CHINESE.items()}}
OPEN = tuple(str(stage) for stage in Stage if stage not in ENDS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases; whatever is empty means any."""

    q: str = ""
    stage: str = ""  # a stage, or "open" for all that have not ended
    mediator: str = ""
    cat: str = ""
    since: date | None = None
    until: date | None = None
    after: str = ""
    troubles: tuple[str, ...] = ()

    @property
    def narrowed(self) -> int:
        """How many conditions below the box are set."""
        return sum(map(bool, (self.stage, self.mediator, self.cat, self.since, self.until)))

    def address(self, after: str = "") -> str:
        """The query of the address that asks for this."""
        named = {"since": "from", "until": "to"}
        pairs = [(one.name, getattr(self, one.name)) for one in fields(self)]
        kept = {named.get(name, name): str(value) for name, value in pairs
                if value and name not in ("after", "troubles")}  # fmt: skip
        return urlencode(kept | ({"after": after} if after else {}))


def wanted_of(query: Mapping[str, str], district: District) -> Wanted:
    """What the address asks for; what is not understood is left out and said."""
    reading = Reading(query, [])
    since, until = reading.day("from"), reading.day("to")
    if since and until and since > until:
        since, until = until, since
        reading.troubles.append("开始日期晚于结束日期，已经对调。")
    first = dict.fromkeys(one.first for one in district.catalogue.values())
    found = Wanted(
        " ".join(query.get("q", "").replace("\0", "").split())[:LONGEST],
        reading.one_of("stage", STAGES),
        reading.code("mediator", "调解员", district.roster),
        reading.code("cat", "类别", {**district.catalogue, **first}),
        since, until, query.get("after", "")[:100],
    )  # fmt: skip
    return replace(found, troubles=tuple(reading.troubles))


class CaseFindingPages:
    """The list of cases."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the page's address."""
        router.add_api_route("/cases", self.cases, methods=["GET"])

    def cases(self, request: Request) -> Response:
        """All cases for who invites; a member of a panel sees the own ones."""
        who = self.gate.visitor(request, Right.CASES, Right.OWN_CASES)
        wanted, now = wanted_of(request.query_params, self.parts.district), self.parts.clock()
        with self.parts.store.read() as work:
            found, after = self._page(work, who, wanted)
            for one in found:
                one["marks"] = marks(self.parts, work, one, who)
                one["waits"] = waits_for(one, who, now)
                one["left"] = days_left(one["case"], now)
        values = {"rows": found, "after": after, "wanted": wanted, "who": who, "now": now,
                  "here": "cases", "roster": self.parts.district.roster,
                  "demo": self.parts.demo, "calendar": calendar_of(self.parts, who),
                  "stages": STAGES, "catalogue": self._kinds(), "mediators": self._mediators(),
                  }  # fmt: skip
        return page("cases.html", values)

    def _kinds(self) -> dict[str, list[Any]]:
        """Categories that can be mediated, by first level."""
        found: dict[str, list[Any]] = {}
        for one in self.parts.district.catalogue.values():
            if one.mediable != "forbidden":
                found.setdefault(one.first, []).append(one)
        return found

    def _mediators(self) -> list[Any]:
        return [one for one in self.parts.district.roster.values() if one.role == "mediator"]

    def _page(
        self, work: Work, who: Visitor, wanted: Wanted
    ) -> tuple[list[dict[str, Any]], str]:  # fmt: skip
        """A page of cases, and the key of the next."""
        found: list[dict[str, Any]] = []
        last = ""
        for seen, row in enumerate(self._rows(work, who, wanted)):
            if len(found) == PAGE or seen == READ:
                return found, last
            line = case_line(row)
            if self._fits(who, line["case"], wanted):
                found.append(line)
            last = f"{row.opened.isoformat()}_{row.number}"
        return found, ""

    def _rows(self, work: Work, who: Visitor, wanted: Wanted) -> Iterator[Row[Any]]:
        """Cases newest first, read as far as somebody asks."""
        after = wanted.after
        while True:
            query = select(cases).where(*_where(who, wanted), *_behind(after))
            query = query.order_by(cases.c.opened.desc(), cases.c.number.desc()).limit(CHUNK)
            read = list(work.connection.execute(query))
            yield from read
            if len(read) < CHUNK:
                return
            after = f"{read[-1].opened.isoformat()}_{read[-1].number}"

    def _fits(self, who: Visitor, case: Case, wanted: Wanted) -> bool:
        """Whether category and all words fit. What the parties told is the panel's alone (E17)."""
        chair = chair_of(who, case)
        if not (chair or who.may(Right.CASES)):
            return False
        kind = self.parts.district.catalogue.get(case.category)
        if wanted.cat and wanted.cat not in (case.category, kind.first if kind else ""):
            return False
        mediator = self.parts.district.roster.get(case.mediator)
        named = [kind.name if kind else "", mediator.name if mediator else ""]
        told = [case.number, case.number.replace("-", ""), case.file_number, case.topic,
                case.ticket, *named]  # fmt: skip
        if chair:
            told += [case.facts, case.claim]
        texts = [folded(text) for text in told]
        return all(any(word in text for text in texts) for word in spaced(wanted.q).split())


def _where(who: Visitor, wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if not who.may(Right.CASES):
        case = cases.c.body["case"]
        chairs = [case[chair].as_string() == who.member for chair in ("lawyer", "judge")]
        where.append(or_(cases.c.mediator == who.member, *chairs))
    if wanted.stage == "open":
        where.append(cases.c.state.in_(OPEN))
    elif wanted.stage:
        where.append(cases.c.state == wanted.stage)
    where += [cases.c.mediator == wanted.mediator] if wanted.mediator else []
    where += [cases.c.opened >= begins(wanted.since)] if wanted.since else []
    return where + ([cases.c.opened < ends(wanted.until)] if wanted.until else [])


def _behind(after: str) -> list[ColumnElement[bool]]:
    at, _, number = after.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return []
    if moment.tzinfo is None:
        return []
    same = and_(cases.c.opened == moment, cases.c.number < number)
    return [or_(cases.c.opened < moment, same)]
