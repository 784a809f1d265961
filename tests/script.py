"""Transcripts a clerk can write: what residents say, what must be answered, what happens."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.desk import cases, reaching
from bot.desk.desk import Desk
from bot.stock import stock_demo
from dialogs.commands import AllowMediation, AnswerTicket, SortTicket
from dialogs.incoming import Attachment, Incoming
from grid.calendar import SHANGHAI
from grid.events import Actor
from mediation.parties import Consent
from tests.town import Town

CLERK = Actor("chen", "hotline_staff")
SECRET = b"only for a transcript"


class Broken(AssertionError):
    """A transcript that did not go as written; the message shows it so far."""


class Play:
    """One transcript over one town."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.who = "terminal:me"
        self.answer = ""  # the last answer to the resident now speaking
        self.rest = ""  # of it, what no `<` line has matched yet
        self.so_far: list[str] = []

    def run(self, path: Path) -> None:
        """Play a file line by line; raises Broken at the first line that does not hold."""
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            self.so_far.append(line)
            try:
                self._line(line[0], line[1:].strip())
            except AssertionError as wrong:
                shown = "\n".join(self.so_far)
                raise Broken(f"{path.name}:{number}: {wrong}\n{shown}") from None

    def _line(self, mark: str, words: str) -> None:
        if mark == "<":
            self._expect(words)
        elif mark == ">" and words.startswith(">"):
            self.town.sends(words[1:].strip(), self.who)
        elif mark == ">":
            self._heard(self.town.says(words, self.who))
        else:
            assert mark == "!", f"a line begins with >, <, ! or #, not {mark}"
            name, _, rest = words.partition(" ")
            assert name in DIRECTIVES, f"nobody knows ! {name}"
            DIRECTIVES[name](self, rest.strip())

    def _heard(self, answer: str) -> None:
        self.answer = self.rest = answer
        self.so_far += [f"  | {row}" for row in answer.splitlines()]

    def _expect(self, words: str) -> None:
        """The pieces between … stand in the answer in this order, after what matched before."""
        rest = self.rest
        for piece in filter(None, (p.strip() for p in words.split("…"))):
            assert piece in rest, f"not said: {piece}"
            rest = rest.partition(piece)[2]
        self.rest = rest

    def hears(self) -> None:
        """What happened meanwhile is delivered."""
        self.town.tick()
        self._heard(self.town.answers(self.who))

    # -- the resident

    def sends(self, **what: Any) -> None:
        """Something that is not plain words."""
        self._heard(self.town.says(who=self.who, **what))

    def file(self, kind: str, words: str) -> None:
        """One photo or voice note, with words if any."""
        number = len(self.so_far)
        self.sends(text=words, files=(Attachment(kind, f"{kind}{number}"),))

    def album(self, many: str) -> None:
        """Photos sent at once; each comes as a message of its own."""
        for n in range(int(many)):
            file = Attachment("photo", f"a{len(self.so_far)}-{n}", f"album{len(self.so_far)}")
            self.town.sends("", self.who, files=(file,))
        self.hears()

    def edit(self, words: str) -> None:
        """The resident edits an earlier message."""
        key = f"edit:{self.who}:{len(self.so_far)}"
        self.town.bot.door.take(Incoming(key, self.who, self.town.clock(), "edit", words))
        self.hears()

    def card(self, _: str) -> None:
        """Answer whatever is asked, by skipping or by its first option, up to the card."""
        for _n in range(12):
            if "我记的是" in self.answer:
                return
            rows = [r.strip("[] ") for r in self.answer.splitlines() if r.startswith("  [")]
            assert rows, "a question without a button stands before the card"
            label = "跳过" if any("跳过" in r for r in rows) else rows[0]
            self._heard(self.town.taps(label, self.who))
        raise AssertionError("no card came")

    # -- time and machines

    def later(self, words: str) -> None:
        """Time passes: 24 hours, 3 days, 61 seconds; or up to a time of the day: 09:30."""
        if ":" in words:
            now = self.town.clock().astimezone(SHANGHAI)
            hour, minute = map(int, words.split(":"))
            then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
            span = then - now + timedelta(days=then <= now)
        else:
            number, unit = words.split()
            span = timedelta(**{unit if unit.endswith("s") else f"{unit}s": float(number)})
        self._heard(self.town.later(self.who, seconds=span.total_seconds()))

    def speaks(self, name: str) -> None:
        """Another resident is speaking from here on; `me` is the first."""
        self.who = name if ":" in name else f"terminal:{name}"

    # -- staff and others

    def staff(self, words: str) -> None:
        """take, give_back, or reply and words."""
        event, _, text = words.partition(" ")
        self._heard(self.town.staff(event, text, self.who))

    def answered(self, words: str) -> None:
        """A clerk records the unit's answer on the newest ticket."""
        number = self.town.tickets()[-1].number
        self.town.bot.door.do(AnswerTicket(number, words or "已经修好了。", "chen"), CLERK)
        self.hears()

    def sorted(self, category: str) -> None:
        """A clerk sorts the newest ticket."""
        number = self.town.tickets()[-1].number
        self.town.bot.door.do(SortTicket(number, category, "chen"), CLERK)
        self.hears()

    def allowed(self, why: str) -> None:
        """A clerk says of the newest ticket that it may be mediated, and why."""
        number = self.town.tickets()[-1].number
        self.town.bot.door.do(AllowMediation(number, "chen", why), CLERK)
        self.hears()

    def case(self, act: Callable[[Desk, Any], Any], actor: str = "chen") -> None:
        """Something happens to the newest mediation case."""
        with self.town.bot.store.read() as work:
            row = max(work.cases.listed(), key=lambda c: str(c.number))
        who = row.mediator if actor == "mediator" else actor
        self.town.bot.door.change(Actor(who, actor), lambda desk: act(desk, row.number))
        self.hears()

    # -- what must be so

    def tickets(self, many: str) -> None:
        """So many tickets are there."""
        found = self.town.tickets()
        assert len(found) == int(many), f"{len(found)} tickets: {[t.detail for t in found]}"

    def ticket(self, words: str) -> None:
        """The newest ticket has these fields: category=0203 place=幸福里 privacy=anonymous."""
        ticket = self.town.tickets()[-1]
        for pair in words.split():
            name, _, value = pair.partition("=")
            kept = str(getattr(ticket, name))
            assert kept == value or (name in SOFT and value in kept), f"{name} is {kept!r}"

    def count(self, words: str) -> None:
        """So many rows: alerts 1, cases 0, bookings 0, files 3."""
        table, many = words.split()
        found = len(self._rows(f"SELECT 1 FROM {table}"))
        assert found == int(many), f"{found} {table}"

    def nowhere(self, words: str) -> None:
        """Nothing stored holds these words."""
        with sqlite3.connect(self.town.folder / "fengqiao.db") as base:
            forms = (words, json.dumps(words)[1:-1])
            rows = [row for row in base.iterdump() if any(form in row for form in forms)]
        base.close()
        assert not rows, f"stored: {rows}"

    def holder(self, name: str) -> None:
        """The conversation is held by bot, queue, or a clerk."""
        rows = self._rows("SELECT holder FROM contacts WHERE contact = ?", self.who)
        assert rows == [(name,)], rows

    def _rows(self, query: str, *values: str) -> list[Any]:
        base = sqlite3.connect(self.town.folder / "fengqiao.db")
        try:
            return base.execute(query, values).fetchall()
        finally:
            base.close()

    def no(self, words: str) -> None:
        """The last answer does not hold these words; without words: nothing was answered."""
        assert (words not in self.answer) if words else not self.answer, f"said: {words}"


