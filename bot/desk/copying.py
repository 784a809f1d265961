"""A copy of what is kept about a person, for that person (PIPL §45, domain rules F06).

What staff wrote is in it where it is about the person: calls with what was said, and what the
mediator spoke of with them alone or noted as their offer. Not in it is what staff write to each
other about the work (moves, returns, whistles): other people stand there too, so a person looks
it through on request, within the fifteen workdays the copy's last line names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.desk.desk import Desk
from dialogs.commands import CopyMine
from dialogs.covered import covered
from dialogs.dates import time_words
from dialogs.say import Say
from followup.survey import QUESTIONS
from grid.tickets import Ticket
from integrations.sql.plain import record
from integrations.sql.private import MARK, SEALED
from mediation import alone_words
from mediation.case import Case
from mediation.parties import Party

EVERYTHING = 100_000  # messages
SOLVED = QUESTIONS[0].options


def copy_mine(desk: Desk, command: CopyMine) -> str:
    """Everything, as text a person can read and keep, sealed; the result is its hex digits.

    The answer stands in the conversation, which clerks read: there a note is in its place, since
    nowhere else is so much about one person together. Words said alone go in letters of their own.
    """
    return desk.seal.close(_text(desk)).hex()


def _text(desk: Desk) -> str:
    person = desk.work.contacts.person(desk.person)
    phone = desk.seal.open(person.phone) or "没有留"
    tickets = desk.work.tickets.of_person(desk.person, EVERYTHING, withdrawn=True)
    rows = ["这是您在这里的信息。", f"电话：{phone}", "登记的事："]
    rows += [row for ticket in tickets for row in _of_ticket(desk, ticket)]
    rows += _of_cases(desk)
    rows += ["您说过的话：", *(f"· {one}" for one in _said(desk))]
    return "\n".join([*rows, "工作人员之间办件的记录（派单、退单、吹哨等）不在这里；"
                      "里面写到您的，回“转人工”，我们15个工作日内答复您。"])  # fmt: skip


def _of_ticket(desk: Desk, ticket: Ticket) -> Iterator[str]:
    what = desk.district.catalogue[ticket.category].name
    if int(ticket.person) != desk.person:
        yield f"· {ticket.number}，{what}（您跟进的，别人反映的内容不在这里）"
    else:
        where = f"（{ticket.place}）" if ticket.place else ""
        told = f"{time_words(ticket.opened)}：{ticket.detail}{where}"
        yield f"· {ticket.number}，{what}，{told}"
        yield from _calls(desk, ticket.number)
    for at, words in desk.work.tickets.added_by(ticket.number, desk.person):
        yield f"  您补充的，{time_words(at)}：{words}"
    for one in desk.work.tickets.ratings(ticket.number):
        if one.person == desk.person:
            said = f"：{one.words}" if one.words else ""
            yield f"  您的评价，{time_words(one.at)}：{SOLVED.get(one.solved, '')}{said}"


def _calls(desk: Desk, number: str) -> Iterator[str]:
    """What staff wrote down of calls to this person; others' numbers and names are covered."""
    for call in desk.work.calls.of(number):
        for one in desk.work.calls.attempts(call.id):
            reached = "联系上了" if one.reached else "没有联系上"
            yield f"  工作人员联系您，{time_words(one.at)}，{reached}：{covered(one.words)}"


def _said(desk: Desk) -> Iterable[str]:
    """What they said in this conversation, without what went to a mediator alone."""
    kept = desk.work.inbox.of(desk.contact, EVERYTHING)
    told = (one.incoming for one in kept if not {MARK, SEALED} & one.incoming.data.keys())
    return (one.text for one in told if one.text)


def _of_cases(desk: Desk) -> list[str]:
    """The mediations they are a side of; what was said alone there leaves in sealed letters."""
    rows = []
    for row in desk.work.cases.of_party(desk.contact):
        case = record(Case, row.body["case"])
        rows.append(f"· {case.number}，{case.topic}，{time_words(case.opened)}")
        for party in (one for one in _parties(desk, case.number) if one.contact == desk.contact):
            rows.append(_own(case, party))
            if words := _sends(desk, party):
                rows.append(f"  单独说的话{words}条，在上面一条一条发给您了，只有您看得到")
    return ["调解：", *rows] if rows else []


def _own(case: Case, party: Party) -> str:
    """What is kept of one side: the applicant's own words, or how the other one is called."""
    if party.role == "applicant":
        return f"  您说的经过：{case.facts}；您希望：{case.claim}"
    return f"  申请人写的您的称呼：{party.name}；联系方式：{party.reach or '没有'}"


def _parties(desk: Desk, number: str) -> list[Party]:
    return [record(Party, row.body) for row in desk.work.cases.parties(number)]


def _sends(desk: Desk, party: Party) -> int:
    """Letters with the words of this side's own thread; returns how many."""
    words = desk.work.private.of_party(party.case, party.id, desk.seal)
    for word in words:
        frame = alone_words.copied(time_words(word.at), word.kind, word.own)
        desk.work.outbox.add(desk.contact, Say(frame, private=word.id), desk.now, None)
    return len(words)
