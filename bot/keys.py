"""Keys of other systems: made and shown once, kept hashed, checked, and counted by the minute."""

from __future__ import annotations

import argparse
import hashlib
import hmac
import re
import secrets
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.settings import Settings
from grid.calendar import SHANGHAI
from grid.refused import Refused
from integrations.limits import Counter
from integrations.open311.wrong import Wrong
from integrations.sql.engine import away
from integrations.sql.keys import Key
from integrations.sql.migrate import migrate
from integrations.sql.store import Store, Work

ENTER, READ_OWN, READ_PUBLIC = "enter", "read:own", "read:public"
SCOPES = {ENTER: "登记", READ_OWN: "看自己登记的", READ_PUBLIC: "看公共事项（不含个人信息）"}
A_MINUTE, MOST_A_MINUTE = 60, 6000
MINUTE = timedelta(minutes=1)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,38}")
_KEY = re.compile(r"fq_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
NO_KEY = "api_key 不对、已停用或过期。请向指挥中心的管理员核对，或申请一个新的。"


def made(name: str, scopes: tuple[str, ...], a_minute: int, now: datetime) -> tuple[Key, str]:
    """A new key, and its text, which is kept nowhere; Refused in words."""
    if not _NAME.fullmatch(name):
        raise Refused("名字用小写字母、数字和短横，2到39个字，例如 city-app。")
    if not scopes or set(scopes) - set(SCOPES):
        raise Refused(f"权限只有：{'、'.join(SCOPES)}，用逗号隔开。")
    if not 1 <= a_minute <= MOST_A_MINUTE:
        raise Refused(f"每分钟的次数在1到{MOST_A_MINUTE}之间。")
    public, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    key = Key(name, public, hashed(secret), ",".join(scopes), a_minute, now, None, None, None)
    return key, f"fq_{public}_{secret}"


def hashed(secret: str) -> str:
    """SHA-256: the secret is 32 random bytes, so nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Porter:
    """Who may come in with which key, and how often; in memory, a process of its own.

    Keys seen before are known while the store is away, so that danger is heard even then.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.clock = clock
        self._seen: dict[str, Key] = {}
        self._counters: dict[int, Counter] = {}
        self._lock = threading.Lock()

    def opens(self, text: str, *scopes: str) -> Key:
        """The key, when it is right and for one of `scopes`.

        Wrong 403 in the same words for whatever is not right with it.
        """
        match = _KEY.fullmatch(text.strip())
        public, secret = (match[1], match[2]) if match else ("", "")
        key = self._key(public)
        right = hmac.compare_digest(hashed(secret), key.secret if key else hashed("nobody's"))
        if key is None or not right or not key.holds(self.clock()):
            raise Wrong(403, NO_KEY if text.strip() else "缺少 api_key。请向指挥中心的管理员申请。")
        if not any(key.may(scope) for scope in scopes):
            wanted = "或".join(f"{scope}（{SCOPES[scope]}）" for scope in scopes)
            raise Wrong(403, f"这个 api_key 不能这样用，需要 {wanted}。")
        return key

    def _key(self, public: str) -> Key | None:
        try:
            with self.store.read() as work:
                key = work.keys.get(public)
        except Exception as error:
            if not away(error) or public not in self._seen:
                raise
            return self._seen[public]
        if key is not None:
            self._seen[public] = key
        return key

    def count(self, key: Key, urgent: bool = False) -> None:
        """One more; Wrong 429 when there were enough. What tells of danger always passes (J6)."""
        with self._lock:
            counter = self._counters.setdefault(key.a_minute, Counter(key.a_minute, MINUTE))
            if counter.full(key.name, self.clock()) and not urgent:
                words = f"太快了：这个 api_key 每分钟最多{key.a_minute}次，请过一分钟再发。"
                raise Wrong(429, words)
            counter.count(key.name, self.clock())


# -- the command


def key_command(settings: Settings, arguments: argparse.Namespace, say: Callable[[str], None],
                ) -> int:  # fmt: skip
    """`fengqiao key add NAME --scopes … | list | end NAME`."""
    store = Store(settings.url)
    migrate(store)
    try:
        with store.begin() as work:
            say({"add": _add, "list": _list, "end": _end}[arguments.act](work, arguments))
    except Refused as refused:
        print(refused.words, file=sys.stderr)
        return 1
    finally:
        store.close()
    return 0


def _add(work: Work, arguments: argparse.Namespace) -> str:
    now = Clock()()
    scopes = tuple(dict.fromkeys(one.strip() for one in arguments.scopes.split(",")))
    key, text = made(arguments.name, scopes, arguments.limit, now)
    until = _until(arguments.until, now)
    if not work.keys.add(Key(key.name, key.public, key.secret, key.scopes, key.a_minute, now,
                             until, None, None)):  # fmt: skip
        raise Refused(f"{key.name}这个名字用过了，请换一个（停用的也不能再用）。")
    can = "、".join(SCOPES[one] for one in scopes)
    end = f"，到{arguments.until}为止" if until else ""
    return (f"{text}\n{key.name}可以{can}，每分钟{key.a_minute}次{end}。"
            "上面这一行只显示这一次，请马上交给对方保管好。")  # fmt: skip


def _until(day: str, now: datetime) -> datetime | None:
    """The end of a day written as 2027-12-31."""
    if not day:
        return None
    try:
        end = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=SHANGHAI) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise Refused("--until 写成 2027-12-31 这样。") from None
    if end <= now:
        raise Refused("--until 已经过去了。")
    return end


def _list(work: Work, arguments: argparse.Namespace) -> str:
    now = Clock()()
    rows = []
    for key in work.keys.all():
        state = "可用" if key.holds(now) else "停用" if key.ended else "过期"
        until = key.until.astimezone(SHANGHAI) - timedelta(seconds=1) if key.until else None
        end = f"{until:%Y-%m-%d}" if until else "长期"
        used = f"{key.used.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if key.used else "没用过"
        rows.append(f"{key.name}\t{key.scopes}\t每分钟{key.a_minute}次\t{end}\t{state}\t{used}")
    return "\n".join(rows) or "还没有 api_key。"


def _end(work: Work, arguments: argparse.Namespace) -> str:
    if not work.keys.end(arguments.name, Clock()()):
        raise Refused(f"没有{arguments.name}这个 api_key，或者已经停用了。")
    return f"{arguments.name}已停用，从现在起打不开任何东西。"
