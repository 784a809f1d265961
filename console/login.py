"""Signing in: password, then a one-time code; the first time the code's secret is shown."""

from __future__ import annotations

import secrets
from datetime import timedelta

from fastapi import APIRouter, Request, Response

from console import totp
from console.accounts import ensure_roster_account, roster_account
from console.gate import COOKIE, Form, Gate, NotSignedIn, Stale
from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right, home_of
from console.sessions import LONGEST, Visitor
from grid.refused import Refused
from integrations.limits import Counter

DOORSTEP = "fengqiao_doorstep"
TRIES, SPELL = 20, timedelta(minutes=15)
"""Wrong passwords and codes from one address, whatever the account, before it has to wait."""
TOO_MANY = "这里输错的次数太多，请15分钟以后再试。"


class LoginPages:
    """Password, second factor, signing out."""

    def __init__(self, parts: ConsoleParts, gate: Gate) -> None:
        self.parts = parts
        self.gate = gate
        self.wrong = Counter(TRIES, SPELL)

    def join(self, router: APIRouter) -> None:
        """Add the pages' addresses."""
        router.add_api_route("/login", self.login, methods=["GET"])
        router.add_api_route("/login", self.enter, methods=["POST"])
        router.add_api_route("/second", self.second, methods=["GET"])
        router.add_api_route("/second", self.prove, methods=["POST"])
        router.add_api_route("/logout", self.leave, methods=["POST"])
        router.add_api_route("/nothing", self.nothing, methods=["GET"])

    def login(self, request: Request) -> Response:
        """The form for name and password."""
        return self._login_form(request.cookies.get(DOORSTEP) or secrets.token_urlsafe(16))

    def _login_form(self, step: str, words: str = "", name: str = "") -> Response:
        values = {"csrf": self._doorstep(step), "refused": words, "name": name,
                  "demo": self.parts.demo, "district": self.parts.district.name}  # fmt: skip
        shown = page("login.html", values, 409 if words else 200)
        self._cookie(shown, DOORSTEP, step)
        return shown

    def _doorstep(self, step: str) -> str:
        return self.parts.seal.index(f"doorstep:{step}")

    def enter(self, request: Request, form: Form) -> Response:
        """Name and password."""
        step = request.cookies.get(DOORSTEP, "")
        if not step or form.get("csrf") != self._doorstep(step):
            raise Stale
        name = form.get("name", "").strip().lower()[:60]
        try:
            self._not_too_often(request)
            self._demo_account(name)
            token = self.gate.sessions.begin(name, form.get("password", "")[:200])
        except Refused as refused:
            self._count(request)
            return self._login_form(step, refused.words, name)
        return self._come_in(token)

    def _not_too_often(self, request: Request) -> None:
        """Refused while too much from this address was wrong: no account after another is tried."""
        if self.wrong.full(_address(request), self.parts.real_time()):
            raise Refused(TOO_MANY)

    def _count(self, request: Request) -> None:
        """One more wrong try; waiting is not made longer by trying on."""
        address, now = _address(request), self.parts.real_time()
        if not self.wrong.full(address, now):
            self.wrong.count(address, now)

    def _demo_account(self, name: str) -> None:
        """The demo lets in whoever has a seat in the roster, also whom nobody made an account."""
        if self.parts.demo and roster_account(self.parts.district, name):
            with self.parts.store.begin() as work:
                ensure_roster_account(work, self.parts.district, name, self.parts.real_time())

    def _come_in(self, token: str) -> Response:
        found = self.gate.sessions.find(token, touch=False)
        if found is None:
            raise NotSignedIn
        answer = see_other(home_of(found.roles) if found.passed else "/staff/second")
        self._cookie(answer, COOKIE, token)
        return answer

    def _cookie(self, answer: Response, name: str, value: str) -> None:
        secure = self.parts.address.startswith("https://")
        answer.set_cookie(name, value, max_age=int(LONGEST.total_seconds()), path="/staff",
                          secure=secure, httponly=True, samesite="lax")  # fmt: skip

    def _half(self, request: Request) -> Visitor:
        found = self.gate.sessions.find(request.cookies.get(COOKIE, ""))
        if found is None or found.passed:
            raise NotSignedIn
        return found

    def second(self, request: Request) -> Response:
        """The form for the one-time code; with a fresh secret for who has none yet."""
        found = self._half(request)
        fresh = "" if self.gate.sessions.enrolled(found) else totp.make_secret()
        return self._second_form(found, fresh)

    def _second_form(self, visitor: Visitor, fresh: str, words: str = "") -> Response:
        link = totp.link(fresh, visitor.name, "枫桥") if fresh else ""
        kept = self.parts.seal.signed(f"{visitor.token}:{fresh}") if fresh else ""
        values = {"csrf": visitor.csrf, "secret": fresh, "link": link, "refused": words}
        values["kept"] = kept
        return page("second.html", values, 409 if words else 200)

    def prove(self, request: Request, form: Form) -> Response:
        """The one-time code."""
        found = self._half(request)
        if form.get("csrf") != found.csrf:
            raise Stale
        fresh = self._fresh(found, form.get("kept", ""))
        try:
            self._not_too_often(request)
            token = self.gate.sessions.second(found, form.get("code", ""), fresh)
        except Refused as refused:
            self._count(request)
            return self._second_form(found, fresh, refused.words)
        return self._come_in(token)

    def _fresh(self, visitor: Visitor, kept: str) -> str:
        """The secret shown to this very session, if the account still has none."""
        token, _, secret = self.parts.seal.unsigned(kept).partition(":")
        return secret if token == visitor.token and not self.gate.sessions.enrolled(visitor) else ""

    def leave(self, request: Request, form: Form) -> Response:
        """Sign out."""
        self.gate.poster(request, form, Right.SIGNED_IN)
        self.gate.sessions.end(request.cookies.get(COOKIE, ""))
        answer = see_other("/staff/login")
        answer.delete_cookie(COOKIE, path="/staff")
        return answer

    def nothing(self, request: Request) -> Response:
        """For an account whose roles have no page yet."""
        who = self.gate.visitor(request, Right.SIGNED_IN)
        words = "您的账号已登录，但您的岗位在这里还没有可看的页面。"
        return page("words.html", {"words": words, "who": who})


def _address(request: Request) -> str:
    """Where a request comes from; behind a proxy on this machine, what the proxy says."""
    return request.client.host if request.client else ""
