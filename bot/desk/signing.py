"""The time for signing an agreement: both are reminded; when it is over, the mediator decides."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import panelists
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, presided, save
from bot.desk.following import matter_link, parties_of, say
from bot.desk.panelists import Word
from followup.due import Due
from grid.refused import Refused
from integrations.sql.plain import plain, record
from mediation import notices, signing, words
from mediation.case import Act, Stage, noted
from mediation.signing import Signing

REMINDER, TIMEOUT = "sign_remind", "sign_timeout"
WHATS = (REMINDER, TIMEOUT)
AGAIN = timedelta(days=3)  # so often the mediator hears that it waits for a decision …
MOST = 3  # … and so many times
DECIDE = "协议到期没有签完字，请您定：多留几天、再谈一次，还是到此结束。"


def signing_of(docket: Docket) -> Signing | None:
    """The time for signing, while the case waits for it."""
    kept = docket.extras.get("signing")
    waits = docket.case.stage is Stage.SIGNING
    return record(Signing, kept) if kept and waits else None


def until_of(docket: Docket) -> datetime | None:
    """Until when everybody should sign; None when nothing is to be signed."""
    found = signing_of(docket)
    return found.until if found else None


def begin(desk: Desk, docket: Docket) -> None:
    """Everybody has assented to the words: now they are to be signed."""
    _plan(desk, docket, signing.begun(docket.case, desk.now, desk.district.policies))


def longer(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator gives more time; both parties hear until when and why."""
    docket = presided(desk, number)
    if signing_of(docket) is None:
        raise Refused("这件调解现在不在等签字。")
    given = signing.longer(form.get("until", ""), form.get("why", ""), desk.now)
    _plan(desk, docket, given)
    act = Act(desk.actor, desk.now, f"到{words.moment(given.until)}：{given.why}")
    desk.happened(noted(docket.case, "sign_until", act))
    for party in parties_of(docket):
        said = words.sign_longer(docket.case.topic, given.until, given.why)
        say(desk, party, f"sign_longer:{desk.now.isoformat()}", said)
    save(desk, docket)


def _plan(desk: Desk, docket: Docket, given: Signing) -> None:
    number, until = docket.case.number, given.until.isoformat()
    docket.extras = {**docket.extras, "signing": plain(given)}
    desk.work.dues.cancel(desk.now, "重新约定签字期限", about=number, whats=WHATS)
    at = given.until - signing.REMIND
    for party in (one for one in parties_of(docket) if one.contact and at > desk.now):
        said = words.sign_soon(docket.case.topic, given.until, matter_link(docket, party.id))
        key = f"{REMINDER}:{number}:{desk.now.isoformat()}:{party.id}"
        desk.later(Due(key, REMINDER, at, party.contact, number, {"words": said}, given.until))
    _wait(desk, number, until, 0)


def _wait(desk: Desk, number: str, until: str, n: int) -> None:
    at = datetime.fromisoformat(until) + n * AGAIN
    key = f"{TIMEOUT}:{number}:{until}:{n}:{desk.now.isoformat()}"
    desk.later(Due(key, TIMEOUT, at, about=number, data={"until": until, "n": n}))


def timeout(desk: Desk, due: Due) -> None:
    """Not signed in time: both hear that it binds nobody yet, the mediator is asked to decide."""
    docket, until = load(desk, due.about), str(due.data["until"])
    given, n = signing_of(docket), int(due.data["n"])
    if given is None or given.until != datetime.fromisoformat(until):
        return
    said = notices.news(docket.case, DECIDE)
    panelists.tell(desk, docket, docket.case.mediator, Word("signing", said))
    if n < MOST:
        _wait(desk, due.about, until, n + 1)
    if given.over:
        return
    docket.extras = {**docket.extras, "signing": plain(signing.passed(given))}
    desk.happened(noted(docket.case, "sign_timeout", Act(SYSTEM, desk.now)))
    save(desk, docket)
    for party in parties_of(docket):
        say(desk, party, f"sign_over:{until}", words.sign_over(docket.case.topic))


def end(desk: Desk, number: str) -> None:
    """It is signed, or nobody is to sign these words any more: nobody is reminded."""
    desk.work.dues.cancel(desk.now, "不用再等签字", about=number, whats=WHATS)
