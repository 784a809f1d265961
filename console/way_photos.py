"""Photos of a form that has not been taken yet: they stay with it until it is, or are given up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from console.parts import ConsoleParts
from grid.refused import Refused
from integrations.sql.store import Work

MOST = 3  # photos of a form
FORGOTTEN = timedelta(days=3)
"""After which photos of a form that never came back are given up."""


def holder(account: str) -> str:
    """Whose photos they are while they belong to no ticket."""
    return f"form:{account}"


def kept(work: Work, account: str, number: str) -> list[Any]:
    """Rows of the photos that somebody has chosen for a form about this ticket."""
    mine = work.files.of(holder(account))
    return [row for row in mine if row.state == "kept" and row.ref.startswith(f"{number}:")]


def take(
    parts: ConsoleParts, about: tuple[str, str], form: Mapping[str, str], new: Iterable[bytes]
) -> tuple[dict[str, Any], ...]:
    """Keep what was chosen now, let go of what is not wanted any more; all that go with the form.

    `about` is the account and the ticket's number. What can be kept is kept even where something
    else of the form is refused. Raises Refused for what is no photo, and for too many.
    """
    account, number = about
    wrong, fresh = [], []
    for n, content in enumerate(new, 1):
        try:
            fresh.append(parts.keep_photo(content))
        except Refused as refused:
            wrong.append(f"第{n}个文件没有收下：{refused.words}")
    with parts.store.begin() as work:
        _let_go(work, (row for row in kept(work, account, number) if f"drop-{row.id}" in form))
        _keep(parts, work, about, fresh)
        rows = kept(work, account, number)
    if wrong:
        others = "别的照片都留着，不用再选。" if rows else ""
        raise Refused(f"{wrong[0]}{others}")
    if len(rows) > MOST:
        raise Refused(f"照片最多{MOST}张，现在有{len(rows)}张，请在不要的上面打勾。")
    return tuple({"hash": row.hash, "mime": row.mime, "size": row.size} for row in rows)


def _keep(
    parts: ConsoleParts, work: Work, about: tuple[str, str], photos: Iterable[dict[str, Any]]
) -> None:
    account, number = about
    now = parts.clock()
    old = (row for row in work.files.of(holder(account)) if row.at < now - FORGOTTEN)
    _let_go(work, old)
    for photo in photos:
        ref = f"{number}:{photo['hash']}"
        work.files.add(holder(account), {**photo, "ref": ref, "kind": "photo"}, now)
        if row := work.files.get(holder(account), ref):
            work.files.save(row.id, state="kept", hash=photo["hash"], at=now)


def taken(parts: ConsoleParts, account: str, number: str) -> None:
    """The form was taken: the photos are the ticket's, and this holder needs them no more."""
    with parts.store.begin() as work:
        _let_go(work, kept(work, account, number))


def _let_go(work: Work, rows: Iterable[Any]) -> None:
    """The keeper erases them, unless another row needs the same bytes."""
    for row in rows:
        if row.state == "kept":
            work.files.save(row.id, state="dropping")
