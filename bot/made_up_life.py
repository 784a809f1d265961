"""Eight made-up weeks of a district, so that figures have something to show; all by real commands.

Whoever lives them is a generator: it does something, says until when it waits, and goes on. They
are woken in the order of time, and between two of them the clockwork does what is due. What a
command refuses (a made-up unit may be late) is not done, as in life.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot import made_up_whistles
from bot.build import Bot
from bot.clock import real_time
from bot.made_up_town import Life, Waits
from bot.made_up_words import DONE, HOT, LAMPS, MATTERS, PATROLS, TALKS
from dialogs.commands import AnswerTicket, OpenTicket, RateTicket
from dialogs.incoming import Incoming
from grid.duties import FirstContact
from grid.entering import EnterReport
from grid.events import Actor
from grid.orders import Check, DenyReturn, Dispatch, Redispatch, ReportDone, RequestReturn, Sign
from grid.places import Place
from grid.tickets import State

WEEKS = 8
CLERK = Actor("chen", "hotline_staff")
DISPATCHER = Actor("chen", "dispatcher")
UNIT = Actor("made-up-unit", "unit_handler")
CHECKER = Actor("made-up-checker", "verifier")
FATES = ("plain",) * 3 + ("prompt",) * 14 + ("quick",) * 5 + ("late",) * 3 + (
    "unsolved", "unsolved") + ("returned",) * 5 + ("denied",)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much happens: residents' own reports, talks with the bot, patrollers' finds."""

    matters: int = 80
    talks: int = len(TALKS)
    patrols: int = 15
    whistles: bool = True


def live(bot: Bot, sizes: Sizes, seed: int = 1) -> int:
    """Live eight weeks up to now; returns how many tickets there are then."""
    end = real_time()
    life = Life(bot, Random(seed))
    life.set(end - timedelta(weeks=WEEKS))
    _matters(life, end, sizes.matters)
    _patrols(life, end, sizes.patrols)
    for n, (hours, line) in enumerate(TALKS[: sizes.talks]):
        life.begins(end - timedelta(hours=hours), talks(life, f"web:life-talk-{n}", line))
    for n, words in enumerate(HOT):
        at = end - timedelta(hours=30 - 3 * n)
        life.begins(at, reports(life, f"web:life-hot-{n}", ("0103", words, "幸福里"), "plain"))
    waiting = ("0203", MATTERS[5][1], "阳光花园")
    life.begins(end - timedelta(hours=2), undecided(life, "web:life-waiting", waiting))
    if sizes.whistles:
        made_up_whistles.begin(life, end, handled)
    life.lived(end)
    bot.clock.offset = timedelta(0)
    with bot.store.read() as work:
        return sum(work.tickets.counts().values())


def _matters(life: Life, end: datetime, count: int) -> None:
    """Residents' own reports, more of them lately, at all hours of the day."""
    places = sorted({place.name for place in life.bot.district.places.values() if _home(place)})
    for n in range(count):
        days = life.rng.uniform(0, WEEKS * 7 - 1)
        at = (end - timedelta(days=days)).replace(hour=life.rng.randint(0, 11))  # 8 to 19 here
        code, words = life.rng.choice(MATTERS)
        matter = (code, words, life.rng.choice(places[:12]))
        life.begins(at, reports(life, f"web:life-{n}", matter, life.rng.choice(FATES)))


def _home(place: Place) -> bool:
    return place.kind == "estate" and bool(place.grid)


def _patrols(life: Life, end: datetime, count: int) -> None:
    """What patrollers find: one of them finds nothing any more, after four weeks."""
    members = [one for one in life.bot.district.roster.values() if one.role == "patroller"]
    for week in range(1, count + 1):
        for n, member in enumerate(members[:2]):
            if n == 0 and week <= WEEKS:
                continue
            at = end - timedelta(weeks=week * WEEKS / 16, hours=3 + n)
            words = LAMPS if n == 0 else life.rng.choice(PATROLS)
            life.begins(at, finds(life, member.id, member.unit, words))


# -- the lives


def finds(life: Life, member: str, grid: str, words: str) -> Waits:
    """A patroller enters what he found; it is done and checked."""
    place = {"grid": grid, "text": life.bot.district.units[grid].name}
    ticket = life.does(Actor(member, "patroller"), EnterReport(
        "0203" if words == LAMPS else "0103", words, "patrol", f"life{next(life.order)}", place,
        member=member))  # fmt: skip
    if ticket:
        yield from handled(life, ticket.number, life.rng.uniform(1, 6))