SOFT = ("detail", "place", "slots", "answer", "routed")
"""Fields of a ticket that need only hold the words."""


def _consents(answer: Consent) -> Callable[[Play, str], None]:
    """The other party, invited by a clerk, says yes or no."""

    def act(desk: Desk, number: str) -> None:
        cases.party_answers(desk, number, answer)

    return lambda play, _: play.case(act)


def _mediator(yes: bool) -> Callable[[Play, str], None]:
    def act(desk: Desk, number: str) -> None:
        cases.mediator_answers(desk, number, yes, "" if yes else "那天不在")

    return lambda play, _: play.case(act, "mediator")


def _repeated(words: str) -> str:
    """10000 and a sentence: that many characters of it."""
    many, _, sentence = words.partition(" ")
    return (sentence * int(many))[: int(many)]


def _pin(play: Play, words: str) -> None:
    lat, lng = map(float, words.split())
    play._heard(play.town.pin(lat, lng, play.who))


def _presses(play: Play, words: str) -> None:
    """Tap a button said before, by its place among all buttons with these words: first, again."""
    with play.town.bot.store.read() as work:
        letters = work.outbox.of(play.who)
    found = [b.data for one in letters for b in one.say.buttons if words in b.label]
    assert found, f"there has never been a button {words}"
    play._heard(play.town.presses(found[0], play.who))


def _stock(play: Play, _: str) -> None:
    """The demo district's entries of knowledge are there, approved."""
    folder = play.town.settings.district_folder
    assert stock_demo(play.town.bot.store, folder, play.town.clock())


DIRECTIVES: dict[str, Callable[[Play, str], None]] = {
    "tap": lambda play, words: play._heard(play.town.taps(words, play.who)),
    "tap_first": _presses,
    "card": Play.card,
    "photo": lambda play, words: play.file("photo", words),
    "voice": lambda play, words: play.file("voice", words),
    "document": lambda play, words: play.file("document", words),
    "album": Play.album,
    "sticker": lambda play, _: play.sends(sticker=True),
    "unreadable": lambda play, kind: play.sends(data={"unreadable": kind}),
    "phone": lambda play, number: play.sends(phone=number),
    "long": lambda play, words: play._heard(play.town.says(_repeated(words), play.who)),
    "pin": _pin,
    "edit": Play.edit,
    "hears": lambda play, _: play.hears(),
    "as": Play.speaks,
    "later": Play.later,
    "restart": lambda play, _: play.town.restart(),
    "staff": Play.staff,
    "answer": Play.answered,
    "sort": Play.sorted,
    "allow": Play.allowed,
    "invite": lambda play, _: play.case(lambda desk, no: cases.invite(desk, no, SECRET)),
    "other_accepts": _consents(Consent.ACCEPTED),
    "other_declines": _consents(Consent.DECLINED),
    "tried": lambda play, how: play.case(
        lambda desk, no: reaching.tried(desk, no, {"how": how or "phone"}), "hotline_staff"
    ),
    "mediator_accepts": _mediator(True),
    "mediator_declines": _mediator(False),
    "tickets": Play.tickets,
    "ticket": Play.ticket,
    "count": Play.count,
    "nowhere": Play.nowhere,
    "holder": Play.holder,
    "stock": _stock,
    "not": Play.no,
}
"""What a line with ! may say; the first word names it."""
