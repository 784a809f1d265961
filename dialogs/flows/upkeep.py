"""What can be done with a ticket under way: add, urge, withdraw; and what is known of me."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dialogs.commands import (
    AddToTicket,
    CopyMine,
    EraseChat,
    LeavePhone,
    UrgeTicket,
    WithdrawTicket,
)
from dialogs.consulting import ENDED
from dialogs.flows.progress import SHOWN, line, which
from dialogs.lookup import Lookup
from dialogs.question import Option, Question, choice, words, yes_no
from dialogs.say import Say
from dialogs.talk import Done, Talk
from dialogs.told import Told
from grid.tickets import STATE_WORDS, Ticket

HAZARD_SLA = ("E0", "E1")


def _none(look: Lookup) -> str:
    """There is nothing open; or there is, and it was none of it."""
    return look.say("which_none" if look.open_tickets() else "no_open_tickets")


def supplement(talk: Talk, look: Lookup) -> Done:
    """Add words or photos to one's ticket."""
    ticket = which(talk, look, look.open_tickets(), look.say("which_supplement"))
    if ticket is None:
        return Done(_none(look))
    said = str(talk.args.get("text", ""))
    known = said if len(said) >= 10 or talk.run.files or talk.args.get("whole") else None
    more = known if known is not None else talk.ask(words("more", _asked(talk, look)))
    added = AddToTicket(ticket.number, more, tuple(talk.run.files))
    return Done(look.say("added", no=ticket.number), added)


def _asked(talk: Talk, look: Lookup) -> str:
    """What is to be added: anything, or what staff have asked."""
    return str(talk.args.get("asked") or look.say("ask_more"))


def facts(talk: Talk, look: Lookup) -> Done:
    """What staff asked about one ticket; once that has ended there is nothing to add to it."""
    number = str(talk.args["facts"]["ticket"])
    if all(one.number != number for one in look.open_tickets()):
        return Done(look.say("facts_gone", no=number))
    return supplement(talk, look)


def urge(talk: Talk, look: Lookup) -> Done:
    """Urge one's ticket, or all of them: 都催一下."""
    several = look.open_tickets()[:SHOWN]
    ticket = None if _all_meant(talk) else which(talk, look, several, look.say("which_urge"), EVERY)
    if ticket is None and (_all_meant(talk) or talk.run.given.get("which", ["", ""])[1] == ALL):
        return Done(_all_urged(several, look), *(_urging(t, talk) for t in several))
    if ticket is None:
        return Done(_none(look))

    def said(results: list[Any]) -> str:
        return look.say("urged", no=ticket.number, state=STATE_WORDS[ticket.state])

    return Done(said, _urging(ticket, talk))


def _urging(ticket: Ticket, talk: Talk) -> UrgeTicket:
    return UrgeTicket(ticket.number, str(talk.args.get("text", "")))


def _all_urged(tickets: list[Ticket], look: Lookup) -> str:
    urged = (look.say("urged", no=t.number, state=STATE_WORDS[t.state]) for t in tickets)
    return "\n".join(urged) or look.say("no_open_tickets")


def _all_meant(talk: Talk) -> bool:
    """都催一下, said in the wish itself."""
    named = talk.args.get("facts", {}).get("ticket")
    return not named and bool(_ALL.search(str(talk.args.get("text", ""))))


ALL = "*"
EVERY = Option("全都催", ALL, ("全部", "全都", "都催", "都催一下", "都要", "都", "每件都催"))
_ALL = re.compile(r"(?:全部|全都?|[都挨]个?|每[一个]?件|[两三四五][件个]都)(?:给我|帮我|再|也)*催")


def withdraw(talk: Talk, look: Lookup) -> Done:
    """Withdraw a report; of a hazard only the person is withdrawn (0.2, 11)."""
    ticket = which(talk, look, look.open_tickets(), look.say("which_withdraw"))
    if ticket is None:
        return Done(_none(look))
    hazard = look.category(ticket.category).sla in HAZARD_SLA
    key = "sure_withdraw_hazard" if hazard else "sure_withdraw"
    text = look.say(key, what=line(ticket, look))
    sure = yes_no("sure", text, about=ticket.number, yes="撤回", no="不撤回")
    if not talk.ask(replace(sure, read=lambda told: _goes(told, sure))):
        return Done(look.say("not_withdrawn"))
    key = "withdrawn_hazard" if hazard else "withdrawn"
    said = look.say(key, no=ticket.number) + _mediated(ticket, look)
    return Done(said, WithdrawTicket(ticket.number))


def _mediated(ticket: Ticket, look: Lookup) -> str:
    """What becomes of the mediation about a withdrawn matter: it goes on until a party stops it."""
    cases = look.once("cases", look.seen.cases)
    live = (one for one in cases if one["ticket"] == ticket.number and one["state"] not in ENDED)
    one = next(live, None)
    return look.say("mediation_stays", no=one["number"]) if one else ""


def _goes(told: Told, sure: Question) -> Any:
    """Whether it is withdrawn: 撤 and 撤了吧 say so."""
    if _stays(told):
        return False
    return True if _GOES.fullmatch(told.plain) else sure.read(told)


_GOES = re.compile(
    r"(?:对|嗯|是的?|要|就|确定|帮我|给我|[，, ])*撤(?:了|掉|回|销)?(?:它|了|吧|嘛|噻)*"
)


def _stays(told: Told) -> bool:
    """还是别撤, 接着办吧: no to withdrawing, whatever else it sounds like."""
    return bool(_STAYS.search(told.plain))


