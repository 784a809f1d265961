"""The mediator's part of a judicial confirmation: the pack, signatures, handing in, the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.desk.confirming import ASK, ask, court_of, keep, says, tell, there, today
from bot.desk.desk import Desk
from bot.desk.docket import presided, save, step
from bot.desk.following import parties_of
from grid.refused import Refused
from mediation import confirm_words, confirmation
from mediation.agreement import legal_last_day
from mediation.case import Stage
from mediation.confirmation import LIFTED, Wish

TO = {"confirmed": Stage.CONFIRMED, "refused": Stage.CONFIRM_REJECTED,
      "withdrawn": Stage.EFFECTIVE}  # fmt: skip


def _heard(desk: Desk, number: str, form: dict[str, str]) -> None:
    docket = presided(desk, number)
    party = form.get("party", "")
    if party not in {one.id for one in parties_of(docket)}:
        raise Refused("请选是哪一方。", "party")
    wish = Wish(party, form.get("answer", ""), desk.now, desk.actor.id)
    says(desk, number, wish, form.get("mark", ""))


def _bar(desk: Desk, number: str, form: dict[str, str]) -> None:
    found = there(desk, presided(desk, number), "open", "barred")
    bar, before = form.get("bar", ""), found.phase
    found.kept = confirmation.barred(found.kept, bar, form.get("why", ""))
    what = "可以申请" if bar == LIFTED else confirmation.BARS[bar].why
    keep(desk, found, "court_bar", "：".join(one for one in (what, found.kept.bar_why) if one))
    if bar != LIFTED:
        tell(desk, found, "barred", confirm_words.barred(bar))
    elif before == "barred":
        tell(desk, found, "opened", confirm_words.opened(found.last))
        ask(desk, found)
    save(desk, found.docket)


def _named(desk: Desk, number: str, form: dict[str, str]) -> None:
    found = there(desk, presided(desk, number), "open", "over", "applied")
    court = form.get("court", "").strip()[: confirmation.LONGEST]
    found.kept = replace(found.kept, court=court)
    keep(desk, found, "court_named", court)
    save(desk, found.docket)


def _print(desk: Desk, number: str, form: dict[str, str]) -> None:
    found = there(desk, presided(desk, number), "open", "over", "applied")
    if found.kept.printed:
        return
    if not found.kept.both(found.parties):
        raise Refused("要双方都说想申请，才备材料。当面或电话里说过的，先在上面记下。")
    found.kept = replace(found.kept, printed=desk.now)
    keep(desk, found, "court_printed", found.agreement.fingerprint)
    save(desk, found.docket)
    tell(desk, found, "printed", confirm_words.printed(found.last))


def _signed(desk: Desk, number: str, form: dict[str, str]) -> None:
    found = there(desk, presided(desk, number), "open", "over")
    if found.kept.signed:
        return
    found.kept = confirmation.signed(found.kept, found.parties, desk.now)
    keep(desk, found, "court_signed", "")
    save(desk, found.docket)
    tell(desk, found, "signed", confirm_words.signed(found.last))


def _handed(desk: Desk, number: str, form: dict[str, str]) -> None:
    found = there(desk, presided(desk, number), "open", "over")
    since = confirmation.effective_day(found.agreement)
    assert since is not None  # looked at before
    span = (since, legal_last_day(since, desk.district.calendar))
    found.kept = confirmation.handed_in(found.kept, form, span, today(desk))
    kept = found.kept
    keep(desk, found, "court_handed", "，".join(
        one for one in (kept.handed, kept.handed_by, kept.receipt) if one))  # fmt: skip
    step(desk, found.docket, Stage.CONFIRM_APPLIED, desk.actor)
    desk.work.dues.cancel(desk.now, "已申请", about=number, whats=[ASK])
    save(desk, found.docket)
    tell(desk, found, "handed", confirm_words.handed(kept, court_of(desk, kept)))


def _result(desk: Desk, number: str, form: dict[str, str]) -> None:
    found = there(desk, presided(desk, number), "applied")
    found.kept = confirmation.decided(found.kept, form, today(desk))
    kept = found.kept
    what = confirmation.RESULTS[kept.result]
    keep(desk, found, "court_result", "，".join(
        one for one in (what, kept.result_day, kept.ruling, kept.note) if one))  # fmt: skip
    step(desk, found.docket, TO[kept.result], desk.actor)
    save(desk, found.docket)
    tell(desk, found, "result", confirm_words.result(kept, kept.result))


COURT_ACTS: dict[str, Callable[[Desk, str, dict[str, str]], None]] = {
    "court_heard": _heard,
    "court_bar": _bar,
    "court_named": _named,
    "court_print": _print,
    "court_signed": _signed,
    "court_handed": _handed,
    "court_result": _result,
}
"""What the presiding mediator's page can do about it, by the name of the button."""