def reports(life: Life, who: str, matter: tuple[str, str, str], fate: str) -> Waits:
    """A resident reports something; what becomes of it is their fate."""
    code, words, name = matter
    place = next(one for one in life.bot.district.places.values() if one.name == name and one.grid)
    ticket = life.resident(who, OpenTicket(code, words.format(place=name), {
        "text": name, "place": place.id, "grid": place.grid}))  # fmt: skip
    if not ticket:
        return
    yield life.worked(0.1 if fate == "prompt" else life.rng.uniform(0.2, 3))
    held = life.ticket(ticket.number).unit
    life.does(UNIT, FirstContact(ticket.number, held, "phone", "打过电话，约好了上门。"))
    if fate in ("returned", "denied"):
        yield from argued(life, ticket.number, fate)
    if fate == "quick":
        yield life.worked(3)
        life.does(CLERK, AnswerTicket(ticket.number, life.rng.choice(DONE), CLERK.id))
    else:
        slow = {"late": 40.0, "returned": 9.0, "prompt": 0.3}.get(fate, life.rng.uniform(2, 12))
        yield from handled(life, ticket.number, slow)
    yield from rated(life, who, ticket.number, fate)


def undecided(life: Life, who: str, matter: tuple[str, str, str]) -> Waits:
    """A report that its unit asks to be rid of, and nobody has decided yet."""
    code, words, name = matter
    place = next(one for one in life.bot.district.places.values() if one.name == name)
    ticket = life.resident(who, OpenTicket(code, words.format(place=name), {
        "text": name, "place": place.id, "grid": place.grid}))  # fmt: skip
    yield life.now + timedelta(minutes=30)
    unit = life.ticket(ticket.number).unit
    why = "路灯的产权在供电公司，不归网格管。"
    life.does(UNIT, RequestReturn(ticket.number, unit, "unclear", why))


def argued(life: Life, number: str, fate: str) -> Waits:
    """The unit would not have it: a dispatcher gives it to another, or says no."""
    held = life.ticket(number).unit
    better = "BM02" if held != "BM02" else "BM01"
    asks = RequestReturn(number, held, "duty", "职责清单里没有这一项，应由执法部门办。", better)
    life.does(UNIT, asks)
    yield life.worked(2)
    if fate == "denied":
        life.does(DISPATCHER, DenyReturn(number, "目录写明由网格先办，请接着办。"))
    else:
        life.does(DISPATCHER, Dispatch(number, better, "核对职责清单，由该部门办。"))
    yield life.worked(1)


def handled(life: Life, number: str, hours: float) -> Waits:
    """Signed, done, and checked by somebody else; a grid that is too slow has lost it by then."""
    life.does(UNIT, Sign(number, life.ticket(number).unit))
    yield life.worked(hours)
    unit = life.ticket(number).unit
    life.does(UNIT, Sign(number, unit))
    words = life.rng.choice(DONE)
    life.does(UNIT, ReportDone(number, unit, words, document="现场已查看，照片存单位"))
    yield life.worked(2)
    if life.ticket(number).state == State.DONE_PENDING_CHECK:
        life.does(CHECKER, Check(number, True, "site", words))


def rated(life: Life, who: str, number: str, fate: str) -> Waits:
    """A day later somebody asks; most answer, and what is unsolved is done again."""
    yield life.now + timedelta(hours=28)
    if life.rng.random() < 0.3 and fate != "unsolved":
        return  # never answers
    bad = fate == "unsolved"
    satisfied = 2 if bad else life.rng.choice((5, 5, 4, 4, 3, 2))
    life.resident(who, RateTicket(number, "unsolved" if bad else "solved", satisfied,
                                  "only_words" if satisfied < 3 else ""))  # fmt: skip
    if bad:
        yield life.worked(2)
        above = life.bot.district.chain(life.ticket(number).unit)[1]
        unit = above.id if above.parent else life.ticket(number).unit
        life.does(DISPATCHER, Redispatch(number, unit, "居民说没解决，上一级牵头再办", "高督导"))
        yield from handled(life, number, 6)
        yield life.now + timedelta(hours=30)
        life.resident(who, RateTicket(number, "solved", 4))


def talks(life: Life, who: str, line: tuple[str, ...]) -> Waits:
    """A conversation with the bot, line by line; one that asks for a person gets one, later."""
    for words in line:
        life.says(who, words)
        yield life.now + timedelta(seconds=40)
    if line[-1] == "转人工":
        yield life.now + timedelta(minutes=life.rng.randint(2, 35))
        key = f"{who}:{next(life.order)}"
        life.bot.door.take(Incoming(key, who, life.now, "staff", "您好，我是坐席小陈，请讲。",
                                    event="reply", by=CLERK.id))  # fmt: skip
