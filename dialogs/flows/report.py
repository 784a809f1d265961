"""A resident reports one problem or several."""

from __future__ import annotations

import re
from typing import Any

from dialogs.commands import JoinTicket, LeavePhone, OpenTicket, RaiseAlert
from dialogs.flows import details
from dialogs.flows.card import card
from dialogs.flows.kind import clear_kind, routed
from dialogs.flows.receipt import After, receipt
from dialogs.flows.where import told_place, where
from dialogs.lookup import Lookup
from dialogs.places import OUTSIDE
from dialogs.question import Option, choice, yes_no
from dialogs.say import Say
from dialogs.talk import Done, Talk

PRIVACY = (
    Option("对被反映方保密", "confidential", ("保密", "默认")),
    Option("匿名反映", "anonymous", ("匿名", "不留名字", "我要匿名")),
    Option("可以告诉对方是我", "open", ("公开", "实名", "不用保密")),
)


_AFRAID = re.compile(
    r"(?<!不)(?<!不想)(?<!不要)(?<!不用)匿名|不(?:想|要|愿意?)?(?:留|透露|暴露|公开)(?:我的?)?(?:姓?名|身份|真名)"
    r"|(?:不要|不能|别)(?:说|讲|写|提)是?我(?!们)|怕.{0,4}(?:报复|打击|穿小鞋)"
)
"""Who writes this wants no name on it; the card says so, and it can be changed."""


def report(talk: Talk, look: Lookup) -> Done:
    """One Talk per problem, one summary card, as many tickets as problems."""
    wanted: list[OpenTicket | JoinTicket] = []
    for part in talk.parts:
        command = problem(part, look)
        if isinstance(command, RaiseAlert):
            return alarmed(part, command, look)
        if command is not None:
            wanted.append(command)
    if not wanted:
        return Done(look.say("outside_end"))
    privacy = _privacy(talk, wanted, look)
    commands = [with_privacy(c, privacy, talk) for c in wanted]
    if not talk.ask(card(talk, commands, look)):
        return Done(look.say("not_submitted"))
    phone = str(talk.run.said.get("own_phone", ""))
    keep = [LeavePhone(phone)] if phone else []

    after = After(look, bool(phone or talk.run.said.get("phone")),
                  bool(talk.run.said.get("mediate")),
                  talk.run.said.get("mediate") is False)  # fmt: skip

    def said(results: list[Any]) -> str:
        tickets = results[: len(commands)]
        return receipt(tickets, commands, look) + after.words(tickets)

    return Done(said, *commands, *keep, then=after.follows)


OF_NOBODY = ("1201", "1206")
"""Questions, praise and suggestions: there is nobody to hide from."""


def _against(wanted: list[Any]) -> bool:
    """Whether any of it is about somebody who might mind; asking for no name counts as that."""
    about = [c for c in wanted if isinstance(c, OpenTicket)]
    return any(c.category not in OF_NOBODY or _AFRAID.search(c.detail) for c in about)


def problem(part: Talk, look: Lookup) -> OpenTicket | JoinTicket | RaiseAlert | None:
    """One problem: kind, place, a twin to follow, at most three details; None: not ours."""
    kind = clear_kind(part, look)
    category = look.category(kind)
    if (fire := details.confirmed(part, kind)) is not None:
        return fire
    place = _place(part, kind, look)
    if place.get("how") == OUTSIDE:
        return None
    twin = look.twin(kind, place) if place and category.has_place else None
    if twin is not None and part.ask(twin_question(twin.number, look)):
        return JoinTicket(twin.number)
    asks = bool(part.told.get("consult"))  # a question needs no details of a case
    slots = () if asks else details.gathered(part, category, look)
    alert = details.alarm(slots, kind, details.story(part))
    if alert is not None and not part.told.get("danger"):
        return alert
    story = part.ask(details.story_question(part, look))
    return OpenTicket(kind, story, place, slots, tuple(part.run.files),
                      routed=routed(part, category),
                      danger=bool(part.told.get("danger")))  # fmt: skip


def _place(part: Talk, kind: str, look: Lookup) -> dict[str, Any]:
    """Asked where the kind has one; of a question, and of other kinds, only what was told."""
    if look.category(kind).has_place and not part.told.get("consult"):
        return where(part, look)
    return told_place(part, look)


def alarmed(part: Talk, alert: RaiseAlert, look: Lookup) -> Done:
    """An answer tells of danger: safety first; what was told is there when all are safe."""
    place = told_place(part, look)
    told = {**part.told, **({"place": place} if place else {})}
    then = {"kind": alert.kind, "text": details.story(part), "facts": told}
    return Done((Say(look.say(f"safety.{alert.kind}"), kind="emergency"),), alert,
                then=("safety", then))  # fmt: skip


def twin_question(number: str, look: Lookup) -> Any:
    """附近有人反映过: without the other ticket's number or words (A9)."""
    return yes_no("join", look.say("twin"), about=number, yes="跟进那一件", no="单独登记我的")


def _privacy(talk: Talk, wanted: list[Any], look: Lookup) -> str:
    """The privacy of all problems of the message: as it was wished before the card, or there."""
    wish = talk.run.given.get("privacy")
    if wish is None and not _against(wanted):
        return "confidential"
    return str(talk.ask(privacy_question(wanted, look, named=bool(wish and wish[1] == "open"))))


def privacy_question(wanted: list[Any], look: Lookup, named: bool) -> Any:
    """Towards whom it is about the person stays hidden unless they say otherwise (A12).

    `named` is the wish to give one's name: where nobody may be told of it, it is confidential.
    """
    codes = [c.category for c in wanted if isinstance(c, OpenTicket)]
    secret = any(look.category(code).confidential == "high" for code in codes)
    stories = "".join(c.detail for c in wanted if isinstance(c, OpenTicket))
    hidden = "1203" in codes or _AFRAID.search(stories)
    default = "anonymous" if hidden and not named else "confidential"
    options = PRIVACY[:2] if secret else PRIVACY
    labels = {o.value: o.label for o in PRIVACY}
    return choice("privacy", look.say("ask_privacy"), options, default=default, label="保密方式",
                  show=lambda value: labels[value], why=look.say("why_privacy"))  # fmt: skip


def with_privacy(command: Any, privacy: str, talk: Talk) -> Any:
    """The command with the privacy chosen for all problems of the message."""
    from dataclasses import replace

    return replace(command, privacy=privacy) if isinstance(command, OpenTicket) else command
