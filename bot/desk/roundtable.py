"""Talking together in one thread: only while both sides accept, and ended by either at any time."""

from __future__ import annotations

from bot.desk import alone
from bot.desk.alone import button, keep, letter, may_speak, mediator_name, reachable
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load, presided, save
from bot.desk.following import parties_of
from dialogs.say import Button, Say
from grid.refused import Refused
from integrations.sql.plain import plain, record
from integrations.sql.private import Aside
from mediation import alone as rules
from mediation import alone_words
from mediation.alone import TABLE, WORD, RoundTable
from mediation.case import Act, noted
from mediation.parties import Party

SAID = "一起谈里有新的话，请在页面上看。"


def table_of(docket: Docket) -> RoundTable | None:
    """The round table as it stands; None while nobody was asked."""
    kept = docket.extras.get("table")
    return record(RoundTable, kept) if kept else None


def is_open(docket: Docket) -> bool:
    """Whether both accepted and nobody took it back."""
    table = table_of(docket)
    return table is not None and table.open([one.id for one in parties_of(docket)])


def ask(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Ask both sides whether they would talk together."""
    docket = presided(desk, number)
    table, people = table_of(docket), parties_of(docket)
    if table is not None and not table.ended:
        raise Refused("已经问过双方了，请等答复；要重新问，先结束这一次。")
    if not all(may_speak(docket, one) and reachable(one) for one in people):
        raise Refused("要双方都同意调解、都有自己的对话，才能在这里一起谈。")
    _keep(desk, docket, RoundTable(desk.now), "table_asked")
    name = mediator_name(desk, docket)
    for party in people:
        letter(desk, party, (alone_words.ask_table(name), 0),
               button("愿意一起谈", number, "table_yes"),
               button("不一起谈", number, "table_no"))  # fmt: skip


def answer(desk: Desk, docket: Docket, party: Party, said: str) -> list[Say]:
    """A side accepts, does not, or takes it back; at once, whatever was being said."""
    was = is_open(docket)
    table = rules.sat_down(table_of(docket), party.id, said)
    _keep(desk, docket, table, f"table_{said}")
    if said == "no":
        return _ended(desk, docket, party, was)
    if not is_open(docket):
        alone.tell_mediator(desk, docket, "有一方愿意一起谈，还在等另一方。")
        return [Say(alone_words.table_waits())]
    name, number = mediator_name(desk, docket), docket.case.number
    for other in (one for one in parties_of(docket) if one.id != party.id):
        letter(desk, other, (alone_words.table_ready(), 0),
               button("进来一起谈", number, "table_in"),
               button("不一起谈了", number, "table_no"))  # fmt: skip
    alone.tell_mediator(desk, docket, "双方都愿意一起谈，已经开始。")
    alone.begin(desk, docket, party, TABLE)
    return [Say(alone_words.table_open(name), _leave(number))]


def comes_in(desk: Desk, docket: Docket, party: Party) -> list[Say]:
    """A side sits down: only now its words go to the other."""
    if not is_open(docket) or not may_speak(docket, party):
        raise Refused("现在没有一起谈。")
    alone.begin(desk, docket, party, TABLE)
    return [Say(alone_words.table_open(mediator_name(desk, docket)), _leave(docket.case.number))]


def _leave(number: str) -> tuple[Button, ...]:
    return (button("不一起谈了", number, "table_no"),)


def _ended(desk: Desk, docket: Docket, party: Party | None, was: bool) -> list[Say]:
    """Everybody hears it kindly; who sat at the table speaks with the mediator alone now."""
    said = alone_words.table_over() if was else alone_words.table_not()
    for one in parties_of(docket):
        aside = desk.work.private.aside(one.contact) if one.contact else None
        if aside is not None and aside.open and aside.kind == TABLE:
            alone.begin(desk, docket, one, WORD)
        if party is None or one.id != party.id:
            letter(desk, one, (said, 0), button("说完了", docket.case.number, "over"))
    if party is not None:
        alone.tell_mediator(desk, docket, "一起谈停了，请分别和双方说。")
    return [Say(said)]


def end(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator ends it."""
    docket = presided(desk, number)
    table, was = table_of(docket), is_open(docket)
    if table is None or table.ended:
        raise Refused("现在没有一起谈。")
    _keep(desk, docket, RoundTable(table.asked, table.said, "mediator"), "table_ended")
    _ended(desk, docket, None, was)


def say_to_both(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator says something to both."""
    docket = presided(desk, number)
    if not is_open(docket):
        raise Refused("现在没有一起谈：要双方都愿意，而且没有人收回。")
    row = keep(desk, docket, (TABLE, TABLE, form.get("text", "")), docket.case.mediator)
    frame = alone_words.table_word(f"调解员{mediator_name(desk, docket)}")
    for party in parties_of(docket):
        letter(desk, party, (frame, row), *_leave(number))


def heard(desk: Desk, aside: Aside, text: str) -> tuple[int, list[Say]] | None:
    """A side's words for everybody at the table; None when there is none any more."""
    docket = load(desk, aside.case)
    party = alone.side(docket, aside.party)
    if not is_open(docket) or not may_speak(docket, party):
        return None
    alone.tell_mediator(desk, docket, SAID)
    row = keep(desk, docket, (TABLE, TABLE, text), party.id)
    for other in (one for one in parties_of(docket) if one.id != party.id):
        letter(desk, other, (alone_words.table_word("对方"), row))
    alone.begin(desk, docket, party, TABLE)
    return row, []


def _keep(desk: Desk, docket: Docket, table: RoundTable, move: str) -> None:
    docket.extras = {**docket.extras, "table": plain(table)}
    desk.happened(noted(docket.case, move, Act(desk.actor, desk.now)))
    save(desk, docket)
