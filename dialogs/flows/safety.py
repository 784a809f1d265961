"""In danger: after the safety sentence, one question, and a person; the report waits until safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogs.commands import AnswerAlert
from dialogs.lookup import Lookup
from dialogs.question import Option, choice
from dialogs.talk import Done, Talk
from dialogs.told import Told

SAFE, DANGER, MISTAKE = "safe", "danger", "mistake"

OPTIONS = (
    Option("我安全了", SAFE, ("安全", "安全了", "没事了", "我没事", "出来了", "好了")),
    Option("还有危险", DANGER, ("不安全", "危险", "还在烧", "救命", "没有", "还没", "快来人")),
    Option("没有危险，说错了", MISTAKE, ("说错了", "没有危险", "误会", "打错了", "开玩笑")),
)  # fmt: skip
GENTLE = {"self_harm", "domestic_violence", "violence", "child_danger"}
"""Kinds after which no form follows unasked, only a person (domain rules C.5, E.2)."""


def safety(talk: Talk, look: Lookup) -> Done:
    """Ask whether the person is safe; page whoever is on duty; then offer to go on."""
    question = choice("safe", look.say("safe_now"), OPTIONS, hint=look.say("safe_now_again"),
                      why=look.say("safe_why"), miss=_listening(look))  # fmt: skip
    answer = talk.ask(_reads_words(question))
    if answer == MISTAKE:
        return Done(look.say("safe_mistake"), AnswerAlert(MISTAKE))
    if answer == DANGER:
        return Done(look.say("safe_danger"), AnswerAlert(DANGER))
    if talk.args["kind"] in GENTLE:
        return Done(look.say("safe_gentle"), AnswerAlert(SAFE))
    return Done(look.say("safe_good"), AnswerAlert(SAFE), then=("safe_report", talk.args))


def _listening(look: Lookup) -> Callable[[Told], str]:
    """Who tells more instead of answering is not told that nothing was understood."""
    return lambda told: look.say("safe_listening") if len(told.plain) > 1 else ""


def _reads_words(question: Any) -> Any:
    from dataclasses import replace

    def read(told: Told) -> str | None:
        if told.heard.danger:
            return None
        return SAFE if told.yes else (DANGER if told.no else None)

    return replace(question, read=read)


def safe_report(talk: Talk, look: Lookup) -> Done:
    """Safe now: should it be registered?"""
    options = (Option("登记下来", True, ("登记", "要", "好", "是", "可以")),
               Option("不用了", False, ("不用", "不要", "算了", "不", "否")))  # fmt: skip
    if not talk.ask(choice("register", look.say("safe_register"), options)):
        return Done(look.say("safe_end"))
    said = {**talk.args.get("facts", {}), "detail": talk.args.get("text", ""), "danger": True}
    return Done("", then=("report", {"said": said}))
