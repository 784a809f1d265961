"""Accounts of staff: passwords, roles, and the demo's accounts."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from console import rows
from console.rights import CHECK_ROLES, PANEL, UNIT_ROLES
from grid.district import District
from grid.people import Member
from grid.refused import Refused
from integrations.sql.store import Work

ROLES = {
    "hotline_staff": "热线坐席", "dispatcher": "派单员", "centre_leader": "中心负责人",
    "committee_admin": "调委会管理员", "mediator": "调解员", "lawyer": "律师", "judge": "法官",
    "auditor": "审计员", "sysadmin": "系统管理员", "unit_handler": "承办人",
    "unit_leader": "单位负责人", "grid_head": "网格长", "community": "社区工作人员",
    "street": "街道工作人员", "verifier": "核查员", "patroller": "网格员", "supervisor": "督导员",
}  # fmt: skip
RESERVED = frozenset({"bot", "queue", "system", ""})
"""Holders of a conversation and actors that are nobody's account."""

ALONE = ("auditor", "sysadmin")
"""Roles of accounts of their own: who runs the house or reads the log does no business (F.2)."""
SHORTEST = 8
TELLING = 4  # letters of an account's name that are no accident in a password
DEMO_PASSWORD = "demo-2026"
COST = {"n": 2**14, "r": 8, "p": 1}


def hash_password(password: str) -> str:
    """A salted scrypt hash."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, **COST).hex()}"


def check_password(password: str, kept: str) -> bool:
    """Whether a password is the one kept; as slow for a wrong one as for the right one."""
    salt, _, mark = kept.partition("$")
    found = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **COST).hex()
    return hmac.compare_digest(found, mark)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made; `member` is the roster id of who sits on panels or in a unit."""

    name: str
    display: str
    roles: tuple[str, ...]
    member: str = ""


def make_account(work: Work, new: NewAccount, password: str, now: datetime) -> None:
    """Keep an account; Refused with what is wrong with it. Its second factor is set at login."""
    if not re.fullmatch(r"[a-z][a-z0-9_.-]{1,39}", new.name) or new.name in RESERVED:
        raise Refused("账号用小写字母开头，2到40个小写字母、数字、点或横线。")
    if unknown := [role for role in new.roles if role not in ROLES]:
        raise Refused(f"没有这个岗位：{'、'.join(unknown)}。可选：{'、'.join(ROLES)}。")
    if (apart := [role for role in new.roles if role in ALONE]) and len(new.roles) > 1:
        raise Refused(f"{role_words(apart)}不能兼别的岗位，请另建一个账号。")
    _strong(new.name, password)
    if not work.accounts.add(account_row(new, password, now)):
        raise Refused(f"账号{new.name}已经有了。")


def _strong(name: str, password: str) -> None:
    """Refused when a password is short, of one kind of character alone, or names its account."""
    if len(password) < SHORTEST:
        raise Refused(f"密码至少{SHORTEST}位。")
    letters, digits = any(map(str.isalpha, password)), any(map(str.isdigit, password))
    others = not all(map(str.isalnum, password))
    named = len(name) >= TELLING and name in password.lower()
    if letters + digits + others < 2 or named:
        raise Refused("密码太简单：字母、数字、符号里至少要有两种，也不能带账号名。")


def account_row(new: NewAccount, password: str, now: datetime) -> dict[str, Any]:
    """The row of a new account, without a second factor yet."""
    return _row(new, hash_password(password), now)


def _row(new: NewAccount, password: str, now: datetime) -> dict[str, Any]:
    return {"name": new.name, "password": password, "roles": ",".join(new.roles),
            "member": new.member, "display": new.display, "since": now}  # fmt: skip


def change_password(work: Work, name: str, password: str, keep_second: bool = True) -> None:
    """A new password; locks and sessions end. Without `keep_second` the factor is set up anew."""
    _strong(name, password)
    values: dict[str, Any] = {"password": hash_password(password), "fails": 0, "locked": None}
    work.accounts.save(name, **values, **({} if keep_second else {"second": None}))
    rows.end_sessions(work, name)


@dataclass(frozen=True, slots=True)
class Shown:
    """A fresh account and its password, to be printed once."""

    name: str
    display: str
    password: str


SEATS = (("unit1", "unit_handler"), ("grid1", "grid_head"), ("street1", "street"))
"""The demo's accounts of units, each the first of its role."""


