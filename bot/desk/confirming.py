"""Judicial confirmation at the desk: both parties are asked, reminded, and told what helps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.desk import panelists
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, save
from bot.desk.following import agreement_of, matter_link, parties_of, say, side_of
from dialogs.commands import TellConfirm
from followup.aftercase import confirm_dues
from followup.due import Due
from followup.rules import Rules
from grid.calendar import SHANGHAI
from grid.refused import Refused
from integrations.sql.plain import plain, record
from mediation import confirm_words, confirmation, words
from mediation.agreement import last_day
from mediation.case import Act, noted
from mediation.confirmation import Confirmation, Wish
from mediation.outcome import Agreement

ASK, REMIND, ROUTES = "confirm_ask", "confirm_remind", "routes"
CHANGED = "协议或者情况变了，请看新的情况再选。"


@dataclass(slots=True)
class File:
    """An agreement in force with what has been said and done about its confirmation."""

    docket: Docket
    agreement: Agreement
    kept: Confirmation
    phase: str
    last: date  # the day named to people

    @property
    def parties(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(one.id for one in parties_of(self.docket))


def kept_of(docket: Docket, mark: str) -> Confirmation:
    """What is kept of these words; of other words nothing counts."""
    found = docket.extras.get("confirmation")
    kept = record(Confirmation, found) if found else None
    return kept if kept and kept.mark == mark else Confirmation(mark)


def file_of(desk: Desk, docket: Docket) -> File | None:
    """The file of a case whose agreement is in force; None before."""
    agreement = agreement_of(docket)
    since = confirmation.effective_day(agreement) if agreement else None
    if agreement is None or since is None:
        return None
    kept, calendar = kept_of(docket, agreement.mark), desk.district.calendar
    phase = confirmation.phase(docket.case, agreement, kept, (today(desk), calendar))
    return File(docket, agreement, kept, phase, last_day(since, calendar))


def today(desk: Desk) -> date:
    """The day in Shanghai's calendar."""
    return desk.now.astimezone(SHANGHAI).date()


def there(desk: Desk, docket: Docket, *phases: str) -> File:
    """The file, in one of these phases; Refused with the reason otherwise."""
    found = file_of(desk, docket)
    if found is None or found.phase == "none":
        raise Refused("协议还没有生效，或者已经办结，现在不用申请司法确认。")
    if found.phase in phases:
        return found
    bar = confirmation.bar_of(docket.case, found.agreement, found.kept)
    said = {"barred": confirm_words.barred(bar) if bar else "", "over": "申请的三十天已经过了。",
            "applied": "申请已经交到法院了，要撤回请告诉调解员。"}  # fmt: skip
    raise Refused(said.get(found.phase) or "现在不能这样记，请刷新后再看一下。")


# -- the parties


def begin(desk: Desk, docket: Docket) -> None:
    """It is in force: its mark goes into the log, and both are asked, or told why not."""
    found = file_of(desk, docket)
    if found is None:
        return
    act = Act(SYSTEM, desk.now, found.agreement.fingerprint, {"mark": found.agreement.mark})
    desk.happened(noted(docket.case, "mark", act))
    if found.phase == "barred":
        bar = confirmation.bar_of(docket.case, found.agreement, found.kept)
        tell(desk, found, "barred", confirm_words.barred(bar))
    elif found.phase == "open":
        ask(desk, found)


def ask(desk: Desk, found: File) -> None:
    """The question in each conversation, and the reminders until the last day."""
    docket, rules = found.docket, Rules(desk.district.policies, desk.district.calendar)
    number, since = docket.case.number, confirmation.effective_day(found.agreement)
    assert since is not None  # looked at before
    stale = datetime.combine(found.last + timedelta(days=1), time(), SHANGHAI)
    data = {"mark": found.agreement.mark, "last": found.last.isoformat()}
    for party in (one for one in parties_of(docket) if one.contact):
        key = f"{ASK}:{number}:{found.agreement.mark}:{party.id}"
        desk.later(Due(key, ASK, desk.now, party.contact, number, data, stale))
    for due in confirm_dues(docket.case, since, rules):
        desk.later(due)


def asks(desk: Desk, number: str) -> str:
    """The mark of the words about which this contact has said nothing yet; empty for none."""
    docket = load(desk, number)
    found = file_of(desk, docket)
    mine = next((p.id for p in parties_of(docket) if p.contact == desk.contact), "")
    live = found is not None and found.phase == "open" and bool(mine)
    return found.agreement.mark if live and found and not found.kept.wish(mine) else ""


