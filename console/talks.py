"""Conversations: who waits for a person, the transcript, replying, taking over and giving back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from time import sleep
from typing import Any

from fastapi import APIRouter, Request, Response

from console import rows
from console.gate import Form, Gate, NotThere
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.replies_offered import for_talk, left_out, picked
from console.rights import Right, home_of
from console.sessions import Visitor
from console.similar import of_heard, similar
from console.transcript import Reader
from console.understood import FACTS, UNDERSTOOD, private
from console.words import ACT_WORDS
from dialogs.incoming import Incoming
from integrations.sql.contacts import Contact
from integrations.sql.store import Work

NOBODY = ("bot", "queue")
LONGEST_REPLY = 4000
PATIENCE = 30  # looks of 50 ms


class TalkPages:
    """The list of conversations and the page of one."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/", self.talks, methods=["GET"])
        router.add_api_route("/talk/{contact}", self.talk, methods=["GET"])
        router.add_api_route("/talk/{contact}/reply", self.reply, methods=["POST"])
        router.add_api_route("/talk/{contact}/take", self.take, methods=["POST"])
        router.add_api_route("/talk/{contact}/give_back", self.give_back, methods=["POST"])

    # -- the list

    def talks(self, request: Request) -> Response:
        """Who waits, urgent first; who is being served; who wrote lately. And open alerts."""
        live = "live" in request.query_params
        who = self.gate.visitor(request, Right.SIGNED_IN, touch=not live)
        if not (who.may(Right.TALKS) or who.may(Right.ALERTS)):
            return see_other(home_of(who.roles))
        with self.parts.store.read() as work:
            values: dict[str, Any] = {
                "alerts": self._alerts(work), "waiting": work.contacts.queue(),
                "taken": work.contacts.taken(), "recent": work.contacts.listed(most=40),
                "names": _names(work),
            }  # fmt: skip
            shown = [*values["waiting"], *values["taken"], *values["recent"]]
            values["words"] = rows.last_words(work, {one.contact for one in shown})
        values |= {"who": who, "now": self.parts.clock(), "here": "talks", "demo": self.parts.demo,
                   "roster": self.parts.district.roster}  # fmt: skip
        return page("talks_live.html" if live else "talks.html", values)

    def _alerts(self, work: Work) -> list[dict[str, Any]]:
        return [{"row": row, "attempts": work.alerts.attempts(row.id)}
                for row in rows.open_alerts(work)]  # fmt: skip

    # -- one conversation

    def talk(self, request: Request, contact: str) -> Response:
        """The transcript with what was understood, and what can be done."""
        live = "live" in request.query_params
        who = self.gate.visitor(request, Right.TALKS, touch=not live)
        if live:
            return self.shows(who, contact, "talk_live.html")
        self._saw(who, "talk", contact)
        return self.shows(who, contact, use=request.query_params.get("use", ""))

    def shows(
        self, who: Visitor, contact: str, template: str = "talk.html", **more: Any
    ) -> Response:
        """The page of a conversation, with a refusal or words typed before where given."""
        with self.parts.store.read() as work:
            row = self._contact(work, contact)
            person = work.contacts.person(row.person)
            values: dict[str, Any] = {
                "row": row, "lines": Reader(work, self.parts.district).lines(contact),
                "tickets": [t for t in work.tickets.of_person(row.person) if not t.secret],
                "phone": self.parts.seal.open(person.phone),
                "holder": self._display(work, row.holder), "names": _names(work),
                "similar": self._similar(work, who, contact) if template == "talk.html" else [],
            }  # fmt: skip
        values |= {
            "who": who, "now": self.parts.clock(), "here": "talks", "text": "", "refused": "",
            "wrong": {}, "sure": False, "once": secrets.token_hex(8), "fields": UNDERSTOOD,
            "catalogue": self.parts.district.catalogue, "demo": self.parts.demo,
            "facts": FACTS, "acts": ACT_WORDS.values(),
        }  # fmt: skip
        values["picks"] = for_talk(self.parts, who, values["tickets"])
        values["text"] = picked(values["picks"], more.get("use", ""))
        refused = more.get("refused") or more.get("wrong")
        return page(template, values | more, 409 if refused else 200)

    def _similar(self, work: Work, who: Visitor, contact: str) -> list[dict[str, Any]]:
        """Past tickets like the last message that was about something."""
        if not who.may(Right.TICKETS):
            return []
        told = [one for one in work.inbox.of(contact, 50) if (one.heard or {}).get("guesses")]
        if not told or private(told[-1].heard or {}, ("", ""), self.parts.district):
            return []
        row, last = self._contact(work, contact), told[-1]
        own = tuple(one.number for one in work.tickets.of_person(row.person))
        return similar(self.parts, work, of_heard(last.incoming.text, last.heard or {}, own))

    def _contact(self, work: Work, contact: str) -> Contact:
        row = work.contacts.get(contact)
        if row is None:
            raise NotThere
        return row

    def _display(self, work: Work, holder: str) -> str:
        if holder in NOBODY:
            return ""
        account = work.accounts.get(holder)
        return account.display if account else holder

    def reply(self, request: Request, contact: str, form: Form) -> Response:
        """Say something to the resident; it takes the conversation over."""
        who = self.gate.poster(request, form, Right.TALK_ACTS)
        text = form.get("text", "").strip()
        if words := _unfit(text):
            return self.shows(who, contact, refused=words, text=text)
        if held := self._held_by_other(contact, who, form):
            words = f"{held}正在接待这位居民。确定要插进来回复吗？确定后由您接着接待。"
            return self.shows(who, contact, refused=words, text=text, sure=True)
        self.act(contact, who, "reply", form)
        return see_other(f"/staff/talk/{contact}")

    def take(self, request: Request, contact: str, form: Form) -> Response:
        """Take the conversation over; the bot is silent from now on."""
        who = self.gate.poster(request, form, Right.TALK_ACTS)
        if held := self._held_by_other(contact, who, form):
            words = f"{held}正在接待这位居民。要从{held}手里接过来，请再点一次“接手”。"
            return self.shows(who, contact, refused=words, sure=True)
        self.act(contact, who, "take")
        return see_other(f"/staff/talk/{contact}")

    def give_back(self, request: Request, contact: str, form: Form) -> Response:
        """Give the conversation back to the bot."""
        who = self.gate.poster(request, form, Right.TALK_ACTS)
        if held := self._held_by_other(contact, who, form):
            words = f"{held}正在接待这位居民。确定要交还给机器人，请再点一次“交还机器人”。"
            return self.shows(who, contact, refused=words, sure=True)
        with self.parts.store.read() as work:
            held_at_all = self._contact(work, contact).holder != "bot"
        if held_at_all:
            self.act(contact, who, "give_back")
        return see_other(f"/staff/talk/{contact}")

    def _held_by_other(self, contact: str, who: Visitor, form: Form) -> str:
        """Who else has the conversation, unless that was confirmed; empty when nobody has."""
        with self.parts.store.read() as work:
            holder = self._contact(work, contact).holder
            if holder in (*NOBODY, who.name) or form.get("sure") == holder:
                return ""
            return self._display(work, holder)

    def act(
        self, contact: str, who: Visitor, event: str, said: Mapping[str, str] | None = None
    ) -> None:
        """A word or act of staff goes through the door and is written down.

        `said` has the text and `once`, the form's own mark: a form sent twice is one message.
        """
        said = said or {}
        once = said.get("once", "")[:16] or secrets.token_hex(8)
        key, at = f"staff:{who.name}:{contact}:{once}", self.parts.clock()
        self._saw(who, event, contact)
        text = said.get("text", "").strip()
        self.parts.take(Incoming(key, contact, at, "staff", text, event=event, by=who.name))
        self._rests(key)

    def _rests(self, key: str) -> None:
        """Wait a moment until the word has been said, so that the next page shows it."""
        for _ in range(PATIENCE):
            with self.parts.store.read() as work:
                if rows.dealt_with(work, key):
                    return
            sleep(0.05)

    def _saw(self, who: Visitor, act: str, contact: str) -> None:
        with self.parts.store.begin() as work:
            self._contact(work, contact)
            work.accounts.saw(self.parts.clock(), who.name, act, contact)


def _unfit(text: str) -> str:
    """Why a reply cannot be sent; empty when it can."""
    if not text:
        return "请先写上要说的话。"
    if len(text) > LONGEST_REPLY:
        return f"太长了，最多{LONGEST_REPLY}字，请分几次发。"
    return left_out(text)


def _names(work: Work) -> dict[str, str]:
    """What accounts are called."""
    return {account.name: account.display for account in work.accounts.all()}
