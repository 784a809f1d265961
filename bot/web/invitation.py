"""The respondent's pages: a personal link, a code given another way, then a free choice."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.desk import attending, cases, ending, objecting, resting
from bot.desk import docket as docket_of
from bot.desk.docket import Docket
from bot.house import desk_of
from bot.web import visitor
from bot.web.answers import guarded, kindly, lost, page
from bot.web.intake import limited
from bot.web.invited import Invited, invited
from bot.web.parts import WebParts
from dialogs.incoming import Incoming
from grid.events import Actor
from grid.refused import Refused
from integrations.sql.plain import plain, record
from mediation import parties
from mediation.parties import ATTENDS, Check, Consent, Party

PROOF = "fqp"
PROVEN = 1800  # seconds a right code holds (F.2: half an hour for such pages)
ASKING = "转人工。我收到了{no}的调解邀请，想先问清楚。"
LOCKED = "试错的次数太多，这个验证码已经停用。请联系给您链接的工作人员，换一个新的。"


class Invitations:
    """Routes under /party/{token}."""

    def __init__(self, parts: WebParts) -> None:
        self.parts = parts

    def routes(self) -> APIRouter:
        """The router."""
        router = APIRouter()
        router.add_api_route("/party/{token}", self.show, methods=["GET"])
        router.add_api_route("/party/{token}/code", self.code, methods=["POST"])
        router.add_api_route("/party/{token}/answer", self.answer, methods=["POST"])
        return router

    async def show(self, request: Request, token: str) -> Response:
        """The question for the code, or the invitation once it was given."""
        return await kindly(self.parts, self._show(request, token))

    async def _show(self, request: Request, token: str) -> Response:
        party = await self.parts.look(lambda: self._party(token))
        if party is None:
            return lost(self.parts)
        if not self._proven(request, party):
            return page(self.parts, "party_code.html", token=token, wrong="")
        return await self._invitation(party, token)

    async def _invitation(self, party: Party, token: str, problem: str = "") -> Response:
        found = await self.parts.look(lambda: self._invited(party))
        status = 409 if problem else 200
        return page(self.parts, "party.html", status, it=found, token=token, problem=problem)

    async def code(self, request: Request, token: str) -> Response:
        """Check the code; a right one opens the page for half an hour."""
        return await kindly(self.parts, self._code(request, token))

    async def _code(self, request: Request, token: str) -> Response:
        form = await limited(request, 1000).form()
        if not visitor.from_here(request, self.parts):
            return lost(self.parts)
        check = await self.parts.do(lambda: self._check(token, str(form.get("code", ""))[:20]))
        if check is None:
            return lost(self.parts)
        if not check.ok:
            wrong = f"验证码不对，还可以试{check.left}次。" if check.left else LOCKED
            return page(self.parts, "party_code.html", 403, token=token, wrong=wrong)
        response = guarded(RedirectResponse(f"/party/{token}", 303))
        self._prove(response, request, check.party)
        return response

    async def answer(self, request: Request, token: str) -> Response:
        """愿意, 不愿意, 先问清楚 or 撤回; a refusal is said on the page."""
        return await kindly(self.parts, self._answer(request, token))

    async def _answer(self, request: Request, token: str) -> Response:
        form = await limited(request, 1000).form()
        party = await self.parts.look(lambda: self._party(token))
        if party is None or not visitor.from_here(request, self.parts):
            return lost(self.parts)
        if not self._proven(request, party):
            return guarded(RedirectResponse(f"/party/{token}", 303))
        choice = str(form.get("choice", ""))
        contact = visitor.contact_of(request, self.parts) or visitor.new_contact()
        try:
            target = await self._act(party, choice, contact)
        except Refused as refused:
            return await self._invitation(party, token, refused.words)
        response = guarded(RedirectResponse(target or f"/party/{token}", 303))
        visitor.remember(response, request, self.parts, contact)
        return response

    async def _act(self, party: Party, choice: str, contact: str) -> str:
        """Do what was chosen; returns where to go instead of the same page."""
        if choice == "ask":
            await self._ask(party, contact)
            return "/"
        actor, number, door = Actor(party.id, "respondent"), party.case, self.parts.door
        if choice == "again":
            await self.parts.do(lambda: door.change(actor, lambda d: _reopened(d, number, contact)))
        if choice in ATTENDS:
            await self.parts.do(
                lambda: door.change(actor, lambda d: attending.says(d, number, party.id, choice))
            )
        if choice == "other":
            await self.parts.do(
                lambda: door.change(actor, lambda d: objecting.objects(d, number, party.id))
            )
        consents = {"yes": Consent.ACCEPTED, "no": Consent.DECLINED}
        if choice == "withdraw":
            await self.parts.do(
                lambda: door.change(actor, lambda d: ending.withdraw_consent(d, number, party.role))
            )
        elif choice in consents:
            consent = consents[choice]
            await self.parts.do(
                lambda: door.change(actor, lambda d: _answered(d, number, consent, contact))
            )
        return ""

    async def _ask(self, party: Party, contact: str) -> None:
        """先问清楚: their own conversation, handed to a person; the case waits."""
        now = self.parts.clock()
        key = f"{contact}:ask-{party.case}-{now:%Y%m%d%H%M}"
        text = ASKING.format(no=party.case)
        await self.parts.accept(Incoming(key, contact, now, text=text))

    # -- the store

    def _hash(self, token: str) -> str:
        return parties.hashed(token, self.parts.secret)

    def _party(self, token: str) -> Party | None:
        with self.parts.store.read() as work:
            row = work.cases.party(self._hash(token))
            return record(Party, row.body) if row else None

    def _check(self, token: str, code: str) -> Check | None:
        """Compare and count in one transaction that holds the row, so that no try is free."""
        mark = self._hash(token)
        with self.parts.store.begin() as work:
            row = work.cases.party(mark)
            if row is None:
                return None
            work.cases.save_party(row.id, token=mark)  # takes the row: two tries at once are two
            row = work.cases.party(mark)
            if row is None:
                return None
            check = parties.check_code(record(Party, row.body), code, self.parts.secret)
            work.cases.save_party(row.id, body=plain(check.party))
            return check

    def _invited(self, party: Party) -> Invited:
        with self.parts.store.read() as work:
            actor = Actor(party.id, "respondent")
            desk = desk_of(self.parts.door.house, work, self.parts.clock(), actor)
            docket = docket_of.load(desk, party.case)
        return invited(docket, party, self.parts.district)

    # -- who gave the code

    def _proven(self, request: Request, party: Party) -> bool:
        proof = self.parts.seal.unsigned(request.cookies.get(PROOF, "")).split(":")
        if len(proof) != 3 or proof[:2] != ["party", party.token_hash]:
            return False
        return int(proof[2]) > self.parts.clock().timestamp()

    def _prove(self, response: Response, request: Request, party: Party) -> None:
        until = int(self.parts.clock().timestamp()) + PROVEN
        value = self.parts.seal.signed(f"party:{party.token_hash}:{until}")
        secure = visitor.encrypted(request, self.parts)
        response.set_cookie(PROOF, value, max_age=PROVEN, path="/party", secure=secure,
                            httponly=True, samesite="lax")  # fmt: skip


def _reopened(desk: Any, number: str, contact: str) -> None:
    """Who said no comes back."""
    own = docket_of.load(desk, number).case.contact == contact
    resting.reopen(desk, number, "" if own else contact)


def _answered(desk: Any, number: str, consent: Consent, contact: str) -> Docket:
    """Record it; a browser that is the applicant's own is not taken for the other party's."""
    if docket_of.load(desk, number).case.contact == contact:
        contact = ""
    return cases.party_answers(desk, number, consent, contact)