def tell_confirm(desk: Desk, command: TellConfirm) -> None:
    """What a party says in its conversation; Refused when it is not theirs or out of date."""
    docket = load(desk, command.number)
    mine = next((p.id for p in parties_of(docket) if p.contact == desk.contact), "")
    if not mine:
        raise Refused("没有找到这件调解，请核对编号。")
    says(desk, command.number, Wish(mine, command.answer, desk.now), command.mark)


def says(desk: Desk, number: str, wish: Wish, mark: str) -> None:
    """A party wants it or not; it may think again until the application is handed in."""
    docket = load(desk, number)
    found = there(desk, docket, "open")
    if mark != found.agreement.mark:
        raise Refused(CHANGED, "mark")
    if found.kept.wish(wish.party) == wish.answer:
        return
    before, found.kept = found.kept, confirmation.wished(found.kept, wish)
    who = side_of(docket, wish.party)
    why = f"{who}（调解员登记）" if wish.by else who
    keep(desk, found, f"court_{wish.answer}", why)
    save(desk, docket)
    _pass_on(desk, found, before, wish.party)


def _pass_on(desk: Desk, found: File, before: Confirmation, party: str) -> None:
    """Both want it, or the one who wanted it can no longer have it: who must know hears it."""
    others = [one for one in found.parties if one != party]
    if found.kept.both(found.parties):
        tell(desk, found, "both", confirm_words.both_want(found.last, court_of(desk, found.kept)))
        what = "双方都想申请司法确认，请备好材料，约双方签字。"
        panelists.tell_mediator(desk, found.docket, what, "court")
    elif found.kept.wish(party) == "no" and any(before.wish(one) == "yes" for one in others):
        for one in (p for p in parties_of(found.docket) if p.id in others):
            key = f"court_not:{desk.now.isoformat()}"
            say(desk, one, key, confirm_words.not_both(found.last))
        if before.both(found.parties):
            what = "有一方不想申请司法确认了，先不办。"
            panelists.tell_mediator(desk, found.docket, what, "court")


def remind(desk: Desk, due: Due) -> None:
    """15 and 5 days before the last day, and on it; in words for where it stands."""
    docket = load(desk, due.about)
    found = file_of(desk, docket)
    if found is None or found.phase != "open":
        return
    both = found.kept.both(found.parties)
    if both:
        what = f"司法确认最晚{words.day(found.last)}，双方都想申请，还没有记下交到法院。"
        panelists.tell_mediator(desk, docket, what, "court")
    for party in parties_of(docket):
        if not due.contact or due.contact == party.contact:
            link = matter_link(docket, party.id)
            said = confirm_words.remind(found.kept, (party.id, both), found.last, link)
            if found.kept.wish(party.id) != "no":
                say(desk, party, due.key, said)


def routes(desk: Desk, due: Due) -> None:
    """A month overdue: what helps, by whether the court has confirmed it."""
    docket = load(desk, due.about)
    said = unkept(docket)
    for party in (one for one in parties_of(docket) if said and one.contact == due.contact):
        say(desk, party, f"said:{due.key}", said)


def broken(desk: Desk, docket: Docket) -> None:
    """The mediator says that it was not kept: both hear what helps."""
    for party in parties_of(docket):
        say(desk, party, "broken", unkept(docket))


def unkept(docket: Docket) -> str:
    """In words, what helps when it is not kept; empty without an agreement."""
    agreement = agreement_of(docket)
    kept = kept_of(docket, agreement.mark) if agreement else None
    return confirm_words.unkept(agreement, kept) if agreement else ""


def court_of(desk: Desk, kept: Confirmation) -> str:
    """The competent court's name: this case's, else the district's; empty while none is known."""
    return kept.court or desk.district.policies.court


def keep(desk: Desk, found: File, move: str, why: str) -> None:
    """Into the docket and the log; to be saved."""
    found.docket.extras = {**found.docket.extras, "confirmation": plain(found.kept)}
    act = Act(desk.actor, desk.now, why, {"mark": found.agreement.mark})
    desk.happened(noted(found.docket.case, move, act))


def tell(desk: Desk, found: File, key: str, said: str) -> None:
    """Words for both parties."""
    for party in parties_of(found.docket):
        say(desk, party, f"court_{key}:{desk.now.isoformat()}", said)
