"""Sessions of staff: passwords and codes are checked here, with locks against guessing."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from console import rows, totp
from console.accounts import check_password, hash_password
from console.parts import ConsoleParts
from console.rights import Right, allowed
from grid.refused import Refused
from integrations.sql.store import Work

LONGEST = timedelta(hours=8)
UNUSED = timedelta(days=90)
SHUT = "这个账号三个月没有登录过，已经停用。请找系统管理员重新启用。"
WRONG = "账号或密码不对，请再试一次。"
LOCKED = "连续输错太多次，这个账号先锁{minutes}分钟，请稍后再试。忘了密码请找系统管理员。"


@lru_cache(maxsize=1)
def nobodys_hash() -> str:
    """What an unknown account is checked against, so that it takes as long as a known one."""
    return hash_password(secrets.token_hex(8))


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who has signed in; `passed` once the second factor was shown."""

    name: str
    display: str
    roles: frozenset[str]
    member: str
    token: str  # the session's, hashed
    csrf: str
    passed: bool

    def may(self, right: str) -> bool:
        """Whether one of the visitor's roles has the right."""
        return allowed(self.roles, Right(right))


def hashed(token: str) -> str:
    """A session's token as kept."""
    return hashlib.sha256(token.encode()).hexdigest()


class Sessions:
    """Begins, finds and ends sessions."""

    def __init__(self, parts: ConsoleParts) -> None:
        self.parts = parts

    def begin(self, name: str, password: str) -> str:
        """Check a password; returns the new session's token. Refused in words when wrong."""
        now, token = self.parts.real_time(), secrets.token_urlsafe(32)
        with self.parts.store.begin() as work:
            row = work.accounts.get(name)
            fits = check_password(password, row.password if row else nobodys_hash())
            if row is None or not row.active:
                words = WRONG
            else:
                words = self._refusal(work, row, fits, WRONG) or self._unused(work, row)
            if not words:
                work.accounts.open_session(hashed(token), name, now, self.parts.demo)
                self._entered(work, name) if self.parts.demo else None
        if words:
            raise Refused(words)
        return token

    def _refusal(self, work: Work, row: Any, fits: bool, wrong: str) -> str:
        """Why the account may not come in, empty when it may; a wrong try is counted."""
        now, policies = self.parts.real_time(), self.parts.district.policies
        locked = LOCKED.format(minutes=int(policies.lock.total_seconds() // 60))
        if row.locked and row.locked > now:
            return locked
        if fits:
            return ""
        work.accounts.saw(self.parts.clock(), row.name, "login_failed", row.name)
        if rows.count_fail(work, row.name) < policies.login_tries:
            return wrong
        work.accounts.save(row.name, fails=0, locked=now + policies.lock)
        rows.end_sessions(work, row.name)
        return locked

    def _unused(self, work: Work, row: Any) -> str:
        """Why an account that nobody has used for long is shut; the demo's never are (F.2)."""
        last = work.accounts.last_used(row.name) or row.since
        return "" if self.parts.demo or self.parts.clock() - last < UNUSED else SHUT

    def _entered(self, work: Work, name: str) -> None:
        work.accounts.save(name, fails=0, locked=None)
        work.accounts.saw(self.parts.clock(), name, "login", name)

    def find(self, token: str, touch: bool = True) -> Visitor | None:
        """Who a cookie belongs to; None when the session ended. Looking may leave it untouched."""
        now, row = self.parts.real_time(), self._row(token)
        if row is None or self._over(row, now):
            return None
        if touch and now - row.seen > timedelta(seconds=10):
            with self.parts.store.begin() as work:
                work.accounts.touch(row.token, now)
        return self._visitor(row)

    def ran_out(self, token: str) -> Visitor | None:
        """Whose session a cookie was that ended today by idleness; they may do nothing by it."""
        row = self._row(token)
        late = row is not None and self.parts.real_time() - row.seen <= LONGEST
        return self._visitor(row) if late and row.passed else None

    def _row(self, token: str) -> Any:
        """The session of a cookie, if its account may still come in."""
        if not token:
            return None
        with self.parts.store.read() as work:
            row = work.accounts.session(hashed(token))
        return row if row is not None and row.active else None

    def _visitor(self, row: Any) -> Visitor:
        csrf = self.parts.seal.index(f"csrf:{row.token}")
        passed = row.passed and (self.parts.demo or bool(row.second))
        return Visitor(row.name, row.display, frozenset(row.roles.split(",")), row.member,
                       row.token, csrf, passed)  # fmt: skip

    def enrolled(self, visitor: Visitor) -> bool:
        """Whether the account has a second factor."""
        with self.parts.store.read() as work:
            row = work.accounts.get(visitor.name)
        return bool(row and row.second)

    def second(self, visitor: Visitor, code: str, fresh: str = "") -> str:
        """Check a one-time code; `fresh` is the secret of an account that has none yet.

        Returns the token of a new session that has passed. Refused in words when wrong.
        """
        now, token = self.parts.real_time(), secrets.token_urlsafe(32)
        with self.parts.store.begin() as work:
            row = work.accounts.get(visitor.name)
            secret, _, last = self.parts.seal.open(row.second if row else None).partition(":")
            secret = secret or fresh
            step = totp.fitting_step(secret, code, now, int(last or 0)) if secret else 0
            words = self._refusal(work, row, bool(step), "验证码不对，请看看手机上最新的6位数字。")
            if not words:
                sealed = self.parts.seal.close(f"{secret}:{step}")
                work.accounts.save(visitor.name, second=sealed)
                work.accounts.open_session(hashed(token), visitor.name, now, True)
                self._entered(work, visitor.name)
        if words:
            raise Refused(words)
        return token

    def end(self, token: str) -> None:
        """Sign out."""
        with self.parts.store.begin() as work:
            work.accounts.close_session(hashed(token))

    def _over(self, row: Any, now: datetime) -> bool:
        """Whether a session has been idle or open for too long."""
        idle = self.parts.district.policies.idle
        return bool(now - row.seen > idle or now - row.since > LONGEST)