_STAYS = re.compile(r"(?:不|别|先不|不用|不要|不想)撤|(?:接着|继续|还是)办|反悔|后悔了")


def leave_phone(talk: Talk, look: Lookup) -> Done:
    """Once after the first receipt: a phone or nothing."""
    phone = talk.ask(phone_question(look))
    if phone == NO_PHONE:
        return Done(look.say("no_phone"))
    return Done(look.say("phone_kept"), LeavePhone(phone))


NO_PHONE = "no"


def phone_question(look: Lookup, key: str = "ask_phone") -> Question:
    """Asks for a phone number; never required."""

    def read(told: Told) -> str | None:
        if told.incoming.phone or told.heard.phones:
            return told.incoming.phone or told.heard.phones[0]
        none = told.heard.act in ("deny", "cancel") or _HAS_NONE.match(told.plain)
        return NO_PHONE if none else None

    no = Option("不留", NO_PHONE, ("不用", "不留", "不要", "不用了", "不", "跳过", "算了"))
    return Question("phone", look.say(key), read, fact="phone", options=(no,),
                    why=look.say("why_phone"), hint=look.say("ask_phone_again"),
                    miss=lambda told: _phone_miss(told, look),
                    asks="phone")  # fmt: skip


_HAS_NONE = re.compile(
    r"我?(?:也|又|家)?(?:没有?|没得|莫得|不会用)(?:自己的?)?(?:电话|手机)"
    r"|(?:好的?|行|嗯|[，, ])*(?:谢谢|多谢|辛苦)[^0-9]{0,8}$"
    r"|(?:我|电话|手机号?|号码|就|还是|真的?|[，, ])*"
    r"(?:不方便(?:留|给|说|接)?|不太?(?:想|愿意?)?(?:留|给|说|告诉)|没必要)"
    r"(?:你们?|电话|手机|号码?|[了的吧啊哈])*(?=$|[，, ])[^0-9。]{0,20}$"
    r"|(?:好的?|那|就|你们?|有事|直接|[，, ])*在(?:这里?|这儿|这上面|微信上?)"
    r"(?:说|联系|回|告诉|通知|讲)[^0-9。]{0,10}$"
)
"""没有电话; 不方便，在这里说就行; and who takes leave with thanks is not asked again."""


def _phone_miss(told: Told, look: Lookup) -> str:
    """提交, tapped or typed once more, is no wish to leave a number."""
    if told.submits or told.plain == "确定":
        return look.say("phone_after")
    return look.say("phone_how") if told.yes else ""


WISHES = (
    Option("复制一份", "copy", ("复制", "导出")),
    Option("改电话", "phone", ("更正", "修改", "改")),
    Option("删除聊天记录", "erase", ("删除", "删掉", "删")),
    Option("不用了", "no", ("没事", "返回")),
)


def mine(talk: Talk, look: Lookup) -> Done:
    """我的信息: see, copy, correct, delete (domain rules F06)."""
    me = look.once("me", look.seen.me)
    messages = look.once("messages", look.seen.messages)
    text = look.say("mine", tickets=me.tickets, messages=messages, phone=me.phone or "没有留",
                    pin="设了" if me.pin else "没设", days=look.retention.get("chat", 30),
                    years=look.retention.get("ticket", 1826) // 365)  # fmt: skip
    wish = talk.ask(choice("wish", text, WISHES))
    if wish == "copy":
        return Done(lambda results: (_copy(results[0], look),), CopyMine())
    if wish == "phone":
        return Done("", then=("new_phone", {}))
    sure = yes_no("sure", look.say("sure_erase"), yes="删除", no="不删")
    if wish == "erase" and talk.ask(sure):
        return Done(look.say("erased"), EraseChat())
    return Done(look.say("fine"))


def _copy(sealed: str, look: Lookup) -> Say:
    """The copy for its reader; whoever else looks into the conversation reads that it was sent."""
    return Say(look.say("copy_sent"), sealed=sealed)


def new_phone(talk: Talk, look: Lookup) -> Done:
    """Correct or delete the phone number kept."""
    phone = talk.ask(phone_question(look, "ask_new_phone"))
    kept = "" if phone == NO_PHONE else phone
    return Done(look.say("phone_changed" if kept else "phone_deleted"), LeavePhone(kept))


def resume(talk: Talk, look: Lookup) -> Done:
    """The text of an expired draft is offered as a new one."""
    text = str(talk.args.get("text", ""))
    short = text if len(text) <= 40 else text[:40] + "…"
    question = yes_no("go_on", look.say("draft_offer", text=short), yes="接着反映", no="不用了")
    if not talk.ask(question):
        return Done(look.say("draft_dropped"))
    kept = talk.run
    given = {name: answer for name, answer in kept.given.items() if name != question.name}
    return Done("", then=("report", {"said": kept.said, "parts": kept.parts,
                                     "files": kept.files, "given": given}))  # fmt: skip


def unregistered(talk: Talk, look: Lookup) -> Done:
    """Asked after or withdrawn, and never registered here: now, perhaps?"""
    what = look.category(str(talk.args["kind"])).name
    asked = yes_no("now", look.say("unregistered", what=what), yes="现在登记", no="不用了")
    question = replace(asked, read=lambda told: told.submits or asked.read(told))
    if not talk.ask(question):
        return Done(look.say("unregistered_end"))
    return Done("", then=("report", talk.args["report"]))
