"""Approved knowledge for editors: written, approved by another, ended; what nothing answers."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from console import knowledge_view as view
from console.gate import Form, Gate, NotThere
from console.knowledge_form import EntriesForm, number_in, typed_of, wording_of
from console.paper import HEADERS, page, see_other
from console.parts import ConsoleParts
from console.rights import Right, acting, allowed
from console.sessions import Visitor
from grid.events import Actor
from grid.knowledge import BringEntries, Entry, MoveEntry, SettleGap, Standing, WriteEntry
from grid.refused import Refused
from integrations.entries import BadEntries, entries_csv, entries_yaml, read_entries
from nlu.questions import BOUND, MAYBE

LIST = "/staff/knowledge"
APPROVING = ("approve", "give_back")
BOUNDS = (round(BOUND * 100), round(MAYBE * 100))
LONGEST_TRY = 200  # characters of a sentence that is tried out


class KnowledgePages:
    """The list of entries, one entry, the gaps, and files in and out."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        add = router.add_api_route
        add("/knowledge", self.listed, methods=["GET"])
        add("/knowledge/new", self.blank, methods=["GET"])
        add("/knowledge/new", self.write, methods=["POST"])
        add("/knowledge/gaps", self.settle, methods=["POST"])
        add("/knowledge/import", self.bring, methods=["POST"])
        add("/knowledge/export.csv", self.export, methods=["GET"])
        add("/knowledge/export.yaml", self.export, methods=["GET"])
        add("/knowledge/{number}", self.entry, methods=["GET"])
        add("/knowledge/{number}", self.rewrite, methods=["POST"])
        add("/knowledge/{number}/move", self.move, methods=["POST"])

    # -- the list

    def listed(self, request: Request) -> Response:
        """Entries in tabs, gaps, and what the bot would answer to a sentence."""
        who = self.gate.visitor(request, Right.KNOWLEDGE)
        return self._list(who, request.query_params.get("tab", "force"),
                          request.query_params.get("try", "").strip()[:LONGEST_TRY])  # fmt: skip

    def _list(self, who: Visitor, tab: str, sentence: str = "", **more: Any) -> Response:
        tab = tab if tab in view.TABS and (tab != "gaps" or who.may(Right.TALKS)) else "force"
        now = self.parts.clock()
        if tab == "gaps":
            with self.parts.store.begin() as work:
                work.accounts.saw(now, who.name, "gaps", "questions")
        with self.parts.store.read() as work:
            entries = [one for one in work.knowledge.listed() if self._mine(who, one)]
            usage = work.questions.usage(now - view.LATELY)
            gaps = work.questions.gaps(now - view.LATELY) if who.may(Right.TALKS) else []
        values = {"who": who, "here": "knowledge", "tab": tab, "tabs": view.TABS, "refused": "",
                  "rows": self._rows(entries, usage, tab), "demo": self.parts.demo, "told": "",
                  "counts": {**view.counts(entries, view.today(now)), "gaps": len(gaps)},
                  "gaps": view.gathered(gaps) if tab == "gaps" else [],
                  "asked": view.asked(usage), "catalogue": self.parts.district.catalogue,
                  "titles": {one.number: one.wording.title for one in reversed(entries)},
                  **self._tried(sentence)}  # fmt: skip
        return page("knowledge.html", values | more, 409 if more.get("refused") else 200)

    def _tried(self, sentence: str) -> dict[str, Any]:
        tried = self.parts.try_out(sentence) if sentence else None
        return {"sentence": sentence, "bounds": BOUNDS, "tried": tried}

    def _rows(self, entries: list[Entry], usage: view.Usage, tab: str) -> list[dict[str, Any]]:
        day = view.today(self.parts.clock())
        listed = view.in_tab(entries, tab, day)
        if tab == "force":
            listed.sort(key=lambda one: -view.times(usage, one.number))
        return [{"e": one, "state": view.state_words(one, day), "unit": self._unit(one),
                 "used": view.used(usage, one.number),
                 "doubted": view.doubted(usage, one.number)} for one in listed]  # fmt: skip

    def _mine(self, who: Visitor, entry: Entry) -> bool:
        """A unit's member sees what residents may read, and the unit's own drafts."""
        if entry.standing is Standing.APPROVED or not self._only_unit(who):
            return True
        return entry.wording.unit == self._seat(who)

    def _only_unit(self, who: Visitor) -> bool:
        return not allowed(who.roles - {"unit_handler"}, Right.KNOWLEDGE)

    def _seat(self, who: Visitor) -> str:
        member = self.parts.district.roster.get(who.member)
        return member.unit if member else ""

    def _unit(self, entry: Entry) -> str:
        unit = self.parts.district.units.get(entry.wording.unit)
        return unit.name if unit else entry.wording.unit

    # -- one entry

    def blank(self, request: Request) -> Response:
        """An empty form; a gap's words are the first question."""
        who = self.gate.visitor(request, Right.KNOWLEDGE_WRITE)
        words = request.query_params.get("question", "")[:60]
        day = view.today(self.parts.clock()).isoformat()
        return self._page(who, [], {"questions": words, "title": words[:40], "valid_from": day})

    def entry(self, request: Request, number: str) -> Response:
        """An entry with its versions, its form and its history."""
        who = self.gate.visitor(request, Right.KNOWLEDGE)
        versions = self._versions(who, number)
        return self._page(who, versions, typed_of(versions[0].wording, self.parts.district))

    def _versions(self, who: Visitor, number: str) -> list[Entry]:
        with self.parts.store.read() as work:
            found = [one for one in work.knowledge.versions(number) if self._mine(who, one)]
        if not found:
            raise NotThere
        return found

    def _page(self, who: Visitor, versions: list[Entry], typed: dict[str, str],
              refused: str = "") -> Response:  # fmt: skip
        number = versions[0].number if versions else ""
        writes, day = self._may_write(who, versions), view.today(self.parts.clock())
        shown = [{"e": one, "state": view.state_words(one, day), "unit": self._unit(one)}
                 for one in versions]  # fmt: skip
        values = {"who": who, "here": "knowledge", "number": number, "typed": typed,
                  "versions": shown, "may_write": writes, "refused": refused,
                  "may_approve": who.may(Right.KNOWLEDGE_APPROVE), "demo": self.parts.demo,
                  "units": self.parts.district.units.values(),
                  "catalogue": self.parts.district.catalogue,
                  **self._past(number, writes)}  # fmt: skip
        return page("knowledge_entry.html", values, 409 if refused else 200)

    def _past(self, number: str, writes: bool) -> dict[str, Any]:
        """Who did what to an entry, for who may write it, and how often it was said."""
        with self.parts.store.read() as work:
            names = {account.name: account.display for account in work.accounts.all()}
            events = work.log.of("entry", number) if number and writes else []
            usage = work.questions.usage(self.parts.clock() - view.LATELY)
        return {"names": names, "history": view.history(events, names),
                "used": view.used(usage, number)}  # fmt: skip

    def _may_write(self, who: Visitor, versions: list[Entry]) -> bool:
        if not who.may(Right.KNOWLEDGE_WRITE):
            return False
        owner = versions[0].wording.unit if versions else self._seat(who)
        return not self._only_unit(who) or owner == self._seat(who)

    def write(self, request: Request, form: Form) -> Response:
        """A new entry."""
        return self._written(self.gate.poster(request, form, Right.KNOWLEDGE_WRITE), form, [])

    def rewrite(self, request: Request, number: str, form: Form) -> Response:
        """A changed draft, or a new version beside the approved one."""
        who = self.gate.poster(request, form, Right.KNOWLEDGE_WRITE)
        return self._written(who, form, self._versions(who, number))

    def _written(self, who: Visitor, form: dict[str, str], versions: list[Entry]) -> Response:
        try:
            wording = wording_of(form, self.parts.district)
            foreign = self._only_unit(who) and wording.unit != self._seat(who)
            if foreign or not self._may_write(who, versions):
                raise Refused("只能写本单位负责的条目。")
            number = versions[0].number if versions else ""
            order = WriteEntry(wording, number, number_in(form, "seen"))
            entry = self._does(who, order, Right.KNOWLEDGE_WRITE)
            if form.get("then") == "submit":
                sent = MoveEntry(entry.number, entry.version, "submit", "", entry.seen)
                self._does(who, sent, Right.KNOWLEDGE_WRITE)
        except Refused as refused:
            return self._page(who, versions, dict(form), refused.words)
        return see_other(f"{LIST}/{entry.number}")

    def _does(self, who: Visitor, command: Any, right: Right) -> Any:
        return self.parts.do(command, Actor(who.name, acting(who.roles, right)))

    def move(self, request: Request, number: str, form: Form) -> Response:
        """Submit, approve, give back, end early or withdraw a version."""
        move = form.get("move", "")
        right = Right.KNOWLEDGE_APPROVE if move in APPROVING else Right.KNOWLEDGE_WRITE
        who = self.gate.poster(request, form, right)
        versions = self._versions(who, number)
        if right is Right.KNOWLEDGE_WRITE and not self._may_write(who, versions):
            raise NotThere
        command = MoveEntry(number, number_in(form, "version"), move, form.get("why", ""),
                            number_in(form, "seen"))  # fmt: skip
        try:
            self._does(who, command, right)
        except Refused as refused:
            typed = typed_of(versions[0].wording, self.parts.district)
            return self._page(who, versions, typed, refused.words)
        return see_other(f"{LIST}/{number}")

    # -- gaps and files

    def settle(self, request: Request, form: Form) -> Response:
        """Some gaps have been seen to."""
        who = self.gate.poster(request, form, Right.TALKS)
        if not who.may(Right.KNOWLEDGE_WRITE):
            raise NotThere
        rows = tuple(int(one) for one in form.get("rows", "").split(",") if one.isdecimal())
        self._does(who, SettleGap(rows), Right.KNOWLEDGE_WRITE)
        return see_other(f"{LIST}?tab=gaps")

    def bring(self, request: Request, form: EntriesForm) -> Response:
        """A file of entries; they wait for somebody else's approval."""
        raw = form.pop("file")
        who = self.gate.poster(request, form, Right.KNOWLEDGE_APPROVE)
        district = self.parts.district
        ids = {name: unit.id for unit in district.units.values() for name in (unit.id, unit.name)}
        try:
            rows = read_entries(raw, ids)
            many = self._does(who, BringEntries(tuple(rows)), Right.KNOWLEDGE_APPROVE)
        except (Refused, BadEntries) as wrong:
            words = wrong.words if isinstance(wrong, Refused) else str(wrong)
            return self._list(who, "submitted", refused=f"没有导入：{words}")
        told = f"导入{len(rows)}条，{many}条是新的或有改动，等另一位同事审核。"
        return self._list(who, "submitted", told=told)

    def export(self, request: Request) -> Response:
        """Every version, as a table or as YAML."""
        self.gate.visitor(request, Right.KNOWLEDGE_APPROVE)
        with self.parts.store.read() as work:
            entries = work.knowledge.listed()
        csv = request.url.path.endswith(".csv")
        text = entries_csv(entries) if csv else entries_yaml(entries)
        name = "knowledge.csv" if csv else "knowledge.yaml"
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        kind = "text/csv; charset=utf-8" if csv else "text/yaml; charset=utf-8"
        return Response(text, 200, headers, kind)