def demo_accounts(district: District) -> tuple[NewAccount, ...]:
    """The demo's accounts: the office's, two mediators', one each of a department, grid, street."""
    mediators = [each for each in district.roster.values() if each.role == "mediator"][:2]
    firsts = {name: next((m for m in district.roster.values() if m.role == role), None)
              for name, role in SEATS}  # fmt: skip
    return (
        NewAccount("chen", "陈坐席", ("hotline_staff", "dispatcher")),
        NewAccount("leader", "林主任", ("centre_leader",)),
        *(NewAccount(f"mediator{n}", each.name, ("mediator",), each.id)
          for n, each in enumerate(mediators, 1)),
        NewAccount("auditor", "审计员", ("auditor",)),
        *(NewAccount(name, seat_name(district, each), (each.role,), each.id)
          for name, each in firsts.items() if each),
        NewAccount("supervisor", "高督导", ("supervisor",)),
    )  # fmt: skip


def seat_name(district: District, member: Member) -> str:
    """What an account of the roster is called: its name, of a unit's member after the unit's."""
    unit = district.units.get(member.unit)
    return (
        f"{unit.name}{member.name}"
        if unit and member.role in (*UNIT_ROLES, *CHECK_ROLES)
        else member.name
    )


SEATED = (*PANEL, *UNIT_ROLES, *CHECK_ROLES)
"""Roles whose account says nothing without the roster: whose cases, or which unit's tickets."""


def roster_account(district: District, name: str) -> NewAccount | None:
    """In the demo whoever has a seat can sign in, under the roster's id: r0136."""
    found = next((m for m in district.roster.values() if m.id.lower() == name), None)
    if found is None or found.role not in (*SEATED, "dispatcher") or name in RESERVED:
        return None
    return NewAccount(name, seat_name(district, found), (found.role,), found.id)


def demo_name(district: District, member: str) -> str:
    """The account a member of the roster has in the demo."""
    named = (each.name for each in demo_accounts(district) if each.member == member)
    return next(named, member.lower())


def ensure_roster_account(work: Work, district: District, name: str, now: datetime) -> None:
    """Make the account of who is about to sign in, with the password everybody knows."""
    new = roster_account(district, name)
    found = work.accounts.get(name)
    if new and (found is None or found.password == NONE):
        work.accounts.add(_row(new, _public(), now))
        work.accounts.save(name, password=_public())


NONE = ""
"""Kept instead of a password's hash where none opens the account."""


@lru_cache(maxsize=1)
def _public() -> str:
    """The hash of the known password; one salt will do for what everybody knows."""
    return hash_password(DEMO_PASSWORD)


def ensure_demo_accounts(
    work: Work, district: District, now: datetime, loopback: bool
) -> tuple[Shown, ...]:
    """Make the demo's accounts that are missing; returns those made, with their passwords.

    On loopback the password is known to everybody. Anywhere else it is random, and one that is
    still the known one is replaced.
    """
    made = []
    for new in demo_accounts(district):
        found = work.accounts.get(new.name)
        usable = found and found.password != NONE
        if found and usable and (loopback or not check_password(DEMO_PASSWORD, found.password)):
            continue
        password = DEMO_PASSWORD if loopback else secrets.token_urlsafe(12)
        kept = _public() if loopback else hash_password(password)
        work.accounts.add(_row(new, kept, now))
        work.accounts.save(new.name, password=kept)
        rows.end_sessions(work, new.name)
        made.append(Shown(new.name, new.display, password))
    return tuple(made)


def end_known(work: Work, district: District) -> tuple[str, ...]:
    """Take the password everybody knows from accounts the demo made; returns their names.

    For a store that was a demo on one machine and is now open to others.
    """
    names = {new.name for new in demo_accounts(district)}
    names |= {member.id.lower() for member in district.roster.values()}
    ended = [row.name for row in work.accounts.all()
             if row.name in names and check_password(DEMO_PASSWORD, row.password)]  # fmt: skip
    for name in ended:
        work.accounts.save(name, password=NONE, second=None)
        rows.end_sessions(work, name)
    return tuple(ended)


def role_words(roles: Iterable[str]) -> str:
    """Roles as staff read them."""
    return "、".join(ROLES.get(role, role) for role in roles)
