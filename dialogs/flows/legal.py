"""The legal path of a matter, and after it: that is all, register it all the same, or a person."""

from __future__ import annotations

from dialogs.commands import CallPerson
from dialogs.lookup import Lookup
from dialogs.question import Option, Question
from dialogs.talk import Done, Talk
from dialogs.told import Told

AFTER = (
    Option("知道了", "fine", ("好的", "明白了", "清楚了", "我知道了", "不用登记", "不登记")),
    Option("还是登记，请人看", "register", ("登记", "还是登记", "帮我登记", "登记一下")),
    Option("转人工", "person"),
)  # fmt: skip


def legal(talk: Talk, look: Lookup) -> Done:
    """Which way the law has for it, by when; a person stays within reach."""
    path = str(talk.args["path"])
    wish = str(talk.ask(Question("after", look.say(f"legal.{path}"), _read, options=AFTER,
                                 words=False, why=look.say("why_legal"),
                                 hint=look.say("legal_again"))))  # fmt: skip
    if wish == "fine":
        return Done(look.say("legal_fine"))
    if wish == "person":
        return Done("", CallPerson("法定途径的事，想问人工"))
    if talk.args.get("forgetful"):
        return Done(look.say("forgetful"))
    return Done(look.say("legal_register"), then=("report", talk.args["report"]))


def _read(told: Told) -> str | None:
    if told.submits:
        return "register"
    return "fine" if told.yes or told.no or told.heard.act == "thanks" else None
